from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from monitor.rules.citation import Basis, Law, Laws, legal_day
from monitor.rules.lexicon import LAWS, SHIPPED

SHIPPED_LAWS = Laws.read(SHIPPED / LAWS)
UNFAIR = [Basis(law="AUCL", articles=["9"])]
NAMED = {"id": "X", "name": {"zh": "某法", "en": "X"}, "issuer": "某", "source": None, "confidence": "low"}


def cited(day: date, articles: list[str]) -> list[tuple[str, str]]:
    bases = [Basis(law="AUCL", articles=articles)]
    return [(c.article, c.in_force) for c in SHIPPED_LAWS.cite(bases, day, "advertiser")]


def confirmed(law: str, article: str, day: date) -> bool:
    (citation,) = SHIPPED_LAWS.cite([Basis(law=law, articles=[article])], day, None)
    return citation.confirmed


def test_the_renumbered_law_is_cited_by_the_number_of_the_day() -> None:
    assert cited(date(2025, 10, 14), ["9"]) == [("8", "2019-04-23")]
    assert cited(date(2025, 10, 15), ["9"]) == [("9", "2025-10-15")]


@pytest.mark.parametrize(
    ("today", "then"),
    [
        ("7", "6"),
        ("12", "11"),
        ("11", "10"),
        ("11(1)", "10(1)"),
        ("11(3)", "10(2)"),
        ("25", "20"),
        ("28", "23"),
    ],
)
def test_articles_and_items_before_the_renumbering(today: str, then: str) -> None:
    assert cited(date(2025, 10, 14), [today]) == [(then, "2019-04-23")]


def test_what_an_earlier_version_did_not_have_is_not_cited() -> None:
    assert cited(date(2025, 10, 14), ["11(2)", "9"]) == [("8", "2019-04-23")]


def test_a_law_not_yet_in_force_is_not_cited() -> None:
    live = [Basis(law="LIVE", articles=["27"])]
    assert SHIPPED_LAWS.cite(live, date(2026, 1, 31), None) == ()
    assert [c.in_force for c in SHIPPED_LAWS.cite(live, date(2026, 2, 1), None)] == ["2026-02-01"]


def test_the_legal_day_is_that_of_shanghai() -> None:
    assert legal_day(datetime(2025, 10, 14, 15, 59, tzinfo=UTC)) == date(2025, 10, 14)
    assert legal_day(datetime(2025, 10, 14, 16, 0, tzinfo=UTC)) == date(2025, 10, 15)


def test_a_seller_who_does_not_advertise_is_under_competition_law() -> None:
    both = [Basis(law="AD", articles=["28"]), *UNFAIR]
    day = date(2026, 3, 1)
    assert [c.law for c in SHIPPED_LAWS.cite(both, day, "seller")] == ["AUCL"]
    assert [c.law for c in SHIPPED_LAWS.cite(both, day, "advertiser")] == ["AD", "AUCL"]
    assert [c.law for c in SHIPPED_LAWS.cite(both, day, None)] == ["AD", "AUCL"]


def test_advertising_law_is_kept_where_nothing_else_is_cited() -> None:
    only = [Basis(law="AD", articles=["20"])]
    assert [c.law for c in SHIPPED_LAWS.cite(only, date(2026, 3, 1), "seller")] == ["AD"]


def test_an_article_is_confirmed_where_its_wording_was_read() -> None:
    assert confirmed("LIVE", "34", date(2026, 3, 1))
    assert confirmed("PRICELAW", "14(4)", date(2026, 3, 1))
    assert not confirmed("PRICELAW", "13", date(2026, 3, 1))
    assert not confirmed("CPR", "15", date(2026, 3, 1))


def test_a_version_that_was_not_read_confirms_nothing() -> None:
    assert confirmed("FOOD", "73", date(2025, 11, 30))
    assert not confirmed("FOOD", "73", date(2025, 12, 1))


def test_a_day_that_is_not_certain_confirms_nothing() -> None:
    assert not confirmed("BEAUTY", "5(1)", date(2026, 3, 1))


def test_a_law_that_has_ended_is_not_in_force() -> None:
    law = Law(**NAMED, versions=[{"in_force": date(2020, 1, 1), "until": date(2021, 12, 31)}])
    assert law.on(date(2021, 12, 31)) == law.versions[0]
    assert law.on(date(2022, 1, 1)) is None


@pytest.mark.parametrize("until", [None, date(2021, 1, 1), date(2019, 12, 31)])
def test_a_version_ends_before_the_next_begins(until: date | None) -> None:
    first = {"in_force": date(2020, 1, 1), "until": until}
    with pytest.raises(ValidationError):
        Law(**NAMED, versions=[first, {"in_force": date(2021, 1, 1)}])


def test_every_shipped_law_is_in_force_on_one_day_after_another() -> None:
    ids = SHIPPED_LAWS.ids
    bases = [Basis(law=law, articles=["1"]) for law in ids]
    assert [c.law for c in SHIPPED_LAWS.cite(bases, date(2026, 12, 31), None)] == ids
