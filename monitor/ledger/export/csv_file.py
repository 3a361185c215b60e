"""The sheets one below the other in a CSV file: UTF-8 with a byte order mark, nothing in it a formula."""

import csv
from io import StringIO

from monitor.ledger.export.sheet import Book, Cell
from monitor.text.sheet import guarded


def csv_of(book: Book) -> bytes:
    """Rows of what the export says of itself, then each sheet: its title, its headings, its rows.

    Sheets are parted by an empty row. Cells that a spreadsheet would take for a formula begin with `'`.
    """
    table = StringIO(newline="")
    writer = csv.writer(table)
    for heading, words in book.about:
        writer.writerow([_written(heading), _written(words)])
    for sheet in book.filled:
        writer.writerow([])
        writer.writerow([_written(sheet.title), _written(sheet.note)])
        writer.writerow([_written(title) for title in sheet.titles])
        for line in sheet.lines:
            writer.writerow([_written(cell) for cell in line.cells])
    return table.getvalue().encode("utf-8-sig", "replace")


def _written(cell: Cell) -> str | int:
    if isinstance(cell, str):
        return guarded(cell)
    return "" if cell is None else cell
