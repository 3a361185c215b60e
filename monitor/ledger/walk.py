"""A log walked in stretches of 65,536 entries, by several processes where it is long.

Entries are never changed, so that processes may read them at different moments: none reads beyond the size
that was recorded when the walk began.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import cast

from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from monitor.ledger.database import open_database, reading
from monitor.ledger.log import FIRST_CHAIN
from monitor.ledger.merkle import CompactRange
from monitor.ledger.recorded import UNREADABLE, departures
from monitor.ledger.sound import COLUMNS, Columns, Stretch, leaf_hash_of, unreadable
from monitor.ledger.tables import Entry
from monitor.ledger.verification import Fault, FaultCode

LENGTH = 1 << 16
"""A power of two: the root of a full stretch is a node of the tree."""
PAGE = 2000
ALONE = 2 * LENGTH
"""Up to so many entries, starting another process takes longer than it saves."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at on the way.

    erased: of entries whose erasure is recorded, the digest of what was left of their rows. sizes: those of
    the tree whose roots are asked for. rows: whether entries are held against the rows they record.
    """

    erased: Mapping[int, str] = field(default_factory=dict)
    sizes: frozenset[int] = frozenset()
    rows: bool = True


@dataclass
class Walked:
    """What a walk found. tree: over the leaves as they are; chain: of the last entry; roots: by size."""

    tree: CompactRange
    chain: bytes
    faults: list[Fault] = field(default_factory=list)
    roots: dict[int, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Part:
    """The same of a stretch. cuts: its tree as it was at sizes of its own."""

    tree: CompactRange
    chain: bytes
    faults: list[Fault]
    cuts: dict[int, CompactRange]


_EVERYTHING = Look()


def walk(session: Session, tenant: str, size: int, look: Look = _EVERYTHING) -> Walked:
    """Entries 0 to `size`, each held against itself and against the row it records."""
    stretches = [(begin, min(begin + LENGTH, size)) for begin in range(0, size, LENGTH)]
    workers = min(os.cpu_count() or 1, len(stretches))
    if size <= ALONE or workers < 2:
        parts = [_walk_stretch(session, tenant, *stretch, look) for stretch in stretches]
    else:
        url = session.get_bind().engine.url.render_as_string(hide_password=False)
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            parts = list(pool.map(_walk_apart, [(url, tenant, *stretch, look) for stretch in stretches]))
    chain = parts[-1].chain if parts else FIRST_CHAIN
    walked = Walked(CompactRange(), chain, [fault for part in parts for fault in part.faults])
    if all(part.tree.size == LENGTH for part in parts[:-1]):
        _join(walked, parts)
    else:
        walked.tree = _tree_of(session, tenant, size)
    return walked


def _join(walked: Walked, parts: Sequence[_Part]) -> None:
    """The tree over all stretches, of the roots of full ones, and what it was at the sizes asked for."""
    above = CompactRange()
    for part in parts:
        for cut in part.cuts.values():
            tree = _under(above, cut)
            walked.roots[tree.size] = tree.root
        walked.tree = _under(above, part.tree)
        above.append(part.tree.root)


def _under(above: CompactRange, tree: CompactRange) -> CompactRange:
    """The tree behind so many full stretches."""
    if tree.size == LENGTH:
        above, tree = CompactRange(above.size, list(above.peaks)), CompactRange(0, [tree.root])
        above.append(tree.peaks.pop())
    return CompactRange(above.size * LENGTH + tree.size, [*above.peaks, *tree.peaks])


def _tree_of(session: Session, tenant: str, size: int) -> CompactRange:
    """The same, leaf by leaf, where entries are missing."""
    tree = CompactRange()
    for page in _pages(session, tenant, 0, size):
        for row in page:
            tree.append(leaf_hash_of(row))
    return tree


def _walk_apart(stretch: tuple[str, str, int, int, Look]) -> _Part:
    """In a process of its own."""
    url, tenant, begin, stop, look = stretch
    engine = open_database(url)
    try:
        with reading(engine) as session:
            return _walk_stretch(session, tenant, begin, stop, look)
    finally:
        engine.dispose()


def _walk_stretch(session: Session, tenant: str, begin: int, stop: int, look: Look) -> _Part:
    sizes = frozenset(size - begin for size in look.sizes if begin < size <= stop)
    stretch = Stretch(_chain_before(session, tenant, begin), sizes=sizes)
    faults, last = list[Fault](), begin - 1
    for page in _pages(session, tenant, begin, stop):
        for row in page:
            if row[0] > last + 1:
                faults.append(Fault(FaultCode.ENTRY_MISSING, last + 1))
            last = row[0]
        broken = stretch.take(page, look.erased)
        faults += [Fault(code, index) for index, code in broken.items()]
        if look.rows:
            said = [(row[0], row[1], row[2], row[7]) for row in page if row[0] not in broken]
            faults += departures(session, tenant, said, look.erased)
    if stop > last + 1:
        faults.append(Fault(FaultCode.ENTRY_MISSING, last + 1))
    return _Part(stretch.tree, stretch.chain, faults, stretch.cuts)


def _chain_before(session: Session, tenant: str, begin: int) -> bytes:
    """The chain hash that the last entry before a stretch has recorded."""
    earlier = select(Entry.chain).where(Entry.tenant == tenant, Entry.index < begin, Entry.index >= 0)
    try:
        return session.exec(earlier.order_by(col(Entry.index).desc()).limit(1)).first() or FIRST_CHAIN
    except UNREADABLE:
        return FIRST_CHAIN


def _pages(session: Session, tenant: str, begin: int, stop: int) -> Iterator[Sequence[Columns]]:
    """The entries by index; of one that cannot be read, its index and nothing else."""
    for first in range(begin, stop, PAGE):
        after = min(first + PAGE, stop)
        try:
            yield _page(session, tenant, first, after)
        except UNREADABLE:
            yield [row for index in range(first, after) for row in _single(session, tenant, index)]


def _page(session: Session, tenant: str, first: int, after: int) -> Sequence[Columns]:
    table = Entry.metadata.tables["entry"]
    mine = (table.c.tenant == tenant, table.c.index >= first, table.c.index < after)
    columns = [table.c[name] for name in COLUMNS]
    found = session.connection().execute(sa_select(*columns).where(*mine).order_by(table.c.index))
    return cast("Sequence[Columns]", found.all())


def _single(session: Session, tenant: str, index: int) -> Sequence[Columns]:
    try:
        return _page(session, tenant, index, index + 1)
    except UNREADABLE:
        return [unreadable(index)]
