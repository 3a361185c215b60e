"""The ledger's selection as the catalogue that a broadcast is held against."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from monitor.claims.catalogue import Catalogue, SelectedPoint
from monitor.claims.catalogue import Product as Goods
from monitor.claims.period import Period, Periods, common
from monitor.ledger.entry import canonical
from monitor.ledger.selection.goods import Point, Product
from monitor.ledger.selection.kind import Kind
from monitor.ledger.selection.selection import Selection, Thing
from monitor.ledger.selection.standing import Content

_SAME = (
    *("name", "category", "aliases", "link", "price"),
    *("registered_functions", "registration_no", "required_statements"),
)


def catalogue_of(selection: Selection, begin: datetime, end: datetime) -> Catalogue:
    """Every product and point that was in force or awaits a decision, each point with its periods.

    A product is as it stood when the broadcast began, at `begin`. The version is a digest of all that can
    count until `end`, its last moment: what is approved or revoked after that does not change it.
    """
    points = _points(selection)
    products = [_goods(thing, body, points) for thing, body in _products(selection, begin)]
    return Catalogue(tuple(products), f"selection:{_digest(products, Period(begin, end))}")


def _products(selection: Selection, at: datetime) -> list[tuple[Thing, Product]]:
    told = ((thing, thing.body(_content_at(thing, at))) for thing in selection.of(Kind.PRODUCT))
    return [(thing, body) for thing, body in told if isinstance(body, Product)]


def _content_at(thing: Thing, at: datetime) -> Content | None:
    """What stood at that moment, else what came to stand after it, else what stood before, else what is
    pending."""
    stood = thing.standing.stood
    then = [one.content for one in stood if one.period.end > at]
    return then[0] if then else stood[-1].content if stood else thing.standing.pending


def _goods(thing: Thing, body: Product, points: dict[str, list[SelectedPoint]]) -> Goods:
    same: dict[str, Any] = {name: getattr(body, name) for name in _SAME}
    lists = {name: list(value) for name, value in same.items() if isinstance(value, tuple)}
    return Goods(id=thing.key, claims=points.get(thing.key, []), **(same | lists))


def _points(selection: Selection) -> dict[str, list[SelectedPoint]]:
    """By product: each content that was ever in force, and what is pending, which never counts."""
    found: dict[str, list[SelectedPoint]] = {}
    for thing in selection.of(Kind.POINT):
        contents = selection.usable.contents((Kind.POINT, thing.key))
        pending = [(thing.standing.pending, Periods())] if thing.standing.pending else []
        for content, periods in [*contents, *pending]:
            body = thing.body(content)
            if isinstance(body, Point):
                found.setdefault(body.product, []).append(_point(thing.key, body, periods))
    return found


def _point(key: str, body: Point, periods: Periods) -> SelectedPoint:
    return SelectedPoint(
        id=key.removeprefix(f"{body.product}/"),
        text=body.text,
        also=list(body.also),
        evidence=body.evidence.note or None,
        allow_weaker=body.allow_weaker,
        periods=periods,
    )


def _digest(products: Sequence[Goods], broadcast: Period) -> str:
    told = []
    for product in products:
        counted = [(point, common(point.periods, (broadcast,))) for point in _selected(product)]
        points = [_told(point, periods) for point, periods in counted if periods]
        told.append(product.model_dump(mode="json", exclude={"claims"}) | {"claims": points})
    return sha256(canonical({"products": told}).encode()).hexdigest()[:16]


def _selected(product: Goods) -> list[SelectedPoint]:
    return [point for point in product.claims if isinstance(point, SelectedPoint)]


def _told(point: SelectedPoint, periods: Periods) -> dict[str, Any]:
    spans = [[period.begin.isoformat(), period.end.isoformat()] for period in periods]
    return point.model_dump(mode="json", exclude={"periods"}) | {"periods": spans}
