"""Erasing what is due: the words go, the rows and every proof stay, and the log says so.

In one transaction the words are taken out of the rows, salt and payload out of their entries, and the
erasure is recorded. The bytes of attached files go once that is committed.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, exists, text, update
from sqlmodel import Session, col, select

from monitor.ledger.act import do, open_record
from monitor.ledger.attachment import ATTACHMENT
from monitor.ledger.attachment_store import AttachmentStore
from monitor.ledger.authority import Person, Policy, Role, allow
from monitor.ledger.database import writing
from monitor.ledger.entry import EntryType, canonical
from monitor.ledger.recorded import payload_now
from monitor.ledger.retention.aired import ERASED_JSON
from monitor.ledger.retention.classes import Classes
from monitor.ledger.retention.due import Judged, Why, judge
from monitor.ledger.retention.erased import (
    ERASED,
    ERASURE,
    Erased,
    left_digest,
    left_of_attachment,
    left_of_broadcast,
)
from monitor.ledger.retention.items import BROADCAST, RECORDING, Stock
from monitor.ledger.retention.recordings import by_digest
from monitor.ledger.tables import (
    Act,
    Attachment,
    Broadcast,
    Entry,
    Flag,
    Occurrence,
    Record,
    Recording,
    Scan,
    Window,
)

POLICY: Policy = {(ERASURE, ERASED): frozenset({Role.LEGAL, Role.ADMIN})}
_OUTCOME = ("verdict", "decision", "severity", "start", "end", "rule", "product", "selling_point")
_STAYS = (*_OUTCOME, "citations", "action", "evasion", "slots")
_BLANK: dict[str, Any] = {
    **{"text": "", "claim": "", "span": [0, 0], "id": None},
    **{"difference": None, "trace": [], "messages": {}},
}
_NOTHING = "[]"


@dataclass(frozen=True, slots=True)
class Order:
    """only: ids of the classes to be erased, all if there are none. about: key or name of a person who asks
    that what is known of them be erased; only that is, as soon as the law lets it go. recordings: the folder
    in which recordings lie; without one, none is erased."""

    tenant: str
    who: Person
    at: datetime
    why: str
    only: frozenset[str] = frozenset()
    about: str | None = None
    recordings: Path | None = None


def erase(engine: Engine, store: AttachmentStore, classes: Classes, order: Order) -> list[Judged]:
    """Erase what is due and return it. NotAllowed unless the person may."""
    allow(order.who, POLICY, ERASURE, ERASED)
    there = {} if order.recordings is None else by_digest(order.recordings)
    with writing(engine, order.tenant) as session:
        every = judged(session, order.tenant, classes, order.at, order.about)
        due = [one for one in every if one.why is Why.DUE and (not order.only or one.class_ in order.only)]
        chosen = [one for one in due if one.item.kind != RECORDING or one.item.key in there]
        for one in chosen:
            _erase(session, order, one)
        gone = _without_acts(session, order.tenant)
        silent = _erased_recordings(session, order.tenant)
    for digest in gone:
        store.remove(order.tenant, digest)
    for digest in there.keys() & silent:
        there[digest].unlink(missing_ok=True)
    forget(engine)
    return chosen


def judged(
    session: Session, tenant: str, classes: Classes, at: datetime, about: str | None = None
) -> list[Judged]:
    """All that is kept, each with its fate at a moment. about: as in an order."""
    stock = Stock(session, tenant, classes)
    found = judge(stock.items(), list(classes.values()), stock.holds(), at, asked=about is not None)
    return [one for one in found if about is None or about in one.item.people]


def forget(engine: Engine) -> None:
    """Have the database itself let go of what was overwritten, as far as it can be told to."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            if raw is not None:
                connection.rollback()
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        for table in (Entry, Act, Occurrence, Window, Flag, Scan, Broadcast, Recording):
            connection.execute(text(f"VACUUM {table.__tablename__}"))


def _erase(session: Session, order: Order, one: Judged) -> None:
    item = one.item
    rows: list[tuple[str, str, str]] = []
    subjects: list[tuple[EntryType, str]] = []
    if item.kind == BROADCAST:
        subjects = _erase_broadcast(session, item.id)
        rows = [(BROADCAST, item.id, left_of_broadcast(session.get_one(Broadcast, item.id)))]
    elif item.kind != RECORDING:
        subjects = _erase_record(session, item.id)
    if item.kind == ATTACHMENT:
        rows = [
            (ATTACHMENT, row.id, left_of_attachment(row))
            for row in _attachment(session, order.tenant, item.key)
        ]
    body = Erased(
        class_=one.class_ or "",
        kind=item.kind,
        id=item.id,
        why=order.why,
        since=one.on.isoformat() if one.on else "",
        asked=order.about is not None,
        entries=list(_erase_entries(session, order.tenant, subjects)),
        rows=rows,
    )
    record = open_record(session, order.tenant, ERASURE, item.id)
    do(session, record, ERASED, order.who.id, body.model_dump(mode="json"))


