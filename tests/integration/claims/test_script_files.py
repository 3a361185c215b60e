"""Scripts and run sheets through real files."""

from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from monitor.claims.catalogue import Catalogue, Product
from monitor.claims.script import Line, load_script
from monitor.errors import BadTable, Fault

CREAM = Product(id="cream", name="水润保湿面霜", aliases=["面霜"], link="1", category="cosmetics")
SERUM = Product(id="serum", name="玫瑰精华液", link="2", category="cosmetics")
CATALOGUE = Catalogue((CREAM, SERUM), "v")


def lines(path: Path) -> list[Line]:
    return load_script(path, CATALOGUE).lines


def told(path: Path) -> list[tuple[int, str, str | None]]:
    return [(line.number, line.said.text, line.product and line.product.id) for line in lines(path)]


def sheet(folder: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = folder / "run.xlsx"
    book.save(path)
    return path


def faults(path: Path) -> list[Fault]:
    with pytest.raises(BadTable) as caught:
        load_script(path, CATALOGUE)
    return list(caught.value.faults)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_lines_of_text_are_counted_as_an_editor_does(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "script.txt"
    path.write_bytes("大家好\r\n\r\n2号链接\r\n主播：很轻（笑）\r\n".encode(encoding))
    assert told(path) == [(1, "大家好", None), (3, "2号链接", "serum"), (4, "很轻", None)]


def test_headings_of_markdown_turn_to_the_product_they_name(tmp_path: Path) -> None:
    path = tmp_path / "script.md"
    path.write_text(
        "# 第一部分 玫瑰精华液 开场\n很**轻**\n\n【1号链接】\n玫瑰精华液很轻\n# 1号和2号\n", "utf-8"
    )
    assert [(number, product) for number, _, product in told(path)] == [
        (1, "serum"), (2, None), (4, "cream"), (5, None), (6, None),
    ]  # fmt: skip


def test_paragraphs_are_counted_as_a_reader_does_those_in_tables_too(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("玫瑰精华液的卖点", 2)
    document.add_paragraph("")
    document.add_paragraph("主播：大家好")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "面霜", "很轻"
    table.cell(1, 0).merge(table.cell(1, 1)).text = "合并"
    document.add_paragraph("再见")
    path = tmp_path / "script.docx"
    document.save(str(path))
    assert told(path) == [
        (1, "玫瑰精华液的卖点", "serum"),
        (2, "大家好", None),
        (3, "面霜", "cream"),
        (4, "很轻", None),
        (5, "合并", None),
        (6, "再见", None),
    ]


def test_what_a_reader_sees_of_a_document_is_read_and_what_was_deleted_is_not(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("很")
    space = nsdecls("w")
    for inner in (
        f"<w:ins {space}><w:r><w:t>轻</w:t></w:r></w:ins>",
        f"<w:del {space}><w:r><w:delText>重</w:delText></w:r></w:del>",
        f"<w:moveFrom {space}><w:r><w:t>旧</w:t></w:r></w:moveFrom>",
        f"<w:r {space}><w:ruby><w:rt><w:r><w:t>bao</w:t></w:r></w:rt></w:ruby></w:r>",
        f"<w:r {space}><w:br/><w:t>薄</w:t></w:r>",
        f"<w:r {space}><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></w:r>",
    ):
        paragraph._p.append(parse_xml(inner))
    control = f"<w:sdt {space}><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(1, parse_xml(control))
    path = tmp_path / "script.docx"
    document.save(str(path))
    assert [(line.number, line.text) for line in lines(path)] == [(1, "很轻\n薄"), (2, "框内"), (3, "控件")]


def test_rows_of_a_run_sheet_turn_to_their_product(tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        ("时间", "商品", "链接", "话术", "卖点", "备注"),
        ("20:00", None, None, "大家好", None, "不念"),
        (None,) * 6,
        ("20:05", "面霜", 1, "很轻", "补水", None),
        ("20:20", "2号链接 玫瑰精华液", "—", None, 48, None),
    )
    assert told(path) == [
        (2, "大家好", None),
        (4, "很轻", "cream"),
        (4, "补水", None),
        (5, "48", "serum"),
    ]


def test_english_headings(tmp_path: Path) -> None:
    assert told(sheet(tmp_path, ("at", "Product", "script"), (0, "serum", "很轻"))) == [(2, "很轻", "serum")]


def test_every_fault_of_a_run_sheet_at_once(tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        ("商品", "链接", "话木"),
        ("电饭煲", None, None),
        ("面霜", 2, None),
    )
    assert [(f.row, f.column, f.code) for f in faults(path)] == [
        (1, "C", "cell.unknown_heading"),
        (1, "", "cell.missing_heading"),
        (2, "A", "cell.product"),
        (3, "B", "cell.products"),
    ]


def test_sheets_that_are_not_read_are_named(tmp_path: Path) -> None:
    path = sheet(tmp_path, ("话术",), ("大家好",))
    book = openpyxl.load_workbook(path)
    book.create_sheet("人员").append(("小云",))
    book.save(path)
    script = load_script(path, CATALOGUE)
    assert (script.sheet, script.left) == ("Sheet", ("人员",))
