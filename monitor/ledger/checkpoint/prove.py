"""Proofs that entries are in the log, under a checkpoint of it."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlmodel import Session, col, select

from monitor.errors import NoSuchEntry, NoSuchRecord
from monitor.ledger import log
from monitor.ledger.act import find
from monitor.ledger.checkpoint import checkpoint, proof
from monitor.ledger.checkpoint.proof import Hashes
from monitor.ledger.entry import EntryType
from monitor.ledger.tables import Act, Entry, Tree

_PAGE = 10_000


def hashes_of(session: Session, tenant: str, size: int) -> Hashes:
    """Every hash of the tenant's first `size` entries: read once, then good for any number of proofs."""
    mine = (Entry.tenant == tenant, Entry.index < size)
    leaves = select(Entry.leaf_hash).where(*mine).order_by(col(Entry.index))
    return Hashes(session.exec(leaves.execution_options(yield_per=_PAGE)))


def prove(session: Session, tenant: str, indexes: Sequence[int]) -> list[dict[str, Any]]:
    """For each entry its leaf, and its proof under the latest checkpoint. NoSuchEntry, NoCheckpoint."""
    size = (session.get(Tree, tenant) or log.empty_tree(tenant)).size
    for index in indexes:
        if not 0 <= index < size:
            raise NoSuchEntry(index=index, size=size)
    held = checkpoint.covering(session, tenant, max(indexes))
    hashes = hashes_of(session, tenant, held.size)
    return [
        {
            "index": found.index,
            "leaf": found.leaf,
            "proof": [step.hex() for step in proof.inclusion(hashes.node, found.index, held.size)],
            "checkpoint": held.note,
        }
        for found in entries_of(session, tenant, indexes)
    ]


def entries_of(session: Session, tenant: str, indexes: Iterable[int]) -> list[Entry]:
    mine = select(Entry).where(Entry.tenant == tenant, col(Entry.index).in_(list(indexes)))
    return list(session.exec(mine.order_by(col(Entry.index))))


def indexes_of_record(session: Session, tenant: str, kind: str, key: str) -> list[int]:
    """Of the entries of all that was done to a record. NoSuchRecord."""
    record = find(session, tenant, kind, key)
    if record is None:
        raise NoSuchRecord(kind=kind, key=key)
    of_act = (Entry.tenant == tenant, Entry.type == EntryType.ACT)
    acts = select(Entry.index).join(Act, col(Act.id) == Entry.subject).where(*of_act)
    return sorted(session.exec(acts.where(Act.record_id == record.id)))
