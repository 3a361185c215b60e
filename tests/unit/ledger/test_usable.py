"""When selling points count: only while all that they lean on is good."""

from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.claims.period import Period, Periods
from monitor.ledger.selection.kind import Kind
from monitor.ledger.selection.usable import Usable
from tests.unit.ledger.acts import History, hour

VERIFIED = {"verified_on": "2026-01-01", "method": "查验"}
SUPPLIER = {"name": "商家", "verification": VERIFIED}
PRODUCT = {"supplier": "s1", "name": "面霜", "category": "cosmetics"}
PAPER = {
    "of": {"kind": "product", "key": "p1"},
    "type": "registration",
    "number": "1",
    "issuer": "某局",
}
SAMPLE = {"product": "p1", "way": "evaluation", "outcome": "passed"}
POINT = {"product": "p1", "text": "保湿", "evidence": {"qualifications": ["q1"]}}
INSPECTION = {
    "product": "p1",
    "by": "mystery",
    "stage": "after",
    "outcome": "failed",
    "inspected_on": "2026-03-01",
}
BASIS: dict[tuple[Kind, str], dict[str, Any]] = {
    (Kind.SUPPLIER, "s1"): SUPPLIER,
    (Kind.PRODUCT, "p1"): PRODUCT,
    (Kind.QUALIFICATION, "q1"): PAPER,
    (Kind.SAMPLE, "m1"): SAMPLE,
    (Kind.POINT, "a"): POINT,
}


@pytest.fixture
def history() -> History:
    """Everything approved, the point last, at hour 10."""
    made = History()
    for (kind, key), body in BASIS.items():
        made.approved(kind, key, body)
    return made


def counts(history: History) -> Periods:
    return Usable(history.standings).periods((Kind.POINT, "a"))


def lacking(history: History) -> list[str]:
    found = Usable(history.standings).lacking((Kind.POINT, "a"), history.now)
    return [need.what for need in found]


def re_review(kind: str = "product", key: str = "p1", due: str = "2026-03-05", **told: str) -> dict[str, Any]:
    return {"of": {"kind": kind, "key": key}, "cause": "flag", "due": due, **told}


def test_a_point_counts_from_its_approval_on(history: History) -> None:
    assert counts(history) == (Period(hour(10)),)
    assert lacking(history) == []


@pytest.mark.parametrize("missing", [name for name in BASIS if name[0] is not Kind.POINT])
def test_without_any_one_thing_it_leans_on_it_never_counts(missing: tuple[Kind, str]) -> None:
    history = History()
    for (kind, key), body in BASIS.items():
        if (kind, key) == missing:
            history.did("submitted", kind, key, body)
        else:
            history.approved(kind, key, body)
    assert counts(history) == ()


def test_what_is_approved_late_lets_the_point_count_from_then_only() -> None:
    history = History()
    for (kind, key), body in reversed(BASIS.items()):
        history.approved(kind, key, body)
    assert counts(history) == (Period(hour(10)),)


@pytest.mark.parametrize("deed", ["withdrawn", "revoked"])
@pytest.mark.parametrize("subject", BASIS)
def test_it_stops_counting_at_the_moment_anything_under_it_ends(
    history: History, subject: tuple[Kind, str], deed: str
) -> None:
    ended = history.did(deed, *subject, {"reason": "停售"})
    assert counts(history) == (Period(hour(10), ended),)


def test_a_qualification_counts_on_its_days_in_shanghai(history: History) -> None:
    history.approved(Kind.QUALIFICATION, "q1", {**PAPER, "valid_until": "2026-03-03"}, "revised")
    assert counts(history) == (Period(hour(10), datetime(2026, 3, 3, 16, tzinfo=UTC)),)


def test_a_merchant_whose_verification_was_not_renewed_takes_its_goods_along(history: History) -> None:
    late = {**SUPPLIER, "verification": {**VERIFIED, "renew_by": "2026-03-02"}}
    history.approved(Kind.SUPPLIER, "s1", late, "revised")
    assert counts(history)[-1].end == datetime(2026, 3, 2, 16, tzinfo=UTC)


def test_a_chain_of_authorisations_breaks_at_any_link(history: History) -> None:
    history.approved(Kind.QUALIFICATION, "brand", PAPER)
    history.approved(Kind.QUALIFICATION, "q1", {**PAPER, "authorised_by": "brand"}, "revised")
    assert counts(history) == (Period(hour(10)),)
    ended = history.did("revoked", Kind.QUALIFICATION, "brand", {"reason": "解约"})
    assert counts(history) == (Period(hour(10), ended),)
    assert lacking(history) == ["qualification"]


