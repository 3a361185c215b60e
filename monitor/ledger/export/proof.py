"""Inclusion proofs of many entries of one tree, its inner nodes computed once."""

from collections.abc import Sequence

from monitor.ledger.merkle import EMPTY_ROOT, node_hash


class Tree:
    """The tree of RFC 6962 over leaf hashes."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.levels = [list(leaves)]
        """By height: the roots of the perfect subtrees of 2^height leaves."""
        while len(below := self.levels[-1]) > 1:
            self.levels.append([node_hash(*below[at : at + 2]) for at in range(0, len(below) - 1, 2)])

    @property
    def size(self) -> int:
        return len(self.levels[0])

    @property
    def root(self) -> bytes:
        return self._root(0, self.size) if self.size else EMPTY_ROOT

    def path(self, index: int) -> tuple[bytes, ...]:
        """PATH(index, leaves) of RFC 6962, 2.1.1. IndexError outside the tree."""
        if not 0 <= index < self.size:
            raise IndexError(f"leaf {index} of a tree of {self.size}")
        steps = []
        begin, end = 0, self.size
        while end - begin > 1:
            middle = begin + _split(end - begin)
            inside = (begin, middle) if index < middle else (middle, end)
            steps.append(self._root(middle, end) if index < middle else self._root(begin, middle))
            begin, end = inside
        return tuple(reversed(steps))

    def _root(self, begin: int, end: int) -> bytes:
        size = end - begin
        if size & (size - 1) == 0:
            return self.levels[size.bit_length() - 1][begin // size]
        middle = begin + _split(size)
        return node_hash(self._root(begin, middle), self._root(middle, end))


def _split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << (size - 1).bit_length() - 1
