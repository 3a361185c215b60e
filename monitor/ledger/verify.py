"""The log recomputed and held against the domain tables, page by page, in one moment of the database."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Engine, and_, exists, union
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from monitor.ledger import entry, log, payload
from monitor.ledger.checkpoint.held import Held, Witnessed
from monitor.ledger.database import reading
from monitor.ledger.entry import EntryType, Payload
from monitor.ledger.merkle import CompactRange, leaf_hash
from monitor.ledger.tables import (
    Act,
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

PAGE = 500
KEPT = 100
_TABLES: dict[EntryType, type[Window] | type[Flag] | type[Scan] | type[Act]] = {
    EntryType.ACT: Act,
    EntryType.WINDOW_MANIFEST: Window,
    EntryType.FLAG_RAISED: Flag,
    EntryType.BROADCAST_SCANNED: Scan,
}
_UNREADABLE = (ValueError, TypeError, AttributeError, OperationalError)
"""What a row raises whose columns no longer hold what their types say."""


def verify(engine: Engine, tenant: str | None = None, witnessed: Sequence[Witnessed] = ()) -> Verification:
    """Every tenant's log, or one's, also held against the checkpoints that others have kept.

    An entry is sound if its leaf is well formed, has its hash, stands where it was written, and states
    the digest of a payload that the domain row, as it is now, still gives. A log is sound if its entries
    are, are numbered from 0 without gaps up to the recorded size and give the recorded peaks, and if
    every window, flag, occurrence and finished scan has its entry and every recording and broadcast its scan.
    """
    with reading(engine) as session:
        named = {one.tenant for one in witnessed}
        tenants = [tenant] if tenant is not None else sorted({*_tenants(session), *named})
        return Verification(tuple(_Check(session, name, witnessed).run() for name in tenants))


def _tenants(session: Session) -> list[str]:
    tables = (Entry, Tree, Window, Flag, Scan, Occurrence, Recording, Broadcast, Record, Act, Checkpoint)
    named = union(*(select(col(table.tenant)) for table in tables))
    return sorted(session.connection().execute(named).scalars())


class _Check:
    """One tenant's log on the way through it."""

    def __init__(self, session: Session, tenant: str, witnessed: Sequence[Witnessed]) -> None:
        self.held = Held(session, tenant, witnessed)
        self.session = session
        self.tenant = tenant
        self.faults: list[Fault] = []
        self.fault_count = 0
        self.range = CompactRange()
        self.chain = log.FIRST_CHAIN

    def run(self) -> VerifiedLog:
        tree = self._tree()
        last = -1
        for page in self._pages():
            held = _prefetch(self.session, page)
            for found in page:
                index = found if isinstance(found, int) else found.index
                self._gap(last, index)
                self._fault(self._entry(found, tree.size))
                last = max(last, index)
            held.clear()
            self.session.expunge_all()
        self._gap(last, tree.size)
        if (self.range.size, b"".join(self.range.peaks), self.chain) != (tree.size, tree.peaks, tree.chain):
            self._fault(Fault(FaultCode.TREE_MISMATCH, self.range.size))
        for fault in _unlogged(self.session, self.tenant):
            self._fault(fault)
        for fault in self.held.faults(self.range.size):
            self._fault(fault)
        return VerifiedLog(
            self.tenant,
            self.range.size,
            self.range.root.hex(),
            tuple(self.faults),
            self.fault_count,
            self.held.witnessed,
            tuple(self.held.uncounted),
        )

    def _tree(self) -> Tree:
        try:
            return self.session.get(Tree, self.tenant) or log.empty_tree(self.tenant)
        except _UNREADABLE:
            return log.empty_tree(self.tenant)

    def _pages(self) -> Iterator[Sequence[Entry | int]]:
        """The entries by index; of one that cannot be read, its index.

        The first page has no lower bound, so that none can hide below 0.
        """
        ordered = (
            select(Entry.index).where(Entry.tenant == self.tenant).order_by(col(Entry.index)).limit(PAGE)
        )
        indexes = self.session.exec(ordered).all()
        while indexes:
            yield self._page(indexes)
            indexes = self.session.exec(ordered.where(Entry.index > indexes[-1])).all()

    def _page(self, indexes: Sequence[int]) -> Sequence[Entry | int]:
        mine = select(Entry).where(Entry.tenant == self.tenant).order_by(col(Entry.index))
        try:
            return self.session.exec(mine.where(col(Entry.index).between(indexes[0], indexes[-1]))).all()
        except _UNREADABLE:
            if len(indexes) == 1:
                return indexes
            return [found for index in indexes for found in self._page([index])]

    def _fault(self, fault: Fault | None) -> None:
        if fault is None:
            return
        self.fault_count += 1
        if len(self.faults) < KEPT:
            self.faults.append(fault)

    def _gap(self, last: int, index: int) -> None:
        if index > last + 1:
            self._fault(Fault(FaultCode.ENTRY_MISSING, last + 1))

    def _entry(self, found: Entry | int, size: int) -> Fault | None:
        """The entry's first fault. The chain goes on from what is recorded: one fault is named once."""
        if isinstance(found, int):
            return Fault(FaultCode.ENTRY_MALFORMED, found)
        before, self.chain = self.chain, found.chain
        if not 0 <= found.index < size:
            return Fault(FaultCode.ENTRY_EXTRA, found.index)
        try:
            self.range.append(leaf_hash(found.leaf.encode("utf-8")))
            if self.range.size in self.held.sizes:
                self.held.see(self.range.size, self.range.root)
            code = _code(found, before)
        except _UNREADABLE:
            code = FaultCode.ENTRY_MALFORMED
        return Fault(code, found.index) if code else self._row(found)

    def _row(self, found: Entry) -> Fault | None:
        type_ = EntryType(found.type)
        try:
            expected = _payload(self.session, type_, found.subject)
            if expected is not None and entry.canonical(expected) == found.payload:
                return None
        except _UNREADABLE:
            expected = {}
        code = FaultCode.ROW_MISSING if expected is None else FaultCode.ROW_CHANGED
        return Fault(code, found.index, type_.about, found.subject)


