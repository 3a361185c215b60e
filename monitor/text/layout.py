"""What a workbook hides and merges: a reader of cells alone does not see it."""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, NamedTuple
from xml.etree import ElementTree

from openpyxl.utils import range_boundaries

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_TRUE = ("1", "true")
_COLUMNS = 200


class Region(NamedTuple):
    """Columns and rows from 1, both ends within."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(slots=True)
class Layout:
    """Rows and columns from 1; columns beyond the two hundredth are not looked at."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Region] = field(default_factory=list)


def layouts(package: BytesIO) -> dict[str, Layout]:
    """The layout of each worksheet by its name. Of a package that was looked over: see open_package."""
    with zipfile.ZipFile(package) as archive:
        found: dict[str, Layout] = {}
        for name, part in _worksheets(archive):
            with archive.open(part) as content:
                found[name] = _layout(content)
    return found


def _worksheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    relations = ElementTree.fromstring(archive.read(_RELATIONS))
    parts = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for element in ElementTree.fromstring(archive.read(_WORKBOOK)).iter():
        if _local(element.tag) == "sheet":
            target = parts.get(element.get(_ID) or element.get(_STRICT_ID), "")
            part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            if part in archive.namelist():
                yield element.get("name", ""), part


def _layout(content: IO[bytes]) -> Layout:
    found, row = Layout(), 0
    for event, element in ElementTree.iterparse(content, events=("start", "end")):
        name = _local(element.tag)
        if event == "end":
            element.clear()
        elif name == "row":
            row = int(element.get("r", row + 1))
            if _is_hidden(element, "ht"):
                found.hidden_rows.add(row)
        elif name == "col" and _is_hidden(element, "width"):
            last = min(int(element.get("max", 1)), _COLUMNS)
            found.hidden_columns.update(range(int(element.get("min", 1)), last + 1))
        elif name == "mergeCell":
            left, top, right, bottom = range_boundaries(element.get("ref", ""))
            found.merged.append(Region(left or 1, top or 1, right or _COLUMNS, bottom or 1))
    return found


def _is_hidden(element: ElementTree.Element, size: str) -> bool:
    """Hidden by its mark, or drawn with no height or width."""
    drawn = element.get(size)
    return element.get("hidden") in _TRUE or (drawn is not None and float(drawn) == 0)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
