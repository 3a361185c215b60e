"""The body of each kind of record, and the records that it leans on."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from monitor.ledger.entry import Payload
from monitor.ledger.selection.around import AgencyCheck, Host, HostReport, Sheet, Training
from monitor.ledger.selection.body import About, Body
from monitor.ledger.selection.goods import (
    Inspection,
    Point,
    Product,
    Qualification,
    ReReview,
    Sample,
    Supplier,
)
from monitor.ledger.selection.kind import Kind, Subject

BODIES: dict[Kind, type[Body]] = {
    Kind.SUPPLIER: Supplier,
    Kind.PRODUCT: Product,
    Kind.QUALIFICATION: Qualification,
    Kind.SAMPLE: Sample,
    Kind.POINT: Point,
    Kind.INSPECTION: Inspection,
    Kind.RE_REVIEW: ReReview,
    Kind.HOST: Host,
    Kind.HOST_REPORT: HostReport,
    Kind.SHEET: Sheet,
    Kind.AGENCY_CHECK: AgencyCheck,
    Kind.TRAINING: Training,
}

_ONE = {
    "supplier": Kind.SUPPLIER,
    "product": Kind.PRODUCT,
    "authorised_by": Kind.QUALIFICATION,
    "host": Kind.HOST,
}
_MANY = {"qualifications": Kind.QUALIFICATION, "samples": Kind.SAMPLE, "hosts": Kind.HOST}


def plain(body: Body) -> dict[str, Any]:
    """As the act keeps it."""
    return body.model_dump(mode="json")


def body_of(kind: Kind, kept: Payload | None) -> Body | None:
    """What an act says, or None where it was erased or is not of this form: then it vouches for nothing."""
    try:
        return None if kept is None else BODIES[kind].model_validate(kept)
    except ValidationError:
        return None


def leans_on(body: Body) -> Iterator[Subject]:
    """The records that a body names."""
    for name in type(body).model_fields:
        value = getattr(body, name)
        if isinstance(value, About):
            yield value.subject
        elif isinstance(value, Body):
            yield from leans_on(value)
        elif name in _ONE and value is not None:
            yield _ONE[name], value
        elif name in _MANY:
            yield from ((_MANY[name], key) for key in value)
