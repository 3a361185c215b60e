"""What runs: the recorded scan, the transcript check."""
