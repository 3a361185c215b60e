"""Boshen 播审: what a live-commerce host said, held against what was approved and what is lawful."""

__version__ = "0.1.0"
