"""Who may do what. Deny by default: what a policy does not name nobody may do.

A person is a record of kind `person`; what is known of one is what was done to it: `registered` and `changed`
(name, roles, channels, suppliers), `left`. Who has left keeps name and acts in the record.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from monitor.errors import NoSuchPerson, NotAllowed
from monitor.ledger.act import Done, acts_of, find

PERSON = "person"


class Role(StrEnum):
    OPERATOR = "operator"
    HOST = "host"
    QUALITY_MANAGER = "quality_manager"
    REVIEWER = "reviewer"
    LEGAL = "legal"
    AUDITOR = "auditor"
    ADMIN = "admin"


Policy = Mapping[tuple[str, str], frozenset[Role]]
"""(kind of record, kind of act) → the roles that may do it."""


@dataclass(frozen=True, slots=True)
class Person:
    """channels, suppliers: those the person answers for; empty for all of them."""

    id: str
    key: str
    name: str
    roles: frozenset[Role]
    channels: frozenset[str] = frozenset()
    suppliers: frozenset[str] = frozenset()
    has_left: bool = False


def person_of(id_: str, key: str, acts: Sequence[Done]) -> Person:
    """As the acts leave the person; an erased act tells nothing."""
    told: dict[str, object] = {}
    left = False
    for act in acts:
        told |= act.body or {}
        left = act.kind == "left"
    return Person(
        id_,
        key,
        str(told.get("name", "")),
        frozenset(Role(role) for role in _texts(told.get("roles"))),
        frozenset(_texts(told.get("channels"))),
        frozenset(_texts(told.get("suppliers"))),
        left,
    )


def person(session: Session, tenant: str, key: str) -> Person:
    """NoSuchPerson if nobody of that key is here, or no longer."""
    record = find(session, tenant, PERSON, key)
    found = person_of(record.id, key, acts_of(session, record.id)) if record else None
    if found is None or found.has_left:
        raise NoSuchPerson(person=key)
    return found


def allow(who: Person, policy: Policy, kind: str, act: str, scope: Mapping[str, str] | None = None) -> None:
    """NotAllowed unless a role of the person may do the act, and the person answers for what it is about.

    scope: `channel` and `supplier` of the record, as far as it has them.
    """
    roles = policy.get((kind, act), frozenset())
    answers_for = {"channel": who.channels, "supplier": who.suppliers}
    outside = [
        name for name, key in (scope or {}).items() if answers_for[name] and key not in answers_for[name]
    ]
    if outside or not roles & who.roles:
        raise NotAllowed(person=who.key, kind=kind, act=act, roles="、".join(sorted(roles)))


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []
