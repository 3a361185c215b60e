from datetime import UTC, date, datetime

from monitor.rules.citation import Basis, Laws, legal_day
from monitor.rules.lexicon import LAWS, SHIPPED

SHIPPED_LAWS = Laws.read(SHIPPED / LAWS)
UNFAIR = [Basis(law="AUCL", articles=["9"])]


def cited(day: date) -> list[tuple[str, str]]:
    return [(c.article, c.in_force) for c in SHIPPED_LAWS.cite(UNFAIR, day, "advertiser")]


def test_the_renumbered_law_is_cited_by_the_number_of_the_day() -> None:
    assert cited(date(2025, 10, 14)) == [("8", "2019-04-23")]
    assert cited(date(2025, 10, 15)) == [("9", "2025-10-15")]


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
