"""Which sheets the inspection ledger has, of which records, and with which columns."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from monitor.messages import sentences
from monitor.text.yaml_file import YamlFile, read_yaml

KINDS: Mapping[str, tuple[str, ...]] = {
    "suppliers": ("supplier",),
    "products": ("product",),
    "qualifications": ("qualification",),
    "samples": ("sample",),
    "points": ("point",),
    "reviews": ("re_review", "suggestion"),
    "inspections": ("inspection",),
    "hosts": ("host", "host_report"),
    "agency_checks": ("agency_check",),
    "sheets": ("sheet",),
    "broadcasts": ("broadcast", "slice"),
    "flags": ("flag",),
    "corrections": ("correction",),
    "tasks": ("task",),
    "trainings": ("training",),
    "notices": ("notice",),
    "cases": ("case",),
    "erasures": ("erasure",),
    "people": ("person",),
    "files": ("attachment",),
    "others": (),
}
"""Sheet → kinds of record on it, in the order of the ledger. `others` has all that no other sheet has."""

COMMON = {
    "row": 3,
    "kind": 5,
    "key": 7,
    "name": 8,
    "act": 4,
    "content": 24,
    "person": 7,
    "time": 7,
    "decision": 4,
    "reason": 12,
    "attachments": 16,
    "entry": 5,
}
"""Columns that every sheet can have, with their widths in characters."""

_WIDE = {
    **{"said": 16, "text": 14, "number": 9, "hosts": 9, "of": 8, "product": 8, "supplier": 8},
    **{"valid_until": 6, "due": 6, "verdict": 5, "type": 5, "severity": 4, "stage": 4},
}
_WIDTH = 7
_FIELD = "export.field."


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Heading(_Part):
    """A column as a file names it. title: None for our own; width: in characters, None for ours."""

    column: str
    title: str | None = None
    width: int | None = Field(default=None, ge=2, le=60)

    @property
    def wide(self) -> int:
        return self.width or COMMON.get(self.column) or _WIDE.get(self.column, _WIDTH)


class SheetLayout(_Part):
    title: str | None = None
    columns: list[str | Heading]

    @property
    def headings(self) -> list[Heading]:
        return [Heading(column=one) if isinstance(one, str) else one for one in self.columns]


class Layout(_Part):
    sheets: dict[str, SheetLayout]


@cache
def shipped_layout() -> Layout:
    with as_file(files(__package__).joinpath("columns.yaml")) as path:
        return _read(path)


def layout_of(path: Path | None) -> Layout:
    """Our columns, those of `path` in their place. FileError with the line of what is not known."""
    if path is None:
        return shipped_layout()
    return Layout(sheets=shipped_layout().sheets | _read(path).sheets)


def sheet_of(kind: str) -> str:
    """The sheet that records of a kind are on."""
    return next((sheet for sheet, kinds in KINDS.items() if kind in kinds), "others")


def _read(path: Path) -> Layout:
    layout, document = read_yaml(path, Layout)
    for sheet, found in layout.sheets.items():
        if sheet not in KINDS:
            known = "、".join(KINDS)
            raise document.bad_value(("sheets", sheet), "value.choice", said=sheet, allowed=known)
        _check(sheet, found, document)
    return layout


def _check(sheet: str, found: SheetLayout, document: YamlFile) -> None:
    known = sorted(code.removeprefix(_FIELD) for code in sentences("zh") if code.startswith(_FIELD))
    for number, heading in enumerate(found.headings):
        if heading.column not in known:
            place = ("sheets", sheet, "columns", number)
            said, allowed = heading.column, "、".join(known)
            raise document.bad_value(place, "value.choice", said=said, allowed=allowed)
