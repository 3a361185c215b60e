"""The flags of one scan with what was said: what a report shows."""

from dataclasses import dataclass

from sqlalchemy import Engine
from sqlmodel import col, select

from monitor.ledger.database import reading
from monitor.ledger.entry import EntryType
from monitor.ledger.log import compact_range, empty_tree
from monitor.ledger.scans import Lease
from monitor.ledger.tables import Entry, Occurrence, Tree


@dataclass(frozen=True, slots=True)
class Flagged:
    """A flag's id, its entry in the log, and the digests of the scan's findings under it, in order."""

    id: str
    entry: int | None
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LogState:
    """A tenant's log: how many entries, and the Merkle root over them in hexadecimal."""

    size: int
    root: str


def flags_of(engine: Engine, lease: Lease) -> list[Flagged]:
    """The scan's flags in the order of their first finding."""
    with reading(engine) as session:
        rows = session.exec(
            select(Occurrence.flag_id, Occurrence.digest)
            .where(Occurrence.scan_id == lease.scan_id, col(Occurrence.flag_id).is_not(None))
            .order_by(col(Occurrence.number))
        ).all()
        found: dict[str, list[str]] = {}
        for flag, digest in rows:
            found.setdefault(flag or "", []).append(digest)
        raised = (Entry.tenant == lease.tenant, Entry.type == EntryType.FLAG_RAISED)
        entries = session.exec(
            select(Entry.subject, Entry.index).where(*raised, col(Entry.subject).in_(found))
        )
        numbers: dict[str, int] = dict(entries.all())
        return [Flagged(flag, numbers.get(flag), tuple(digests)) for flag, digests in found.items()]


def log_state(engine: Engine, tenant: str) -> LogState:
    with reading(engine) as session:
        tree = session.get(Tree, tenant) or empty_tree(tenant)
        return LogState(tree.size, compact_range(tree).root.hex())
