"""Sheets of cells, from a workbook or a CSV file."""

import csv
import re
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from monitor.errors import BadSyntax, Fault, FileTooLarge, FileUnreadable
from monitor.text.layout import Layout, Region, layouts
from monitor.text.package import XLSX, open_package
from monitor.text.plain_file import read_plain

WIDEST = 200
MOST_MERGED = 20_000
_LAST_ROW = 1_048_576
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r]")
_NO_LAYOUT = Layout()


@dataclass(frozen=True, slots=True)
class Unusable:
    """A cell whose value is not to be had. code: of the sentence that says why."""

    code: str
    said: str


Value = str | int | float | bool | date | datetime | time | timedelta | Unusable | None


@dataclass(frozen=True, slots=True)
class Row:
    """number: from 1, as the spreadsheet counts."""

    number: int
    cells: tuple[Value, ...]

    def at(self, column: int) -> Value:
        return self.cells[column] if column < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows that are not empty. name: None for a CSV file, which has but one sheet.

    faults: of the sheet's layout, which hides what it holds or has one cell for several columns.
    """

    name: str | None
    rows: list[Row]
    faults: list[Fault] = field(default_factory=list)


def read_workbook(path: Path) -> list[Sheet]:
    """The visible sheets of an .xlsx that hold anything, in their order.

    A cell merged over several rows counts for each of them. FileError where it cannot be read.
    """
    package = open_package(path, XLSX)
    try:
        return list(_sheets(path, package))
    except FileTooLarge:
        raise
    except Exception:  # what a malformed workbook makes its parser raise is not enumerable
        raise FileUnreadable(file=path, line=0, reason="value.damaged") from None


def read_csv(path: Path) -> list[Sheet]:
    """One sheet, comma-separated. BadSyntax with the row where quotes do not pair."""
    records = csv.reader(StringIO(read_plain(path), newline=""), strict=True)
    rows: list[Row] = []
    number = 0
    try:
        for number, cells in enumerate(records, 1):
            if any(cell.strip() for cell in cells):
                rows.append(Row(number, tuple(unguarded(cell) if cell.strip() else None for cell in cells)))
    except csv.Error:
        raise BadSyntax(file=path, line=number + 1, reason="value.quotes") from None
    return [Sheet(None, rows)] if rows else []


def guarded(text: str) -> str:
    """A cell of a CSV file that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """What was guarded, as it was."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _sheets(path: Path, package: BytesIO) -> Iterator[Sheet]:
    found = layouts(package)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(package, read_only=True)
        for worksheet in book.worksheets:
            if worksheet.sheet_state == "visible":
                sheet = _sheet(path, worksheet, found.get(worksheet.title, _NO_LAYOUT))
                if sheet.rows:
                    yield sheet


def _sheet(path: Path, worksheet: Any, layout: Layout) -> Sheet:
    worksheet.reset_dimensions()
    rows: dict[int, list[Value]] = {}
    for number, cells in enumerate(worksheet.iter_rows(), 1):
        if number > _LAST_ROW or len(cells) > WIDEST:
            limit = f"{_LAST_ROW:,} rows, {WIDEST} columns"
            raise FileTooLarge(file=path, line=number, limit=limit)
        values = [_value(cell) for cell in cells]
        if any(value is not None for value in values):
            rows[number] = values
    tall = [region for region in layout.merged if region.left == region.right]
    if len(tall) > MOST_MERGED:
        raise FileTooLarge(file=path, line=0, limit=f"{MOST_MERGED:,} merged cells")
    _fill_down(rows, tall)
    faults = [*_merged_across(worksheet.title, layout), *_hidden(worksheet.title, layout, rows)]
    kept = [Row(number, tuple(values)) for number, values in sorted(rows.items())]
    return Sheet(worksheet.title, kept, sorted(faults, key=lambda fault: fault.row))


def _value(cell: Any) -> Value:
    value = cell.value
    if cell.data_type == "f":
        return Unusable("cell.formula", str(value)[:60])
    if cell.data_type == "e":
        return Unusable("cell.error", str(value)[:60])
    return None if isinstance(value, str) and not value.strip() else value


def _fill_down(rows: dict[int, list[Value]], regions: list[Region]) -> None:
    """Rows that hold nothing but a part of a merged cell stay empty."""
    numbers = sorted(rows)
    for region in regions:
        covered = numbers[bisect_left(numbers, region.top) : bisect_right(numbers, region.bottom)]
        if covered and covered[0] == region.top and region.left <= len(rows[region.top]):
            for number in covered[1:]:
                rows[number] += [None] * (region.left - len(rows[number]))
                rows[number][region.left - 1] = rows[region.top][region.left - 1]


def _merged_across(sheet: str, layout: Layout) -> Iterator[Fault]:
    for region in layout.merged:
        if region.left != region.right:
            yield Fault(region.top, get_column_letter(region.left), "cell.merged", sheet)


def _hidden(sheet: str, layout: Layout, rows: dict[int, list[Value]]) -> Iterator[Fault]:
    for number in sorted(layout.hidden_rows & rows.keys()):
        yield Fault(number, "", "cell.hidden_row", sheet)
    for column in sorted(layout.hidden_columns):
        holding = [n for n, values in rows.items() if any(v is not None for v in values[column - 1 : column])]
        if holding:
            yield Fault(min(holding), get_column_letter(column), "cell.hidden_column", sheet)
