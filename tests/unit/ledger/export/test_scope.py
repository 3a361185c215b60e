"""What belongs to a product, a supplier, a broadcast."""

from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.ledger.checkpoint.choice import Choice
from monitor.ledger.export.item import Item, Material
from monitor.ledger.export.scope import within

DAY = datetime(2026, 8, 1, tzinfo=UTC)


def _item(kind: str, key: str, **body: Any) -> Item:
    return Item((kind, key), "submitted", DAY, None, body, 0)


ITEMS = (
    _item("supplier", "s1"),
    _item("supplier", "s2"),
    _item("product", "p1", supplier="s1"),
    _item("product", "p2", supplier="s1"),
    _item("product", "p3", supplier="s2"),
    _item("qualification", "q1", of={"kind": "product", "key": "p1"}),
    _item("qualification", "q2", of={"kind": "supplier", "key": "s1"}),
    _item("point", "c1", product="p1", evidence={"qualifications": ["q1", "q2"]}),
    _item("point", "c2", product="p2"),
    _item("broadcast", "b1", host="anna"),
    _item("flag", "f1", broadcast="b1", product="p1"),
    _item("flag", "f2", broadcast="b1", product="p2"),
    _item("correction", "k1", flags=["f1"], broadcast="b1"),
    _item("training", "t1", hosts=["anna"]),
)
MATERIAL = Material(ITEMS, {str(number): item.node for number, item in enumerate(ITEMS)})


@pytest.mark.parametrize(
    ("choice", "keys"),
    [
        (Choice(), [item.node[1] for item in ITEMS]),
        (Choice(product="p1"), ["s1", "p1", "q1", "q2", "c1", "b1", "f1", "k1"]),
        (Choice(product="p2"), ["s1", "p2", "c2", "b1", "f2"]),
        (Choice(supplier="s2"), ["s2", "p3"]),
        (Choice(broadcast="b1", product="p2"), ["s1", "p2", "b1", "f2"]),
        (Choice(product="nobody's"), []),
        (Choice(since=datetime(2026, 8, 2, tzinfo=UTC)), []),
    ],
)
def test_scope(choice: Choice, keys: list[str]) -> None:
    assert [item.node[1] for item in within(MATERIAL, choice)] == keys


def test_a_host_has_their_broadcasts_flags_and_training() -> None:
    found = {item.node[1] for item in within(MATERIAL, Choice(host="anna"))}
    assert {"b1", "f1", "f2", "k1", "t1"} <= found
    assert "s2" not in found
