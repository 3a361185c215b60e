"""Proofs from hashes that are kept: each takes the hashes of a few perfect subtrees, never the whole tree.

The nodes of a tree are counted by level (0: leaf hashes) and by index within the level, and only those
are kept under which all leaves are there.
"""

from collections.abc import Callable, Iterable

from monitor.ledger.merkle import EMPTY_ROOT, HASH_SIZE, node_hash

Node = Callable[[int, int], bytes]
"""(level, index) → the hash of the perfect subtree over leaves index·2^level to (index + 1)·2^level."""


class Hashes:
    """Every hash of a growing tree in memory: 64 bytes a leaf."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels = [bytearray()]
        for leaf in leaves:
            self.append(leaf)

    @property
    def size(self) -> int:
        return len(self._levels[0]) // HASH_SIZE

    def append(self, leaf: bytes) -> None:
        """Add a leaf hash."""
        level, carry = 0, leaf
        while True:
            if level == len(self._levels):
                self._levels.append(bytearray())
            row = self._levels[level]
            row += carry
            if len(row) // HASH_SIZE & 1:
                return
            carry = node_hash(bytes(row[-2 * HASH_SIZE : -HASH_SIZE]), bytes(row[-HASH_SIZE:]))
            level += 1

    def node(self, level: int, index: int) -> bytes:
        found = bytes(self._levels[level][index * HASH_SIZE : (index + 1) * HASH_SIZE])
        if len(found) != HASH_SIZE:
            raise IndexError(f"node {index} on level {level} of a tree of {self.size}")
        return found


def root_of(node: Node, size: int) -> bytes:
    """The root over the first `size` leaves."""
    return _root(node, 0, size) if size else EMPTY_ROOT


def inclusion(node: Node, index: int, size: int) -> list[bytes]:
    """PATH of RFC 6962, 2.1.1. IndexError outside the tree."""
    if not 0 <= index < size:
        raise IndexError(f"leaf {index} of a tree of {size}")
    begin, end, proof = 0, size, list[bytes]()
    while end - begin > 1:
        split = begin + _split(end - begin)
        if index < split:
            proof.append(_root(node, split, end))
            end = split
        else:
            proof.append(_root(node, begin, split))
            begin = split
    return proof[::-1]


def consistency(node: Node, old: int, size: int) -> list[bytes]:
    """PROOF of RFC 6962, 2.1.2. IndexError unless 0 < old ≤ size."""
    if not 0 < old <= size:
        raise IndexError(f"tree of {old} within one of {size}")
    begin, end, proof = 0, size, list[bytes]()
    while old < end:
        split = begin + _split(end - begin)
        if old <= split:
            proof.append(_root(node, split, end))
            end = split
        else:
            proof.append(_root(node, begin, split))
            begin = split
    if begin:
        proof.append(_root(node, begin, end))
    return proof[::-1]


def _root(node: Node, begin: int, end: int) -> bytes:
    """Over leaves begin to end, where `begin` is a multiple of every perfect subtree within."""
    peaks = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        peaks.append(node(level, begin >> level))
        begin += 1 << level
    root = peaks.pop()
    while peaks:
        root = node_hash(peaks.pop(), root)
    return root


def _split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << (size - 1).bit_length() - 1
