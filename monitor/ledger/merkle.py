"""The Merkle tree of RFC 6962, section 2.1, over SHA-256.

Inclusion and consistency proofs are lists of 32-byte hashes, in the order of RFC 6962; they are made in
`checkpoint.proof` and checked by the algorithms of RFC 9162, sections 2.1.3.2 and 2.1.4.2.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


@dataclass
class CompactRange:
    """All that appending needs of a tree of `size` leaves: the roots of its perfect subtrees, largest first.

    There is one for each bit set in `size`.
    """

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        """Add a leaf hash. One node hash on average, log2(size) at most."""
        carry = leaf
        completed = self.size
        while completed & 1:
            carry = node_hash(self.peaks.pop(), carry)
            completed >>= 1
        self.peaks.append(carry)
        self.size += 1

    @property
    def root(self) -> bytes:
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def includes(index: int, size: int, leaf: bytes, proof: Sequence[bytes], expected_root: bytes) -> bool:
    """Whether `proof` shows the leaf hash `leaf` at `index` of the tree of `size` with `expected_root`."""
    if not 0 <= index < size or any(len(one) != HASH_SIZE for one in (leaf, expected_root, *proof)):
        return False
    here, last = index, size - 1
    computed = leaf
    for step in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            computed = node_hash(step, computed)
            here, last = _climb_left(here, last)
        else:
            computed = node_hash(computed, step)
        here, last = here >> 1, last >> 1
    return last == 0 and compare_digest(computed, expected_root)


def is_consistent(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether `proof` shows the tree of `old_size` to be a prefix of the tree of `new_size`."""
    if not 0 < old_size <= new_size:
        return False
    if old_size == new_size:
        return not proof and compare_digest(old_root, new_root)
    steps = list(proof)
    if old_size & (old_size - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        return False
    return _leads_to_both(old_size, new_size, steps, (old_root, new_root))


def _leads_to_both(old_size: int, new_size: int, steps: list[bytes], roots: tuple[bytes, bytes]) -> bool:
    here, last = old_size - 1, new_size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            old, new = node_hash(step, old), node_hash(step, new)
            here, last = _climb_left(here, last)
        else:
            new = node_hash(new, step)
        here, last = here >> 1, last >> 1
    return last == 0 and compare_digest(old, roots[0]) and compare_digest(new, roots[1])


def _climb_left(here: int, last: int) -> tuple[int, int]:
    """Past the levels on which a right-hand node has no sibling of its own."""
    while here and not here & 1:
        here, last = here >> 1, last >> 1
    return here, last
