"""The entries of one log held against themselves: form, hash, chain, digest, tree. As fast as it goes.

A million entries are nothing unusual, so nothing here builds an object for one: each is a tuple of its
columns. What the entries say of the domain rows is for `verify` to hold against them.
"""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from monitor.ledger.entry import EntryType
from monitor.ledger.merkle import CompactRange
from monitor.ledger.verification import FaultCode

COLUMNS = ("index", "type", "subject", "leaf", "leaf_hash", "chain", "salt", "payload")
Columns = tuple[int, str, str, str, bytes, bytes, bytes | None, str | None]
"""The values of COLUMNS."""

_LONGEST = 4096
_PAIR = r'"([a-z][a-z0-9_]{0,63})":"([0-9a-f]{32})"'
_LEAF = re.compile(
    r'\{"payload_digest":"([0-9a-f]{64})","subjects":\{'
    rf"(?:{_PAIR}(?:,{_PAIR}(?:,{_PAIR}(?:,{_PAIR})?)?)?)?"
    r'\},"time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z","type":"([a-z][a-z0-9_]{0,63})","v":1\}',
    re.ASCII,
)
"""Of a leaf with up to four subjects, more than any type has: digest, kinds and ids, type."""
_ABOUT = {type_.value: type_.about for type_ in EntryType}


@dataclass
class Stretch:
    """A stretch of the log on its way: the tree of its leaves, and the chain hash it has come to.

    sizes: of its tree at which to keep what it was, in `cuts`.
    """

    chain: bytes
    tree: CompactRange = field(default_factory=CompactRange)
    sizes: frozenset[int] = frozenset()
    cuts: dict[int, CompactRange] = field(default_factory=dict)

    def take(self, rows: Iterable[Columns], erased: Container[int] = ()) -> dict[int, FaultCode]:
        """What is wrong with which entry, in order. erased: those whose erasure is recorded.

        The chain goes on from what is recorded, so that one fault is named once.
        """
        chain, faults = self.chain, dict[int, FaultCode]()
        for row in rows:
            hashed, code = _checked(row, chain)
            if hashed is not None:
                self.tree.append(hashed)
                if self.tree.size in self.sizes:
                    self.cuts[self.tree.size] = CompactRange(self.tree.size, list(self.tree.peaks))
            chain = row[5]
            if row[0] in erased:
                code = _of_erased(row, code)
            if code is not None:
                faults[row[0]] = code
        self.chain = chain
        return faults


def unreadable(index: int) -> Columns:
    """What stands for an entry that cannot be read."""
    return index, "", "", "", b"", b"", None, None


def leaf_hash_of(row: Columns) -> bytes:
    return sha256(b"\x00" + str(row[3]).encode()).digest()


def _checked(row: Columns, before: bytes) -> tuple[bytes | None, FaultCode | None]:
    """The hash of the leaf as it stands, and the first thing that is wrong with the entry."""
    try:
        hashed = sha256(b"\x00" + row[3].encode("ascii")).digest()
        return hashed, _fault(row, before, hashed)
    except (TypeError, AttributeError, ValueError):
        return None, FaultCode.ENTRY_MALFORMED


def _of_erased(row: Columns, code: FaultCode | None) -> FaultCode | None:
    """Its content is to be gone, the rest to stand."""
    if code not in (None, FaultCode.PAYLOAD_MISSING, FaultCode.PAYLOAD_CHANGED):
        return code
    return None if row[6] is None and row[7] is None else FaultCode.ERASED_PRESENT


def _fault(row: Columns, before: bytes, hashed: bytes) -> FaultCode | None:
    _, type_, subject, leaf, leaf_hash, chain, salt, payload = row
    found = _LEAF.fullmatch(leaf)
    if found is None or len(leaf) > _LONGEST:
        return FaultCode.ENTRY_MALFORMED
    digest, *pairs, said_type = found.groups()
    kinds = pairs[::2]
    about = _ABOUT.get(said_type)
    if about is None or not _ascends(kinds):
        return FaultCode.ENTRY_MALFORMED
    said = pairs[2 * kinds.index(about) + 1] if about in kinds else None
    if hashed != leaf_hash or said_type != type_ or said != subject:
        return FaultCode.ENTRY_CHANGED
    if sha256(before + hashed).digest() != chain:
        return FaultCode.CHAIN_BROKEN
    if salt is None or payload is None:
        return FaultCode.PAYLOAD_MISSING
    return None if sha256(salt + payload.encode()).hexdigest() == digest else FaultCode.PAYLOAD_CHANGED


def _ascends(kinds: list[str]) -> bool:
    """Whether the kinds that are there come in order, each once."""
    a, b, c, d = kinds
    return not b or (a < b and (not c or (b < c and (not d or c < d))))
