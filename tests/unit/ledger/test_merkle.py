"""RFC 6962, against its published reference tree of eight leaves and against its own definition."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.ledger import merkle
from monitor.ledger.checkpoint import proof as proofs
from monitor.ledger.checkpoint.proof import Hashes
from monitor.ledger.merkle import CompactRange, leaf_hash, node_hash

LEAVES = [
    leaf_hash(bytes.fromhex(leaf))
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    bytes.fromhex(root)
    for root in (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]
N01 = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
N23 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
N45 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
N67 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
N03 = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
N47 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
L0 = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
L1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
L2 = "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7"
L3 = "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7"
L4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
L6 = "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"
N46 = "837dbb152e9b079010717e84e865da4ebc0fa198a806d59d31bf15accef22d0e"


def root_of(leaves: list[bytes]) -> bytes:
    return proofs.root_of(Hashes(leaves).node, len(leaves))


def inclusion_proof(leaves: list[bytes], index: int) -> list[bytes]:
    return proofs.inclusion(Hashes(leaves).node, index, len(leaves))


def consistency_proof(leaves: list[bytes], old: int) -> list[bytes]:
    return proofs.consistency(Hashes(leaves).node, old, len(leaves))


hashes = st.binary(min_size=32, max_size=32)
trees = st.lists(hashes, min_size=1, max_size=70)


def hexed(proof: list[bytes]) -> list[str]:
    return [step.hex() for step in proof]


@pytest.mark.parametrize("size", range(9))
def test_the_reference_roots_come_out(size: int) -> None:
    assert root_of(LEAVES[:size]) == ROOTS[size]


@pytest.mark.parametrize(
    ("index", "size", "proof"),
    [
        (0, 1, []),
        (0, 8, [L1, N23, N47]),
        (5, 8, [L4, N67, N03]),
        (2, 3, [N01]),
        (1, 5, [L0, N23, L4]),
        (2, 8, [L3, N01, N47]),
        (5, 7, [L4, L6, N03]),
    ],
)
def test_the_reference_inclusion_proofs_come_out_and_verify(index: int, size: int, proof: list[str]) -> None:
    made = inclusion_proof(LEAVES[:size], index)
    assert hexed(made) == proof
    assert merkle.includes(index, size, LEAVES[index], made, ROOTS[size])


@pytest.mark.parametrize(
    ("old", "new", "proof"),
    [
        (1, 1, []),
        (1, 8, [L1, N23, N47]),
        (6, 8, [N45, N67, N03]),
        (2, 5, [N23, L4]),
        (3, 7, [L2, L3, N01, N46]),
        (4, 8, [N47]),
    ],
)
def test_the_reference_consistency_proofs_come_out_and_verify(old: int, new: int, proof: list[str]) -> None:
    made = consistency_proof(LEAVES[:new], old)
    assert hexed(made) == proof
    assert merkle.is_consistent(old, new, ROOTS[old], ROOTS[new], made)


def test_a_leaf_and_a_node_of_the_same_bytes_hash_apart() -> None:
    left, right = LEAVES[:2]
    assert leaf_hash(left + right) != node_hash(left, right)


@given(trees)
def test_the_compact_range_has_the_root_by_definition(leaves: list[bytes]) -> None:
    def by_definition(part: list[bytes]) -> bytes:
        if len(part) == 1:
            return part[0]
        split = 1
        while split * 2 < len(part):
            split *= 2
        return node_hash(by_definition(part[:split]), by_definition(part[split:]))

    compact = CompactRange()
    for leaf in leaves:
        compact.append(leaf)
    assert compact.root == by_definition(leaves)
    assert len(compact.peaks) == compact.size.bit_count()


@given(trees, st.data())
def test_every_leaf_is_proved_included_and_no_other_is(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    stranger = data.draw(hashes.filter(lambda h: h != leaves[index]))
    proof, root = inclusion_proof(leaves, index), root_of(leaves)
    assert merkle.includes(index, len(leaves), leaves[index], proof, root)
    assert not merkle.includes(index, len(leaves), stranger, proof, root)
    assert not merkle.includes(index, len(leaves), leaves[index], [*proof, stranger], root)
    assert not merkle.includes(len(leaves), len(leaves), leaves[index], proof, root)


@given(trees, st.data())
def test_an_inclusion_proof_with_one_bit_flipped_is_refused(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = inclusion_proof([*leaves, leaves[0]], index)
    root = root_of([*leaves, leaves[0]])
    assert not merkle.includes(index, len(leaves) + 1, leaves[index], flipped(proof, data), root)


@given(trees, st.data())
def test_every_prefix_is_proved_consistent_and_no_other_tree_is(
    leaves: list[bytes], data: st.DataObject
) -> None:
    old = data.draw(st.integers(1, len(leaves)))
    stranger = data.draw(hashes.filter(lambda h: h not in {root_of(leaves[:old]), root_of(leaves)}))
    proof = consistency_proof(leaves, old)
    old_root, new_root = root_of(leaves[:old]), root_of(leaves)
    assert merkle.is_consistent(old, len(leaves), old_root, new_root, proof)
    assert not merkle.is_consistent(old, len(leaves), stranger, new_root, proof)
    assert not merkle.is_consistent(old, len(leaves), old_root, stranger, proof)
    assert not merkle.is_consistent(old, len(leaves), old_root, new_root, [*proof, stranger])
    if proof:
        assert not merkle.is_consistent(old, len(leaves), old_root, new_root, flipped(proof, data))


def test_there_is_no_proof_outside_the_tree() -> None:
    with pytest.raises(IndexError):
        inclusion_proof(LEAVES, 8)
    with pytest.raises(IndexError):
        consistency_proof(LEAVES, 9)
    with pytest.raises(IndexError):
        consistency_proof(LEAVES, 0)
    assert not merkle.is_consistent(0, 8, ROOTS[0], ROOTS[8], [])


def flipped(proof: list[bytes], data: st.DataObject) -> list[bytes]:
    step = data.draw(st.integers(0, len(proof) - 1))
    bit = data.draw(st.integers(0, 255))
    changed = (int.from_bytes(proof[step]) ^ (1 << bit)).to_bytes(32)
    return [*proof[:step], changed, *proof[step + 1 :]]
