"""What is done about a signing key: created, rotated, lost, compromised. Each is an act of a person."""

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from monitor.errors import NoSuchRecord, WrongState
from monitor.ledger import act, authority, log
from monitor.ledger.authority import Person, Policy, Role
from monitor.ledger.checkpoint import checkpoint
from monitor.ledger.checkpoint.head import new_origin
from monitor.ledger.checkpoint.key import KeyFile
from monitor.ledger.checkpoint.keyring import (
    LEDGER_KEY,
    Compromised,
    Created,
    Key,
    KeyActKind,
    Rotated,
    in_use,
    keys_of,
)
from monitor.ledger.checkpoint.note import SignerKey, VerifierKey
from monitor.ledger.database import writing
from monitor.ledger.entry import Payload, read_leaf, stamp
from monitor.ledger.tables import Checkpoint, Entry, Record, Tree

POLICY: Policy = {(LEDGER_KEY, kind): frozenset({Role.ADMIN}) for kind in KeyActKind}


def create(engine: Engine, tenant: str, by: str, file: KeyFile) -> VerifierKey:
    """The first key of a ledger, or the next after one was lost or compromised.

    WrongState while one is in use.
    """
    with writing(engine, tenant) as session:
        who = _allowed(session, tenant, by, KeyActKind.CREATED)
        keys = keys_of(session, tenant)
        current = in_use(keys)
        if current is not None:
            raise _wrong(current, KeyActKind.CREATED)
        signer = _new(keys[0].verifier.name if keys else new_origin(tenant))
        _record_created(session, tenant, who, signer.verifier)
        file.prepare(signer.private)
    file.settle()
    return signer.verifier


def rotate(engine: Engine, tenant: str, by: str, file: KeyFile) -> Checkpoint:
    """A new key in place of the one in use; both sign the checkpoint that holds the change."""
    with writing(engine, tenant) as session:
        who = _allowed(session, tenant, by, KeyActKind.ROTATED)
        current = checkpoint.key_in_use(session, tenant)
        old = checkpoint.load(current, file)
        new = _new(old.name)
        _record_created(session, tenant, who, new.verifier)
        _end(session, current, KeyActKind.ROTATED, who, Rotated(to=str(new.verifier)).model_dump())
        made = checkpoint.add(session, tenant, [old, new])
        file.prepare(new.private)
    file.settle()
    return made


def lose(engine: Engine, tenant: str, by: str) -> None:
    """Record that the key in use is gone, though in nobody else's hands. What it signed goes on to count."""
    with writing(engine, tenant) as session:
        who = _allowed(session, tenant, by, KeyActKind.LOST)
        _end(session, checkpoint.key_in_use(session, tenant), KeyActKind.LOST, who, {})


def compromise(engine: Engine, tenant: str, by: str, since: datetime, key_id: str | None = None) -> int:
    """Record that others may have signed with a key since a moment; by default the key in use.

    Returns the size of the largest tree it still counts for. NoSuchRecord for an unknown key id.
    """
    with writing(engine, tenant) as session:
        who = _allowed(session, tenant, by, KeyActKind.COMPROMISED)
        keys = {key.verifier.id.hex(): key for key in keys_of(session, tenant)}
        if key_id is not None and key_id not in keys:
            raise NoSuchRecord(kind=LEDGER_KEY, key=key_id)
        key = keys[key_id] if key_id is not None else checkpoint.key_in_use(session, tenant)
        size = _size_at(session, tenant, since)
        body = Compromised(since=since, size=size).model_dump(mode="json")
        _end(session, key, KeyActKind.COMPROMISED, who, body)
    return size


def _size_at(session: Session, tenant: str, moment: datetime) -> int:
    """How many entries there were before the first that was made at the moment or later."""
    told = stamp(moment)
    rows = select(Entry.index, Entry.leaf).where(Entry.tenant == tenant).order_by(col(Entry.index))
    for index, leaf in session.exec(rows.execution_options(yield_per=1000)):
        if read_leaf(leaf.encode()).time >= told:
            return index
    return (session.get(Tree, tenant) or log.empty_tree(tenant)).size


def _allowed(session: Session, tenant: str, by: str, kind: KeyActKind) -> Person:
    who = authority.person(session, tenant, by)
    authority.allow(who, POLICY, LEDGER_KEY, kind)
    return who


def _new(origin: str) -> SignerKey:
    return SignerKey(origin, Ed25519PrivateKey.generate())


def _record_created(session: Session, tenant: str, who: Person, verifier: VerifierKey) -> None:
    record = act.open_record(session, tenant, LEDGER_KEY, verifier.id.hex())
    body = Created(key=str(verifier)).model_dump()
    act.do(session, record, KeyActKind.CREATED, who.id, body)


def _end(session: Session, key: Key, kind: KeyActKind, who: Person, body: Payload) -> None:
    act.do(session, session.get_one(Record, key.record), kind, who.id, body)


def _wrong(key: Key, kind: KeyActKind) -> WrongState:
    return WrongState(act=kind, kind=LEDGER_KEY, key=key.verifier.id.hex(), state="in_use")
