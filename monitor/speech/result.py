"""What was heard in one window: the unit of a scan's checkpoint."""

from dataclasses import asdict, dataclass
from typing import Any

from monitor.speech.coverage import Fate, Stretch
from monitor.speech.word import Label, Passage, Word


@dataclass(frozen=True, slots=True)
class WindowResult:
    """Samples `begin` to `end` of the media clock: their passages, and what became of each sample.

    The stretches follow one another from `begin` to `end`.
    """

    begin: int
    end: int
    passages: tuple[Passage, ...]
    stretches: tuple[Stretch, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values, from which `from_json` makes an equal result."""
        return asdict(self)

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> "WindowResult":
        return cls(
            begin=given["begin"],
            end=given["end"],
            passages=tuple(_passage(passage) for passage in given["passages"]),
            stretches=tuple(Stretch(**s | {"fate": Fate(s["fate"])}) for s in given["stretches"]),
        )


def _passage(given: dict[str, Any]) -> Passage:
    words = tuple(Word(**word) for word in given["words"])
    return Passage(**given | {"words": words, "labels": tuple(Label(label) for label in given["labels"])})
