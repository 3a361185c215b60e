"""What lapses soon, and the selling points that it takes along."""

from datetime import date
from typing import Any

import pytest

from monitor.ledger.selection.kind import Kind
from monitor.ledger.selection.lapsing import lapsing
from monitor.ledger.selection.selection import Selection, Thing
from tests.unit.ledger.acts import History

TODAY = date(2026, 3, 10)
PAPER = {"type": "licence", "number": "1", "issuer": "某局"}
OF_S1 = PAPER | {"of": {"kind": "supplier", "key": "s1"}}
OF_CUP = PAPER | {"of": {"kind": "product", "key": "cup"}}


def supplier(**verified: str) -> dict[str, Any]:
    return {"name": "商家", "verification": {"verified_on": "2026-01-01", "method": "查验", **verified}}


def point(product: str, *qualifications: str) -> dict[str, Any]:
    return {
        "product": product,
        "text": "保温",
        "evidence": {"qualifications": qualifications, "note": "报告"},
    }


@pytest.fixture
def history() -> History:
    made = History()
    made.approved(Kind.SUPPLIER, "s1", supplier(renew_by="2026-03-20"))
    made.approved(Kind.SUPPLIER, "s2", supplier())
    for product, of in (("cup", "s1"), ("pot", "s2")):
        made.approved(Kind.PRODUCT, product, {"supplier": of, "name": product, "category": "daily_goods"})
    made.approved(Kind.QUALIFICATION, "brand", OF_S1 | {"valid_until": "2026-03-15"})
    made.approved(Kind.QUALIFICATION, "shop", OF_CUP | {"authorised_by": "brand"})
    made.approved(Kind.POINT, "cup/a", point("cup"))
    made.approved(Kind.POINT, "pot/b", point("pot", "shop"))
    return made


def told(history: History, within: int = 30) -> list[tuple[str, str, str, tuple[str, ...]]]:
    things = {
        subject: Thing(*subject, acts, history.standings[subject]) for subject, acts in history.acts.items()
    }
    found = lapsing(Selection(things), TODAY, within)
    return [(lapse.day.isoformat(), lapse.key, lapse.reason, lapse.points) for lapse in found]


def test_the_first_to_lapse_comes_first_with_all_points_that_lean_on_it(history: History) -> None:
    assert told(history) == [
        ("2026-03-15", "brand", "expiry", ("pot/b",)),
        ("2026-03-20", "s1", "renewal", ("cup/a",)),
    ]


def test_what_lapses_later_or_lapsed_before_is_not_told(history: History) -> None:
    assert [day for day, *_ in told(history, within=5)] == ["2026-03-15"]
    history.approved(Kind.QUALIFICATION, "brand", OF_S1 | {"valid_until": "2026-03-09"}, "revised")
    assert [key for _, key, *_ in told(history)] == ["s1"]


def test_what_is_no_longer_in_force_does_not_lapse(history: History) -> None:
    history.did("withdrawn", Kind.QUALIFICATION, "brand", {"reason": "换证"})
    assert [key for _, key, *_ in told(history)] == ["s1"]


def test_an_open_re_review_is_due_until_its_outcome_is_approved(history: History) -> None:
    review = {"of": {"kind": "point", "key": "cup/a"}, "cause": "flag", "due": "2026-03-11"}
    history.did("submitted", Kind.RE_REVIEW, "r1", review)
    assert told(history)[0] == ("2026-03-11", "cup/a", "re_review", ("cup/a",))
    history.approved(Kind.RE_REVIEW, "r1", review | {"outcome": "passed"}, "revised")
    assert "re_review" not in [reason for _, _, reason, _ in told(history)]
