import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.normal import normal
from monitor.text.quantities import Comparator, Quantity, parse_number, quantities


def only(text: str) -> Quantity:
    found = quantities(normal(text).text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("48小时", "四十八个小时"),
        ("48小时", "两天"),
        ("二天", "两天两夜"),
        ("92.5%", "千分之九百二十五"),
        ("99.99%", "四个九"),
        ("14%至16%", "14至16%"),
        ("40至44克", "四十二克上下差两克"),
        ("18至20克", "十八克打底二十封顶"),
        ("125克", "二两半"),
        ("60%至70%", "百分之六时到百分之七时"),
        ("两个月", "俩月"),
        ("一斤", "500克"),
        ("90%", "百分之九十"),
        ("90%", "九成"),
        ("100%", "百分百"),
        ("9.9元", "九块九"),
        ("199块", "一九九块钱"),
        ("3500瓦", "三千五百瓦"),
        ("半年", "六个月"),
        ("1.5小时", "一个半小时"),
        ("12000毫安时", "一万二千毫安"),
        ("1.5公斤", "三斤"),
        ("1.2万元", "一万二千块"),
        ("30天", "一个月"),
        ("四十八小时", "四十八小是"),
        ("涨了5个点", "涨了5%"),
    ],
)
def test_the_same_amount_however_said(left: str, right: str) -> None:
    assert only(left).equals(only(right))


@pytest.mark.parametrize(
    ("left", "right"),
    [("四小时", "十小时"), ("28天", "一个月"), ("500克", "500毫升"), ("14天", "40天"), ("三到五天", "三天")],
)
def test_different_amounts_are_never_the_same(left: str, right: str) -> None:
    assert not only(left).equals(only(right))


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("最多48小时", Comparator.AT_MOST),
        ("48小时以内", Comparator.AT_MOST),
        ("二十天里头", Comparator.AT_MOST),
        ("顶天了五克", Comparator.AT_MOST),
        ("少说敲八百下", Comparator.AT_LEAST),
        ("至少48小时", Comparator.AT_LEAST),
        ("48小时以上", Comparator.AT_LEAST),
        ("四十多个小时", Comparator.AT_LEAST),
        ("大约48小时", Comparator.ABOUT),
        ("48小时左右", Comparator.ABOUT),
        ("48小时", Comparator.EXACTLY),
    ],
)
def test_the_comparator_belongs_to_the_number(text: str, comparator: Comparator) -> None:
    assert only(text).comparator is comparator


def test_ranges_have_two_ends() -> None:
    assert (only("三到五天").low, only("三到五天").high) == (3 * 86400, 5 * 86400)
    assert (only("七八百块").low, only("七八百块").high) == (700, 800)


@pytest.mark.parametrize(
    "text", ["第一次来", "一号链接", "一定要看", "十分好用", "双十一", "2025年", "一些姐妹"]
)
def test_ordinals_idioms_and_links_are_no_quantities(text: str) -> None:
    assert quantities(normal(text).text) == []


def test_a_price_does_not_swallow_the_count_after_it() -> None:
    found = quantities(normal("一百九十九块钱一瓶").text)
    assert [q.canonical for q in found] == ["money:199", "count:瓶:1"]


def test_a_bare_number_needs_two_digits() -> None:
    assert [q.canonical for q in quantities("三幺六不锈钢".replace("幺", "一"))] == ["number:316"]
    assert quantities("三不锈钢") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一千二", 1200),
        ("一万二", 12_000),
        ("两百五", 250),
        ("一百零五", 105),
        ("3万5", 35_000),
        ("一点二万", 12_000),
        ("十二亿", 1.2e9),
    ],
)
def test_numbers_are_parsed(text: str, value: float) -> None:
    assert parse_number(text) == value


@given(
    st.text(
        "零一二两三四五六七八九十百千万亿点半个多几第0123456789.%小时天月年块毛米斤两成折倍度瓦到至约",
        max_size=24,
    )
)
def test_no_run_of_figures_and_units_breaks_it(text: str) -> None:
    for quantity in quantities(normal(text).text):
        assert quantity.low <= quantity.high
        assert 0 <= quantity.begin < quantity.stop <= len(normal(text).text)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("五十千瓦", 50_000), ("七千瓦", 7000), ("三百千克", 300_000), ("两千克", 2000), ("八千卡", 8)],
)
def test_kilo_belongs_to_the_unit_where_it_cannot_belong_to_the_number(text: str, amount: float) -> None:
    assert [q.low for q in quantities(text)] == [amount]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("70克到90克", "一两四到一两八之间"),
        ("1.55米到1.75米", "一米五五到一米七五"),
        ("3400毫升", "三升四"),
        ("92%", "九成二的"),
        ("不超过40分贝", "不会超过四十分贝"),
    ],
)
def test_tails_and_bounds_of_every_unit(written: str, spoken: str) -> None:
    assert only(written).equals(only(spoken))


def test_together_is_no_price() -> None:
    assert quantities(normal("两台一块充都行").text)[1:] == []
