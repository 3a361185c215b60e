"""The quick check of entries sees what the careful reading of a leaf sees."""

import secrets
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.ledger.entry import Leaf, payload_digest, read_leaf
from monitor.ledger.log import FIRST_CHAIN, next_chain
from monitor.ledger.merkle import leaf_hash
from monitor.ledger.sound import Columns, Stretch
from monitor.ledger.verification import FaultCode

SALT = bytes(32)
PAYLOAD = '{"act":{}}'
LEAF = Leaf(
    "act",
    {"act": "0" * 32, "person": "1" * 32, "record": "2" * 32},
    payload_digest(SALT, PAYLOAD),
    "2026-02-01T00:00:00.000000Z",
)


def entry(leaf: str, /, **changes: object) -> Columns:
    hashed = leaf_hash(leaf.encode())
    row = {
        "index": 0,
        "type": "act",
        "subject": "0" * 32,
        "leaf": leaf,
        "leaf_hash": hashed,
        "chain": next_chain(FIRST_CHAIN, hashed),
        "salt": SALT,
        "payload": PAYLOAD,
    } | changes
    return tuple(row.values())  # type: ignore[return-value]


def fault(row: Columns) -> FaultCode | None:
    return Stretch(FIRST_CHAIN).take([row]).get(0)


def test_a_sound_entry_has_no_fault() -> None:
    assert fault(entry(LEAF.body().decode())) is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"type": "flag_raised"}, FaultCode.ENTRY_CHANGED),
        ({"subject": "1" * 32}, FaultCode.ENTRY_CHANGED),
        ({"leaf_hash": bytes(32)}, FaultCode.ENTRY_CHANGED),
        ({"chain": bytes(32)}, FaultCode.CHAIN_BROKEN),
        ({"salt": secrets.token_bytes(32)}, FaultCode.PAYLOAD_CHANGED),
        ({"payload": PAYLOAD + " "}, FaultCode.PAYLOAD_CHANGED),
        ({"payload": None}, FaultCode.PAYLOAD_MISSING),
        ({"salt": "text"}, FaultCode.ENTRY_MALFORMED),
        ({"leaf": 7}, FaultCode.ENTRY_MALFORMED),
    ],
)
def test_each_column_altered_is_named(change: dict[str, object], code: FaultCode) -> None:
    assert fault(entry(LEAF.body().decode(), **change)) is code


ids = st.text("0123456789abcdef", min_size=32, max_size=32)
kinds = st.sampled_from(["act", "person", "record", "scan", "Act", ""])


def body_of(subjects: list[tuple[str, str]], type_: str, extra: str) -> str:
    named = ",".join(f'"{kind}":"{id_}"' for kind, id_ in subjects)
    return (
        f'{{"payload_digest":"{LEAF.payload_digest}","subjects":{{{named}}},"time":"{LEAF.time}",'
        f'"type":"{type_}","v":1}}{extra}'
    )


bodies = st.builds(
    body_of,
    st.lists(st.tuples(kinds, ids), max_size=4),
    st.sampled_from(["act", "flag_raised", "nothing", "ACT"]),
    st.sampled_from(["", " ", "}"]),
)


@given(bodies)
def test_what_is_no_leaf_is_malformed(body: str) -> None:
    try:
        leaf = read_leaf(body.encode())
        well_formed = leaf.type in ("act", "flag_raised")
    except ValueError:
        well_formed = False
    assert (fault(entry(body)) is not FaultCode.ENTRY_MALFORMED) == well_formed


@given(st.lists(st.binary(min_size=1, max_size=8), min_size=1, max_size=20))
def test_the_tree_is_over_the_leaves_as_they_are(seeds: list[bytes]) -> None:
    leaves = [Leaf("act", {"act": sha256(seed).hexdigest()[:32]}, "0" * 64, LEAF.time) for seed in seeds]
    stretch = Stretch(FIRST_CHAIN)
    stretch.take([entry(leaf.body().decode()) for leaf in leaves])
    assert stretch.tree.size == len(leaves)
