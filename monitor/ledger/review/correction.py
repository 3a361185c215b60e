"""On-air corrections: what the host said to put it right, when, and who heard it. Each is a record.

A correction never makes a flag milder; it is shown beside it, with the leniency that it may earn.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime, Field
from sqlmodel import Session

from monitor.errors import NoSuchRecord, OwnMatter
from monitor.ledger import act
from monitor.ledger.act import Done, acts_of, find
from monitor.ledger.authority import Person
from monitor.ledger.review.body import Body
from monitor.ledger.review.course import NEW, Course, states
from monitor.ledger.review.key import next_key
from monitor.ledger.review.matter import Matter
from monitor.ledger.review.policy import CORRECTION, FLAG
from monitor.ledger.review.state import Deed
from monitor.ledger.tables import Broadcast, Record

PROMPT = timedelta(minutes=10)
"""A correction so soon after the words may earn leniency."""


class Recorded(Body):
    """said: the words of the correction. at: wall time; begin: media seconds; one of them at least, the other
    follows where the broadcast's start is known. clip: SHA-256 of the sound kept. flags: ids."""

    broadcast: str
    flags: tuple[str, ...] = Field(min_length=1)
    said: str = Field(min_length=1)
    at: AwareDatetime | None = None
    begin: float | None = Field(default=None, ge=0)
    clip: str | None = Field(default=None, pattern="^[0-9a-f]{64}$")


class Confirmed(Body):
    note: str = ""


class Withdrawn(Body):
    reason: str = Field(min_length=1)


class Linked(Body):
    """On a flag: the key of the correction that names it."""

    correction: str


class Leniency(StrEnum):
    """What a correction may come to. `prompt` may count in the room's favour; the others say why not."""

    PROMPT = "prompt"
    LATE = "late"
    SAID_AGAIN = "said_again"


COURSE = Course(
    CORRECTION,
    {
        "recorded": (states(NEW), "recorded"),
        "confirmed": (states("recorded"), "confirmed"),
        "withdrawn": (states("recorded", "confirmed"), "withdrawn"),
    },
)


@dataclass(frozen=True, slots=True)
class Correction:
    """state: recorded, confirmed or withdrawn. body: None once erased."""

    key: str
    state: str
    body: Recorded | None
    acts: tuple[Done, ...]

    @property
    def corrected_at(self) -> datetime | None:
        """Wall time, once somebody has confirmed it."""
        return self.body.at if self.body and self.state == "confirmed" else None


def correction_of(key: str, acts: Sequence[Done]) -> Correction:
    said = acts[0].body
    return Correction(key, COURSE.state(acts), Recorded(**said) if said else None, tuple(acts))


def leniency(spoken: Iterable[float], corrected: float) -> Leniency:
    """spoken: media seconds of every time the claim was said; corrected: of the correction."""
    last = max(spoken, default=corrected)
    if last > corrected:
        return Leniency.SAID_AGAIN
    return Leniency.PROMPT if corrected - last <= PROMPT.total_seconds() else Leniency.LATE


def record(session: Session, tenant: str, who: Person, found: Sequence[Matter], said: Recorded) -> Record:
    """A new correction, noted on each flag it names. NoSuchRecord for a flag of another broadcast."""
    for matter in found:
        if matter.broadcast.key != said.broadcast:
            raise NoSuchRecord(kind=FLAG, key=matter.flag.id)
    broadcast = found[0].broadcast
    made = act.open_record(session, tenant, CORRECTION, next_key(session, tenant, CORRECTION))
    COURSE.do(session, made, who, "recorded", _timed(said, broadcast), found[0].scope)
    for matter in found:
        noted = act.open_record(session, tenant, FLAG, matter.flag.id)
        act.do(session, noted, Deed.ON_AIR.value, who.id, Linked(correction=made.key).dump())
    return made


def confirm(session: Session, made: Record, who: Person, said: Confirmed) -> Done:
    """By somebody other than who recorded it: OwnMatter."""
    acts = acts_of(session, made.id)
    if acts and acts[0].person == who.id:
        raise OwnMatter(person=who.key, kind=CORRECTION, key=made.key)
    return COURSE.do(session, made, who, "confirmed", said)


def withdraw(session: Session, made: Record, who: Person, said: Withdrawn) -> Done:
    return COURSE.do(session, made, who, "withdrawn", said)


def corrections_of(session: Session, found: Matter) -> list[Correction]:
    """Those that name the flag, as they were recorded; one whose mention was erased is not found."""
    keys = [act.body["correction"] for act in found.acts if act.kind == Deed.ON_AIR and act.body]
    records = [find(session, found.flag.tenant, CORRECTION, key) for key in dict.fromkeys(keys)]
    return [correction_of(record.key, acts_of(session, record.id)) for record in records if record]


def earned(found: Matter, correction: Correction) -> Leniency | None:
    """None unless it is confirmed and its media time is known."""
    if correction.state != "confirmed" or correction.body is None or correction.body.begin is None:
        return None
    spoken = [heard.occurrence.start for heard in found.heard if heard.occurrence.start is not None]
    return leniency(spoken, correction.body.begin)


def _timed(said: Recorded, broadcast: Broadcast) -> Recorded:
    started = broadcast.started_at
    if started and said.at is None and said.begin is not None:
        return said.model_copy(update={"at": started + timedelta(seconds=said.begin)})
    if started and said.at and said.begin is None:
        return said.model_copy(update={"begin": max(0.0, (said.at - started).total_seconds())})
    return said
