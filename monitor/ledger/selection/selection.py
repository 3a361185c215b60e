"""The records of selection as their acts leave them, read at one moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlmodel import Session

from monitor.errors import NoSuchRecord
from monitor.ledger.act import Done, acts_of, find, histories
from monitor.ledger.selection.bodies import body_of
from monitor.ledger.selection.body import Body
from monitor.ledger.selection.kind import Kind, Subject
from monitor.ledger.selection.standing import Content, Standing, standing
from monitor.ledger.selection.usable import Usable


@dataclass(frozen=True, slots=True)
class Thing:
    """A record of selection. key: the user's."""

    kind: Kind
    key: str
    acts: Sequence[Done]
    standing: Standing

    def body(self, content: Content | None) -> Body | None:
        return body_of(self.kind, content.body) if content else None

    @property
    def newest(self) -> Body | None:
        """What is in force, else what was submitted last."""
        return self.body(self.standing.newest)


@dataclass(frozen=True)
class Selection:
    """All records of a tenant, by kind and key, in the order in which they were made."""

    things: Mapping[Subject, Thing]

    @cached_property
    def usable(self) -> Usable:
        return Usable({subject: thing.standing for subject, thing in self.things.items()})

    def of(self, kind: Kind) -> list[Thing]:
        return [thing for thing in self.things.values() if thing.kind is kind]


def read_selection(session: Session, tenant: str) -> Selection:
    found = (
        Thing(Kind(record.kind), record.key, acts, standing(acts))
        for record, acts in histories(session, tenant, list(Kind))
    )
    return Selection({(thing.kind, thing.key): thing for thing in found})


def read_thing(session: Session, tenant: str, kind: Kind, key: str) -> Thing:
    """NoSuchRecord if nothing was ever submitted under that key."""
    record = find(session, tenant, kind, key)
    acts = acts_of(session, record.id) if record else []
    if not acts:
        raise NoSuchRecord(kind=kind, key=key)
    return Thing(kind, key, acts, standing(acts))
