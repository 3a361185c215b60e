"""Measurements. Each command prints machine-readable figures; a figure is a ratio within one run."""
