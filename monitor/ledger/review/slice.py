"""Republished clips (切片): which part of which broadcast one shows. The address is kept as its digest."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from pydantic import Field
from sqlmodel import Session

from monitor.ledger import act
from monitor.ledger.act import Done, histories
from monitor.ledger.authority import Person
from monitor.ledger.review.body import Body
from monitor.ledger.review.course import NEW, Course, states
from monitor.ledger.review.key import broadcast_named
from monitor.ledger.review.policy import SLICE
from monitor.ledger.tables import Record


class Linked(Body):
    """broadcast: its key. begin, end: media seconds of the part shown."""

    platform: str = Field(min_length=1)
    broadcast: str
    begin: float = Field(ge=0)
    end: float


class Unlinked(Body):
    reason: str = Field(min_length=1)


COURSE = Course(
    SLICE,
    {
        "linked": (states(NEW, "unlinked"), "linked"),
        "unlinked": (states("linked"), "unlinked"),
    },
)


@dataclass(frozen=True, slots=True)
class Slice:
    """key: SHA-256 of the address. body: of the link as last made."""

    key: str
    state: str
    body: Linked | None

    def shows(self, broadcast: str, at: float) -> bool:
        """Whether it republishes that moment, in media seconds."""
        body = self.body if self.state == "linked" else None
        return body is not None and body.broadcast == broadcast and body.begin <= at < body.end


def slice_of(key: str, acts: Sequence[Done]) -> Slice:
    links = [Linked(**done.body) for done in acts if done.kind == "linked" and done.body]
    return Slice(key, COURSE.state(acts), links[-1] if links else None)


def link(session: Session, tenant: str, who: Person, url: str, said: Linked) -> Record:
    """WrongState if it is linked already, NoSuchRecord for an unknown broadcast."""
    broadcast = broadcast_named(session, tenant, said.broadcast)
    record = act.open_record(session, tenant, SLICE, digest_of(url))
    scope = {"channel": broadcast.channel} if broadcast.channel else {}
    COURSE.do(session, record, who, "linked", said, scope)
    return record


def unlink(session: Session, record: Record, who: Person, said: Unlinked) -> Done:
    return COURSE.do(session, record, who, "unlinked", said)


def slices(session: Session, tenant: str) -> list[Slice]:
    return [slice_of(record.key, acts) for record, acts in histories(session, tenant, [SLICE])]


def digest_of(url: str) -> str:
    return sha256(url.strip().encode("utf-8")).hexdigest()
