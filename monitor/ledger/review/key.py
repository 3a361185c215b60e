"""Keys as people give them: whole, or enough of their beginning to be the only one."""

from sqlalchemy import func
from sqlmodel import Session, col, select

from monitor.errors import NoSuchRecord
from monitor.ledger.act import find
from monitor.ledger.tables import Broadcast, Flag, Record

SHORTEST = 6


def flag_named(session: Session, tenant: str, said: str) -> Flag:
    """The flag of that id. NoSuchRecord if there is none, or several begin so."""
    found = session.exec(
        select(Flag).where(Flag.tenant == tenant, col(Flag.id).startswith(said, autoescape=True)).limit(2)
    ).all()
    if len(found) != 1 or len(said) < SHORTEST:
        raise NoSuchRecord(kind="flag", key=said)
    return found[0]


def record_named(session: Session, tenant: str, kind: str, said: str) -> Record:
    """The record of that kind and key. NoSuchRecord if there is none, or several begin so."""
    if exact := find(session, tenant, kind, said):
        return exact
    mine = (Record.tenant == tenant, Record.kind == kind, col(Record.key).startswith(said, autoescape=True))
    found = session.exec(select(Record).where(*mine).limit(2)).all()
    if len(found) != 1 or len(said) < SHORTEST:
        raise NoSuchRecord(kind=kind, key=said)
    return found[0]


def broadcast_named(session: Session, tenant: str, said: str) -> Broadcast:
    found = session.exec(select(Broadcast).where(Broadcast.tenant == tenant, Broadcast.key == said)).first()
    if found is None:
        raise NoSuchRecord(kind="broadcast", key=said)
    return found


def next_key(session: Session, tenant: str, kind: str) -> str:
    """`task-7` for the seventh. Records are never deleted, and one at a time writes, so it is free."""
    made = session.exec(
        select(func.count()).select_from(Record).where(Record.tenant == tenant, Record.kind == kind)
    ).one()
    return f"{kind}-{made + 1}"
