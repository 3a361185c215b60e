"""The people who work with a tenant's ledger: registered, changed, gone; only an admin may say so."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from monitor.errors import LastAdmin, NotAllowed, WrongState
from monitor.ledger.act import do, histories, open_record
from monitor.ledger.authority import PERSON, Person, Policy, Role, allow, person, person_of
from monitor.ledger.entry import Payload


class Deed(StrEnum):
    REGISTERED = "registered"
    CHANGED = "changed"
    LEFT = "left"


POLICY: Policy = {(PERSON, deed): frozenset({Role.ADMIN}) for deed in Deed}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a person; None leaves it as it is. channels, suppliers: empty for all of them."""

    name: str | None = None
    roles: Sequence[Role] | None = None
    channels: Sequence[str] | None = None
    suppliers: Sequence[str] | None = None

    @property
    def body(self) -> Payload:
        lists = {"roles": self.roles, "channels": self.channels, "suppliers": self.suppliers}
        told = {
            name: sorted({str(one) for one in given}) for name, given in lists.items() if given is not None
        }
        return told | ({} if self.name is None else {"name": self.name})


def people(session: Session, tenant: str) -> list[Person]:
    """Everybody who ever was there, by the time they were registered."""
    return [person_of(record.id, record.key, acts) for record, acts in histories(session, tenant, [PERSON])]


def register(session: Session, tenant: str, who: str | None, key: str, facts: Facts) -> None:
    """A new person, or one who comes back. The first of all needs nobody, and is an admin."""
    known = people(session, tenant)
    admin = None if who is None and not known else _admin(session, tenant, who, Deed.REGISTERED)
    if admin is None and Role.ADMIN not in (facts.roles or ()):
        raise NotAllowed(person=key, kind=PERSON, act=Deed.REGISTERED, roles=Role.ADMIN)
    if any(other.key == key and not other.has_left for other in known):
        raise WrongState(kind=PERSON, key=key, act=Deed.REGISTERED, state="here")
    do(
        session,
        open_record(session, tenant, PERSON, key),
        Deed.REGISTERED,
        admin.id if admin else None,
        facts.body,
    )


def change(session: Session, tenant: str, who: str | None, key: str, facts: Facts) -> None:
    """NoSuchPerson if they are not here; LastAdmin if nobody could manage people any more."""
    admin = _admin(session, tenant, who, Deed.CHANGED)
    changed = person(session, tenant, key)
    if facts.roles is not None and Role.ADMIN not in facts.roles:
        _another_admin(session, tenant, changed)
    do(session, open_record(session, tenant, PERSON, key), Deed.CHANGED, admin.id, facts.body)


def leave(session: Session, tenant: str, who: str | None, key: str, reason: str) -> None:
    """They can do nothing more; their name stays with what they did."""
    admin = _admin(session, tenant, who, Deed.LEFT)
    _another_admin(session, tenant, person(session, tenant, key))
    do(session, open_record(session, tenant, PERSON, key), Deed.LEFT, admin.id, {"reason": reason})


def _admin(session: Session, tenant: str, who: str | None, deed: Deed) -> Person:
    if who is None:
        raise NotAllowed(person="—", kind=PERSON, act=deed, roles=Role.ADMIN)
    admin = person(session, tenant, who)
    allow(admin, POLICY, PERSON, deed)
    return admin


def _another_admin(session: Session, tenant: str, leaving: Person) -> None:
    others = [one for one in people(session, tenant) if one.id != leaving.id and not one.has_left]
    if Role.ADMIN in leaving.roles and not any(Role.ADMIN in one.roles for one in others):
        raise LastAdmin(person=leaving.key)
