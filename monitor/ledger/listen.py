"""Who listened to what, and why. Sound of guests, viewers on the line and minors is for few.

Every broadcast whose sound was heard is a record of kind `sound`, by the broadcast's id. Voices are never
compared: nothing here, nor anywhere else, tells a person by their voice.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session, select

from monitor.claims.speaker import Who
from monitor.errors import NoSuchRecord, NotAllowed
from monitor.ledger.act import Done, acts_of, do, find, histories, open_record
from monitor.ledger.authority import Person, Policy, Role, allow
from monitor.ledger.tables import Broadcast

SOUND = "sound"
LISTENED, LISTENED_RESTRICTED, RESTRICTED = "listened", "listened_restricted", "restricted"
_HEAD = frozenset({Role.QUALITY_MANAGER, Role.LEGAL})
_LISTENERS = _HEAD | {Role.OPERATOR, Role.REVIEWER, Role.AUDITOR}
POLICY: Policy = {
    (SOUND, LISTENED): _LISTENERS | {Role.HOST},
    (SOUND, LISTENED_RESTRICTED): _HEAD,
    (SOUND, RESTRICTED): _LISTENERS - {Role.AUDITOR},
}

Span = tuple[float, float]
"""Media seconds from, until."""


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    why: str = Field(min_length=1)


class Listened(_Body):
    """span: None for the whole recording."""

    span: Span | None
    flag: str | None = None


class Restricted(_Body):
    """A stretch in which somebody is heard who is not of the room."""

    span: Span
    of: Literal["guest", "minor"]


@dataclass(frozen=True, slots=True)
class Listen:
    broadcast: str
    act: Done


def listen(session: Session, tenant: str, who: Person, broadcast: str, heard: Listened) -> None:
    """Log a listen, before the sound is given out. broadcast: the user's id for it.

    NoSuchRecord; NotAllowed for who may not, and for a host in another's broadcast.
    """
    row = _broadcast(session, tenant, broadcast)
    record = find(session, tenant, SOUND, row.id)
    stretches = list(_stretches(row, acts_of(session, record.id) if record else ()))
    act = LISTENED_RESTRICTED if _touches(heard.span, stretches) else LISTENED
    allow(who, POLICY, SOUND, act, {"channel": row.channel} if row.channel else None)
    if who.roles == {Role.HOST} and row.host not in (who.key, who.name):
        raise NotAllowed(person=who.key, kind=SOUND, act=act, roles="、".join(sorted(_LISTENERS)))
    do(session, open_record(session, tenant, SOUND, row.id), act, who.id, heard.model_dump(mode="json"))


def restrict(session: Session, tenant: str, who: Person, broadcast: str, stretch: Restricted) -> None:
    """Mark a stretch in which a guest or a minor is heard."""
    row = _broadcast(session, tenant, broadcast)
    allow(who, POLICY, SOUND, RESTRICTED, {"channel": row.channel} if row.channel else None)
    record = open_record(session, tenant, SOUND, row.id)
    do(session, record, RESTRICTED, who.id, stretch.model_dump(mode="json"))


def listens(session: Session, tenant: str) -> Iterator[Listen]:
    """Every listen, by broadcast and in order."""
    keys = dict(session.exec(select(Broadcast.id, Broadcast.key).where(Broadcast.tenant == tenant)).all())
    for record, acts in histories(session, tenant, [SOUND]):
        for act in acts:
            if act.kind in (LISTENED, LISTENED_RESTRICTED):
                yield Listen(keys.get(record.key, record.key), act)


def _broadcast(session: Session, tenant: str, key: str) -> Broadcast:
    row = session.exec(select(Broadcast).where(Broadcast.tenant == tenant, Broadcast.key == key)).first()
    if row is None:
        raise NoSuchRecord(kind="broadcast", key=key)
    return row


def _stretches(broadcast: Broadcast, acts: Sequence[Done]) -> Iterator[Span]:
    """Where somebody not of the room is heard: by the broadcast's own file, and as people marked it."""
    for speaker in json.loads(broadcast.details).get("speakers", []):
        if speaker.get("who") in (Who.GUEST, Who.VIEWER):
            yield from ((begin, until) for begin, until in speaker.get("spoke", []))
    for act in acts:
        if act.kind == RESTRICTED and act.body:
            begin, until = act.body["span"]
            yield begin, until


def _touches(span: Span | None, stretches: Sequence[Span]) -> bool:
    if span is None:
        return bool(stretches)
    return any(begin < span[1] and span[0] < until for begin, until in stretches)
