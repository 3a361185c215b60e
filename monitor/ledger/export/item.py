"""All that a tenant's tables tell, as one list of things that happened."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from monitor.clock import clock
from monitor.ledger.act import done
from monitor.ledger.entry import EntryType, Payload
from monitor.ledger.tables import Act, Broadcast, Entry, Flag, Occurrence, Record, Recording, Scan

Node = tuple[str, str]
"""Kind and key of what is recorded about: a record, a flag by its id, a broadcast by the user's id."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that happened, with the entry of the log that stands for it.

    node: to what. person: id of who did it, None for what the program did. body: None once erased.
    number: of an act among those of its record, 0 for what is no act. is_erased: its words are gone, what
    was decided is left.
    """

    node: Node
    act: str
    at: datetime
    person: str | None
    body: Payload | None
    entry: int
    number: int = 0
    is_erased: bool = False


@dataclass(frozen=True, slots=True)
class Material:
    """items: by what they happened to, oldest first, then in order. nodes: of records by their ids."""

    items: tuple[Item, ...]
    nodes: Mapping[str, Node] = field(default_factory=dict)


def material(session: Session, tenant: str, size: int) -> Material:
    """What the first `size` entries of the log stand for."""
    found = [*_acts(session, tenant, size), *_scans(session, tenant, size), *_flags(session, tenant, size)]
    first: dict[Node, int] = {}
    for item in found:
        first[item.node] = min(item.entry, first.get(item.node, item.entry))
    items = sorted(found, key=lambda item: (first[item.node], item.entry))
    records = session.exec(select(Record).where(Record.tenant == tenant))
    return Material(tuple(items), {record.id: (record.kind, record.key) for record in records})


def _acts(session: Session, tenant: str, size: int) -> Iterator[Item]:
    rows = session.exec(
        select(Record, Act, Entry.index)
        .join(Act, col(Act.record_id) == Record.id)
        .join(Entry, (col(Entry.subject) == Act.id) & (col(Entry.type) == EntryType.ACT))
        .where(Record.tenant == tenant, Entry.tenant == tenant, Entry.index < size)
    )
    for record, row, entry in rows:
        act = done(row)
        node = record.kind, record.key
        yield Item(node, act.kind, act.at, act.person, act.body, entry, act.number)


def _scans(session: Session, tenant: str, size: int) -> Iterator[Item]:
    rows = session.exec(
        select(Scan, Broadcast, Recording, Entry)
        .join(Broadcast, col(Broadcast.id) == Scan.broadcast_id)
        .join(Recording, col(Recording.id) == Scan.recording_id)
        .join(Entry, (col(Entry.subject) == Scan.id) & (col(Entry.type) == EntryType.BROADCAST_SCANNED))
        .where(Scan.tenant == tenant, Entry.tenant == tenant, Entry.index < size)
    )
    for scan, broadcast, recording, entry in rows:
        body = {
            "channel": broadcast.channel,
            "host": broadcast.host,
            "started_at": broadcast.started_at and broadcast.started_at.isoformat(),
            "recording": recording.name,
            "recording_sha256": recording.sha256,
            "model": scan.model,
            "demo_model": scan.model_is_demo,
            "lexicon": scan.lexicon,
            "assessed": scan.assessed,
        }
        erased = entry.payload is None
        at = scan.finished_at or scan.started_at
        yield Item(("broadcast", broadcast.key), "scanned", at, None, body, entry.index, is_erased=erased)


def _flags(session: Session, tenant: str, size: int) -> Iterator[Item]:
    said = _said(session, tenant, size)
    rows = session.exec(
        select(Flag, Broadcast, Entry.index)
        .join(Broadcast, col(Broadcast.id) == Flag.broadcast_id)
        .join(Entry, (col(Entry.subject) == Flag.id) & (col(Entry.type) == EntryType.FLAG_RAISED))
        .where(Flag.tenant == tenant, Entry.tenant == tenant, Entry.index < size)
    )
    for flag, broadcast, entry in rows:
        heard = said.get(flag.id, [])
        body = {
            "broadcast": broadcast.key,
            "host": broadcast.host,
            "product": flag.product,
            "said": [words for words in heard if words],
            "rule": flag.rule,
            "selling_point": flag.selling_point,
            "verdict": flag.verdict,
            "severity": flag.severity,
            "differs_in": json.loads(flag.slots),
        }
        yield Item(("flag", flag.id), "raised", flag.raised_at, None, body, entry, is_erased="" in heard)


def _said(session: Session, tenant: str, size: int) -> dict[str, list[str]]:
    """By flag: each time and sentence in which it was said, in order."""
    found: dict[str, list[str]] = {}
    rows = session.exec(
        select(Occurrence)
        .join(Entry, col(Entry.subject) == Occurrence.scan_id)
        .where(Entry.type == EntryType.BROADCAST_SCANNED, Entry.tenant == tenant, Entry.index < size)
        .where(col(Occurrence.flag_id).is_not(None))
        .order_by(Occurrence.scan_id, col(Occurrence.number))
    )
    for row in rows:
        words = f"{clock(row.start)} {row.text}" if row.text and row.start is not None else row.text
        heard = found.setdefault(row.flag_id or "", [])
        if words not in heard:
            heard.append(words)
    return found