def _code(found: Entry, chain: bytes) -> FaultCode | None:
    """What is wrong with the entry itself; `chain` is the chain hash before it."""
    body = found.leaf.encode("utf-8")
    hashed = leaf_hash(body)
    try:
        leaf = entry.read_leaf(body)
        type_ = EntryType(leaf.type)
    except ValueError:
        return FaultCode.ENTRY_MALFORMED
    if hashed != found.leaf_hash or (found.type, found.subject) != (type_, leaf.subjects.get(type_.about)):
        return FaultCode.ENTRY_CHANGED
    if log.next_chain(chain, hashed) != found.chain:
        return FaultCode.CHAIN_BROKEN
    if found.salt is None or found.payload is None:
        return FaultCode.PAYLOAD_MISSING
    if entry.payload_digest(found.salt, found.payload) != leaf.payload_digest:
        return FaultCode.PAYLOAD_CHANGED
    return None


def _prefetch(session: Session, page: Sequence[Entry | int]) -> list[Row]:
    """The rows that the page's entries need, so that getting each is no query while they are held.

    Where one cannot be read none is held, and each is read when it is needed.
    """
    held: list[Row] = []
    try:
        for type_, table in _TABLES.items():
            wanted = [found.subject for found in page if isinstance(found, Entry) and found.type == type_]
            held += session.exec(select(table).where(col(table.id).in_(wanted))).all()
        windows = {row.scan_id for row in held if isinstance(row, Window)}
        held += session.exec(select(Scan).where(col(Scan.id).in_(windows))).all()
        scans = [row for row in held if isinstance(row, Scan)]
        acts = {row.record_id for row in held if isinstance(row, Act)}
        for parent, ids in (
            (Record, acts),
            (Recording, {scan.recording_id for scan in scans}),
            (Broadcast, {scan.broadcast_id for scan in scans}),
        ):
            held += session.exec(select(parent).where(col(parent.id).in_(ids))).all()
    except _UNREADABLE:
        return []
    return held


def _payload(session: Session, type_: EntryType, subject: str) -> Payload | None:
    """What the entry's payload would be today, or None if a row it needs is gone."""
    if type_ is EntryType.FLAG_RAISED:
        flag = session.get(Flag, subject)
        return payload.of_flag(flag) if flag else None
    if type_ is EntryType.ACT:
        act = session.get(Act, subject)
        record = session.get(Record, act.record_id) if act else None
        return payload.of_act(act, record) if act and record else None
    window = session.get(Window, subject) if type_ is EntryType.WINDOW_MANIFEST else None
    scan = session.get(Scan, window.scan_id if window else subject)
    recording = session.get(Recording, scan.recording_id) if scan else None
    if scan is None or recording is None or session.get(Broadcast, scan.broadcast_id) is None:
        return None
    if window:
        return payload.of_window(window, scan, recording)
    occurrences = select(Occurrence).where(Occurrence.scan_id == scan.id).order_by(col(Occurrence.number))
    return payload.of_scan(scan, recording, session.exec(occurrences.execution_options(yield_per=PAGE)))


def _unlogged(session: Session, tenant: str) -> Iterator[Fault]:
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
        if not _is_as_scanned(session, id_):
            yield Fault(FaultCode.ROW_UNLOGGED, None, "broadcast", id_)


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
    except _UNREADABLE:
        return False
    told = select(Scan.id).where(Scan.broadcast_id == id_, Scan.broadcast_facts == facts)
    return session.exec(told.limit(1)).first() is not None
