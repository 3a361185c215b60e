"""State and severity of every flag, computed by the database: `state.review_of`, `severity.effective`."""

from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Dialect,
    FromClause,
    Subquery,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    type_coerce,
)

from monitor.claims.finding import Severity, Verdict
from monitor.ledger.review.policy import FLAG
from monitor.ledger.review.severity import REPEATED
from monitor.ledger.review.state import AFTER, Deed, State
from monitor.ledger.tables import Row

_FLAG, _OCCURRENCE, _RECORD, _ACT = (
    Row.metadata.tables[name] for name in ("flag", "occurrence", "record", "act")
)


def graded(dialect: Dialect, tenant: str) -> Subquery:
    """A tenant's flags: id, raised_at, product, rule, broadcast_id; state; rank, of the severity (0 is the
    gravest); times, how often one scan heard it."""
    flag = _FLAG.c
    said = _OCCURRENCE.c
    times = (
        select(func.count())
        .where(said.flag_id == flag.id)
        .group_by(said.scan_id)
        .order_by(func.count().desc())
        .limit(1)
        .scalar_subquery()
    )
    heard = func.coalesce(times, 0)
    return (
        select(
            *(flag.id, flag.raised_at, flag.product, flag.rule, flag.broadcast_id),
            _state().label("state"),
            _rank(dialect, heard).label("rank"),
            heard.label("times"),
        )
        .where(flag.tenant == tenant)
        .subquery()
    )


def behind(flags: Subquery, after: str) -> ColumnElement[bool]:
    """Those that come after a flag in the order of rank, time and id, wherever it stands now."""
    other = flags.alias().c
    rank, raised_at, id_ = (
        select(other[name]).where(other.id == after).scalar_subquery() for name in ("rank", "raised_at", "id")
    )
    mine = flags.c
    later = and_(mine.raised_at == raised_at, mine.id > id_)
    return or_(mine.rank > rank, and_(mine.rank == rank, or_(mine.raised_at > raised_at, later)))


def _state() -> ColumnElement[str]:
    """Of the last act that left a state and still stands."""
    deed = _ACT.alias()
    last = (
        select(deed.c.kind)
        .join(_RECORD, _RECORD.c.id == deed.c.record_id)
        .where(_RECORD.c.tenant == _FLAG.c.tenant, _RECORD.c.kind == FLAG, _RECORD.c.key == _FLAG.c.id)
        .where(deed.c.kind.in_([kind.value for kind in AFTER]), ~_is_undone(deed))
        .where(or_(deed.c.kind != Deed.APPEALED.value, ~_is_upheld(deed)))
        .order_by(deed.c.number.desc())
        .limit(1)
        .correlate(_FLAG)
        .scalar_subquery()
    )
    after: dict[Any, Any] = {kind.value: state.value for kind, state in AFTER.items()}
    return case(after, value=last, else_=literal(State.OPEN.value))


def _is_undone(deed: FromClause) -> ColumnElement[bool]:
    back = _ACT.alias().c
    return exists().where(
        back.record_id == deed.c.record_id,
        back.number == deed.c.number + 1,
        back.kind == Deed.UNDONE.value,
    )


def _is_upheld(appeal: FromClause) -> ColumnElement[bool]:
    upheld = _ACT.alias()
    return exists().where(
        upheld.c.record_id == appeal.c.record_id,
        upheld.c.number > appeal.c.number,
        upheld.c.kind == Deed.UPHELD.value,
        ~_is_undone(upheld),
    )


def _rank(dialect: Dialect, times: ColumnElement[int]) -> ColumnElement[int]:
    raised, judged = _ranked(_FLAG.c.severity), _ranked(_within(dialect, "severity"))
    is_uncounted = and_(
        _within(dialect, "verdict") == Verdict.EVIDENCE_NEEDED.value,
        _within(dialect, "evasion") != "[]",
        judged > 0,
    )
    gravest = (
        select(func.min(case((is_uncounted, judged - 1), else_=judged)))
        .where(_OCCURRENCE.c.flag_id == _FLAG.c.id)
        .scalar_subquery()
    )
    worst = case((gravest < raised, gravest), else_=raised)
    return case((and_(times >= REPEATED, worst > 0), worst - 1), else_=worst)


def _ranked(severity: ColumnElement[str]) -> ColumnElement[int]:
    numbers: dict[Any, Any] = {name.value: number for number, name in enumerate(Severity)}
    return case(numbers, value=severity)


def _within(dialect: Dialect, key: str) -> ColumnElement[str]:
    """What an occurrence's finding says under a key, as text."""
    column = _OCCURRENCE.c.finding
    found = type_coerce(column, JSON) if dialect.name == "sqlite" else cast(column, JSON)
    text: ColumnElement[str] = found[key].as_string()
    return text
