"""Amounts given for an amount: 每升十克, 一百克里有五克, 一吨水兑一公斤."""

import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.text.quantities import Comparator, Quantity
from monitor.text.units import UNITS

_UNIT = r"(?P<unit>毫升|升|千克|公斤|克|斤|吨|平方米|平米)"
_BEFORE = re.compile(rf"(?:每一?|按)(?P<many>百|千)?{_UNIT}[^零一二两三四五六七八九十百千半]{{0,12}}$")
_AFTER = re.compile(rf"(?:每|/)(?P<many>百|千)?{_UNIT}")
_INSIDE = re.compile(r"[^，,。]{0,4}?(?:里|中|当中|含|兑|配|加|搁|放|溶|化)")
_SOURCE = re.compile(r"倒|称|取|舀|量|按|里|中|拿|化|扔|兑|说")
_DILUTED = re.compile(r"稀释|兑水|倍液")
_OF = frozenset({"mass", "volume", "area"})
_WHOLE = frozenset({1.0, 10.0, 100.0, 500.0, 1000.0, 10_000.0, 1_000_000.0})


def with_bases(measured: Sequence[Quantity], text: str) -> list[Quantity]:
    """The quantities, each with the amount that it is given for."""
    return [replace(q, base=base) if (base := _base(q, measured, text)) else q for q in measured]


def continued(numbers: Sequence[Quantity], earlier: Sequence[Quantity], text: str) -> list[Quantity]:
    """Figures of a clause given for the amount that the words before it took: 称一公斤，有一克半."""
    sources = [q for q in earlier if q.dimension in ("mass", "volume") and q.low == q.high in _WHOLE]
    if len(sources) != 1 or not _SOURCE.search(text):
        return list(numbers)
    return [replace(q, base=sources[0]) if _is_part(q, sources[0]) else q for q in numbers]


def is_base(quantity: Quantity, measured: Sequence[Quantity]) -> bool:
    return any(q.base is not None and q.base.begin == quantity.begin >= 0 for q in measured)


def in_rate_of(quantity: Quantity, approved: Quantity, text: str) -> Quantity:
    """The figure said as the approved one is given: a share, for its amount, or how often diluted."""
    base, given = quantity.base, approved.base
    if base is None:
        if given and given.dimension == approved.dimension and quantity.dimension == "percent":
            return _scaled(quantity, given.low / 100, approved)
        return quantity
    if approved.dimension == "percent" and base.dimension == quantity.dimension:
        return _scaled(quantity, 100 / base.low, approved)
    if approved.dimension == "times" and quantity.low and _DILUTED.search(text):
        low, high = sorted((base.low / quantity.low, base.low / quantity.high))
        return replace(quantity, low=_round(low), high=_round(high), dimension="times", unit="倍", base=None)
    same = (
        given is not None and given.dimension == base.dimension and approved.dimension == quantity.dimension
    )
    if same and given and given.low != base.low:
        return _scaled(quantity, given.low / base.low, approved)
    return quantity


def _scaled(quantity: Quantity, factor: float, approved: Quantity) -> Quantity:
    low, high = _round(quantity.low * factor), _round(quantity.high * factor)
    dimension, unit = approved.dimension, approved.unit
    return replace(quantity, low=low, high=high, dimension=dimension, unit=unit, base=approved.base)


def _base(quantity: Quantity, measured: Sequence[Quantity], text: str) -> Quantity | None:
    if quantity.dimension in ("time", "money", "temperature"):
        return None
    if said := _AFTER.match(text, quantity.stop) or _BEFORE.search(text, 0, quantity.begin):
        return _amount(said)
    before = [q for q in measured if q.stop <= quantity.begin and q.dimension in _OF and q.low == q.high]
    if not before or not _is_part(quantity, before[-1]):
        return None
    base = before[-1]
    each = text[base.begin - 1 : base.begin] == "每" and base.dimension != "length"
    inside = _INSIDE.match(text, base.stop)
    return base if each or (inside and inside.end() <= quantity.begin) else None


def _is_part(quantity: Quantity, base: Quantity) -> bool:
    if base.dimension == "area":
        return quantity.dimension.startswith("count")
    return quantity.dimension in ("mass", "volume") and quantity.high < base.low


def _amount(said: re.Match[str]) -> Quantity:
    dimension, factor = UNITS[said["unit"]]
    amount = factor * {"百": 100, "千": 1000, None: 1}[said["many"]]
    return Quantity(amount, amount, dimension, said["unit"], Comparator.EXACTLY, -1, -1, said.group())


def _round(value: float) -> float:
    return float(f"{value:.9g}")
