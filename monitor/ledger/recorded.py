"""What entries say of domain rows, held against the rows as they are now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import select as sa_select
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from monitor.ledger import payload
from monitor.ledger.entry import EntryType, Payload, canonical
from monitor.ledger.retention.erased import left_digest
from monitor.ledger.tables import Act, Broadcast, Flag, Occurrence, Record, Recording, Row, Scan, Window
from monitor.ledger.verification import Fault, FaultCode

UNREADABLE = (ValueError, TypeError, AttributeError, OperationalError)
"""What a row raises whose columns no longer hold what their types say."""

_TABLES: dict[EntryType, type[Window] | type[Flag] | type[Scan] | type[Act]] = {
    EntryType.ACT: Act,
    EntryType.WINDOW_MANIFEST: Window,
    EntryType.FLAG_RAISED: Flag,
    EntryType.BROADCAST_SCANNED: Scan,
}
_PAGE = 500
_ENTRY, _ACT, _RECORD = (Row.metadata.tables[name] for name in ("entry", "act", "record"))
_SPLIT = len(_ACT.columns)

Said = tuple[int, str, str, str | None]
"""Of an entry: its index, type, subject and payload."""


def departures(
    session: Session, tenant: str, entries: Sequence[Said], erased: Mapping[int, str]
) -> Iterator[Fault]:
    """A fault for each of a page's entries whose row is gone or is no longer what was recorded.

    erased: of entries without payload, the digest of what was left of their rows.
    """
    as_now = _acts(session, tenant, entries)
    left = [entry for entry in entries if entry[3] is None or as_now.get(entry[2]) != entry[3]]
    held = _prefetch(session, left) if left else []
    for index, type_, subject, recorded in left:
        expected = recorded if recorded is not None else erased.get(index)
        fault = _departure(session, EntryType(type_), subject, recorded is None, expected)
        if fault is not None:
            yield Fault(fault, index, EntryType(type_).about, subject)
    if held:
        held.clear()
        session.expunge_all()


def _acts(session: Session, tenant: str, entries: Sequence[Said]) -> dict[str, str]:
    """The payloads of the acts among a page's entries, without an object for each: most entries are acts."""
    if not any(type_ == EntryType.ACT for _, type_, _, _ in entries):
        return {}
    within = (_ENTRY.c.index >= entries[0][0], _ENTRY.c.index <= entries[-1][0])
    mine = (_ENTRY.c.type == EntryType.ACT.value, _ENTRY.c.tenant == tenant)
    found = (
        sa_select(*_ACT.columns, *_RECORD.columns)
        .select_from(_ENTRY)
        .join(_ACT, _ACT.c.id == _ENTRY.c.subject)
        .join(_RECORD, _RECORD.c.id == _ACT.c.record_id)
        .where(*mine, *within)
    )
    try:
        rows = session.connection().execute(found).all()
        return {row[1]: payload.act_text(row[:_SPLIT], row[_SPLIT:]) for row in rows}
    except UNREADABLE:
        return {}


def _departure(
    session: Session, type_: EntryType, subject: str, is_erased: bool, recorded: str | None
) -> FaultCode | None:
    try:
        now = payload_now(session, type_, subject)
        if now is not None and (left_digest(now) if is_erased else canonical(now)) == recorded:
            return None
    except UNREADABLE:
        return FaultCode.ROW_CHANGED
    return FaultCode.ROW_MISSING if now is None else FaultCode.ROW_CHANGED


def _prefetch(session: Session, entries: Iterable[Said]) -> list[Row]:
    """The rows that the page's entries need, so that getting each is no query while they are held.

    Where one cannot be read none is held, and each is read when it is needed.
    """
    held: list[Row] = []
    try:
        for type_, table in _TABLES.items():
            wanted = [subject for _, said, subject, _ in entries if said == type_]
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
    except UNREADABLE:
        return []
    return held


def payload_now(session: Session, type_: EntryType, subject: str) -> Payload | None:
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
    return payload.of_scan(scan, recording, session.exec(occurrences.execution_options(yield_per=_PAGE)))
