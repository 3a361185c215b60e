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


def times(utterance: Utterance, span: tuple[int, int]) -> tuple[float | None, float | None]:
    """Media seconds of code points `span`: of its words where there are words, else the utterance's."""
    at, inside = 0, []
    for word in utterance.words:
        stop = at + len(word.text)
        if at < span[1] and span[0] < stop:
            inside.append(word)
        at = stop
    return (inside[0].start, inside[-1].end) if inside else (utterance.start, utterance.end)
