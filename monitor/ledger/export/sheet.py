"""The inspection ledger as sheets of rows, before it is a file of any kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.messages import Language

Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Column:
    """width: in characters of Chinese, of which a printed page holds about a hundred."""

    key: str
    title: str
    width: int


@dataclass(frozen=True, slots=True)
class Line:
    """One row. entry: index in the log of what it tells."""

    cells: tuple[Cell, ...]
    entry: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """title: what the sheet is called; note: which question of an inspector it answers."""

    id: str
    title: str
    note: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(column.title for column in self.columns)


@dataclass(frozen=True, slots=True)
class Cut:
    """How far the log had come: nothing later is in the export.

    root: Merkle root over the first `size` entries. note: the signed checkpoint, '' where there is none;
    then signed_at is None too.
    """

    size: int
    root: bytes
    note: str = ""
    signed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """All of an export. scope: of what, in words; about: all that it says of itself, as (heading, words)."""

    title: str
    language: Language
    cut: Cut
    scope: str
    about: tuple[tuple[str, str], ...]
    sheets: tuple[Sheet, ...]

    @property
    def filled(self) -> Sequence[Sheet]:
        return [sheet for sheet in self.sheets if sheet.lines]
