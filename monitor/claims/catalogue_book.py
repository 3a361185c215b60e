"""A catalogue as a workbook to be filled in."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from monitor.claims.catalogue import Product
from monitor.claims.catalogue_table import COLUMNS, Cell, rows_of, title
from monitor.messages import Language, say
from monitor.rules.lexicon import shipped_categories

_LAST_ROW = 1_048_575
_FIRST_DAY = date(1900, 3, 1)
_WIDE = {
    "name": 20,
    "claim": 40,
    "also": 40,
    "evidence": 30,
    "required_statements": 30,
    "registered_functions": 24,
}
_CATEGORIES = "categories"


class _Styles(NamedTuple):
    text: Format
    number: Format
    day: Format

    def of(self, column: str) -> Format:
        if column.endswith("_price"):
            return self.number
        return self.day if column.startswith("valid_") else self.text


def workbook(products: Sequence[Product], language: Language) -> bytes:
    """One sheet of COLUMNS, all text written as text; a hidden one lists the categories for a choice."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    plain = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
    styles = _Styles(
        book.add_format(plain | {"text_wrap": True, "quote_prefix": True, "num_format": "@"}),
        book.add_format(plain | {"num_format": "General"}),
        book.add_format(plain | {"num_format": "yyyy-mm-dd"}),
    )
    head = book.add_format(plain | {"bold": True, "bg_color": "#18212B", "font_color": "#FFFFFF"})
    sheet = book.add_worksheet(say("catalogue.sheet", language))
    for index, column in enumerate(COLUMNS):
        sheet.set_column(index, index, _WIDE.get(column.key, 13), styles.of(column.key))
        sheet.write_string(0, index, column.heading(language), head)
    for line, row in enumerate(rows_of(products, language), 1):
        for index, cell in enumerate(row):
            _write(sheet, line, index, cell, styles)
    sheet.freeze_panes(1, 0)
    _choices(book, sheet, language)
    book.close()
    return buffer.getvalue()


def _write(sheet: Worksheet, line: int, index: int, cell: Cell, styles: _Styles) -> None:
    if isinstance(cell, date) and cell >= _FIRST_DAY:
        sheet.write_datetime(line, index, cell, styles.day)
    elif isinstance(cell, int | float):
        sheet.write_number(line, index, cell, styles.number)
    elif cell:
        sheet.write_string(line, index, str(cell), styles.text)


def _choices(book: xlsxwriter.Workbook, sheet: Worksheet, language: Language) -> None:
    """Drop-down lists for the two columns that take one of a few words."""
    names = [title(name, language) for name in shipped_categories().names]
    choices = book.add_worksheet(_CATEGORIES)
    choices.write_column(0, 0, names)
    choices.hide()
    sources = {
        "category": f"={_CATEGORIES}!$A$1:$A${len(names)}",
        "allow_weaker": [say("catalogue.yes", language)],
    }
    for index, column in enumerate(COLUMNS):
        if column.key in sources:
            rule = {"validate": "list", "source": sources[column.key], "error_type": "warning"}
            sheet.data_validation(1, index, _LAST_ROW, index, rule)