def test_authorisations_that_lean_on_each_other_vouch_for_nothing(history: History) -> None:
    history.approved(Kind.QUALIFICATION, "q2", {**PAPER, "authorised_by": "q1"})
    at = history.approved(Kind.QUALIFICATION, "q1", {**PAPER, "authorised_by": "q2"}, "revised")
    assert not any(at in period for period in counts(history))


def test_a_waived_sample_serves(history: History) -> None:
    history.did("withdrawn", Kind.SAMPLE, "m1", {"reason": "丢失"})
    waiver = {"product": "p1", "way": "waived", "reason": "定制", "substitute": "出厂报告"}
    again = history.approved(Kind.SAMPLE, "m2", waiver)
    assert counts(history)[-1] == Period(again)


def test_a_failed_inspection_counts_at_once_until_a_re_review_passed(history: History) -> None:
    failed = history.did("submitted", Kind.INSPECTION, "i1", INSPECTION)
    assert counts(history) == (Period(hour(10), failed),)
    assert lacking(history) == ["product"]
    history.did("submitted", Kind.RE_REVIEW, "r1", re_review(outcome="passed"))
    assert counts(history) == (Period(hour(10), failed),)
    well = history.did("approved", Kind.RE_REVIEW, "r1", by="qm")
    assert counts(history) == (Period(hour(10), failed), Period(well))


def test_a_re_review_written_before_a_failure_does_not_undo_it(history: History) -> None:
    history.did("submitted", Kind.RE_REVIEW, "r1", re_review(outcome="passed"))
    failed = history.did("submitted", Kind.INSPECTION, "i1", INSPECTION)
    history.did("approved", Kind.RE_REVIEW, "r1", by="qm")
    assert counts(history) == (Period(hour(10), failed),)


def test_withdrawing_a_failed_inspection_does_not_undo_it(history: History) -> None:
    failed = history.did("submitted", Kind.INSPECTION, "i1", INSPECTION)
    history.did("withdrawn", Kind.INSPECTION, "i1", {"reason": "不便"})
    assert counts(history) == (Period(hour(10), failed),)


def test_a_failed_inspection_that_somebody_else_rejects_is_over(history: History) -> None:
    failed = history.did("submitted", Kind.INSPECTION, "i1", INSPECTION)
    rejected = history.did("rejected", Kind.INSPECTION, "i1", {"reason": "送错样品"}, by="qm")
    assert counts(history) == (Period(hour(10), failed), Period(rejected))


def test_an_overdue_re_review_stops_what_it_is_of(history: History) -> None:
    history.did("submitted", Kind.RE_REVIEW, "r1", re_review("point", "a", "2026-03-02"))
    due = datetime(2026, 3, 2, 16, tzinfo=UTC)
    assert counts(history) == (Period(hour(10), due),)
    history.now = hour(72)
    done = history.approved(
        Kind.RE_REVIEW, "r1", re_review("point", "a", "2026-03-02", outcome="passed"), "revised"
    )
    assert counts(history) == (Period(hour(10), due), Period(done))


def test_a_re_review_in_time_stops_nothing(history: History) -> None:
    history.did("submitted", Kind.RE_REVIEW, "r1", re_review())
    history.approved(Kind.RE_REVIEW, "r1", re_review(outcome="passed"), "revised")
    assert counts(history) == (Period(hour(10)),)


def test_a_re_review_that_failed_stops_at_once(history: History) -> None:
    failed = history.did("submitted", Kind.RE_REVIEW, "r1", re_review(outcome="failed"))
    assert counts(history) == (Period(hour(10), failed),)


def test_what_was_erased_vouches_for_nothing(history: History) -> None:
    acts = history.acts[Kind.QUALIFICATION, "q1"]
    done = acts[0]
    acts[0] = type(done)(done.id, done.record, done.number, done.kind, done.person, done.at, None)
    assert counts(history) == ()


def test_each_wording_counts_while_it_stood(history: History) -> None:
    revised = history.approved(Kind.POINT, "a", {**POINT, "text": "长效保湿"}, "revised")
    contents = Usable(history.standings).contents((Kind.POINT, "a"))
    told = [(content.body and content.body["text"], periods) for content, periods in contents]
    assert told == [("保湿", (Period(hour(10), revised),)), ("长效保湿", (Period(revised),))]
