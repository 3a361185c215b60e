"""Who holds a flag: one person at a time, for a while. Not part of the record, so it changes in place."""

from datetime import datetime, timedelta

from sqlmodel import Session

from monitor.errors import LeaseHeld, LeaseMissing
from monitor.ledger.authority import Person
from monitor.ledger.tables import Lease, Record


def take(session: Session, tenant: str, flag: str, who: Person, at: datetime, length: timedelta) -> Lease:
    """Held by that person until `at` + `length`; by whoever holds it already, renewed. Else LeaseHeld."""
    free(session, flag, who, at)
    lease = session.get(Lease, flag) or Lease(tenant=tenant, flag_id=flag, person_id=who.id, until=at)
    lease.person_id, lease.until = who.id, at + length
    session.add(lease)
    session.flush()
    return lease


def release(session: Session, flag: str, who: Person, at: datetime) -> None:
    """Nobody holds it any more; LeaseHeld if somebody else does."""
    free(session, flag, who, at)
    if lease := session.get(Lease, flag):
        session.delete(lease)
        session.flush()


def free(session: Session, flag: str, who: Person, at: datetime) -> None:
    """LeaseHeld if somebody else holds it."""
    lease = held(session, flag, at)
    if lease and lease.person_id != who.id:
        raise LeaseHeld(
            key=flag, holder=session.get_one(Record, lease.person_id).key, until=lease.until.isoformat()
        )


def held_by(session: Session, flag: str, who: Person, at: datetime) -> None:
    """LeaseHeld if somebody else holds it, LeaseMissing if nobody does."""
    free(session, flag, who, at)
    if held(session, flag, at) is None:
        raise LeaseMissing(key=flag)


def held(session: Session, flag: str, at: datetime) -> Lease | None:
    """The lease that has not run out."""
    lease = session.get(Lease, flag)
    return lease if lease and lease.until > at else None
