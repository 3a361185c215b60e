"""Which products and hosts a record of selection stands for."""

from datetime import UTC, datetime
from typing import Any

from monitor.ledger.act import Done
from monitor.ledger.retention.leaning import Leaning, Subject
from monitor.ledger.retention.naming import names


def named(body: dict[str, Any]) -> dict[str, frozenset[str]]:
    return names([Done("a", "r", 1, "submitted", None, datetime(2026, 2, 1, tzinfo=UTC), body)])


def leaning() -> Leaning:
    made = Leaning()
    told: dict[Subject, dict[str, Any]] = {
        ("product", "p1"): {"supplier": "s1"},
        ("product", "p2"): {"supplier": "s1"},
        ("product", "p3"): {"supplier": "s2"},
        ("point", "t1"): {"product": "p1", "qualifications": ["q1"]},
        ("qualification", "q1"): {"issuer": "某局"},
        ("qualification", "q2"): {"of": {"kind": "supplier", "key": "s1"}},
        ("inspection", "i1"): {"of": {"kind": "point", "key": "t1"}},
        ("host_report", "h"): {"host": "小云"},
    }
    for subject, body in told.items():
        made.add(subject, named(body))
    return made


def test_each_record_stands_for_what_leans_on_it_or_it_leans_on() -> None:
    made = leaning()
    assert made.ends(("product", "p1")) == {("product", "p1")}
    assert made.ends(("point", "t1")) == {("product", "p1")}
    assert made.ends(("qualification", "q1")) == {("product", "p1")}
    assert made.ends(("inspection", "i1")) == {("product", "p1")}
    assert made.ends(("supplier", "s1")) == made.ends(("qualification", "q2"))
    assert made.ends(("supplier", "s1")) == {("product", "p1"), ("product", "p2")}
    assert made.ends(("host_report", "h")) == {("host", "小云")}
    assert made.ends(("sample", "nowhere")) == frozenset()


def test_a_body_names_by_member_by_kind_and_by_digest() -> None:
    found = named({"products": ["p1"], "of": {"kind": "flag", "key": "f1"}, "files": [{"sha256": "a" * 64}]})
    assert found["product"] == {"p1"}
    assert found["flag"] == {"f1"}
    assert found["attachment"] == {"a" * 64}
