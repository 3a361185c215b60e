"""Signed statements of how far the log had come, the keys that sign them, proofs under them, witnesses."""
