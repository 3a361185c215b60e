"""A catalogue as a table: a row for each selling point, with its product's id on every row."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import Any

from monitor.claims import cells
from monitor.claims.also import departing
from monitor.claims.catalogue import Price, Product, SellingPoint
from monitor.claims.cells import Refused
from monitor.errors import BadTable, Fault
from monitor.messages import LANGUAGES, Language, say, sentences
from monitor.rules.category import Categories
from monitor.text.sheet import Row, Sheet, Value
from monitor.text.table import Column, Table, read_table

Cell = str | float | date | None

_PRODUCT: dict[str, Callable[[Value], Any]] = {
    "name": cells.text,
    "category": cells.text,
    "aliases": lambda value: cells.split(value, cells.WORDS),
    "link": cells.text,
    "live_price": cells.amount,
    "list_price": cells.amount,
    "price_history": lambda value: cells.items(value, cells.sold),
    "bundles": lambda value: cells.items(value, cells.bundle),
    "reductions": lambda value: cells.items(value, cells.reduction),
    "gifts": lambda value: cells.items(value, cells.gift),
    "registered_functions": lambda value: cells.split(value, cells.WORDS),
    "registration_no": cells.text,
    "required_statements": lambda value: cells.split(value, cells.STATEMENTS),
}
_CLAIM: dict[str, Callable[[Value], Any]] = {
    "claim_id": cells.text,
    "claim": cells.text,
    "also": lambda value: cells.split(value, cells.STATEMENTS),
    "evidence": cells.text,
    "valid_from": cells.day,
    "valid_until": cells.day,
    "allow_weaker": cells.yes,
}
_REQUIRED = ("product_id", "name", "category", "claim_id", "claim")
COLUMNS = [Column("catalogue", key, key in _REQUIRED) for key in ("product_id", *_PRODUCT, *_CLAIM)]


@dataclass(slots=True)
class _Draft:
    """A product as far as its rows were read. said: each value with the row that gave it."""

    table: Table
    row: int
    said: dict[str, tuple[int, Any]] = field(default_factory=dict)
    claims: list[SellingPoint] = field(default_factory=list)
    claim_rows: dict[str, int] = field(default_factory=dict)

    def value(self, key: str) -> Any:
        return self.said[key][1] if key in self.said else None


class _Reader:
    """Rows of one or more sheets into products; `faults` holds all that is wrong."""

    def __init__(self, categories: Categories) -> None:
        self._categories = categories
        self._by_title = {title: name for name in categories.names for title in _titles(name)}
        self.drafts: dict[str, _Draft] = {}
        self.faults: list[Fault] = []

    def read(self, sheet: Sheet) -> None:
        table = read_table(sheet, COLUMNS)
        self.faults += table.faults
        if all(key in table.places for key in _REQUIRED):
            for row in table.rows:
                self._row(table, row)

    def products(self) -> tuple[Product, ...]:
        return tuple(
            product for name, draft in self.drafts.items() if (product := self._product(name, draft))
        )

    def _row(self, table: Table, row: Row) -> None:
        name = self._cell(table, row, "product_id", cells.text)
        if name is None:
            if isinstance(table.value(row, "product_id"), str | None):
                self.faults.append(_missing(table, row.number, "product_id"))
            return
        draft = self.drafts.setdefault(name, _Draft(table, row.number))
        for key, parse in _PRODUCT.items():
            value = self._cell(table, row, key, parse)
            if value is None:
                continue
            first, known = draft.said.setdefault(key, (row.number, value))
            if known != value:
                said = str(table.value(row, key))[:60]
                self.faults.append(table.fault(row.number, key, "cell.differs", first=first, said=said))
        self._claim(draft, table, row)

    def _cell(self, table: Table, row: Row, key: str, parse: Callable[[Value], Any]) -> Any:
        cell = table.value(row, key)
        if cell is None:
            return None
        try:
            value = parse(cell)
            return self._category(value) if key == "category" and value else value
        except Refused as refused:
            near = "、".join(self._close_to(refused.said)) if refused.code == "cell.category" else ""
            fields = {"said": refused.said, "near": near}
            self.faults.append(table.fault(row.number, key, refused.code, **fields))
            return None

    def _claim(self, draft: _Draft, table: Table, row: Row) -> None:
        given = {key: self._cell(table, row, key, parse) for key, parse in _CLAIM.items()}
        there = [key for key in given if table.value(row, key) is not None and given[key] is not False]
        if not there:
            return
        found = list(_claim_faults(draft, table, row, given, there))
        self.faults += found
        if not found and None not in (given["claim_id"], given["claim"]):
            point = _selling_point(given)
            draft.claims.append(point)
            for _, fields in departing(point):
                self.faults.append(table.fault(row.number, "also", "cell.departs", **fields))

    def _product(self, name: str, draft: _Draft) -> Product | None:
        absent = [key for key in ("name", "category") if draft.value(key) is None]
        self.faults += [_missing(draft.table, draft.row, key) for key in absent if not self._told(draft, key)]
        if absent:
            return None
        return Product(
            id=name,
            name=draft.value("name"),
            category=draft.value("category"),
            aliases=draft.value("aliases") or [],
            link=draft.value("link"),
            price=self._price(draft),
            claims=draft.claims,
            registered_functions=draft.value("registered_functions") or [],
            registration_no=draft.value("registration_no"),
            required_statements=draft.value("required_statements") or [],
        )

    def _price(self, draft: _Draft) -> Price:
        sold = draft.value("price_history") or ()
        if any(later.since <= earlier.since for earlier, later in pairwise(sold)):
            row = draft.said["price_history"][0]
            self.faults.append(draft.table.fault(row, "price_history", "cell.history_order"))
            sold = ()
        return Price(
            live=draft.value("live_price"),
            list=draft.value("list_price"),
            history=sold,
            bundles=draft.value("bundles"),
            reductions=draft.value("reductions"),
            gifts=draft.value("gifts"),
        )

    def _told(self, draft: _Draft, key: str) -> bool:
        """Whether a fault in the product's first row says already what is wrong with this cell."""
        place = draft.table.places[key]
        return any(
            (f.row, f.column, f.sheet) == (draft.row, place.letters, draft.table.name) for f in self.faults
        )

    def _category(self, said: str) -> str:
        if said in self._categories:
            return said
        if said not in self._by_title:
            raise Refused("cell.category", said)
        return self._by_title[said]

    def _close_to(self, said: str) -> list[str]:
        """Categories that look like `said`, by id or by name, each as `id（name）`."""
        known = {**{name: name for name in self._categories.names}, **self._by_title}
        near = get_close_matches(said, known, n=5, cutoff=0.4)
        shared = [title for title in self._by_title if set(title) & set(said)] if not said.isascii() else []
        found = dict.fromkeys(known[name] for name in (*near, *shared)) or self._categories.close_to(said)
        return [f"{name}（{title(name, 'zh')}）" for name in list(found)[:5]]


