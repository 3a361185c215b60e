"""A catalogue file as submissions: its products, and each of their selling points."""

from dataclasses import dataclass
from typing import Any

from monitor.claims.catalogue import Product as Goods
from monitor.claims.catalogue import SellingPoint
from monitor.ledger.selection.body import Body
from monitor.ledger.selection.goods import Evidence, Point, Product
from monitor.ledger.selection.kind import Deed, Subject
from monitor.ledger.selection.selection import Selection
from monitor.ledger.selection.standing import MAY
from monitor.ledger.selection.steps import Steps


@dataclass(frozen=True, slots=True)
class Imported:
    """Keys by what became of them."""

    submitted: tuple[Subject, ...] = ()
    revised: tuple[Subject, ...] = ()
    same: tuple[Subject, ...] = ()


def product_of(goods: Goods, supplier: str) -> Product:
    """What the file says of a product, as a submission."""
    told: dict[str, Any] = goods.model_dump(exclude={"id", "claims"})
    return Product(supplier=supplier, **told)


def point_of(product: str, point: SellingPoint) -> Point:
    """What the file says of a point. ValidationError without evidence: then nobody can vouch for it."""
    told: dict[str, Any] = point.model_dump(exclude={"id", "evidence"})
    return Point(product=product, evidence=Evidence(note=point.evidence or ""), **told)


def take_over(steps: Steps, selection: Selection, bodies: list[tuple[Subject, Body]]) -> Imported:
    """What is new is submitted, what differs from what stands or awaits a decision is revised."""
    submitted, revised, same = [], [], []
    for subject, fresh in bodies:
        thing = selection.things.get(subject)
        held = thing and thing.body(thing.standing.pending or thing.standing.in_force)
        body = _with_rest(fresh, held) if held else fresh
        if body == held:
            same.append(subject)
        elif thing and Deed.REVISED in MAY[thing.standing.state]:
            steps.revise(*subject, body)
            revised.append(subject)
        else:
            steps.submit(*subject, body)
            submitted.append(subject)
    return Imported(tuple(submitted), tuple(revised), tuple(same))


def _with_rest(fresh: Body, held: Body) -> Body:
    """With what a catalogue file cannot say, as it is held."""
    if isinstance(fresh, Product) and isinstance(held, Product):
        rest = {name: getattr(held, name) for name in ("qualifications", "note", "attachments")}
        return fresh.model_copy(update=rest)
    if isinstance(fresh, Point) and isinstance(held, Point):
        evidence = held.evidence.model_copy(update={"note": fresh.evidence.note})
        return fresh.model_copy(update={"evidence": evidence})
    return fresh
