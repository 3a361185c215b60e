"""What people do to records, one act at a time; each has its entry in the log.

A record is an id, a kind and a key of the user's. All that is known of it is what was done to it, in order:
nothing is changed in place and nothing is deleted. What it comes to is computed from its acts.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from monitor.ledger import log, payload
from monitor.ledger.entry import EntryType, Payload, canonical, now
from monitor.ledger.log import NewEntry
from monitor.ledger.tables import Act, Record

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Done:
    """An act as read: body is None once erased."""

    id: str
    record: str
    number: int
    kind: str
    person: str | None
    at: datetime
    body: Payload | None


def find(session: Session, tenant: str, kind: str, key: str) -> Record | None:
    same = (Record.tenant == tenant, Record.kind == kind, Record.key == key)
    return session.exec(select(Record).where(*same)).one_or_none()


def open_record(session: Session, tenant: str, kind: str, key: str) -> Record:
    """The record of that kind and key, made if there is none."""
    found = find(session, tenant, kind, key)
    if found is None:
        found = Record(tenant=tenant, kind=kind, key=key, created_at=now())
        session.add(found)
        session.flush()
    return found


def do(session: Session, record: Record, kind: str, person: str | None, body: Payload) -> Act:
    """Add an act to a record, with its entry, in the session's transaction (`database.writing`).

    Acts of one tenant have times that only grow, whatever the clock does, so that what stood at a moment
    is never in doubt. Whether the person may do it is for the caller to decide: see `authority`.
    """
    last = session.exec(select(func.max(Act.number)).where(Act.record_id == record.id)).one()
    act = Act(
        tenant=record.tenant,
        record_id=record.id,
        number=(last or 0) + 1,
        kind=kind,
        person_id=person,
        at=_after_all(session, record.tenant),
        body=canonical(body),
    )
    session.add(act)
    session.flush()
    subjects = {"act": act.id, "record": record.id} | ({"person": person} if person else {})
    log.append(session, record.tenant, [NewEntry(EntryType.ACT, subjects, payload.of_act(act, record))])
    return act


def acts_of(session: Session, record: str) -> list[Done]:
    """All that was done to a record, in order."""
    rows = session.exec(select(Act).where(Act.record_id == record).order_by(col(Act.number)))
    return [done(row) for row in rows]


def histories(session: Session, tenant: str, kinds: Sequence[str]) -> Iterator[tuple[Record, list[Done]]]:
    """Every record of those kinds with its acts, by the time it was made."""
    mine = (Record.tenant == tenant, col(Record.kind).in_(kinds))
    rows = session.exec(
        select(Record, Act)
        .join(Act, col(Act.record_id) == Record.id)
        .where(*mine)
        .order_by(col(Record.created_at), Record.id, col(Act.number))
    )
    held: Record | None = None
    acts: list[Done] = []
    for record, row in rows:
        if held is not None and held.id != record.id:
            yield held, acts
            acts = []
        held = record
        acts.append(done(row))
    if held is not None:
        yield held, acts


def done(row: Act) -> Done:
    body: dict[str, Any] | None = None if row.body is None else json.loads(row.body)
    return Done(row.id, row.record_id, row.number, row.kind, row.person_id, row.at, body)


def _after_all(session: Session, tenant: str) -> datetime:
    last = session.exec(select(func.max(Act.at)).where(Act.tenant == tenant)).one()
    moment = now()
    return moment if last is None or moment > last else last + _TICK
