from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from monitor.messages import LANGUAGES, sentences
from monitor.rules.facts import Campaign, Checked, DayPrice, Facts, Said, State, check

DAY = date(2026, 3, 10)


def said(text: str, words: str, price: float | None = None, product: str | None = "cup") -> Said:
    begin = text.index(words)
    return Said(text, begin, begin + len(words), product, price, DAY)


def history(*prices: float) -> Facts:
    """One price a day, the last on the day before the broadcast."""
    rows = [DayPrice(day=DAY - timedelta(days=i), price=p) for i, p in enumerate(reversed(prices), 1)]
    return Facts(price_history={"cup": rows})


LOWEST = said("今天全网最低价", "最低价", price=59)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (Facts(), State.UNKNOWN),
        (history(79, 69), State.UNKNOWN),
        (history(79, 69, 69, 69, 69, 69, 69), State.AGREES),
        (history(49, 69, 69, 69, 69, 69, 69), State.DIFFERS),
    ],
)
def test_a_lowest_price_needs_seven_days_of_prices(facts: Facts, state: State) -> None:
    assert check("price_history", facts, LOWEST).state is state


def test_a_lowest_price_cannot_be_checked_without_the_price_now() -> None:
    without = said("今天全网最低价", "最低价")
    assert check("price_history", history(*[69] * 7), without).code == "price_history.no_price"


def test_a_former_price_is_the_lowest_of_the_last_seven_days() -> None:
    facts = history(49, *[99] * 7)
    assert check("price_history", facts, said("原价九十九元", "原价")).state is State.AGREES
    assert check("price_history", facts, said("原价一百二十九元", "原价")).state is State.DIFFERS


def test_stock_is_held_against_the_figure_said() -> None:
    facts = Facts(stock={"cup": 20})
    assert check("stock", facts, said("只剩三单了", "只剩")).state is State.DIFFERS
    assert check("stock", facts, said("只剩二十单了", "只剩")).state is State.AGREES
    assert check("stock", facts, said("库存告急", "库存告急")).code == "stock.no_figure"
    assert check("stock", facts, said("只剩三单了", "只剩", product="pot")).code == "stock.none"


def test_a_last_day_is_held_against_the_campaign() -> None:
    ends = {"*": Campaign(begins=DAY, ends=DAY)}
    later = {"*": Campaign(begins=DAY, ends=DAY + timedelta(days=1))}
    last = said("最后一天", "最后一天")
    assert check("campaign", Facts(campaign=ends), last).state is State.AGREES
    assert check("campaign", Facts(campaign=later), last).state is State.DIFFERS
    assert check("campaign", Facts(), last).state is State.UNKNOWN


def test_a_promise_is_held_against_what_the_shop_published() -> None:
    facts = Facts(service={"*": ["七天无理由退货", "假一赔十"]})
    assert check("service", facts, said("我们假一赔十", "假一赔十")).state is State.AGREES
    assert check("service", facts, said("终身质保", "终身质保")).state is State.DIFFERS


@pytest.mark.parametrize(
    "given",
    [
        {"stock": {"cup": -1}},
        {"stock": {"cup": "many"}},
        {"campaign": {"*": {"begins": "2026-03-02", "ends": "2026-03-01"}}},
        {"price_history": {"cup": [{"day": "yesterday", "price": 5}]}},
        {"prices": {}},
    ],
)
def test_facts_that_are_none(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Facts.model_validate(given)


def test_every_outcome_has_a_sentence() -> None:
    outcomes = [
        Checked(State.UNKNOWN, code)
        for code in (
            "price_history.none",
            "price_history.short",
            "price_history.no_price",
            "stock.none",
            "stock.no_figure",
            "campaign.none",
            "service.none",
        )
    ]
    known = (
        "price_history.lowest",
        "price_history.former",
        "stock.figure",
        "campaign.ends",
        "service.published",
    )
    outcomes += [Checked(state, code) for code in known for state in (State.AGREES, State.DIFFERS)]
    codes = {f"fact.{checked.code}.{checked.state}" for checked in outcomes}
    for language in LANGUAGES:
        assert codes == {code for code in sentences(language) if code.startswith("fact.")}
