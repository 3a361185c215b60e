"""The flags there are to review: the gravest first, of these the oldest; found and ordered by the database."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import JSON, ColumnElement, Select, Subquery, and_, case, cast, exists, func, or_, type_coerce
from sqlalchemy import literal as constant
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from monitor.claims.finding import Severity, Verdict
from monitor.ledger.act import Done, done
from monitor.ledger.review.deadline import Clock, clock_of
from monitor.ledger.review.key import broadcast_named, flag_named
from monitor.ledger.review.policy import FLAG
from monitor.ledger.review.severity import REPEATED
from monitor.ledger.review.state import AFTER, UNDECIDED, Deed, State
from monitor.ledger.tables import Act, Broadcast, Flag, Lease, Occurrence, Record

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
    graded = _graded(session, tenant)
    rows = session.connection().execute(
        select(graded.c.state, func.count()).group_by(graded.c.state)  # type: ignore[call-overload]
    )
    found = {State(state): count for state, count in rows}
    return {state: found[state] for state in State if state in found}


class _Flags:
    def __init__(
        self, session: Session, tenant: str, wanted: Wanted, allowances: Allowances, at: datetime
    ) -> None:
        self.session, self.tenant, self.wanted = session, tenant, wanted
        self.allowances, self.at = allowances, at
        self.graded = _graded(session, tenant)

    def found(self) -> Iterator[Queued]:
        after = flag_named(self.session, self.tenant, self.wanted.after).id if self.wanted.after else None
        while True:
            rows = self.session.connection().execute(self._page(after)).all()
            flags = {flag.id: flag for flag in self._flags([row.id for row in rows])}
            acts = self._acts(list(flags))
            for row in rows:
                queued = self._queued(row, flags[row.id], acts[row.id])
                if self._is_due(queued):
                    yield queued
            if len(rows) < BATCH:
                return
            after = rows[-1].id

    def _page(self, after: str | None) -> Select[Any]:
        graded, wanted = self.graded, self.wanted
        asked: list[ColumnElement[bool]] = [
            graded.c.state.in_(wanted.states),
            graded.c.rank.in_([_SEVERITIES.index(severity) for severity in wanted.severities]),
        ]
        if wanted.broadcast:
            asked.append(
                graded.c.broadcast_id == broadcast_named(self.session, self.tenant, wanted.broadcast).id
            )
        given = {"product": wanted.product, "rule": wanted.rule}
        asked += [graded.c[name] == value for name, value in given.items() if value]
        if wanted.holder:
            mine = (col(Lease.person_id) == wanted.holder, col(Lease.until) > self.at)
            asked.append(exists().where(col(Lease.flag_id) == graded.c.id, *mine))
        if after:
            asked.append(_behind(graded, after))
        order = (graded.c.rank, graded.c.raised_at, graded.c.id)
        return select(graded).where(*asked).order_by(*order).limit(BATCH)  # type: ignore[call-overload,no-any-return]

    def _flags(self, ids: Sequence[str]) -> Sequence[Flag]:
        return self.session.exec(select(Flag).where(col(Flag.id).in_(ids))).all()

    def _acts(self, flags: Sequence[str]) -> Mapping[str, list[Done]]:
        rows = self.session.exec(
            select(Record.key, Act)
            .join(Act, col(Act.record_id) == Record.id)
            .where(Record.tenant == self.tenant, Record.kind == FLAG, col(Record.key).in_(flags))
            .order_by(col(Act.number))
        )
        found = defaultdict(list)
        for key, row in rows:
            found[key].append(done(row))
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


def _graded(session: Session, tenant: str) -> Subquery:
    """Every flag with its state, severity (`rank`, 0 the gravest) and how often it was said (`times`)."""
    times = (
        select(func.count())
        .where(Occurrence.flag_id == Flag.id)
        .group_by(col(Occurrence.scan_id))
        .order_by(func.count().desc())
        .limit(1)
        .scalar_subquery()
    )
    columns = (Flag.id, Flag.raised_at, Flag.product, Flag.rule, Flag.broadcast_id)
    heard = func.coalesce(times, 0)
    return (
        select(  # type: ignore[call-overload,no-any-return]
            *columns,
            _state().label("state"),
            _rank(session, heard).label("rank"),
            heard.label("times"),
        )
        .where(Flag.tenant == tenant)
        .subquery()
    )


def _rank(session: Session, times: ColumnElement[int]) -> ColumnElement[int]:
    """`severity.effective`, as the database computes it."""
    raised = _ranked(col(Flag.severity))
    judged = _ranked(_within(session, "severity"))
    uncounted = and_(
        _within(session, "verdict") == Verdict.EVIDENCE_NEEDED.value,
        _within(session, "evasion") != "[]",
        judged > 0,
    )
    gravest = (
        select(func.min(case((uncounted, judged - 1), else_=judged)))
        .where(Occurrence.flag_id == Flag.id)
        .scalar_subquery()
    )
    worst = case((gravest < raised, gravest), else_=raised)
    return case((and_(times >= REPEATED, worst > 0), worst - 1), else_=worst)


def _ranked(severity: ColumnElement[str]) -> ColumnElement[int]:
    return case({name.value: number for number, name in enumerate(Severity)}, value=severity)


def _within(session: Session, key: str) -> ColumnElement[str]:
    """What an occurrence's finding says under a key, as text."""
    column = col(Occurrence.finding)
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    found = type_coerce(column, JSON) if is_sqlite else cast(column, JSON)
    return found[key].as_string()


def _state() -> ColumnElement[str]:
    """`state.review_of`, as the database computes it: the last act that left a state and still stands."""
    deed, taken_back, upheld, not_upheld = (aliased(Act) for _ in range(4))
    is_undone = exists().where(
        taken_back.record_id == deed.record_id,
        taken_back.number == deed.number + 1,
        taken_back.kind == Deed.UNDONE.value,
    )
    upheld_stands = ~exists().where(
        not_upheld.record_id == upheld.record_id,
        not_upheld.number == upheld.number + 1,
        not_upheld.kind == Deed.UNDONE.value,
    )
    was_upheld = exists().where(
        upheld.record_id == deed.record_id,
        upheld.number > deed.number,
        upheld.kind == Deed.UPHELD.value,
        upheld_stands,
    )
    last = (
        select(col(deed.kind))
        .join(Record, col(Record.id) == deed.record_id)
        .where(Record.tenant == Flag.tenant, Record.kind == FLAG, Record.key == Flag.id)
        .where(col(deed.kind).in_([kind.value for kind in AFTER]), ~is_undone)
        .where(or_(deed.kind != Deed.APPEALED.value, ~was_upheld))
        .order_by(col(deed.number).desc())
        .limit(1)
        .correlate(Flag)
        .scalar_subquery()
    )
    after = {kind.value: state.value for kind, state in AFTER.items()}
    return case(after, value=last, else_=constant(State.OPEN.value))


def _behind(graded: Subquery, after: str) -> ColumnElement[bool]:
    """Those that come after a flag in the queue's order, wherever it stands now."""
    before = graded.alias()
    here = (graded.c.rank, graded.c.raised_at, graded.c.id)
    there = [
        select(before.c[name]).where(before.c.id == after).scalar_subquery()  # type: ignore[call-overload]
        for name in ("rank", "raised_at", "id")
    ]
    return or_(
        here[0] > there[0],
        and_(here[0] == there[0], here[1] > there[1]),
        and_(here[0] == there[0], here[1] == there[1], here[2] > there[2]),
    )
