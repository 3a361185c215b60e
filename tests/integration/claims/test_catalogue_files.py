"""Catalogues through real files: XLSX, CSV and YAML, and back."""

import time
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.claims.catalogue import Price, Product, SellingPoint
from monitor.claims.catalogue_files import read_products, write_products
from monitor.errors import BadSyntax, BadTable, Fault, FileError, FileExists, FileUnreadable
from monitor.rules.lexicon import shipped_categories
from tests.installed import SAMPLES

FORMATS = (".xlsx", ".csv", ".yaml")
CATEGORIES = shipped_categories()


def there_and_back(folder: Path, products: list[Product], suffix: str) -> list[Product]:
    path = folder / f"catalogue{suffix}"
    path.unlink(missing_ok=True)
    write_products(path, products, "zh", FORMATS)
    return list(read_products(path, CATEGORIES))


def book(folder: Path, *rows: tuple[object, ...]) -> tuple[Path, openpyxl.Workbook]:
    made = openpyxl.Workbook()
    for row in (("商品编号", "商品名称", "品类", "卖点编号", "卖点", "失效日期", "链接号"), *rows):
        made.active.append(row)
    return folder / "c.xlsx", made


def faults(path: Path) -> list[Fault]:
    with pytest.raises(BadTable) as caught:
        read_products(path, CATEGORIES)
    return list(caught.value.faults)


