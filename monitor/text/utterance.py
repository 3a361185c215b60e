"""A host sentence, and the piece of it that can hold one claim."""

from dataclasses import dataclass
from typing import NamedTuple

from monitor.speech.word import Word


@dataclass(frozen=True, slots=True)
class Utterance:
    """`text` as given or as heard. With sound, `words` spell `text` one after another.

    start, end: media seconds, or None for a transcript without times. product: the id of the
    product on air where the transcript says so. id: the row's own id, where it has one.
    speaker: the name of who speaks, where the transcript says so.
    """

    text: str
    start: float | None = None
    end: float | None = None
    words: tuple[Word, ...] = ()
    product: str | None = None
    id: str | None = None
    speaker: str | None = None


class Clause(NamedTuple):
    """Code points `begin` to `stop` (half-open) of the utterance's text."""

    utterance: Utterance
    begin: int
    stop: int

    @property
    def text(self) -> str:
        return self.utterance.text[self.begin : self.stop]
