"""Bundles, reductions, gifts and former prices, held against the catalogue's."""

from datetime import date
from pathlib import Path

import pytest

from monitor.claims.broadcast import Broadcast
from monitor.claims.catalogue import Catalogue, Product, load_catalogue
from monitor.claims.detector import Detector, judge_all
from monitor.claims.finding import Decision, Finding, Verdict
from monitor.claims.offers import departures
from monitor.claims.product import Price
from monitor.errors import BadValue, UnknownKey
from monitor.messages import LANGUAGES
from monitor.rules.lexicon import load_lexicons
from monitor.text.normal import normal
from monitor.text.utterance import Utterance

DAY = date(2026, 3, 10)
LEXICON = load_lexicons()
PRICE = Price.model_validate(
    {
        "live": 39.9,
        "list": 69,
        "bundles": [{"buy": 1, "get": 2}, {"buy": 3, "pay": 99}],
        "reductions": [{"reach": 300, "off": 50}],
        "gifts": [{"text": "旅行装牙刷一支"}, {"text": "化妆包", "threshold": 200}],
    }
)
HALF = Price.model_validate(
    {"live": 40, "bundles": [{"buy": 2, "pay": 60}, {"buy": 2, "get": 3}], "reductions": [], "gifts": []}
)


def slots(text: str, price: Price = PRICE) -> list[tuple[str, bool]]:
    return [(d.difference.slot, d.known) for d in departures(normal(text).text, price)]


@pytest.mark.parametrize(
    "text",
    [
        "今天买一送一",
        "拍一发二",
        "买二送二",
        "三盒到手九十九",
        "三盒只要99块钱",
        "99块钱三盒",
        "六盒一百九十八",
        "两盒七十九块八",
        "满三百减五十",
        "今天送一支旅行装牙刷",
        "满二百送化妆包",
        "再送你们化妆包",
        "这是送妈妈的",
        "三盒装的",
        "下单包送货",
    ],
)
def test_what_the_catalogue_lists(text: str) -> None:
    assert slots(text) == []


@pytest.mark.parametrize(
    ("text", "slot", "known"),
    [
        ("买一送二", "bundle", True),
        ("拍三发五", "bundle", True),
        ("三盒到手八十九", "bundle", True),
        ("五盒到手一百二十九", "bundle", False),
        ("第二件半价", "bundle", True),
        ("满三百减六十", "bundle", True),
        ("满一百减二十", "bundle", False),
        ("再送一个保温杯", "gift", False),
        ("满一百送化妆包", "threshold", True),
    ],
)
def test_what_it_does_not(text: str, slot: str, known: bool) -> None:
    assert slots(text) == [(slot, known)]


def test_a_second_piece_at_half_price_is_held_against_the_live_price() -> None:
    assert slots("第二件半价", HALF) == []
    assert slots("拍二发三", HALF) == []
    assert slots("三件到手八十", HALF) == []
    assert slots("第二件七折", HALF) == [("bundle", True)]
    assert slots("满一百减二十，再送小样", HALF) == [("bundle", False), ("gift", False)]


def test_nothing_is_held_against_a_catalogue_that_says_nothing_of_offers() -> None:
    for text in ("买一送二", "三盒到手八十九", "满三百减六十", "再送一个保温杯"):
        assert slots(text, Price(live=39.9)) == []


def found(text: str, price: Price) -> list[Finding]:
    cup = Product(id="cup", name="山风杯", category="daily_goods", price=price)
    detector = Detector(LEXICON, Catalogue((cup,), "v"), Broadcast("b", role="publisher"), DAY)
    return [f for f in judge_all([Utterance(text)], detector) if f.decision is not Decision.PASS]


def test_findings_name_the_slot_and_both_sides() -> None:
    (differs,) = found("姐妹们今天三盒到手89", PRICE)
    assert differs.verdict is Verdict.PRICE_MISMATCH
    assert differs.difference is not None
    assert (differs.difference.approved, differs.difference.said) == ("买3付99", "三盒到手89")
    assert differs.text[slice(*differs.span)] == "三盒到手89"
    (none,) = found("再送一个保温杯", PRICE)
    assert (none.verdict, none.difference and none.difference.slot) == (Verdict.UNREVIEWED, "gift")
    assert all("保温杯" in none.messages[language] for language in LANGUAGES)


SOLD = [{"since": "2026-01-01", "live": 89}, {"since": "2026-03-05", "live": 79}]


@pytest.mark.parametrize(
    ("text", "mismatch"),
    [
        ("原价79", None),
        ("之前卖七十九", None),
        ("原价一百二十九", "79元"),
        ("原价八十九", "79元"),
        ("吊牌价一百二十九", None),
        ("专柜价一百九十九块", "129元"),
        ("原价79今天59", None),
    ],
)
def test_a_former_price_is_the_lowest_of_the_seven_days_before(text: str, mismatch: str | None) -> None:
    price = Price.model_validate({"live": 59, "list": 129, "history": SOLD})
    told = [f.difference.approved for f in found(text, price) if f.difference]
    assert told == ([mismatch] if mismatch else [])


def test_the_days_before() -> None:
    price = Price.model_validate({"history": SOLD})
    days = {date(2026, 3, 5): 89, date(2026, 3, 6): 79, date(2026, 4, 1): 79, date(2026, 1, 1): None}
    assert {day: price.lowest_before(day) for day in days} == days


@pytest.mark.parametrize(
    ("price", "error"),
    [
        ("{bundles: [{buy: 2}]}", BadValue),
        ("{bundles: [{buy: 3, get: 2, pay: 9}]}", BadValue),
        ("{bundles: [{buy: 0, pay: 9}]}", BadValue),
        ("{bundles: [{buy: 1, free: 1}]}", UnknownKey),
        ("{gifts: [{text: ' '}]}", BadValue),
        ("{reductions: [{reach: 300, off: 0}]}", BadValue),
        ("{history: [{since: 2026-02-01, live: 9}, {since: 2026-01-01, live: 8}]}", BadValue),
        ("{history: [{since: soon, live: 9}]}", BadValue),
    ],
)
def test_offers_that_make_no_sense_are_refused_at_their_line(
    tmp_path: Path, price: str, error: type[Exception]
) -> None:
    path = tmp_path / "catalogue.yaml"
    path.write_text(f"products:\n  - id: a\n    name: b\n    category: other\n    price: {price}\n", "utf-8")
    with pytest.raises(error) as caught:
        load_catalogue(path)
    assert getattr(caught.value, "fields", {})["line"] == 5
    assert all(getattr(caught.value, "sentence")(language) for language in LANGUAGES)  # noqa: B009
