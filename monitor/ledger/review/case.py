"""Cases: an inspection, a complaint, a platform's notice; what belongs to one, and the legal hold on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field
from sqlmodel import Session

from monitor.ledger import act
from monitor.ledger.act import Done, histories
from monitor.ledger.authority import Person
from monitor.ledger.review.body import Body
from monitor.ledger.review.course import NEW, Course, states
from monitor.ledger.review.key import next_key
from monitor.ledger.review.policy import CASE
from monitor.ledger.tables import Record


class What(StrEnum):
    INSPECTION = "inspection"
    COMPLAINT = "complaint"
    PLATFORM_NOTICE = "platform_notice"


class Opened(Body):
    """by: who inspects or complains, as they call themselves."""

    what: What
    title: str = Field(min_length=1)
    by: str = ""


class Gathered(Body):
    """flags: ids. products, notices: keys."""

    flags: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


class Dropped(Gathered):
    reason: str = Field(min_length=1)


class Reasoned(Body):
    """Of a hold placed or lifted, a case closed or reopened."""

    reason: str = Field(min_length=1)


COURSE = Course(
    CASE,
    {
        "opened": (states(NEW), "open"),
        "gathered": (states("open", "on_hold"), None),
        "dropped": (states("open", "on_hold"), None),
        "hold_placed": (states("open"), "on_hold"),
        "hold_lifted": (states("on_hold"), "open"),
        "closed": (states("open"), "closed"),
        "reopened": (states("closed"), "open"),
    },
)
"""A case is not closed while its hold stands: lifting one is an act of its own."""


@dataclass(frozen=True, slots=True)
class Case:
    """state: open, on_hold or closed. body: None once erased."""

    key: str
    state: str
    body: Opened | None
    holds: Gathered
    acts: tuple[Done, ...]


def case_of(key: str, acts: Sequence[Done]) -> Case:
    said = acts[0].body
    held: dict[str, dict[str, None]] = {name: {} for name in Gathered.model_fields}
    for done in acts:
        if done.kind in ("gathered", "dropped") and done.body:
            for name, keys in held.items():
                for one in done.body[name]:
                    keys.pop(one, None)
                    if done.kind == "gathered":
                        keys[one] = None
    gathered = Gathered(**{name: tuple(keys) for name, keys in held.items()})
    return Case(key, COURSE.state(acts), Opened(**said) if said else None, gathered, tuple(acts))


def open_case(session: Session, tenant: str, who: Person, said: Opened) -> Record:
    record = act.open_record(session, tenant, CASE, next_key(session, tenant, CASE))
    COURSE.do(session, record, who, "opened", said)
    return record


def cases(session: Session, tenant: str) -> list[Case]:
    """All of them, the oldest first."""
    return [case_of(record.key, acts) for record, acts in histories(session, tenant, [CASE])]


def on_hold(session: Session, tenant: str) -> Gathered:
    """Everything that a legal hold of some case keeps from erasure."""
    holding = [case.holds for case in cases(session, tenant) if case.state == "on_hold"]
    kept = {
        name: tuple(dict.fromkeys(key for held in holding for key in getattr(held, name)))
        for name in Gathered.model_fields
    }
    return Gathered(**kept)
