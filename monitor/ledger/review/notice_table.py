"""A platform's violation notices as it sends them: a row of a CSV or XLSX file each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

from monitor.claims import cells
from monitor.claims.cells import Refused
from monitor.errors import BadTable, Fault, FileUnreadable
from monitor.ledger.review.notice import Imported
from monitor.text.sheet import Row, Sheet, Value, read_csv, read_workbook
from monitor.text.table import Column, Table, read_table

_REQUIRED = ("platform", "number", "words")
_KEYS = (*_REQUIRED, "broadcast", "at", "product", "violation", "penalty")
COLUMNS = [Column("notice", key, key in _REQUIRED) for key in _KEYS]
_SHANGHAI = timezone(timedelta(hours=8))
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2}(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Read:
    """A row that was read. place: where a fault of it is told."""

    table: Table
    row: int
    notice: Imported


@dataclass(slots=True)
class _Reader:
    read: list[Read] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    _first: dict[str, int] = field(default_factory=dict)

    def sheet(self, sheet: Sheet) -> None:
        table = read_table(sheet, COLUMNS)
        self.faults += table.faults
        if all(key in table.places for key in _REQUIRED):
            for row in table.rows:
                self._row(table, row)

    def _row(self, table: Table, row: Row) -> None:
        before = len(self.faults)
        given = {key: self._cell(table, row, key) for key in _KEYS}
        at, begin = self._moment(table, row)
        told = {key: value for key, value in given.items() if key != "at" and value is not None}
        missing = [key for key in _REQUIRED if key not in told]
        if len(self.faults) == before:
            self.faults += [table.fault(row.number, key, "cell.missing") for key in missing]
        if len(self.faults) == before:
            notice = Imported(**told, at=at, begin=begin)
            first = self._first.setdefault(notice.key, row.number)
            if first != row.number:
                self.faults.append(
                    table.fault(row.number, "number", "notice_cell.twice", said=notice.number, first=first)
                )
            self.read.append(Read(table, row.number, notice))

    def _cell(self, table: Table, row: Row, key: str) -> str | None:
        if key == "at":
            return None
        try:
            return cells.text(table.value(row, key))
        except Refused as refused:
            self.faults.append(table.fault(row.number, key, refused.code, said=refused.said))
            return None

    def _moment(self, table: Table, row: Row) -> tuple[datetime | None, float | None]:
        try:
            return moment(table.value(row, "at"))
        except Refused as refused:
            self.faults.append(table.fault(row.number, "at", refused.code, said=refused.said))
            return None, None


def read_notices(path: Path) -> list[Read]:
    """The notices of every sheet. FileError; BadTable with every fault, unknown columns among them."""
    readers: dict[str, Any] = {".csv": read_csv, ".xlsx": read_workbook}
    suffix = path.suffix.lower()
    if suffix not in readers:
        raise FileUnreadable(file=path, line=0, reason="value.notice_format", said=suffix or path.name)
    sheets: Sequence[Sheet] = readers[suffix](path)
    reader = _Reader()
    for sheet in sheets:
        reader.sheet(sheet)
    faults = reader.faults if sheets else [Fault(1, "", "cell.no_rows")]
    if faults:
        raise BadTable(file=path, line=faults[0].row, faults=tuple(faults))
    return reader.read


def moment(value: Value) -> tuple[datetime | None, float | None]:
    """Wall time (Shanghai's where no offset is written) or media seconds ([h:]mm:ss). Refused for others."""
    if isinstance(value, datetime):
        return _wall(value), None
    if isinstance(value, timedelta):
        return None, value.total_seconds()
    if isinstance(value, time):
        return None, value.hour * 3600 + value.minute * 60 + value.second
    said = cells.text(value)
    if said is None:
        return None, None
    if clock := _CLOCK.fullmatch(said):
        hours, minutes, seconds = clock.groups()
        return None, int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)
    try:
        return _wall(datetime.fromisoformat(said.replace("/", "-"))), None
    except ValueError:
        raise Refused("notice_cell.time", said) from None


def _wall(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=_SHANGHAI)


def differing(path: Path, changed: Iterator[Read]) -> None:
    """BadTable for rows that say otherwise of a notice than was imported before."""
    faults = tuple(
        read.table.fault(read.row, "number", "notice_cell.differs", said=read.notice.number)
        for read in changed
    )
    if faults:
        raise BadTable(file=path, line=faults[0].row, faults=faults)
