"""Scripts and run sheets: lines to be said, each with the product that it turns to."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from monitor.claims import cells
from monitor.claims.called import Called
from monitor.claims.catalogue import Catalogue, Product
from monitor.claims.cells import Refused
from monitor.errors import BadTable, Fault
from monitor.text.script import ScriptLine, read_script
from monitor.text.sheet import Row, Sheet, read_workbook
from monitor.text.spoken import Spoken, spoken
from monitor.text.table import Column, Table, read_table

_SPOKEN = ("script", "points", "offer")
_CALLED = ("product", "link")
_UNSPOKEN = ("at", "number", "part", "minutes", "host", "price", "stock", "category", "remark")
COLUMNS = [Column("run_sheet", key) for key in (*_CALLED, *_SPOKEN, *_UNSPOKEN)]
_NOTHING = frozenset("-—–/无")


@dataclass(frozen=True, slots=True)
class Line:
    """number: of the line, paragraph or sheet row. product: on air from this line on, where it says so."""

    number: int
    text: str
    said: Spoken
    product: Product | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """sheet: the one read of a workbook, None of other files. left: sheets that were not read."""

    lines: list[Line]
    sheet: str | None = None
    left: tuple[str, ...] = ()


def load_script(path: Path, catalogue: Catalogue) -> Script:
    """A script, or a run sheet in .xlsx. FileError; BadTable with every fault of a run sheet."""
    called = Called(catalogue)
    if path.suffix.lower() != ".xlsx":
        return Script([_line(line, called) for line in read_script(path)])
    sheets = read_workbook(path)
    if not sheets:
        raise BadTable(file=path, line=1, faults=(Fault(1, "", "cell.no_rows"),))
    lines, faults = _rows(sheets[0], called)
    if faults:
        raise BadTable(file=path, line=faults[0].row, faults=tuple(faults))
    return Script(lines, sheets[0].name, tuple(sheet.name or "" for sheet in sheets[1:]))


def _line(line: ScriptLine, called: Called) -> Line:
    """A heading turns to the one product it names; another line where it does nothing but name one."""
    product = called.only(line.label or line.said.text)
    if product is None and line.is_heading and len(named := called.within(line.text)) == 1:
        product = named[0]
    return Line(line.number, line.text, line.said, product)


def _rows(sheet: Sheet, called: Called) -> tuple[list[Line], list[Fault]]:
    table = read_table(sheet, COLUMNS)
    faults, lines = table.faults, []
    if not any(key in table.places for key in _SPOKEN):
        heading = " / ".join(Column("run_sheet", "script").headings[1:3])
        faults.append(Fault(sheet.rows[0].number, "", "cell.missing_heading", sheet.name, {"said": heading}))
    for row in table.rows:
        try:
            product = _product(table, row, called)
            lines += list(_said(table, row, product))
        except _Wrong as wrong:
            faults.append(wrong.fault)
    return lines, sorted(faults, key=lambda fault: fault.row)


class _Wrong(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def _said(table: Table, row: Row, product: Product | None) -> Iterator[Line]:
    """A line for each cell that is to be spoken; the first turns to the product."""
    texts = [text for key in _SPOKEN if (text := _cell(table, row, key))]
    if not texts and product:
        yield Line(row.number, "", Spoken("", ()), product)
    for number, text in enumerate(texts):
        yield Line(row.number, text, spoken(text), product if number == 0 else None)


def _product(table: Table, row: Row, called: Called) -> Product | None:
    """The product that every cell which calls one calls."""
    calls = {key: said for key in _CALLED if (said := _cell(table, row, key)) and not set(said) <= _NOTHING}
    found: dict[str, Product] | None = None
    for key, said in calls.items():
        products = {product.id: product for product in called.by(said, link=key == "link")}
        if not products:
            near = "、".join(called.close_to(said))
            raise _Wrong(table.fault(row.number, key, "cell.product", said=said[:60], near=near))
        found = {i: p for i, p in products.items() if i in found} if found else products
        if len(found) != 1 and key == list(calls)[-1]:
            near = "、".join(f"{i}（{p.name}）" for i, p in products.items())
            raise _Wrong(table.fault(row.number, key, "cell.products", said=said[:60], near=near))
    return next(iter(found.values())) if found else None


def _cell(table: Table, row: Row, key: str) -> str | None:
    try:
        return cells.text(table.value(row, key))
    except Refused as refused:
        raise _Wrong(table.fault(row.number, key, refused.code, said=refused.said)) from None
