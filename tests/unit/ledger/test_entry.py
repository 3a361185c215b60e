"""Leaf version 1 is final: these bytes may never change."""

from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from monitor.ledger import entry
from monitor.ledger.entry import EntryType, Leaf, read_leaf
from monitor.ledger.merkle import leaf_hash

LEAF = Leaf(
    type="flag_raised",
    subjects={"scan": "2" * 32, "flag": "0" * 32, "broadcast": "1" * 32},
    payload_digest="a" * 64,
    time="2026-02-01T00:00:00.000000Z",
)
BODY = (
    b'{"payload_digest":"'
    + b"a" * 64
    + b'","subjects":{"broadcast":"'
    + b"1" * 32
    + b'","flag":"'
    + b"0" * 32
    + b'","scan":"'
    + b"2" * 32
    + b'"},"time":"2026-02-01T00:00:00.000000Z","type":"flag_raised","v":1}'
)


def test_the_body_of_version_1() -> None:
    assert LEAF.body() == BODY
    assert leaf_hash(BODY).hex() == "4eb4dfd6b695819742bd32a4eefe14e5d64a85c9bdebf4a61d6a25cf66a28fa7"


ids = st.text("0123456789abcdef", min_size=32, max_size=32)
leaves = st.builds(
    Leaf,
    type=st.sampled_from([type_.value for type_ in EntryType]),
    subjects=st.dictionaries(st.sampled_from(["scan", "flag", "window", "broadcast"]), ids),
    payload_digest=st.text("0123456789abcdef", min_size=64, max_size=64),
    time=st.datetimes(min_value=datetime(2000, 1, 1), timezones=st.just(UTC)).map(entry.stamp),  # noqa: DTZ001
)


@given(leaves)
def test_a_body_is_canonical_json_and_reads_back(leaf: Leaf) -> None:
    fields = {"payload_digest": leaf.payload_digest, "subjects": leaf.subjects, "time": leaf.time}
    assert leaf.body() == rfc8785.dumps({**fields, "type": leaf.type, "v": 1})
    assert read_leaf(leaf.body()) == leaf


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        BODY.replace(b'"v":1', b'"v":2'),
        BODY.replace(b'"v":1', b'"v":1.0'),
        BODY.replace(b'"v":1', b'"v":true'),
        BODY.replace(b'"v":1', b'"host":"x","v":1'),
        BODY.replace(b":", b": ", 1),
        BODY + b"\n",
        BODY.replace(b"a" * 64, b"A" * 64),
        BODY.replace(b"a" * 64, b"a" * 63),
        BODY.replace(b"1" * 32, b"broadcast of 1 February"),
        BODY.replace(b'"' + b"1" * 32 + b'"', b"1"),
        BODY.replace(b".000000Z", b"Z"),
        BODY.replace(b'"flag_raised"', b'"Flag raised"'),
        BODY.replace(b'"flag_raised"', b"7"),
        BODY.replace(
            b'{"broadcast":"' + b"1" * 32 + b'","flag":"' + b"0" * 32 + b'","scan":"' + b"2" * 32 + b'"}',
            b"[]",
        ),
        b"[" * 100_000,
    ],
)
def test_anything_else_is_no_leaf(body: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_leaf(body)


def test_the_payload_digest_is_over_the_salt_and_then_the_canonical_payload() -> None:
    payload = entry.canonical({"数": 1.50, "a": None})
    assert payload == '{"a":null,"数":1.5}'
    salt = bytes(range(32))
    assert entry.payload_digest(salt, payload) == sha256(salt + payload.encode()).hexdigest()


def test_salts_and_ids_are_new_each_time() -> None:
    assert len({entry.new_salt() for _ in range(100)}) == 100
    assert len({entry.new_id() for _ in range(100)}) == 100
    assert {len(entry.new_salt()), len(entry.new_id())} == {32}


def test_a_time_is_written_in_utc_whatever_its_zone() -> None:
    shanghai = timezone(timedelta(hours=8))
    assert entry.stamp(datetime(2026, 2, 1, 8, 0, 0, 5, shanghai)) == "2026-02-01T00:00:00.000005Z"


@pytest.mark.parametrize("type_", EntryType)
def test_every_type_says_what_it_is_about(type_: EntryType) -> None:
    assert type_.about in {"scan", "window", "flag", "act"}


names = st.text("abcdefghij_", min_size=1, max_size=6)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(names, values, max_size=5))
def test_canonical_json_is_that_of_rfc_8785(value: dict[str, object]) -> None:
    assert entry.canonical(value) == rfc8785.dumps(value).decode()
