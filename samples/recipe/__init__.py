"""How the samples were made: synthetic speech, the demo model's training, the broadcasts.

A tool for making samples. Nothing that ships or runs depends on it.
"""