def _erase_broadcast(session: Session, id_: str) -> list[tuple[EntryType, str]]:
    """Take the words out of a broadcast's rows; the subjects of the entries that vouched for them."""
    broadcast = session.get_one(Broadcast, id_)
    turns = json.loads(broadcast.details).get("run_sheet", [])
    broadcast.host = None
    broadcast.details = canonical({"run_sheet": [turn[:2] for turn in turns if isinstance(turn, list)]})
    scans = session.exec(select(Scan).where(Scan.broadcast_id == id_)).all()
    subjects: list[tuple[EntryType, str]] = []
    for scan in scans:
        scan.broadcast_facts, scan.key = ERASED_JSON, scan.id
        session.get_one(Recording, scan.recording_id).name = ""
        subjects += [(EntryType.BROADCAST_SCANNED, scan.id)]
        subjects += [(EntryType.WINDOW_MANIFEST, window) for window in _erase_windows(session, scan.id)]
        _erase_occurrences(session, scan.id)
    subjects += [(EntryType.FLAG_RAISED, flag) for flag in _erase_flags(session, id_)]
    session.flush()
    return subjects


def _erase_windows(session: Session, scan: str) -> Sequence[str]:
    mine = col(Window.scan_id) == scan
    session.connection().execute(update(Window).where(mine).values(payload=ERASED_JSON, digest=""))
    return session.exec(select(Window.id).where(mine)).all()


def _erase_occurrences(session: Session, scan: str) -> None:
    for found in session.exec(select(Occurrence).where(Occurrence.scan_id == scan)):
        finding = json.loads(found.finding)
        found.finding = canonical({name: finding[name] for name in _STAYS if name in finding} | _BLANK)
        found.text = found.claim = ""
        found.span_begin = found.span_end = 0
        found.digest = found.id


def _erase_flags(session: Session, broadcast: str) -> list[str]:
    """Of flags that only the sound of a claim told apart, the sound."""
    anchored = select(Flag).where(Flag.broadcast_id == broadcast, Flag.anchor != _NOTHING)
    flags = session.exec(anchored).all()
    for flag in flags:
        flag.anchor, flag.fingerprint = _NOTHING, flag.id
    return [flag.id for flag in flags]


def _erase_record(session: Session, id_: str) -> list[tuple[EntryType, str]]:
    mine = (col(Act.record_id) == id_, col(Act.body).is_not(None))
    acts = session.exec(select(Act.id).where(*mine)).all()
    session.flush()
    session.connection().execute(update(Act).where(*mine).values(body=None))
    session.expire_all()
    return [(EntryType.ACT, act) for act in acts]


def _erase_entries(
    session: Session, tenant: str, subjects: Iterable[tuple[EntryType, str]]
) -> Iterator[tuple[int, str]]:
    """Salt and payload gone; the index of each entry with the digest of what is left of its row."""
    for type_, subject in subjects:
        mine = (col(Entry.tenant) == tenant, col(Entry.type) == type_, col(Entry.subject) == subject)
        index = session.exec(select(Entry.index).where(*mine, col(Entry.payload).is_not(None))).one_or_none()
        left = payload_now(session, type_, subject)
        if index is not None and left is not None:
            session.connection().execute(update(Entry).where(*mine).values(salt=None, payload=None))
            yield index, left_digest(left)


def _attachment(session: Session, tenant: str, digest: str) -> Sequence[Attachment]:
    return session.exec(
        select(Attachment).where(Attachment.tenant == tenant, Attachment.sha256 == digest)
    ).all()


def _without_acts(session: Session, tenant: str) -> Sequence[str]:
    """Files of which nothing is told any more, those of an earlier erasure that was cut off among them."""
    told = exists().where(col(Act.record_id) == Record.id, col(Act.body).is_not(None))
    return session.exec(
        select(Record.key).where(Record.tenant == tenant, Record.kind == ATTACHMENT, ~told)
    ).all()


def _erased_recordings(session: Session, tenant: str) -> set[str]:
    """Digests, those of an earlier erasure that was cut off among them."""
    erased = exists().where(
        col(Record.tenant) == tenant, col(Record.kind) == ERASURE, col(Record.key) == Recording.id
    )
    return set(session.exec(select(Recording.sha256).where(Recording.tenant == tenant, erased)))