def products_of(path: Path, sheets: Sequence[Sheet], categories: Categories) -> tuple[Product, ...]:
    """The products of a catalogue's table. BadTable with every fault of every sheet."""
    reader = _Reader(categories)
    for sheet in sheets:
        reader.read(sheet)
    products = reader.products()
    faults = list(reader.faults) if sheets else [Fault(1, "", "cell.no_rows")]
    if faults:
        order = {sheet.name: number for number, sheet in enumerate(sheets)}
        faults.sort(key=lambda f: (order.get(f.sheet, 0), f.row, len(f.column), f.column))
        raise BadTable(file=path, line=faults[0].row, faults=tuple(faults))
    return products


def rows_of(products: Iterable[Product], language: Language) -> Iterator[list[Cell]]:
    """The rows of COLUMNS. What belongs to a product stands on its first row alone."""
    yes = say("catalogue.yes", language)
    for product in products:
        points: list[SellingPoint | None] = list(product.claims) or [None]
        for number, point in enumerate(points):
            own = _product_cells(product, language) if number == 0 else [None] * len(_PRODUCT)
            yield [product.id, *own, *(_claim_cells(point, yes) if point else [None] * len(_CLAIM))]


def title(category: str, language: Language) -> str:
    """What people call a category, or its id where it has no name."""
    return sentences(language).get(f"category.{category}", category)


def _product_cells(product: Product, language: Language) -> list[Cell]:
    return [
        product.name,
        title(product.category, language),
        cells.joined(product.aliases, cells.WORDS),
        product.link,
        product.price.live,
        product.price.list,
        cells.listed(product.price.history or None),
        cells.listed(product.price.bundles),
        cells.listed(product.price.reductions),
        cells.listed(product.price.gifts),
        cells.joined(product.registered_functions, cells.WORDS),
        product.registration_no,
        cells.joined(product.required_statements, cells.STATEMENTS),
    ]


def _claim_cells(point: SellingPoint, yes: str) -> list[Cell]:
    weaker = yes if point.allow_weaker else None
    also = cells.joined(point.also, cells.STATEMENTS)
    return [point.id, point.text, also, point.evidence, point.valid_from, point.valid_until, weaker]


def _selling_point(given: dict[str, Any]) -> SellingPoint:
    return SellingPoint(
        id=given["claim_id"],
        text=given["claim"],
        also=given["also"] or [],
        evidence=given["evidence"],
        valid_from=given["valid_from"],
        valid_until=given["valid_until"],
        allow_weaker=bool(given["allow_weaker"]),
    )


def _claim_faults(
    draft: _Draft, table: Table, row: Row, given: dict[str, Any], there: list[str]
) -> Iterator[Fault]:
    """What is wrong with a row's selling point beyond its cells. there: the columns it has cells in."""
    absent = [key for key in ("claim_id", "claim") if key not in there]
    if len(absent) == 2:
        yield table.fault(row.number, there[0], "cell.no_claim")
    elif absent:
        yield _missing(table, row.number, absent[0])
    if name := given["claim_id"]:
        first = draft.claim_rows.setdefault(name, row.number)
        if first != row.number:
            yield table.fault(row.number, "claim_id", "cell.duplicate", said=name, first=first)
    begin, end = given["valid_from"], given["valid_until"]
    if begin and end and end < begin:
        yield table.fault(row.number, "valid_until", "cell.order", said=end, first=begin)


def _missing(table: Table, row: int, key: str) -> Fault:
    return table.fault(row, key, "cell.missing")


def _titles(category: str) -> list[str]:
    return [title(category, language) for language in LANGUAGES]
