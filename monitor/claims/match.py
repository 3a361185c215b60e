"""A clause held against the approved selling points of its product."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from monitor.claims.about import LIKENESS, likeness, named, sound_of
from monitor.claims.compare import compare, counts
from monitor.claims.finding import Difference
from monitor.claims.form import Approved, Form, approved, form_of
from monitor.claims.outcome import Outcome
from monitor.claims.period import midnight
from monitor.claims.product import SellingPoint
from monitor.claims.words import alike

__all__ = ["Approved", "Form", "Match", "Outcome", "approved", "covers", "form_of", "matches"]

_CLOSE = 6.0
_ORDER = list(Outcome)


@dataclass(frozen=True, slots=True)
class Match:
    """likeness: 0..100, of the words without their slots. form, whole: of the wording that it is like."""

    point: SellingPoint
    form: Form
    whole: Form
    likeness: float
    outcome: Outcome
    difference: Difference | None


def matches(
    said: Form,
    points: Sequence[Approved],
    day: date,
    moment: datetime | None = None,
    allowed: frozenset[str] | None = None,
) -> list[Match]:
    """Every selling point that the clause resembles, those that approve it first, then the likest.

    moment: when it was said, or None for the first of the day. allowed: what may be denied of the goods;
    what the points that count deny unless given.
    """
    at = moment or midnight(day)
    if allowed is None:
        allowed = denied_by_any(points, at)
    found = [match for point in points if (match := _match(said, point, allowed, day, at))]
    return sorted(found, key=_rank)


def denied_by_any(points: Iterable[Approved], at: datetime) -> frozenset[str]:
    """The substances that one point or another which counts at that moment says are absent."""
    return frozenset[str]().union(*(point.denied for point in points if counts(point.point, at)))


def covers(form: Form, words: str) -> bool:
    """Whether the words, or their synonyms, are among those of the form."""
    return any(sound_of(word) in sound_of(form.text) for word in alike(words))


def _match(said: Form, point: Approved, allowed: frozenset[str], day: date, at: datetime) -> Match | None:
    """By the wording that approves the clause, if any does, else by the gravest departure from one."""
    wordings = (point, *point.also)
    found = [m for worded in wordings if (m := _worded(said, worded, point, allowed, day, at))]
    return min(found, key=_rank) if found else None


def _worded(
    said: Form, worded: Approved, point: Approved, allowed: frozenset[str], day: date, at: datetime
) -> Match | None:
    """By the forms of a wording that are about as near as the nearest; the one that approves, if any does."""
    forms = (worded.whole,) if worded.whole.excludes else worded.forms
    near = [(likeness(said, form, worded.whole), form) for form in forms]
    best = max(value for value, _ in near)
    if best < LIKENESS:
        return None
    held = [(value, form) for value, form in near if value >= max(LIKENESS, best - _CLOSE)]
    most = max(len(named(said, form)) for _, form in held)
    held = [(value, form) for value, form in held if len(named(said, form)) == most]
    held = [one for one in held if one[1] is not worded.whole or one[1].slots.denied] or held
    judged = [
        Match(point.point, form, worded.whole, v, *compare(said, form, point, allowed, day, at))
        for v, form in held
    ]
    return min(judged, key=_rank)


def _rank(match: Match) -> tuple[int, float]:
    return _ORDER.index(match.outcome), -match.likeness
