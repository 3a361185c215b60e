"""The installed program and what it is tried on."""

import subprocess
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
SAMPLES = PROJECT / "samples"

Boshen = Callable[..., subprocess.CompletedProcess[str]]
