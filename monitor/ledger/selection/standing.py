"""What the acts of a record come to: what is in force, what awaits a decision, and when each content stood.

Pure. Content comes into force by approval alone; a revision leaves the old content in force until it is
approved itself. An act that could not be done to the record as it stood changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from monitor.claims.period import FOREVER, Period
from monitor.ledger.act import Done
from monitor.ledger.entry import Payload
from monitor.ledger.selection.kind import Deed


class State(StrEnum):
    """REVISED: in force, with a revision that awaits a decision."""

    NEW = "new"
    PENDING = "pending"
    APPROVED = "approved"
    REVISED = "revised"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


_ENDED = frozenset({Deed.SUBMITTED, Deed.CORRECTED})
MAY: Mapping[State, frozenset[Deed]] = {
    State.NEW: frozenset({Deed.SUBMITTED}),
    State.PENDING: frozenset({Deed.REVISED, Deed.APPROVED, Deed.REJECTED, Deed.WITHDRAWN, Deed.CORRECTED}),
    State.APPROVED: frozenset({Deed.REVISED, Deed.WITHDRAWN, Deed.REVOKED, Deed.CORRECTED}),
    State.REVISED: frozenset(Deed) - {Deed.SUBMITTED},
    State.REJECTED: _ENDED,
    State.WITHDRAWN: _ENDED,
    State.REVOKED: _ENDED,
}
"""What can be done to a record in each state, whoever does it."""


@dataclass(frozen=True, slots=True)
class Content:
    """What was submitted by an act. authors: who submitted or revised it since the last decision."""

    act: int
    at: datetime
    authors: frozenset[str | None]
    body: Payload | None


@dataclass(frozen=True, slots=True)
class Stood:
    """A content while it was in force."""

    content: Content
    period: Period


@dataclass(frozen=True, slots=True)
class Standing:
    """stood: every content that was ever in force, in order, the one in force without an end.

    contents: all that was submitted. rejected: number of a submitting act → when it was rejected.
    """

    state: State = State.NEW
    pending: Content | None = None
    stood: tuple[Stood, ...] = ()
    contents: tuple[Content, ...] = ()
    rejected: Mapping[int, datetime] | None = None

    @property
    def in_force(self) -> Content | None:
        if self.stood and self.stood[-1].period.end == FOREVER:
            return self.stood[-1].content
        return None

    @property
    def newest(self) -> Content | None:
        """What is in force, else what was submitted last."""
        return self.in_force or (self.contents[-1] if self.contents else None)


def standing(acts: Sequence[Done]) -> Standing:
    held = Standing()
    for act in acts:
        if act.kind in MAY[held.state]:
            held = _after(held, act)
    return held


def _after(held: Standing, act: Done) -> Standing:
    match Deed(act.kind):
        case Deed.SUBMITTED | Deed.REVISED:
            return _submitted(held, act)
        case Deed.APPROVED:
            return _approved(held, act)
        case Deed.REJECTED:
            return _rejected(held, act)
        case Deed.WITHDRAWN | Deed.REVOKED as deed:
            return replace(held, state=State(deed), pending=None, stood=_ended(held, act.at))
        case Deed.CORRECTED:
            return held


def _submitted(held: Standing, act: Done) -> Standing:
    before = held.pending.authors if held.pending else frozenset[str | None]()
    content = Content(act.number, act.at, before | {act.person}, act.body)
    state = State.REVISED if held.in_force else State.PENDING
    return replace(held, state=state, pending=content, contents=(*held.contents, content))


def _approved(held: Standing, act: Done) -> Standing:
    if held.pending is None:
        return held
    stood = (*_ended(held, act.at), Stood(held.pending, Period(act.at)))
    return replace(held, state=State.APPROVED, pending=None, stood=stood)


def _rejected(held: Standing, act: Done) -> Standing:
    if held.pending is None:
        return held
    rejected = {**(held.rejected or {}), held.pending.act: act.at}
    state = State.APPROVED if held.in_force else State.REJECTED
    return replace(held, state=state, pending=None, rejected=rejected)


def _ended(held: Standing, at: datetime) -> tuple[Stood, ...]:
    """All that stood, what is in force until `at`."""
    if held.in_force is None:
        return held.stood
    last = held.stood[-1]
    return (*held.stood[:-1], replace(last, period=Period(last.period.begin, at)))
