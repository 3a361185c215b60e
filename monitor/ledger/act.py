"""What people do to records, one act at a time; each has its entry in the log.

A record is an id, a kind and a key of the user's. All that is known of it is what was done to it, in order:
nothing is changed in place and nothing is deleted. What it comes to is computed from its acts.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert
from sqlmodel import Session, col, select

from monitor.ledger import log, payload
from monitor.ledger.entry import EntryType, Payload, canonical, new_id, now
from monitor.ledger.log import NewEntry
from monitor.ledger.tables import Act, Record, Row, columns

_TICK = timedelta(microseconds=1)
_ACTS = Row.metadata.tables["act"]


@dataclass(frozen=True, slots=True)
class Deed:
    """An act to be done. person: the record of who does it."""

    record: Record
    kind: str
    person: str | None
    body: Payload


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


def do(session: Session, record: Record, kind: str, person: str | None, body: Payload) -> Done:
    """Add one act: see `do_all`."""
    return do_all(session, record.tenant, [Deed(record, kind, person, body)])[0]


def do_all(session: Session, tenant: str, deeds: Sequence[Deed]) -> list[Done]:
    """Add acts to records, each with its entry, in the session's transaction (`database.writing`).

    Acts of one tenant have times that only grow, whatever the clock does, so that what stood at a moment
    is never in doubt. Whether a person may do it is for the caller to decide: see `authority`.
    """
    session.flush()
    records = {deed.record.id: payload.plain(deed.record) for deed in deeds}
    numbers = _numbers(session, records)
    moment = _after_all(session, tenant)
    rows: list[dict[str, Any]] = []
    entries: list[NewEntry] = []
    for step, deed in enumerate(deeds):
        numbers[deed.record.id] += 1
        id_ = new_id()
        row = {
            "tenant": tenant,
            "id": id_,
            "record_id": deed.record.id,
            "number": numbers[deed.record.id],
            "kind": str(deed.kind),
            "person_id": deed.person,
            "at": moment + step * _TICK,
            "body": canonical(deed.body),
        }
        subjects = {"act": id_, "record": deed.record.id}
        subjects |= {"person": deed.person} if deed.person else {}
        rows.append(row)
        entries.append(NewEntry(EntryType.ACT, subjects, payload.act_of_record(row, records[deed.record.id])))
    if rows:
        session.connection().execute(insert(_ACTS), rows)
    log.append(session, tenant, entries)
    return [_done(row, deed.body) for row, deed in zip(rows, deeds, strict=True)]


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


def _numbers(session: Session, records: Collection[str]) -> dict[str, int]:
    """How many acts each record has."""
    last = select(Act.record_id, func.max(Act.number)).where(col(Act.record_id).in_(records))
    return dict.fromkeys(records, 0) | dict(session.exec(last.group_by(Act.record_id)).all())


def done(row: Act) -> Done:
    return _done(columns(row), None if row.body is None else json.loads(row.body))


def _done(row: Mapping[str, Any], body: Payload | None) -> Done:
    return Done(row["id"], row["record_id"], row["number"], row["kind"], row["person_id"], row["at"], body)


def _after_all(session: Session, tenant: str) -> datetime:
    last = session.exec(select(func.max(Act.at)).where(Act.tenant == tenant)).one()
    moment = now()
    return moment if last is None or moment > last else last + _TICK
