from datetime import date

import pytest

from monitor.claims.catalogue import Price
from monitor.claims.price import compare_price, price_talk, said_amount
from monitor.text.normal import normal
from monitor.text.quantities import quantities

DAY = date(2026, 3, 1)
PRICE = Price(live=59, list=89)


def wrong(text: str) -> list[float]:
    said = normal(text).text
    talk = price_talk(said, quantities(said))
    return [said_amount(t) for t in talk if compare_price(t, PRICE, "x", DAY)]


@pytest.mark.parametrize(
    "text",
    [
        "到手五十九",
        "到手价59块钱",
        "原价八十九今天五十九",
        "今天只要五十九米",
        "八十九的东西",
        "平时卖八十九",
    ],
)
def test_the_catalogues_prices(text: str) -> None:
    assert wrong(text) == []


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("到手三十九块九", 39.9),
        ("原价一百二十九", 129),
        ("今天直播间只要四十九米", 49),
        ("现价八十九块", 89),
        ("49元带回家", 49),
    ],
)
def test_another_price(text: str, amount: float) -> None:
    assert wrong(text) == [amount]


@pytest.mark.parametrize(
    "text", ["立减二十块", "领十元优惠券", "三瓶九十九块", "一片才两块钱", "比昨天便宜十块", "满三百减五十"]
)
def test_savings_bundles_and_unit_prices_are_no_price(text: str) -> None:
    assert wrong(text) == []


def test_nothing_is_compared_without_a_catalogue_price() -> None:
    said = normal("到手三十九块").text
    (talk,) = price_talk(said, quantities(said))
    assert compare_price(talk, Price(), "39", DAY) is None