TEXT = st.one_of(
    st.sampled_from(["=1+1", "+86", "-5", "@SUM(A1)", "'=x", "\\", "a、b|c；d", "1.5e3", "nULL", "是"]),
    st.text(st.characters(blacklist_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=12),
).map(str.strip).filter(bool)  # fmt: skip
DAY = st.none() | st.dates(date(1950, 1, 1), date(2100, 1, 1))
YUAN = st.none() | st.integers(0, 10**7).map(lambda cents: cents / 100)


@st.composite
def products(draw: st.DrawFn) -> list[Product]:
    def point(name: str) -> SellingPoint:
        first, last = draw(DAY), draw(DAY)
        if first and last and last < first:
            first, last = last, first
        words = {"text": draw(TEXT), "evidence": draw(st.none() | TEXT), "allow_weaker": draw(st.booleans())}
        return SellingPoint(id=name, valid_from=first, valid_until=last, **words)

    def product(name: str) -> Product:
        lists = {
            key: draw(st.lists(TEXT, max_size=3))
            for key in ("aliases", "registered_functions", "required_statements")
        }
        return Product(
            id=name,
            name=draw(TEXT),
            category=draw(st.sampled_from(CATEGORIES.names)),
            link=draw(st.none() | TEXT),
            registration_no=draw(st.none() | TEXT),
            price=Price(live=draw(YUAN), list=draw(YUAN)),
            claims=[point(i) for i in draw(st.lists(TEXT, max_size=3, unique=True))],
            **lists,
        )

    return [product(name) for name in draw(st.lists(TEXT, max_size=3, unique=True))]


@pytest.mark.parametrize("suffix", FORMATS)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(made=products())
def test_nothing_is_lost_there_and_back(tmp_path: Path, suffix: str, made: list[Product]) -> None:
    assert there_and_back(tmp_path, made, suffix) == made


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_sample_catalogue_there_and_back(tmp_path: Path, suffix: str) -> None:
    made = list(read_products(SAMPLES / "catalogue.yaml", CATEGORIES))
    assert there_and_back(tmp_path, made, suffix) == made


def test_an_empty_catalogue_makes_a_form_that_reads_as_empty(tmp_path: Path) -> None:
    assert there_and_back(tmp_path, [], ".xlsx") == []
    assert there_and_back(tmp_path, [], ".csv") == []


def test_no_cell_of_an_export_is_a_formula(tmp_path: Path) -> None:
    evil = [Product(id="=cmd|' /C calc'!A0", name="@x", category="other", link="-1", registration_no="+1")]
    assert there_and_back(tmp_path, evil, ".xlsx") == evil
    sheet = openpyxl.load_workbook(tmp_path / "catalogue.xlsx").worksheets[0]
    assert {cell.data_type for cell in sheet[2] if cell.value is not None} == {"s"}
    assert there_and_back(tmp_path, evil, ".csv") == evil
    written = (tmp_path / "catalogue.csv").read_text("utf-8-sig").splitlines()[1]
    assert [cell[:2] for cell in written.split(",") if cell[:1] in "'=+-@" and cell] == [
        "'=",
        "'@",
        "'-",
        "'+",
    ]


def test_dates_and_numbers_as_the_spreadsheet_keeps_them(tmp_path: Path) -> None:
    path, made = book(
        tmp_path, (7, "杯", "other", 1, "轻", date(2027, 1, 31), 3), (None,) * 7, (7, None, None, 2, "小")
    )
    made.save(path)
    (cup,) = read_products(path, CATEGORIES)
    assert (cup.id, cup.link, [point.id for point in cup.claims]) == ("7", "3", ["1", "2"])
    assert cup.claims[0].valid_until == date(2027, 1, 31)


def test_a_cell_merged_downwards_counts_for_each_row(tmp_path: Path) -> None:
    path, made = book(tmp_path, ("cup", "杯", "other", "a", "轻"), (None, None, None, "b", "小"))
    for column in "ABC":
        made.active.merge_cells(f"{column}2:{column}3")
    made.save(path)
    (cup,) = read_products(path, CATEGORIES)
    assert [point.id for point in cup.claims] == ["a", "b"]


def test_what_is_hidden_merged_across_or_a_formula_is_refused_with_its_place(tmp_path: Path) -> None:
    path, made = book(
        tmp_path, ("cup", "杯", "other", "a", "轻", None, "=1+2"), ("cup", None, None, "b", "小")
    )
    made.active.row_dimensions[3].hidden = True
    made.active.column_dimensions["B"].hidden = True
    made.active.merge_cells("D3:E3")
    made.save(path)
    found = {(f.row, f.column, f.code) for f in faults(path)}
    assert {(3, "", "cell.hidden_row"), (1, "B", "cell.hidden_column")} <= found
    assert {(3, "D", "cell.merged"), (2, "G", "cell.formula")} <= found


def test_every_visible_sheet_is_read_and_named_in_its_faults(tmp_path: Path) -> None:
    path, made = book(tmp_path, ("cup", "杯", "other", "a", "轻"))
    second = made.create_sheet("第二批")
    second.append(("product_id", "name", "category", "claim_id", "claim"))
    second.append(("pot", "壶", "kettle", "b", "快"))
    made.create_sheet("隐藏").append(("随便",))
    made["隐藏"].sheet_state = "hidden"
    made.save(path)
    (fault,) = faults(path)
    assert (fault.sheet, fault.row, fault.column) == ("第二批", 2, "C")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_in_the_encodings_that_spreadsheets_write(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "c.csv"
    path.write_bytes(
        "商品编号,商品名称,品类,卖点编号,卖点\r\n\r\n007,杯,其他,a,保温24小时\r\n".encode(encoding)
    )
    (cup,) = read_products(path, CATEGORIES)
    assert (cup.id, cup.category, cup.claims[0].text) == ("007", "other", "保温24小时")


def test_quotes_that_do_not_pair(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text('商品编号,商品名称\n"cup,杯\n', "utf-8")
    with pytest.raises(BadSyntax):
        read_products(path, CATEGORIES)


def test_an_existing_file_is_not_overwritten_and_text_too_long_for_a_cell_is_told(tmp_path: Path) -> None:
    path = tmp_path / "c.xlsx"
    long = [Product(id="cup", name="杯" * 40_000, category="other")]
    with pytest.raises(BadTable) as caught:
        write_products(path, long, "zh", FORMATS)
    assert [(f.row, f.column, f.code) for f in caught.value.faults] == [(2, "B", "cell.long")]
    write_products(path, [], "zh", FORMATS)
    with pytest.raises(FileExists):
        write_products(path, [], "zh", FORMATS)
    with pytest.raises(FileUnreadable):
        write_products(tmp_path / "c.ods", [], "zh", FORMATS)


def test_ten_thousand_rows_are_read_within_seconds(tmp_path: Path) -> None:
    claims = [SellingPoint(id=f"c{i}", text=f"保温{i}小时", evidence=f"报告 {i}") for i in range(5)]
    many = [Product(id=f"p{i}", name=f"商品{i}", category="other", claims=claims) for i in range(2_000)]
    path = tmp_path / "c.xlsx"
    write_products(path, many, "zh", FORMATS)
    begun = time.process_time()
    assert list(read_products(path, CATEGORIES)) == many
    assert time.process_time() - begun < 10


def test_a_file_error_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        read_products(tmp_path / "none.csv", CATEGORIES)
    assert "none.csv" in caught.value.sentence("zh")
