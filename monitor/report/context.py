"""The words around a flag."""

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.claims.finding import Finding
from monitor.text.utterance import Utterance

AROUND = 5.0


@dataclass(frozen=True, slots=True)
class Line:
    """One utterance as shown: `marked` is what the flag is about, '' on the lines around it."""

    at: float | None
    before: str
    marked: str = ""
    after: str = ""


def flagged_line(finding: Finding) -> Line:
    begin, stop = finding.span
    text = finding.text
    return Line(finding.start, text[:begin], text[begin:stop], text[stop:])


def lines(finding: Finding, transcript: Sequence[Utterance]) -> tuple[Line, ...]:
    """The flagged utterance with those heard from 5 s before the claim to 5 s after it."""
    if finding.start is None:
        return (flagged_line(finding),)
    end = finding.start if finding.end is None else finding.end
    near = [u for u in transcript if _reaches(u, finding.start - AROUND, end + AROUND)]
    own = [u for u in near if u.text == finding.text]
    itself = min(own, key=lambda u: _distance(u, finding.start), default=None)
    before = [u for u in near if u is not itself and _start(u) <= finding.start]
    after = [u for u in near if u is not itself and _start(u) > finding.start]
    return (
        *(Line(u.start, u.text) for u in before),
        flagged_line(finding),
        *(Line(u.start, u.text) for u in after),
    )


def _reaches(utterance: Utterance, begin: float, stop: float) -> bool:
    if utterance.start is None:
        return False
    end = utterance.start if utterance.end is None else utterance.end
    return end > begin and utterance.start < stop


def _start(utterance: Utterance) -> float:
    return utterance.start or 0.0


def _distance(utterance: Utterance, at: float | None) -> float:
    """0 when the utterance is being said at `at`, else how far away it is, in seconds."""
    at = at or 0.0
    end = _start(utterance) if utterance.end is None else utterance.end
    return max(_start(utterance) - at, at - end, 0.0)
