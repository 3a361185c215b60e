"""What stops counting soon unless somebody sees to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.ledger.selection.around import Host
from monitor.ledger.selection.bodies import leans_on
from monitor.ledger.selection.body import Body
from monitor.ledger.selection.goods import Point, Qualification, ReReview, Supplier
from monitor.ledger.selection.kind import Kind, Subject
from monitor.ledger.selection.selection import Selection, Thing
from monitor.ledger.selection.standing import Standing


@dataclass(frozen=True, slots=True)
class Lapse:
    """The last day of something in force. reason: `expiry`, `renewal` or `re_review`.

    points: keys of the selling points that count no more after it.
    """

    day: date
    kind: Kind
    key: str
    reason: str
    points: tuple[str, ...]


def lapsing(selection: Selection, today: date, within: int) -> list[Lapse]:
    """All that ends from `today` to `within` days after it, the first first."""
    last = today + timedelta(days=within)
    leaning = _Leaning(selection)
    found = (
        Lapse(day, *subject, reason, leaning.points(subject))
        for thing in selection.things.values()
        for day, subject, reason in _ends(thing)
        if today <= day <= last
    )
    return sorted(found, key=lambda lapse: (lapse.day, lapse.kind, lapse.key))


def _ends(thing: Thing) -> Iterator[tuple[date, Subject, str]]:
    body = thing.body(thing.standing.in_force)
    subject = thing.kind, thing.key
    if isinstance(body, Qualification | Point) and body.valid_until:
        yield body.valid_until, subject, "expiry"
    if isinstance(body, Supplier | Host) and body.verification.renew_by:
        yield body.verification.renew_by, subject, "renewal"
    opened = thing.body(thing.standing.contents[0])
    if isinstance(opened, ReReview) and _is_open(thing.standing, thing.body(thing.standing.in_force)):
        yield opened.due, opened.of.subject, "re_review"


def _is_open(held: Standing, body: Body | None) -> bool:
    return body is None and held.contents[0].act not in (held.rejected or {})


class _Leaning:
    """Which records lean on which, by what is in force. A qualification is somebody's without leaning on
    them."""

    def __init__(self, selection: Selection) -> None:
        self._on: dict[Subject, list[Subject]] = {}
        for thing in selection.things.values():
            body = thing.body(thing.standing.in_force)
            for subject in leans_on(body) if body else ():
                if thing.kind is not Kind.QUALIFICATION or subject[0] is Kind.QUALIFICATION:
                    self._on.setdefault(subject, []).append((thing.kind, thing.key))

    def points(self, subject: Subject) -> tuple[str, ...]:
        seen, ahead = {subject}, [subject]
        while ahead:
            fresh = [one for one in self._on.get(ahead.pop(), []) if one not in seen]
            seen.update(fresh)
            ahead += fresh
        return tuple(sorted(key for kind, key in seen if kind is Kind.POINT))
