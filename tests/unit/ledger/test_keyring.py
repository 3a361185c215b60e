"""Which key counts for which checkpoints."""

import json
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from monitor.ledger.checkpoint.keyring import KeyAct, KeyActKind, in_use, keyring
from monitor.ledger.checkpoint.note import SignerKey

NAME = "boshen/default/0123456789abcdef"


def vkey() -> str:
    return str(SignerKey(NAME, Ed25519PrivateKey.generate()).verifier)


def act(index: int, record: str, kind: str, **body: Any) -> KeyAct:
    return KeyAct(index, record, kind, json.dumps(body))


def compromised(index: int, record: str, size: int) -> KeyAct:
    return act(index, record, "compromised", since=datetime(2026, 1, 1, tzinfo=UTC).isoformat(), size=size)


def test_a_key_counts_from_the_tree_that_holds_its_creation() -> None:
    [key] = keyring([act(4, "a", "created", key=vkey())])
    assert [key.counts_for(size) for size in (4, 5, 1000)] == [False, True, True]
    assert in_use([key]) == key


def test_a_rotated_key_counts_up_to_the_tree_that_holds_the_rotation() -> None:
    new = vkey()
    acts = [
        act(0, "a", "created", key=vkey()),
        act(5, "b", "created", key=new),
        act(6, "a", "rotated", to=new),
    ]
    old, key = keyring(acts)
    assert [old.counts_for(size) for size in (1, 7, 8)] == [True, True, False]
    assert in_use([old, key]) == key


def test_a_lost_key_leaves_none_in_use() -> None:
    [key] = keyring([act(0, "a", "created", key=vkey()), act(6, "a", "lost")])
    assert key.counts_for(7)
    assert not key.counts_for(8)
    assert in_use([key]) is None


def test_a_compromised_key_counts_no_further_than_the_log_had_come_then() -> None:
    [key] = keyring([act(0, "a", "created", key=vkey()), compromised(20, "a", 9)])
    assert [key.counts_for(size) for size in (9, 10)] == [True, False]
    assert key.ending is KeyActKind.COMPROMISED


def test_what_is_found_out_later_never_makes_a_key_count_for_more() -> None:
    [key] = keyring(
        [act(0, "a", "created", key=vkey()), compromised(20, "a", 9), act(30, "a", "lost")],
    )
    assert key.last == 9


def test_acts_that_make_no_sense_tell_nothing() -> None:
    odd = [
        act(0, "a", "created", key="x"),
        act(1, "b", "lost"),
        act(2, "c", "melted"),
        KeyAct(3, "d", "lost", "{"),
    ]
    assert keyring(odd) == []
