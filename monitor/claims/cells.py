"""What a cell of a catalogue's table means: text, a number, a day, yes or no, a list."""

import math
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from monitor.claims.product import Bundle, Gift, Reduction, Sold
from monitor.text.normal import plain
from monitor.text.sheet import Unusable, Value

WORDS = "、，,；;|｜\n"
STATEMENTS = "|｜\n"
_AMOUNT = re.compile(r"[¥￥]?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*元?")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ t]0?0:00(?::00)?)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_BUNDLE = re.compile(r"买(\d+)(?:得(\d+)|送(\d+))?(?:付(\d+(?:\.\d+)?)元?)?")
_REDUCTION = re.compile(r"满(\d+(?:\.\d+)?)元?减(\d+(?:\.\d+)?)元?")
_GIFT = re.compile(r"满(\d+(?:\.\d+)?)元?送(.+)", re.ASCII)
_SOLD = re.compile(r"(\d{4}\D\d{1,2}\D\d{1,2}日?)[\s:,]+(.+)")
_NONE = (["无"], ["none"])
_Item = TypeVar("_Item")
_Model = TypeVar("_Model", bound=BaseModel)
_YES = frozenset({"是", "yes", "y", "true", "1", "√", "✓", "允许"})
_NO = frozenset({"否", "no", "n", "false", "0", "×", "不允许"})


class Refused(Exception):
    """A value that is not what its column asks for. code: of the sentence; said: the value."""

    def __init__(self, code: str, said: object) -> None:
        super().__init__(code)
        self.code, self.said = code, str(said)[:60]


def text(value: Value) -> str | None:
    """Words as they are, without space around them; a number as it is written without a format."""
    if isinstance(value, Unusable):
        raise Refused(value.code, value.said)
    if isinstance(value, bool):
        raise Refused("cell.text", value)
    if isinstance(value, date | time | timedelta):
        raise Refused("cell.date_text", value)
    if isinstance(value, int | float):
        return f"{value:.15g}"
    said = (value or "").replace("\r\n", "\n").strip()
    if not is_clean(said):
        raise Refused("cell.control", repr(said))
    return said or None


def is_clean(said: str) -> bool:
    """Whether there are no control characters in it but line feeds and tabs."""
    return _CONTROL.search(said) is None


def amount(value: Value) -> float | None:
    """Yuan, 0 or more: a number, or text such as 129, 1,299 or ¥129元."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not math.isfinite(value) or value < 0:
            raise Refused("cell.number", value)
        return float(value)
    said = _said(value)
    if said is None:
        return None
    found = _AMOUNT.fullmatch(plain(said).text)
    if found is None:
        raise Refused("cell.number", said)
    return float(found[1].replace(",", "") + (found[2] or ""))


def day(value: Value) -> date | None:
    """A date as the spreadsheet keeps it, or text such as 2026-03-01, 2026/3/1 or 2026年3月1日."""
    if isinstance(value, datetime):
        if value.time() != time():
            raise Refused("cell.date", value)
        return value.date()
    if isinstance(value, date):
        return value
    said = _said(value)
    if said is None:
        return None
    found = _DAY.fullmatch(plain(said).text)
    try:
        return date(*(int(part) for part in found.groups())) if found else _refuse("cell.date", said)
    except ValueError:
        return _refuse("cell.date", said)


def yes(value: Value) -> bool | None:
    """None where nothing is said."""
    if isinstance(value, bool):
        return value
    said = _said(value)
    if said is None:
        return None
    bare = plain(said).text
    if bare not in _YES | _NO:
        raise Refused("cell.bool", said)
    return bare in _YES


def split(value: Value, marks: str) -> list[str] | None:
    """The items of a list. A mark behind a backslash belongs to its item."""
    said = text(value)
    if said is None:
        return None
    items, escaped = [""], False
    for character in said:
        if escaped:
            items[-1] += character if character in marks + "\\" else "\\" + character
        elif character in marks:
            items.append("")
        elif character != "\\":
            items[-1] += character
        escaped = character == "\\" and not escaped
    items[-1] += "\\" if escaped else ""
    return [item.strip() for item in items if item.strip()]


def joined(items: Iterable[str], marks: str) -> str:
    """What `split` takes apart again, with the first of `marks` between."""
    special = re.compile(f"[{re.escape(marks)}\\\\]")
    return marks[0].join(special.sub(lambda mark: f"\\{mark[0]}", item) for item in items)


def items(value: Value, read: Callable[[str], _Item]) -> tuple[_Item, ...] | None:
    """The items of a list, each as `read` takes it; none at all where the cell says so."""
    listed_items = split(value, STATEMENTS)
    if listed_items is None:
        return None
    if [plain(item).text for item in listed_items] in _NONE:
        return ()
    return tuple(read(item) for item in listed_items)


def listed(values: Iterable[object] | None) -> str | None:
    """What `items` takes apart again."""
    return None if values is None else joined(map(str, values), STATEMENTS) or _NONE[0][0]


def bundle(said: str) -> Bundle:
    found = _BUNDLE.fullmatch(plain(said).text)
    if found is None:
        raise Refused("cell.bundle", said)
    get = int(found[2]) if found[2] else int(found[1]) + int(found[3]) if found[3] else None
    return _made(
        Bundle, "cell.bundle", said, buy=int(found[1]), get=get, pay=float(found[4]) if found[4] else None
    )


def reduction(said: str) -> Reduction:
    found = _REDUCTION.fullmatch(plain(said).text)
    if found is None:
        raise Refused("cell.reduction", said)
    return _made(Reduction, "cell.reduction", said, reach=float(found[1]), off=float(found[2]))


def gift(said: str) -> Gift:
    found = _GIFT.fullmatch(said)
    return _made(
        Gift,
        "cell.gift",
        said,
        text=found[2] if found else said,
        threshold=float(plain(found[1]).text) if found else None,
    )


def sold(said: str) -> Sold:
    found = _SOLD.fullmatch(plain(said).text)
    if found is None:
        raise Refused("cell.history", said)
    return _made(Sold, "cell.history", said, since=day(found[1]), live=amount(found[2]))


def _made(kind: type[_Model], code: str, said: str, **fields: object) -> _Model:
    try:
        return kind.model_validate(fields)
    except ValidationError:
        raise Refused(code, said) from None


def _said(value: Value) -> str | None:
    """As `text`, for columns in which a date or a number is wrong for another reason."""
    return str(value) if isinstance(value, int | float | date | time | timedelta) else text(value)


def _refuse(code: str, said: object) -> date:
    raise Refused(code, said)
