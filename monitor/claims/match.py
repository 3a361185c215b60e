"""A clause held against the approved selling points of its product."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from monitor.claims.about import LIKENESS, likeness, named, sound_of
from monitor.claims.catalogue import SellingPoint
from monitor.claims.compare import compare, counts
from monitor.claims.finding import Difference
from monitor.claims.form import Approved, Form, approved, form_of
from monitor.claims.outcome import Outcome
from monitor.claims.period import midnight
from monitor.claims.words import alike

__all__ = ["Approved", "Form", "Match", "Outcome", "approved", "covers", "form_of", "matches"]

_CLOSE = 6.0


@dataclass(frozen=True, slots=True)
class Match:
    """likeness: 0..100, of the words without their slots."""

    point: SellingPoint
    form: Form
    whole: Form
    likeness: float
    outcome: Outcome
    difference: Difference | None


def matches(said: Form, points: Sequence[Approved], day: date, moment: datetime | None = None) -> list[Match]:
    """Every selling point that the clause resembles, those that approve it first, then the likest.

    moment: when it was said, or None for the first of the day.
    """
    at = moment or midnight(day)
    allowed = frozenset[str]().union(*(point.denied for point in points if counts(point.point, at)))
    found = [match for point in points if (match := _match(said, point, allowed, day, at))]
    order = list(Outcome)
    return sorted(found, key=lambda m: (order.index(m.outcome), -m.likeness))


def covers(form: Form, words: str) -> bool:
    """Whether the words, or their synonyms, are among those of the form."""
    return any(sound_of(word) in sound_of(form.text) for word in alike(words))


def _match(said: Form, point: Approved, allowed: frozenset[str], day: date, at: datetime) -> Match | None:
    """By the forms of the point that are about as near as the nearest; the one that approves, if any does."""
    forms = (point.whole,) if point.whole.excludes else point.forms
    near = [(likeness(said, form, point.whole), form) for form in forms]
    best = max(value for value, _ in near)
    if best < LIKENESS:
        return None
    held = [(value, form) for value, form in near if value >= max(LIKENESS, best - _CLOSE)]
    most = max(len(named(said, form)) for _, form in held)
    held = [(value, form) for value, form in held if len(named(said, form)) == most]
    held = [one for one in held if one[1] is not point.whole or one[1].slots.denied] or held
    judged = [
        Match(point.point, form, point.whole, v, *compare(said, form, point, allowed, day, at))
        for v, form in held
    ]
    order = list(Outcome)
    return min(judged, key=lambda m: (order.index(m.outcome), -m.likeness))
