"""Stretches of time, and what they have in common: half-open, aware, without end where nothing ends them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from monitor.rules.citation import SHANGHAI

BEGINNING = datetime.min.replace(tzinfo=UTC)
FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From `begin` until just before `end`."""

    begin: datetime
    end: datetime = FOREVER

    def __contains__(self, moment: datetime) -> bool:
        return self.begin <= moment < self.end


Periods = tuple[Period, ...]
"""In order, apart from each other."""

ALWAYS: Periods = (Period(BEGINNING),)


def days(first: date | None, last: date | None) -> Periods:
    """From the start of the first day to the end of the last, both Shanghai's; open where none is given."""
    begin = BEGINNING if first is None else midnight(first)
    return united([Period(begin, FOREVER if last is None else end_of(last))])


def midnight(day: date) -> datetime:
    """The day's first moment in Shanghai."""
    return datetime.combine(day, time(), SHANGHAI)


def end_of(day: date) -> datetime:
    """The first moment after the day; the last day there is has none."""
    return FOREVER if day == date.max else midnight(day + timedelta(days=1))


def united(periods: Iterable[Period]) -> Periods:
    """Each moment that any of them holds."""
    joined: list[Period] = []
    for period in sorted(p for p in periods if p.begin < p.end):
        if joined and period.begin <= joined[-1].end:
            joined[-1] = Period(joined[-1].begin, max(joined[-1].end, period.end))
        else:
            joined.append(period)
    return tuple(joined)


def common(*many: Periods) -> Periods:
    """Each moment that all of them hold."""
    held = ALWAYS
    for periods in many:
        shared = (Period(max(a.begin, b.begin), min(a.end, b.end)) for a in held for b in periods)
        held = united(shared)
    return held


def without(periods: Periods, taken: Iterable[Period]) -> Periods:
    """Each moment of `periods` that none of `taken` holds."""
    gone = united(taken)
    edges = [BEGINNING, *(edge for period in gone for edge in (period.begin, period.end)), FOREVER]
    left = [Period(begin, end) for begin, end in list(pairwise(edges))[::2] if begin < end]
    return common(periods, tuple(left))
