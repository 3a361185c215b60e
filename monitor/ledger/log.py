"""A tenant's log: entries numbered from 0 without gaps, under a Merkle tree."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select

from monitor.ledger import entry
from monitor.ledger.entry import EntryType, Leaf, Payload
from monitor.ledger.merkle import HASH_SIZE, CompactRange, leaf_hash
from monitor.ledger.tables import Entry, Row, Tree

FIRST_CHAIN = bytes(HASH_SIZE)
_ENTRIES = Row.metadata.tables["entry"]
_PAGE = 1000


@dataclass(frozen=True, slots=True)
class NewEntry:
    """`subjects` has the id of the row recorded under `type.about`, and ids of what that belongs to."""

    type: EntryType
    subjects: dict[str, str]
    payload: Payload


def append(session: Session, tenant: str, entries: Sequence[NewEntry]) -> range:
    """Add the entries and return their indexes. They are kept or lost with the session's transaction.

    The session comes from `database.writing(engine, tenant)`, whose lock makes the indexes contiguous.
    """
    if session.info.get("writes") != tenant:
        raise RuntimeError(f"no transaction is open to write to the ledger of {tenant}")
    tree = session.get(Tree, tenant) or empty_tree(tenant)
    compact = compact_range(tree)
    chain, rows = tree.chain, []
    for new in entries:
        row = _row(tenant, compact.size, new, chain)
        compact.append(row["leaf_hash"])
        chain = row["chain"]
        rows.append(row)
    if rows:
        session.connection().execute(insert(_ENTRIES), rows)
    indexes = range(tree.size, compact.size)
    tree.size, tree.peaks, tree.chain = compact.size, b"".join(compact.peaks), chain
    session.add(tree)
    session.flush()
    return indexes


def entries(session: Session, tenant: str, size: int) -> Iterator[Entry]:
    """The first `size` entries, in order, page by page."""
    mine = select(Entry).where(Entry.tenant == tenant).order_by(col(Entry.index))
    for begin in range(0, size, _PAGE):
        yield from session.exec(mine.where(col(Entry.index).between(begin, min(begin + _PAGE, size) - 1)))
        session.expunge_all()


def empty_tree(tenant: str) -> Tree:
    return Tree(tenant=tenant, size=0, peaks=b"", chain=FIRST_CHAIN)


def compact_range(tree: Tree) -> CompactRange:
    starts = range(0, len(tree.peaks), HASH_SIZE)
    return CompactRange(tree.size, [tree.peaks[start : start + HASH_SIZE] for start in starts])


def next_chain(chain: bytes, leaf: bytes) -> bytes:
    """The chain hash after an entry with this leaf hash. It shows verifying where a fault begins."""
    return sha256(chain + leaf).digest()


def _row(tenant: str, index: int, new: NewEntry, chain: bytes) -> dict[str, Any]:
    salt = entry.new_salt()
    payload = entry.canonical(new.payload)
    digest = entry.payload_digest(salt, payload)
    body = Leaf(new.type, new.subjects, digest, entry.stamp(entry.now())).body()
    hashed = leaf_hash(body)
    return {
        "tenant": tenant,
        "index": index,
        "type": new.type.value,
        "subject": new.subjects[new.type.about],
        "leaf": body.decode("ascii"),
        "leaf_hash": hashed,
        "chain": next_chain(chain, hashed),
        "salt": salt,
        "payload": payload,
    }
