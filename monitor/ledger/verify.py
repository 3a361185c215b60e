"""The log recomputed and held against the domain tables, in one moment of the database."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Engine, and_, exists, union
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from monitor.ledger import log, payload
from monitor.ledger.attachment import is_vouched
from monitor.ledger.checkpoint.held import Held, Witnessed
from monitor.ledger.database import reading
from monitor.ledger.entry import EntryType
from monitor.ledger.recorded import UNREADABLE
from monitor.ledger.retention.erased import Erasures, erasures, left_of_attachment, left_of_broadcast
from monitor.ledger.tables import (
    Act,
    Attachment,
    Broadcast,
    Checkpoint,
    Entry,
    Flag,
    Occurrence,
    Record,
    Recording,
    Row,
    Scan,
    Tree,
    Window,
)
from monitor.ledger.verification import Fault, FaultCode, Verification, VerifiedLog
from monitor.ledger.walk import Look, walk

KEPT = 100
"""Faults that are told one by one."""


def verify(engine: Engine, tenant: str | None = None, witnessed: Sequence[Witnessed] = ()) -> Verification:
    """Every tenant's log, or one's, also held against the checkpoints that others have kept.

    An entry is sound if its leaf is well formed, has its hash, stands where it was written, and states
    the digest of a payload that the domain row, as it is now, still gives. A log is sound if its entries
    are, are numbered from 0 without gaps up to the recorded size and give the recorded peaks, and if
    every act, window, flag, occurrence and finished scan has its entry, every record an act, and every
    recording and broadcast its scan.
    """
    with reading(engine) as session:
        named = {one.tenant for one in witnessed}
        tenants = [tenant] if tenant is not None else sorted({*_tenants(session), *named})
        return Verification(tuple(_log(session, name, witnessed) for name in tenants))


def _tenants(session: Session) -> list[str]:
    tables = (Entry, Tree, Window, Flag, Scan, Occurrence, Recording, Broadcast, Record, Act, Checkpoint)
    named = union(*(select(col(table.tenant)) for table in tables))
    return sorted(session.connection().execute(named).scalars())


def _log(session: Session, tenant: str, witnessed: Sequence[Witnessed]) -> VerifiedLog:
    tree, erased = _tree(session, tenant), _erasures(session, tenant)
    held = Held(session, tenant, witnessed)
    walked = walk(session, tenant, tree.size, Look(erased.entries, frozenset(held.sizes)))
    for size, root in walked.roots.items():
        held.see(size, root)
    faults = [*walked.faults, *_outside(session, tenant, tree.size)]
    faults.sort(key=lambda fault: -1 if fault.index is None else fault.index)
    recorded = (tree.size, tree.peaks, tree.chain)
    if (walked.tree.size, b"".join(walked.tree.peaks), walked.chain) != recorded:
        faults.append(Fault(FaultCode.TREE_MISMATCH, walked.tree.size))
    faults += [*_unlogged(session, tenant, erased), *held.faults(walked.tree.size)]
    return VerifiedLog(
        tenant,
        walked.tree.size,
        walked.tree.root.hex(),
        tuple(faults[:KEPT]),
        len(faults),
        held.witnessed,
        tuple(held.uncounted),
    )


def _tree(session: Session, tenant: str) -> Tree:
    try:
        return session.get(Tree, tenant) or log.empty_tree(tenant)
    except UNREADABLE:
        return log.empty_tree(tenant)


def _outside(session: Session, tenant: str, size: int) -> Iterator[Fault]:
    """Entries that the recorded size does not reach."""
    mine = select(Entry.index).where(Entry.tenant == tenant)
    outside = mine.where((col(Entry.index) < 0) | (col(Entry.index) >= size))
    for index in session.exec(outside.order_by(col(Entry.index))):
        yield Fault(FaultCode.ENTRY_EXTRA, index)


def _unlogged(session: Session, tenant: str, erased: Erasures) -> Iterator[Fault]:
    """Rows that no entry vouches for."""
    orphans: dict[tuple[str, type[Row]], SelectOfScalar[str]] = {
        ("scan", Scan): select(Scan.id).where(
            ~_is_under_way(), ~_has_entry(Scan.id, tenant, EntryType.BROADCAST_SCANNED)
        ),
        ("window", Window): select(Window.id).where(
            ~_has_entry(Window.id, tenant, EntryType.WINDOW_MANIFEST)
        ),
        ("act", Act): select(Act.id).where(~_has_entry(Act.id, tenant, EntryType.ACT)),
        ("record", Record): select(Record.id).where(
            ~exists().where(col(Act.record_id) == Record.id, col(Act.tenant) == tenant)
        ),
        ("flag", Flag): select(Flag.id).where(~_has_entry(Flag.id, tenant, EntryType.FLAG_RAISED)),
        ("occurrence", Occurrence): select(Occurrence.id).where(
            ~_has_entry(Occurrence.scan_id, tenant, EntryType.BROADCAST_SCANNED)
        ),
        ("recording", Recording): select(Recording.id).where(
            ~exists().where(col(Scan.recording_id) == Recording.id, col(Scan.tenant) == tenant)
        ),
    }
    for (kind, table), chosen in orphans.items():
        for id_ in session.exec(chosen.where(col(table.tenant) == tenant)):
            yield Fault(FaultCode.ROW_UNLOGGED, None, kind, id_)
    for id_ in session.exec(select(Broadcast.id).where(Broadcast.tenant == tenant)):
        if not _is_as_scanned(session, id_) and not _is_as_erased(session, id_, erased):
            yield Fault(FaultCode.ROW_UNLOGGED, None, "broadcast", id_)
    for row in session.exec(select(Attachment).where(Attachment.tenant == tenant)):
        if not is_vouched(session, row) and erased.rows.get(("attachment", row.id)) != left_of_attachment(
            row
        ):
            yield Fault(FaultCode.ROW_UNLOGGED, None, "attachment", row.id)


def _is_under_way() -> ColumnElement[bool]:
    """A scan that claims no outcome yet."""
    outcome = (col(Scan.finished_at), col(Scan.coverage), col(Scan.assessed))
    return and_(col(Scan.actual) == "running", *(column.is_(None) for column in outcome))


def _has_entry(id_: Any, tenant: str, type_: EntryType) -> ColumnElement[bool]:
    return exists().where(col(Entry.tenant) == tenant, col(Entry.type) == type_, col(Entry.subject) == id_)


def _is_as_scanned(session: Session, id_: str) -> bool:
    """Whether a scan of the broadcast was told what the broadcast's row says."""
    try:
        facts = payload.broadcast_facts(session.get_one(Broadcast, id_))
    except UNREADABLE:
        return False
    told = select(Scan.id).where(Scan.broadcast_id == id_, Scan.broadcast_facts == facts)
    return session.exec(told.limit(1)).first() is not None


def _is_as_erased(session: Session, id_: str, erased: Erasures) -> bool:
    try:
        left = left_of_broadcast(session.get_one(Broadcast, id_))
    except UNREADABLE:
        return False
    return erased.rows.get(("broadcast", id_)) == left


def _erasures(session: Session, tenant: str) -> Erasures:
    """Those that can be read: an entry that rests on another is found to lack its payload."""
    try:
        return erasures(session, tenant)
    except UNREADABLE:
        return Erasures()
