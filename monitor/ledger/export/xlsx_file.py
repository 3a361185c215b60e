"""The sheets as a workbook that an office opens and prints."""

from datetime import UTC, datetime
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from monitor.ledger.export.sheet import Book, Cell, Sheet
from monitor.messages import say

FONT = "Microsoft YaHei"
CELL_LIMIT = 32_767
_A4 = 9
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def xlsx_of(book: Book) -> bytes:
    """One worksheet about the export, then one a sheet; the same book gives the same bytes.

    Every text is written as text and marked to stay so when edited: what was recorded is never a formula.
    """
    buffer = BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    workbook.set_properties({"title": book.title, "created": _NO_TIME})
    styles = _Styles(workbook)
    _about(workbook.add_worksheet(say("export.about", book.language)), book, styles)
    for sheet in book.filled:
        _sheet(workbook.add_worksheet(sheet.title), sheet, book, styles)
    workbook.close()
    return buffer.getvalue()


class _Styles:
    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        plain = {"font_name": FONT, "font_size": 10, "valign": "top", "text_wrap": True}
        text = plain | {"quote_prefix": True, "num_format": "@"}
        head = {"bold": True, "bg_color": "#18212B", "font_color": "#FFFFFF", "border": 1}
        self.text = workbook.add_format(text | {"border": 1, "border_color": "#BFC5CC"})
        self.head = workbook.add_format(text | head)
        self.title = workbook.add_format(text | {"bold": True, "font_size": 14, "text_wrap": False})
        self.note = workbook.add_format(text | {"font_color": "#5A6472", "text_wrap": False})


def _about(worksheet: Worksheet, book: Book, styles: _Styles) -> None:
    worksheet.set_column(0, 0, 22)
    worksheet.set_column(1, 1, 96)
    _row(worksheet, 0, (book.title,), styles.title)
    for number, pair in enumerate(book.about, start=1):
        _row(worksheet, number, pair, styles.text)
    _page(worksheet, book)


def _sheet(worksheet: Worksheet, sheet: Sheet, book: Book, styles: _Styles) -> None:
    _row(worksheet, 0, (sheet.title,), styles.title)
    _row(worksheet, 1, (sheet.note,), styles.note)
    _row(worksheet, 2, sheet.titles, styles.head)
    for number, column in enumerate(sheet.columns):
        worksheet.set_column(number, number, 2 * column.width)
    for row, line in enumerate(sheet.lines, start=3):
        _row(worksheet, row, line.cells, styles.text)
    worksheet.freeze_panes(3, 0)
    worksheet.autofilter(2, 0, 2 + len(sheet.lines), len(sheet.columns) - 1)
    worksheet.repeat_rows(2)
    _page(worksheet, book)


def _page(worksheet: Worksheet, book: Book) -> None:
    worksheet.set_paper(_A4)
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    cut = say("export.cut_short", book.language, size=book.cut.size, root=book.cut.root.hex()[:16])
    worksheet.set_header(f"&L&8{book.title}&R&8{cut}")
    worksheet.set_footer(f"&L&8{say('export.suspected_short', book.language)}&R&8&P / &N")


def _row(worksheet: Worksheet, row: int, cells: tuple[Cell, ...], style: Format) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, int):
            worksheet.write_number(row, column, cell, style)
        elif cell:
            worksheet.write_string(row, column, _fitting(cell), style)
        else:
            worksheet.write_blank(row, column, None, style)


def _fitting(text: str) -> str:
    """What a cell can hold: valid Unicode, no more than a cell's limit."""
    return text.encode("utf-8", "replace").decode("utf-8")[:CELL_LIMIT]
