"""Sound to words: model, voice activity, recorded transcription, coverage."""

SCHEME = "1"
"""Raised when the same sound and model would give other words: a scan is resumed under one scheme only."""
