"""Further wordings of selling points, taken from what reviewers decided of claims."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from monitor.claims.also import departure, told
from monitor.claims.product import Product, SellingPoint
from monitor.errors import BadSyntax, BadValue, FileMissing, FileUnreadable, MissingKey
from monitor.messages import Language, say
from monitor.text.normal import normal

SAME = "same_as_approved"


class Decided(BaseModel):
    """What a reviewer decided of one claim; a row may hold more, which is passed over."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    claim: str = Field(min_length=1)
    product: str = Field(min_length=1)
    selling_point: str | None = None
    decision: str = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Left:
    """A decision that was not taken. line: of its file. code: of the sentence that says why."""

    line: int
    code: str
    fields: dict[str, object]

    def sentence(self, language: Language) -> str:
        return say(self.code, language, line=self.line, **self.fields)


@dataclass(frozen=True, slots=True)
class Learned:
    """The products with what was taken: `taken` new wordings. known: those they had already."""

    products: tuple[Product, ...]
    taken: int
    known: int
    left: tuple[Left, ...]


def read_decisions(path: Path) -> list[tuple[int, Decided]]:
    """The rows of a .jsonl with their lines. FileError at the first that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except FileNotFoundError:
        raise FileMissing(file=path, line=0) from None
    except (OSError, UnicodeDecodeError) as trouble:
        raise FileUnreadable(file=path, line=0, reason=str(trouble)) from None
    return [(number, _row(path, number, line)) for number, line in enumerate(lines, 1) if line.strip()]


def learned(products: Iterable[Product], decisions: Iterable[tuple[int, Decided]]) -> Learned:
    """A wording for each claim that a reviewer took to be the approved one, but for those that leave it."""
    by_id = {product.id: product for product in products}
    points = {(p.id, point.id): point for p in by_id.values() for point in p.claims}
    taken, known, left = 0, 0, list[Left]()
    for line, row in decisions:
        if row.decision != SAME:
            continue
        at, claim = (row.product, row.selling_point or ""), row.claim.strip()
        why = _why_not(points.get(at), claim)
        if why:
            left.append(Left(line, why[0], {"product": at[0], "point_id": at[1] or "—"} | why[1]))
        elif _is_known(claim, points[at]):
            known += 1
        else:
            points[at] = points[at].model_copy(update={"also": [*points[at].also, claim]})
            taken += 1
    grown = tuple(
        p.model_copy(update={"claims": [points[p.id, point.id] for point in p.claims]})
        for p in by_id.values()
    )
    return Learned(grown, taken, known, tuple(left))


def _why_not(point: SellingPoint | None, claim: str) -> tuple[str, dict[str, object]] | None:
    if point is None:
        return "learn.unknown", {}
    difference = departure(point, claim) if claim else None
    return ("learn.departs", told(claim, point, difference)) if difference else None


def _is_known(claim: str, point: SellingPoint) -> bool:
    return normal(claim).text in {normal(wording).text for wording in point.wordings} or not claim


def _row(path: Path, number: int, line: str) -> Decided:
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError):
        raise BadSyntax(file=path, line=number, reason="value.json") from None
    if not isinstance(row, dict):
        raise BadSyntax(file=path, line=number, reason="value.json")
    try:
        return Decided.model_validate(row)
    except ValidationError as invalid:
        error = invalid.errors()[0]
        key = ".".join(map(str, error["loc"]))
        if error["type"] == "missing":
            raise MissingKey(file=path, line=number, key=key) from None
        said = repr(error["input"])[:60]
        reason = "value.too" if error["type"] == "string_too_short" else "value.string"
        raise BadValue(file=path, line=number, key=key, reason=reason, said=said) from None
