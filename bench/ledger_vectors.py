"""The ledger's trees, proofs, keys and notes against published vectors, and against a second implementation.

    python -m bench.ledger_vectors [--seed 1] [--proofs 50000]

Published: the probes of Tessera's tree library, good and bad proofs (tests/data/merkle_probes.json); the
reference tree of Certificate Transparency with its roots and proofs; notes and keys of the Go checksum
database's library (tests/data/ledger_vectors.json, each with its source). All further
proofs are of trees made from the seed; there the second implementation is the definition in RFC 6962, 2.1,
written down below. Each proof is verified by the ledger and by the offline verifier, and then changed in
every way that follows; none may pass. Prints one JSON object; exit code 1 if anything disagrees.
"""

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from monitor.ledger import merkle
from monitor.ledger.checkpoint import proof
from monitor.ledger.checkpoint.note import read_note, read_signer_key, read_verifier_key, sign, signers
from monitor.ledger.checkpoint.proof import Hashes
from monitor.ledger.offline import sums

DATA = Path(__file__).parents[1] / "tests" / "data"
LARGEST = 5000


class Definition:
    """RFC 6962, 2.1, word for word: MTH, PATH and PROOF over D[begin:end]."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.leaves = leaves
        self.mth = cache(self._mth)

    def _mth(self, begin: int, end: int) -> bytes:
        if begin == end:
            return sha256(b"").digest()
        if end - begin == 1:
            return sha256(b"\0" + self.leaves[begin]).digest()
        k = self.k(end - begin)
        return sha256(b"\1" + self.mth(begin, begin + k) + self.mth(begin + k, end)).digest()

    def path(self, m: int, begin: int, end: int) -> list[bytes]:
        if end - begin == 1:
            return []
        k = self.k(end - begin)
        if m < k:
            return [*self.path(m, begin, begin + k), self.mth(begin + k, end)]
        return [*self.path(m - k, begin + k, end), self.mth(begin, begin + k)]

    def subproof(self, m: int, begin: int, end: int, b: bool) -> list[bytes]:
        n = end - begin
        if m == n:
            return [] if b else [self.mth(begin, end)]
        k = self.k(n)
        if m <= k:
            return [*self.subproof(m, begin, begin + k, b), self.mth(begin + k, end)]
        return [*self.subproof(m - k, begin + k, end, False), self.mth(begin, begin + k)]

    @staticmethod
    def k(n: int) -> int:
        k = 1
        while k * 2 < n:
            k *= 2
        return k


def mutations(steps: list[bytes], rng: random.Random) -> Iterator[list[bytes]]:
    """One bit of each step flipped, each left out, one more at either end, neighbours swapped."""
    for place, step in enumerate(steps):
        spoiled = bytearray(step)
        spoiled[rng.randrange(32)] ^= 1 << rng.randrange(8)
        yield [*steps[:place], bytes(spoiled), *steps[place + 1 :]]
        yield [*steps[:place], *steps[place + 1 :]]
        if place and steps[place - 1] != step:
            yield [*steps[: place - 1], step, steps[place - 1], *steps[place + 1 :]]
    yield [rng.randbytes(32), *steps]
    yield [*steps, rng.randbytes(32)]


class Trial:
    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.count: Counter[str] = Counter()
        self.wrong: list[str] = []

    def hold(self, kind: str, right: bool, what: object) -> None:
        self.count[kind] += 1
        if not right:
            self.wrong.append(f"{kind}: {what}")

    def inclusion(self, by: Definition, hashes: Hashes, index: int, size: int) -> None:
        made, root = proof.inclusion(hashes.node, index, size), by.mth(0, size)
        leaf, what = by.mth(index, index + 1), (index, size)
        self.hold("inclusion proofs", made == by.path(index, 0, size), what)
        self.hold("inclusion verified", _included(index, size, leaf, made, root) == (True, True), what)
        others = [(index, leaf, changed, root) for changed in mutations(made, self.rng)]
        others += [(index, self.rng.randbytes(32), made, root), (index, leaf, made, self.rng.randbytes(32))]
        others += [(other, leaf, made, root) for other in (index - 1, index + 1)]
        for at, hashed, steps, claimed in others:
            found = _included(at, size, hashed, steps, claimed)
            self.hold("inclusion mutated", found == (False, False), what)

    def consistency(self, by: Definition, hashes: Hashes, old: int, size: int) -> None:
        made, what = proof.consistency(hashes.node, old, size), (old, size)
        roots = by.mth(0, old), by.mth(0, size)
        self.hold("consistency proofs", made == by.subproof(old, 0, size, True), what)
        self.hold("consistency verified", _consistent(old, size, *roots, made) == (True, True), what)
        others = [(*roots, changed) for changed in mutations(made, self.rng)]
        others += [(self.rng.randbytes(32), roots[1], made), (roots[0], self.rng.randbytes(32), made)]
        for first, second, steps in others:
            found = _consistent(old, size, first, second, steps)
            self.hold("consistency mutated", found == (False, False), what)

    def trees(self, proofs: int) -> None:
        """All proofs of the small trees, then any of large ones until there are enough."""
        leaves = [self.rng.randbytes(self.rng.randrange(60)) for _ in range(LARGEST)]
        by = Definition(leaves)
        hashes = Hashes(merkle.leaf_hash(leaf) for leaf in leaves)
        for size in range(1, 65):
            self.hold("roots", proof.root_of(hashes.node, size) == by.mth(0, size), size)
            for index in range(size):
                self.inclusion(by, hashes, index, size)
                self.consistency(by, hashes, index + 1, size)
        while self.count["inclusion proofs"] + self.count["consistency proofs"] < proofs:
            size = self.rng.randrange(65, LARGEST + 1)
            self.hold("roots", proof.root_of(hashes.node, size) == by.mth(0, size), size)
            for _ in range(8):
                self.inclusion(by, hashes, self.rng.randrange(size), size)
                self.consistency(by, hashes, self.rng.randrange(1, size + 1), size)

    def published(self, vectors: dict[str, Any]) -> None:
        tree = vectors["tree"]
        hashes = Hashes(merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in tree["leaves"])
        for size, root in enumerate(tree["roots"]):
            self.hold("published roots", proof.root_of(hashes.node, size).hex() == root, size)
        for one in tree["inclusion"]:
            made = proof.inclusion(hashes.node, one["index"], one["size"])
            self.hold("published inclusion", [step.hex() for step in made] == one["proof"], one)
        for one in tree["consistency"]:
            made = proof.consistency(hashes.node, one["old"], one["size"])
            self.hold("published consistency", [step.hex() for step in made] == one["proof"], one)
        self.published_notes(vectors)

    def probes(self, said: dict[str, Any]) -> None:
        """Published proofs, of which most are to be refused."""
        for one in said["inclusion"]:
            leaf, root, steps = _bytes(one["leaf"], one["root"], one["proof"])
            found = _included(one["index"], one["size"], leaf, steps, root)
            self.hold("published inclusion probes", found == (one["valid"],) * 2, one["name"])
        for one in said["consistency"]:
            first, second, steps = _bytes(one["old_root"], one["new_root"], one["proof"])
            found = _consistent(one["old"], one["new"], first, second, steps)
            self.hold("published consistency probes", found == (one["valid"],) * 2, one["name"])

    def published_notes(self, vectors: dict[str, Any]) -> None:
        said = vectors["notes"]
        keys = [read_verifier_key(key) for key in said["keys"]]
        note = read_note(said["note"].encode())
        self.hold("published notes", signers(note, keys) == keys, "signers")
        made = sign(note.text, [read_signer_key(said["signer"])])
        self.hold("published notes", made.signatures[0] == note.signatures[0], "signed anew")
        pair = vectors["pairs"]
        self.hold("published keys", str(read_signer_key(pair["signer"]).verifier) == pair["verifier"], pair)
        for key in (*said["keys"], pair["verifier"], vectors["sumdb_key"]["key"]):
            self.hold("published keys", str(read_verifier_key(key)) == key == sums.Key(key).text, key)


def _bytes(first: str, second: str, steps: list[str]) -> tuple[bytes, bytes, list[bytes]]:
    return bytes.fromhex(first), bytes.fromhex(second), [bytes.fromhex(step) for step in steps]


def _included(index: int, size: int, leaf: bytes, steps: list[bytes], root: bytes) -> tuple[bool, bool]:
    """As the ledger finds, and as the offline verifier does."""
    return merkle.includes(index, size, leaf, steps, root), sums.included(index, size, leaf, steps, root)


def _consistent(old: int, size: int, first: bytes, second: bytes, steps: list[bytes]) -> tuple[bool, bool]:
    offline = sums.consistent(old, size, first, second, steps)
    return merkle.is_consistent(old, size, first, second, steps), offline


def run(seed: int, proofs: int) -> dict[str, Any]:
    trial = Trial(seed)
    trial.published(json.loads((DATA / "ledger_vectors.json").read_text("utf-8")))
    trial.probes(json.loads((DATA / "merkle_probes.json").read_text("utf-8")))
    trial.trees(proofs)
    return {"seed": seed, "held": dict(trial.count), "wrong": trial.wrong}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--proofs", type=int, default=50_000)
    told = parser.parse_args()
    found = run(told.seed, told.proofs)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    sys.exit(1 if found["wrong"] else 0)


if __name__ == "__main__":
    main()
