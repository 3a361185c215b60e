"""The flags there are to review, the gravest first and of these the oldest: the database orders them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlmodel import Session, col

from monitor.claims.finding import Severity
from monitor.ledger.act import Done, done
from monitor.ledger.review.deadline import Clock, clock_of
from monitor.ledger.review.graded import behind, graded
from monitor.ledger.review.key import broadcast_named, flag_named
from monitor.ledger.review.policy import FLAG
from monitor.ledger.review.state import UNDECIDED, State
from monitor.ledger.tables import Act, Broadcast, Flag, Lease, Record

BATCH = 200
_SEVERITIES = list(Severity)
Allowances = Mapping[Severity, timedelta]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; nothing asked gives all that is undecided. after: a flag; only those behind it.

    holder: the id of a person who holds it. due_by: due by then, so overdue if it is now.
    """

    states: frozenset[State] = UNDECIDED
    severities: frozenset[Severity] = frozenset(Severity)
    broadcast: str | None = None
    product: str | None = None
    rule: str | None = None
    holder: str | None = None
    due_by: datetime | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Queued:
    """severity: as grave as it is now. times: said in one hearing. due: None where its clock stands.

    holder: key of who holds it, `until` when.
    """

    flag: Flag
    broadcast: Broadcast
    state: State
    severity: Severity
    times: int
    clock: Clock
    due: datetime | None
    holder: str | None
    until: datetime | None


def queue(
    session: Session, tenant: str, wanted: Wanted, allowances: Allowances, at: datetime, limit: int
) -> list[Queued]:
    """At most `limit` flags; the next page is `after` the last. `at`: the moment leases are looked at."""
    flags = _Flags(session, tenant, wanted, allowances, at)
    return list(islice(flags.found(), limit))


def counts(session: Session, tenant: str) -> dict[State, int]:
    """How many flags are in each state that has any."""
    flags = graded(session.get_bind().dialect, tenant).c
    rows = session.connection().execute(select(flags.state, func.count()).group_by(flags.state))
    found = {State(state): count for state, count in rows}
    return {state: found[state] for state in State if state in found}


class _Flags:
    def __init__(
        self, session: Session, tenant: str, wanted: Wanted, allowances: Allowances, at: datetime
    ) -> None:
        self.session, self.tenant, self.wanted = session, tenant, wanted
        self.allowances, self.at = allowances, at
        self.flags = graded(session.get_bind().dialect, tenant)

    def found(self) -> Iterator[Queued]:
        after = flag_named(self.session, self.tenant, self.wanted.after).id if self.wanted.after else None
        while True:
            rows = self.session.connection().execute(self._page(after)).all()
            flags = {flag.id: flag for flag in self._rows([row.id for row in rows])}
            acts = self._acts(list(flags))
            for row in rows:
                queued = self._queued(row, flags[row.id], acts[row.id])
                if self._is_due(queued):
                    yield queued
            if len(rows) < BATCH:
                return
            after = rows[-1].id

    def _page(self, after: str | None) -> Select[Any]:
        flags = self.flags.c
        asked = [*self._asked(), *([behind(self.flags, after)] if after else [])]
        return select(self.flags).where(*asked).order_by(flags.rank, flags.raised_at, flags.id).limit(BATCH)

    def _asked(self) -> Iterator[ColumnElement[bool]]:
        flags, wanted = self.flags.c, self.wanted
        yield flags.state.in_(wanted.states)
        yield flags.rank.in_([_SEVERITIES.index(severity) for severity in wanted.severities])
        if wanted.broadcast:
            broadcast = broadcast_named(self.session, self.tenant, wanted.broadcast)
            yield flags.broadcast_id == broadcast.id
        if wanted.product:
            yield flags.product == wanted.product
        if wanted.rule:
            yield flags.rule == wanted.rule
        if wanted.holder:
            mine = (col(Lease.person_id) == wanted.holder, col(Lease.until) > self.at)
            yield exists().where(col(Lease.flag_id) == flags.id, *mine)

    def _rows(self, ids: Sequence[str]) -> Sequence[Flag]:
        return self.session.scalars(select(Flag).where(col(Flag.id).in_(ids))).all()

    def _acts(self, flags: Sequence[str]) -> Mapping[str, list[Done]]:
        mine = (col(Record.tenant) == self.tenant, col(Record.kind) == FLAG, col(Record.key).in_(flags))
        found: dict[str, list[Done]] = {flag: [] for flag in flags}
        joined = select(Act, col(Record.key)).join(Record, col(Act.record_id) == col(Record.id))
        for act, key in self.session.execute(joined.where(*mine).order_by(col(Act.number))):
            found[key].append(done(act))
        return found

    def _queued(self, row: Any, flag: Flag, acts: Sequence[Done]) -> Queued:
        severity = _SEVERITIES[row.rank]
        clock = clock_of(flag.raised_at, acts)
        lease = self.session.get(Lease, flag.id)
        held = lease if lease and lease.until > self.at else None
        return Queued(
            flag,
            self.session.get_one(Broadcast, flag.broadcast_id),
            State(row.state),
            severity,
            row.times,
            clock,
            clock.due(self.allowances[severity]),
            self.session.get_one(Record, held.person_id).key if held else None,
            held.until if held else None,
        )

    def _is_due(self, queued: Queued) -> bool:
        by = self.wanted.due_by
        return by is None or (queued.due is not None and queued.due <= by)
