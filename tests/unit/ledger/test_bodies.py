"""What may be submitted: nothing unknown, nothing half told."""

from typing import Any

import pytest
from pydantic import ValidationError

from monitor.ledger.selection.bodies import BODIES, body_of, leans_on, plain
from monitor.ledger.selection.body import Attached
from monitor.ledger.selection.kind import Kind

PASSED = {"outcome": "passed"}
GOOD: dict[Kind, dict[str, Any]] = {
    Kind.SAMPLE: {"product": "p1", "way": "evaluation", "outcome": "passed"},
    Kind.POINT: {"product": "p1", "text": "保湿", "evidence": {"samples": ["m1"]}},
    Kind.QUALIFICATION: {
        "of": {"kind": "product", "key": "p1"},
        "type": "licence",
        "number": 33,
        "issuer": "某局",
        "authorised_by": "q0",
    },
    Kind.SHEET: {
        "broadcast": "b1",
        **dict.fromkeys(("spoken", "display", "costume", "set", "props"), PASSED),
    },
    Kind.TRAINING: {"title": "广告法", "held_on": "2026-01-01", "by": "法务", "hosts": ["h1", "h2"]},
}


@pytest.mark.parametrize("kind", GOOD)
def test_what_an_act_keeps_reads_back_equal(kind: Kind) -> None:
    body = BODIES[kind].model_validate(GOOD[kind])
    assert body_of(kind, plain(body)) == body


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        (Kind.SAMPLE, {"ways": 1}),
        (Kind.SAMPLE, {"outcome": None}),
        (Kind.SAMPLE, {"way": "waived", "outcome": None, "reason": "定制"}),
        (Kind.SAMPLE, {"way": "waived", "reason": "定制", "substitute": "出厂报告"}),
        (Kind.POINT, {"evidence": {}}),
        (Kind.POINT, {"valid_from": "2026-02-01", "valid_until": "2026-01-31"}),
        (Kind.QUALIFICATION, {"of": {"kind": "point", "key": "p1/a"}}),
        (Kind.QUALIFICATION, {"valid_until": "0001-01-01"}),
        (Kind.SHEET, {"props": {"outcome": "failed"}}),
        (Kind.TRAINING, {"hosts": []}),
    ],
)
def test_what_is_half_told_is_refused(kind: Kind, change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        BODIES[kind].model_validate(GOOD[kind] | change)


def test_an_attachment_is_a_name_and_a_digest_never_a_path() -> None:
    told = {"sha256": "ab" * 32, "size": 1, "media_type": "application/pdf", "name": "report.pdf"}
    assert Attached.model_validate(told).name == "report.pdf"
    for wrong in ({"name": "../report.pdf"}, {"sha256": "AB" * 32}, {"size": -1}):
        with pytest.raises(ValidationError):
            Attached.model_validate(told | wrong)


def test_a_waived_sample_with_its_reason_and_substitute_serves() -> None:
    told = {"product": "p1", "way": "waived", "reason": "定制", "substitute": "出厂报告"}
    assert getattr(BODIES[Kind.SAMPLE].model_validate(told), "serves", False)


def test_all_that_a_body_names_is_known() -> None:
    named = {kind: set(leans_on(BODIES[kind].model_validate(told))) for kind, told in GOOD.items()}
    assert named[Kind.POINT] == {(Kind.PRODUCT, "p1"), (Kind.SAMPLE, "m1")}
    assert named[Kind.QUALIFICATION] == {(Kind.PRODUCT, "p1"), (Kind.QUALIFICATION, "q0")}
    assert named[Kind.TRAINING] == {(Kind.HOST, "h1"), (Kind.HOST, "h2")}
    assert named[Kind.SHEET] == set()
