"""A sheet read by its headings: every row as values by column, every fault with its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from openpyxl.utils import get_column_letter

from monitor.errors import Fault
from monitor.messages import LANGUAGES, Language, say, sentences
from monitor.text.normal import plain
from monitor.text.sheet import Row, Sheet, Value


@dataclass(frozen=True, slots=True)
class Column:
    """One column. Its headings are the sentences `<table>.<key>`, in every language, `|` between those that
    mean the same; the first is the one written."""

    table: str
    key: str
    required: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        return (self.key, *(h for language in LANGUAGES for h in say(self._code, language).split("|")))

    def heading(self, language: Language) -> str:
        return sentences(language)[self._code].split("|")[0]

    @property
    def _code(self) -> str:
        return f"{self.table}.{self.key}"


@dataclass(frozen=True, slots=True)
class Place:
    """A column as it stands in a sheet: its number from 0, letters, and heading as written."""

    index: int
    letters: str
    heading: str


@dataclass(frozen=True, slots=True)
class Table:
    """places: of the columns that are there, by key. rows: those below the headings."""

    name: str | None
    places: dict[str, Place]
    rows: list[Row]
    faults: list[Fault]

    def value(self, row: Row, key: str) -> Value:
        place = self.places.get(key)
        return row.at(place.index) if place else None

    def fault(self, row: int, key: str, code: str, **fields: object) -> Fault:
        """A fault in the column `key`, or of the row where the sheet has no such column."""
        place = self.places.get(key)
        told = {"heading": place.heading if place else key, **fields}
        return Fault(row, place.letters if place else "", code, self.name, told)


def read_table(sheet: Sheet, columns: Sequence[Column]) -> Table:
    """The first row that holds anything is that of the headings."""
    head, *rows = sheet.rows
    places: dict[str, Place] = {}
    faults = [*sheet.faults, *_headings(sheet, head, columns, places)]
    known = {place.index for place in places.values()}
    headed = {index for index, value in enumerate(head.cells) if value is not None} | known
    for row in rows:
        for index, value in enumerate(row.cells):
            if value is not None and index not in headed:
                letters = get_column_letter(index + 1)
                faults.append(
                    Fault(row.number, letters, "cell.no_heading", sheet.name, {"said": str(value)[:60]})
                )
    return Table(sheet.name, places, rows, faults)


def _headings(
    sheet: Sheet, head: Row, columns: Sequence[Column], places: dict[str, Place]
) -> Iterator[Fault]:
    """Fills `places`; yields what is wrong with the row of headings."""
    by_heading = {_bare(heading): column for column in columns for heading in column.headings}
    for index, value in enumerate(head.cells):
        if value is None:
            continue
        said, letters = str(value).strip(), get_column_letter(index + 1)
        column = by_heading.get(_bare(said))
        if column is None:
            fields: dict[str, object] = {"said": said[:60], "near": "、".join(_close_to(said, columns))}
            yield Fault(head.number, letters, "cell.unknown_heading", sheet.name, fields)
        elif column.key in places:
            fields = {"said": said, "first": places[column.key].letters}
            yield Fault(head.number, letters, "cell.heading_twice", sheet.name, fields)
        else:
            places[column.key] = Place(index, letters, said)
    for column in columns:
        if column.required and column.key not in places:
            said = " / ".join(column.heading(language) for language in LANGUAGES)
            yield Fault(head.number, "", "cell.missing_heading", sheet.name, {"said": said})


def _bare(heading: str) -> str:
    """A heading without case, spaces, marks, and what stands in brackets: *直播价（元） → 直播价."""
    return re.sub(r"[\W_]", "", re.sub(r"[(（\[【].*?[)）\]】]", "", plain(heading).text))


def _close_to(said: str, columns: Sequence[Column]) -> list[str]:
    bare = {_bare(heading): heading for column in columns for heading in column.headings}
    near = get_close_matches(_bare(said), bare, n=3, cutoff=0.4)
    shared = [name for name in bare if set(name) & set(_bare(said)) and len(name) < 8]
    return [bare[name] for name in near or shared[:3] or list(bare)[:5]]
