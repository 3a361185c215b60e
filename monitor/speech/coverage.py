"""An account of every sample: what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Fate(StrEnum):
    TRANSCRIBED = "transcribed"
    NON_SPEECH = "non_speech"
    LOST = "lost"
    UNPROCESSED = "unprocessed"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Samples `start` to `end` (16 kHz, media clock) with one fate; `reason` is a stable code or ''.

    A transcribed stretch is `confident` unless its passage carries a label.
    """

    start: int
    end: int
    fate: Fate
    confident: bool = True
    reason: str = ""


@dataclass
class Coverage:
    """Stretches in order, without gap or overlap, from 0 to the end of the recording."""

    HEARD_ENOUGH = 0.95

    stretches: list[Stretch] = field(default_factory=list)

    @property
    def end(self) -> int:
        return self.stretches[-1].end if self.stretches else 0

    def add(self, stretch: Stretch) -> None:
        """Append a stretch that begins where the last one ended. Empty ones are passed over."""
        if stretch.start != self.end:
            raise ValueError(f"coverage jumps from {self.end} to {stretch.start}")
        if stretch.end > stretch.start:
            self.stretches.append(stretch)

    def extend(self, stretches: Iterable[Stretch]) -> None:
        """Append a window's stretches."""
        for stretch in stretches:
            self.add(stretch)

    def finish(self, end: int) -> None:
        """What a scan has not reached, up to sample `end`, is unprocessed."""
        if end > self.end:
            self.add(Stretch(self.end, end, Fate.UNPROCESSED, confident=False))

    def samples(self, fate: Fate) -> int:
        return sum(s.end - s.start for s in self.stretches if s.fate is fate)

    @property
    def heard(self) -> float:
        """The share of detected speech transcribed with confidence; lost and unprocessed count as speech.

        1.0 for a recording in which nobody speaks.
        """
        confident = sum(s.end - s.start for s in self.stretches if s.fate is Fate.TRANSCRIBED and s.confident)
        speech = self.end - self.samples(Fate.NON_SPEECH)
        return confident / speech if speech else 1.0

    @property
    def assessed(self) -> bool:
        """Whether enough was heard to say that nothing was found."""
        return self.heard >= self.HEARD_ENOUGH
