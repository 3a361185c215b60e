"""What a recording is: container, length, audio tracks, and the one that is listened to."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Track:
    """One audio track; `number` counts audio tracks from 0, language is ISO 639 or ''."""

    number: int
    codec: str
    sample_rate: int
    channels: int
    language: str
    title: str

    def __str__(self) -> str:
        parts = [str(self.number), self.title, self.language, self.codec, f"{self.sample_rate} Hz"]
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Recording:
    """`duration_s` is what the file declares, or an estimate; decoded samples are the authority."""

    path: Path
    container: str
    duration_s: float | None
    size: int
    tracks: tuple[Track, ...]
    chosen: Track
