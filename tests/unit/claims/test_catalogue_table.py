from datetime import date
from pathlib import Path

import pytest

from monitor.claims.catalogue import Price, Product, SellingPoint
from monitor.claims.catalogue_table import COLUMNS, products_of, rows_of, title
from monitor.errors import BadTable, Fault
from monitor.messages import LANGUAGES
from monitor.rules.lexicon import shipped_categories
from monitor.text.sheet import Row, Sheet, Value

PRICE = Price.model_validate(
    {
        "live": 1,
        "list": 2,
        "history": [{"since": "2026-01-01", "live": 3.5}, {"since": "2026-02-01", "live": 1}],
        "bundles": [{"buy": 1, "get": 2}, {"buy": 3, "pay": 99}, {"buy": 2, "get": 3, "pay": 9.9}],
        "reductions": [],
        "gifts": [{"text": "化妆刷|两支"}, {"text": "牙刷", "threshold": 300}],
    }
)
HEAD = ("商品编号", "商品名称", "品类", "卖点编号", "卖点", "失效日期", "直播价", "生效日期")


def read(*rows: tuple[Value, ...], head: tuple[Value, ...] = HEAD) -> tuple[Product, ...]:
    numbered = [Row(number, cells) for number, cells in enumerate((head, *rows), 1)]
    return products_of(Path("c.xlsx"), [Sheet("卖点", numbered)], shipped_categories())


def faults(*rows: tuple[Value, ...], head: tuple[Value, ...] = HEAD) -> list[Fault]:
    with pytest.raises(BadTable) as caught:
        read(*rows, head=head)
    return list(caught.value.faults)


def test_rows_of_one_id_are_one_product_wherever_they_stand() -> None:
    cup, pot = read(
        ("cup", "保温杯", "日用品", "hot", "保温24小时"),
        ("pot", "养生壶", "appliance", None, None),
        ("cup", None, None, "cold", "保冷12小时", date(2027, 1, 1), None, "2026-01-01"),
    )
    assert (cup.category, [point.id for point in cup.claims]) == ("daily_goods", ["hot", "cold"])
    assert (cup.claims[1].valid_from, cup.claims[1].valid_until) == (date(2026, 1, 1), date(2027, 1, 1))
    assert pot.claims == []


def test_every_fault_is_told_at_once_with_row_and_column() -> None:
    found = faults(
        ("cup", "保温杯", "日用", "hot", "保温24小时"),
        ("cup", "水杯", None, "hot", "保温12小时", "明年", "很贵"),
        (None, "无名", "other", "x", "轻"),
        ("pot", None, "other", None, None, "2027-01-01"),
        ("jar", "罐", "other", "a", "密封", "2026-01-01", None, "2026-02-01"),
        ("jar", None, None, "a"),
    )
    assert [(f.row, f.column, f.code) for f in found] == [
        (2, "C", "cell.category"),
        (3, "B", "cell.differs"),
        (3, "D", "cell.duplicate"),
        (3, "F", "cell.date"),
        (3, "G", "cell.number"),
        (4, "A", "cell.missing"),
        (5, "B", "cell.missing"),
        (5, "F", "cell.no_claim"),
        (6, "F", "cell.order"),
        (7, "D", "cell.duplicate"),
        (7, "E", "cell.missing"),
    ]
    assert all(fault.sheet == "卖点" for fault in found)


def test_an_unknown_category_is_answered_with_close_ones() -> None:
    (fault,) = faults(("cup", "杯", "化妆", None, None))
    assert "cosmetics（化妆品）" in fault.sentence("zh")
    assert "C 列" in fault.sentence("zh")
    assert "column C" in fault.sentence("en")


def test_an_id_twice_in_one_product() -> None:
    (fault,) = faults(("cup", "杯", "other", "a", "轻"), ("cup", None, None, "a", "小"))
    assert (fault.row, fault.column, fault.fields["first"]) == (3, "D", 2)


def test_headings_unknown_twice_missing_or_not_there() -> None:
    head = ("商品编号", "商品名程", "品类", "品类", "卖点编号", "卖点", None)
    found = faults(("cup", "杯", "other", None, None, None, "多出来的"), head=head)
    assert [(f.column, f.code) for f in found] == [
        ("", "cell.missing_heading"),
        ("B", "cell.unknown_heading"),
        ("D", "cell.heading_twice"),
        ("G", "cell.no_heading"),
    ]
    assert "商品名称" in str(found[1].fields["near"])


def test_headings_are_known_in_both_languages_with_marks_and_units() -> None:
    head = ("Product ID*", "name", "CATEGORY", "Claim id", "Selling point", "直播价（元）")
    (cup,) = read(("cup", "杯", "other", "a", "轻", "99"), head=head)
    assert cup.price.live == 99


def test_every_field_of_a_catalogue_has_a_column() -> None:
    dates = {"valid_from": date(2026, 1, 1), "valid_until": date(2026, 1, 2)}
    full = Product(
        id="p", name="n", category="other", aliases=["a"], link="1", price=PRICE,
        registered_functions=["f"], registration_no="r", required_statements=["s"],
        claims=[SellingPoint(id="c", text="t", also=["u|v", "w"], evidence="e", allow_weaker=True, **dates)],
    )  # fmt: skip
    assert set(Product.model_fields) == full.model_fields_set
    assert set(SellingPoint.model_fields) == full.claims[0].model_fields_set
    assert set(Price.model_fields) == full.price.model_fields_set
    head = tuple(column.key for column in COLUMNS)
    rows = [tuple(row) for row in rows_of([full], "zh")]
    assert read(*rows, head=head) == (full,)


def test_a_further_wording_that_departs_is_told_by_its_row() -> None:
    head = ("商品编号", "商品名称", "品类", "卖点编号", "卖点", "其他说法")
    (fault,) = faults(("cup", "杯", "other", "a", "保温24小时", "热水放一整天还烫|保温48小时"), head=head)
    assert (fault.row, fault.column, fault.code) == (2, "F", "cell.departs")
    assert all("48小时" in fault.sentence(language) for language in LANGUAGES)


def test_offers_that_cannot_be_read_are_told_by_their_cells() -> None:
    head = ("商品编号", "商品名称", "品类", "卖点编号", "卖点", "历史价", "组合优惠", "满减", "赠品")
    row = ("cup", "杯", "other", None, None, "2026-02-01 9|2026-01-01 8", "买2得1", "满很多减一点", "满300送")
    found = faults(row, head=head)
    assert [(f.column, f.code) for f in found] == [
        ("F", "cell.history_order"),
        ("G", "cell.bundle"),
        ("H", "cell.reduction"),
    ]
    (cup,) = read((*row[:5], "2026年1月1日：8元", "买1送1|买3付99元", "无", "满300送牙刷"), head=head)
    assert [str(bundle) for bundle in cup.price.bundles or ()] == ["买1得2", "买3付99"]
    assert (cup.price.reductions, [str(g) for g in cup.price.gifts or ()]) == ((), ["满300送牙刷"])


def test_no_two_columns_or_categories_share_a_name() -> None:
    headings = [heading for column in COLUMNS for heading in set(column.headings)]
    assert len(headings) == len(set(headings))
    names = shipped_categories().names
    titles = {name: {name, *(title(name, language) for language in LANGUAGES)} for name in names}
    assert sum(len(own) for own in titles.values()) == len(set().union(*titles.values()))
