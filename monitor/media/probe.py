"""A recording looked at without decoding it to the end."""

import hashlib
from pathlib import Path

from monitor.media.decode import open_recording
from monitor.media.recording import Recording


def probe(
    path: Path, track: int | None = None, *, max_hours: float = 24.0, memory_mb: int = 1024
) -> Recording:
    """Every refusal that the first seconds can show is raised here: see `open_recording`."""
    with open_recording(path, track, max_hours=max_hours, memory_mb=memory_mb) as decoder:
        return decoder.recording


def digest(path: Path) -> str:
    """SHA-256 of the file in hexadecimal. OSError as `open`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
