"""People and a flagged broadcast to review."""

from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from monitor.ledger import act
from monitor.ledger.authority import Person, person
from monitor.ledger.database import reading, writing
from monitor.ledger.entry import now
from monitor.ledger.review import desk, lease
from monitor.ledger.review.desk import Ruling
from monitor.ledger.review.matter import Matter, matter
from monitor.ledger.review.state import Deed
from monitor.ledger.tables import Act, Flag

TENANT = "default"
QUARTER = timedelta(minutes=15)
ROLES = {
    "rui": ["reviewer"],
    "rong": ["reviewer"],
    "lan": ["legal"],
    "qin": ["quality_manager"],
    "ada": ["admin"],
    "ou": ["operator"],
    "an": ["auditor"],
    "hong": ["host"],
    "hui": ["host", "reviewer"],
}
"""Keys of people and their roles. Both hosts are called as their key; the broadcast's host is another."""


def hire(session: Session, key: str, roles: list[str], name: str | None = None) -> Person:
    record = act.open_record(session, TENANT, "person", key)
    act.do(session, record, "registered", None, {"name": name or key, "roles": roles})
    return person(session, TENANT, key)


def staff(engine: Engine) -> dict[str, Person]:
    with writing(engine, TENANT) as session:
        return {key: hire(session, key, roles) for key, roles in ROLES.items()}


def flags(session: Session) -> list[str]:
    """The ids of all flags, in the order they were first said."""
    return list(session.exec(select(Flag.id).order_by(col(Flag.first_at))))


class Room:
    """Acts as people do them, each in a transaction of its own."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.people = staff(engine)

    def see(self, flag: str) -> Matter:
        with reading(self.engine) as session:
            return matter(session, TENANT, flag)

    def take(self, flag: str, who: str, at: datetime | None = None) -> None:
        with writing(self.engine, TENANT) as session:
            desk.may_take(matter(session, TENANT, flag), self.people[who])
            lease.take(session, TENANT, flag, self.people[who], at or now(), QUARTER)

    def decide(self, flag: str, who: str, deed: Deed, reason: str, note: str = "") -> Act:
        with writing(self.engine, TENANT) as session:
            found = matter(session, TENANT, flag)
            return desk.decide(
                session, found, self.people[who], deed, Ruling(reason=reason, note=note), now()
            )

    def judge(self, flag: str, who: str, deed: Deed, reason: str, note: str = "") -> Act:
        """Taken and decided."""
        self.take(flag, who)
        return self.decide(flag, who, deed, reason, note)

    def undo(self, flag: str, who: str) -> Act:
        with writing(self.engine, TENANT) as session:
            return desk.undo(session, matter(session, TENANT, flag), self.people[who], now())

    def appeal(self, flag: str, who: str, statement: str = "说的是备案内容", by: str = "host") -> Act:
        with writing(self.engine, TENANT) as session:
            said = desk.Appeal.model_validate({"by": by, "statement": statement})
            return desk.appeal(session, matter(session, TENANT, flag), self.people[who], said)

    def note(self, flag: str, who: str, text: str) -> Act:
        with writing(self.engine, TENANT) as session:
            return desk.note(session, matter(session, TENANT, flag), self.people[who], desk.Note(note=text))
