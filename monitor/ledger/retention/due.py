"""What may be erased at a moment, and why not the rest. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from monitor.ledger.retention.classes import RetentionClass
from monitor.ledger.retention.hold import Concerned, Hold, held_by
from monitor.rules.citation import legal_day


class Why(StrEnum):
    """Why something is kept, or that it is due."""

    DUE = "due"
    NOT_YET = "not_yet"
    HELD = "held"
    IN_USE = "in_use"
    UNCLASSED = "unclassed"


@dataclass(frozen=True, slots=True)
class Item:
    """What is erased as one. kind: of record, or `broadcast`, `recording`; key: the user's id for it.

    starts: when its time began to run, None while it has not. concerns: what a hold on it may name.
    people: keys and names of whom it tells something. together: ids of items that go only together with it.
    """

    kind: str
    id: str
    key: str
    starts: datetime | None
    concerns: Concerned = frozenset()
    people: frozenset[str] = frozenset()
    together: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Judged:
    """on: the first day it may go, None while its time has not begun. cases: those that hold it."""

    item: Item
    class_: str | None
    why: Why
    on: date | None = None
    cases: tuple[str, ...] = ()


def judge(
    items: Sequence[Item],
    classes: Iterable[RetentionClass],
    holds: Sequence[Hold],
    at: datetime,
    *,
    asked: bool = False,
) -> list[Judged]:
    """Each item with its fate at a moment.

    asked: somebody asks that what is known of them be erased: then the legal floor counts, not the operator's
    longer time, and what has no floor may go at once.
    """
    by_kind = {kind: one for one in classes for kind in one.kinds}
    alone = {item.id: _alone(item, by_kind.get(item.kind), holds, at, asked=asked) for item in items}
    return [_together(alone[item.id], alone) for item in items]


def _alone(
    item: Item, class_: RetentionClass | None, holds: Sequence[Hold], at: datetime, *, asked: bool
) -> Judged:
    if class_ is None:
        return Judged(item, None, Why.UNCLASSED)
    cases = held_by(holds, item.concerns)
    length = class_.floor if asked else class_.keep
    on = (
        None
        if item.starts is None
        else legal_day(item.starts)
        if length is None
        else length.after(item.starts)
    )
    if cases:
        return Judged(item, class_.id, Why.HELD, on, cases)
    if on is None:
        return Judged(item, class_.id, Why.IN_USE)
    return Judged(item, class_.id, Why.DUE if on <= legal_day(at) else Why.NOT_YET, on)


def _together(one: Judged, alone: Mapping[str, Judged]) -> Judged:
    """Due only if all that it goes together with is."""
    others = _companions(one.item, alone)
    if one.why is Why.DUE and any(alone[other].why is not Why.DUE for other in others):
        return Judged(one.item, one.class_, Why.IN_USE, one.on)
    return one


def _companions(item: Item, alone: Mapping[str, Judged]) -> set[str]:
    seen, todo = {item.id}, [item.id]
    while todo:
        for other in alone[todo.pop()].item.together - seen:
            if other in alone:
                seen.add(other)
                todo.append(other)
    return seen
