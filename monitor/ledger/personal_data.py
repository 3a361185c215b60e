"""All that the ledger holds of one person, for that person to see and to contest. Looking is an act too."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session, col, select

from monitor.errors import NoSuchRecord, NotAllowed
from monitor.ledger.act import Done, acts_of, do, find, histories, open_record
from monitor.ledger.authority import PERSON, Person, Policy, Role, allow
from monitor.ledger.entry import stamp
from monitor.ledger.listen import listens
from monitor.ledger.retention.naming import names
from monitor.ledger.tables import Broadcast, Flag, Occurrence, Record

PERSONAL_DATA = "personal_data"
SHOWN, CONTESTED, ANSWERED = "shown", "contested", "answered"
_HEAD = frozenset({Role.LEGAL, Role.ADMIN})
POLICY: Policy = {
    (PERSONAL_DATA, SHOWN): frozenset(Role),
    (PERSONAL_DATA, CONTESTED): frozenset(Role),
    (PERSONAL_DATA, ANSWERED): _HEAD,
}


class Statement(BaseModel):
    """about: what of it is meant, as the person names it: a flag, an act, a broadcast."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    about: str = Field(min_length=1)
    statement: str = Field(min_length=1)


def show(session: Session, tenant: str, who: Person, key: str) -> dict[str, Any]:
    """Everything of the person of that key, as JSON; who saw it is logged. NoSuchRecord, NotAllowed."""
    _may(who, key, SHOWN)
    told = _told(session, tenant, key)
    do(session, open_record(session, tenant, PERSONAL_DATA, key), SHOWN, who.id, {})
    return told


def contest(session: Session, tenant: str, who: Person, key: str, said: Statement) -> None:
    """What the person says against it stands in the ledger beside it."""
    _may(who, key, CONTESTED)
    _subject(session, tenant, key)
    do(session, open_record(session, tenant, PERSONAL_DATA, key), CONTESTED, who.id, said.model_dump())


def answer(session: Session, tenant: str, who: Person, key: str, said: Statement) -> None:
    allow(who, POLICY, PERSONAL_DATA, ANSWERED)
    record = find(session, tenant, PERSONAL_DATA, key)
    if record is None:
        raise NoSuchRecord(kind=PERSONAL_DATA, key=key)
    do(session, record, ANSWERED, who.id, said.model_dump())


def _may(who: Person, key: str, act: str) -> None:
    """Everybody for themselves, few for others."""
    allow(who, POLICY, PERSONAL_DATA, act)
    if who.key != key and not who.roles & _HEAD:
        raise NotAllowed(person=who.key, kind=PERSONAL_DATA, act=act, roles="、".join(sorted(_HEAD)))


def _subject(session: Session, tenant: str, key: str) -> list[Record]:
    """The person's own records: as somebody who works here, as a host."""
    found = [find(session, tenant, kind, key) for kind in (PERSON, "host")]
    if not any(found):
        raise NoSuchRecord(kind=PERSON, key=key)
    return [record for record in found if record]


def _told(session: Session, tenant: str, key: str) -> dict[str, Any]:
    own = _subject(session, tenant, key)
    mine = {record.id for record in own}
    called = {key} | {
        str(act.body["name"])
        for record in own
        for act in acts_of(session, record.id)
        if act.body and act.body.get("name")
    }
    kinds = session.exec(select(Record.kind).where(Record.tenant == tenant).distinct()).all()
    own_acts, done, named = [], [], []
    for record, acts in histories(session, tenant, kinds):
        if record.id in mine or (record.kind, record.key) == (PERSONAL_DATA, key):
            own_acts += [_act(record, act) for act in acts]
        elif called & (names(acts)["host"] | names(acts)["person"]):
            named += [_act(record, act) for act in acts]
        done += [_act(record, act) for act in acts if act.person in mine and record.id not in mine]
    broadcasts = list(_broadcasts(session, tenant, called))
    hosted = {broadcast["key"] for broadcast in broadcasts}
    heard = [one for one in listens(session, tenant) if one.broadcast in hosted]
    return {
        "person": key,
        "own": own_acts,
        "named_in": named,
        "did": done,
        "broadcasts": broadcasts,
        "listened_to": [{"broadcast": one.broadcast} | _done(one.act) for one in heard],
    }


def _act(record: Record, act: Done) -> dict[str, Any]:
    return {"record": record.kind, "key": record.key} | _done(act)


def _done(act: Done) -> dict[str, Any]:
    return {"act": act.kind, "at": stamp(act.at), "by": act.person, "body": act.body}


def _broadcasts(session: Session, tenant: str, called: set[str]) -> Iterator[dict[str, Any]]:
    for row in session.exec(select(Broadcast).where(Broadcast.tenant == tenant).order_by(Broadcast.key)):
        speakers = {str(one.get("name")) for one in json.loads(row.details).get("speakers", [])}
        if called & (speakers | ({row.host} if row.host else set())):
            flags = session.exec(
                select(Flag).where(Flag.broadcast_id == row.id).order_by(col(Flag.first_at), Flag.id)
            ).all()
            yield {
                "key": row.key,
                "channel": row.channel,
                "started_at": row.started_at and stamp(row.started_at),
                "flags": [_flag(session, flag) for flag in flags],
            }


def _flag(session: Session, flag: Flag) -> dict[str, Any]:
    review = find(session, flag.tenant, "flag", flag.id)
    acts: Sequence[Done] = acts_of(session, review.id) if review else ()
    said = session.exec(
        select(Occurrence.text).where(Occurrence.flag_id == flag.id).order_by(col(Occurrence.number))
    )
    return {
        **{"id": flag.id, "product": flag.product, "rule": flag.rule, "verdict": flag.verdict},
        **{"decision": flag.decision, "severity": flag.severity, "said": list(said)},
        "review": [_done(act) for act in acts],
    }
