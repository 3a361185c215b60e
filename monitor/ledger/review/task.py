"""Rectification tasks: what is to be put right, by whom, until when, and who saw that it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import AwareDatetime, Field
from sqlmodel import Session

from monitor.errors import NotAllowed, OwnMatter
from monitor.ledger import act
from monitor.ledger.act import Done, acts_of, histories
from monitor.ledger.authority import Person, person
from monitor.ledger.review.body import Body
from monitor.ledger.review.course import NEW, Course, states
from monitor.ledger.review.key import next_key
from monitor.ledger.review.policy import TASK
from monitor.ledger.tables import Record


class Opened(Body):
    """owner: a person's key. flags: ids. case: its key."""

    what: str = Field(min_length=1)
    owner: str
    deadline: AwareDatetime
    flags: tuple[str, ...] = ()
    case: str | None = None


class Extended(Body):
    deadline: AwareDatetime
    reason: str = Field(min_length=1)


class Reported(Body):
    """What the owner did, or what somebody else saw of it."""

    note: str = ""


class Reasoned(Body):
    reason: str = Field(min_length=1)


COURSE = Course(
    TASK,
    {
        "opened": (states(NEW), "open"),
        "extended": (states("open"), None),
        "done": (states("open"), "done"),
        "verified": (states("done"), "verified"),
        "returned": (states("done"), "open"),
        "cancelled": (states("open", "done"), "cancelled"),
    },
)


@dataclass(frozen=True, slots=True)
class Task:
    """state: open, done, verified or cancelled. deadline: as last extended. body: None once erased."""

    key: str
    state: str
    body: Opened | None
    deadline: datetime | None
    acts: tuple[Done, ...]

    def is_overdue(self, at: datetime) -> bool:
        return self.state == "open" and self.deadline is not None and self.deadline < at


def task_of(key: str, acts: Sequence[Done]) -> Task:
    said = acts[0].body
    body = Opened(**said) if said else None
    deadline = body.deadline if body else None
    for done in acts:
        if done.kind == "extended" and done.body:
            deadline = Extended(**done.body).deadline
    return Task(key, COURSE.state(acts), body, deadline, tuple(acts))


def open_task(session: Session, tenant: str, who: Person, said: Opened) -> Record:
    """NoSuchPerson if the owner is nobody here."""
    person(session, tenant, said.owner)
    record = act.open_record(session, tenant, TASK, next_key(session, tenant, TASK))
    COURSE.do(session, record, who, "opened", said)
    return record


def do(session: Session, record: Record, who: Person, kind: str, said: Body) -> Done:
    """`done` is for the owner alone, `verified` and `returned` for anybody but who did it."""
    task = task_of(record.key, acts_of(session, record.id))
    if kind == "done" and task.body and task.body.owner != who.key:
        raise NotAllowed(person=who.key, kind=TASK, act=kind, roles=task.body.owner)
    if kind in ("verified", "returned") and who.id in _doers(task):
        raise OwnMatter(person=who.key, kind=TASK, key=record.key)
    return COURSE.do(session, record, who, kind, said)


def tasks(session: Session, tenant: str) -> list[Task]:
    """All of them, the oldest first."""
    return [task_of(record.key, acts) for record, acts in histories(session, tenant, [TASK])]


def _doers(task: Task) -> set[str | None]:
    return {done.person for done in task.acts if done.kind == "done"}
