"""Platforms' violation notices, matched to flags by time and sound, so that what was missed is counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from pydantic import AwareDatetime, Field
from rapidfuzz import fuzz
from sqlmodel import Session, col, select

from monitor.ledger import act
from monitor.ledger.act import Done, acts_of, find, histories
from monitor.ledger.authority import Person
from monitor.ledger.review.body import Body
from monitor.ledger.review.course import NEW, Course, states
from monitor.ledger.review.policy import NOTICE
from monitor.ledger.tables import Broadcast, Occurrence, Record, Scan
from monitor.text.normal import normal
from monitor.text.syllables import encode

ALIKE = 75.0
"""Of 100: as alike in sound, what the platform quotes is what was heard, where the time agrees too."""
ALIKE_UNTIMED = 88.0
"""Where the notice gives no time."""
NEAR = timedelta(minutes=3)
LONGEST = timedelta(hours=16)
"""A broadcast begun longer ago is not the one that a notice without a broadcast is about."""
_FEWEST = 2


class Imported(Body):
    """As the platform wrote it. at: wall time; begin: media seconds. broadcast, product: our keys."""

    platform: str = Field(min_length=1)
    number: str = Field(min_length=1)
    words: str = Field(min_length=1)
    broadcast: str | None = None
    at: AwareDatetime | None = None
    begin: float | None = Field(default=None, ge=0)
    product: str | None = None
    violation: str | None = None
    penalty: str | None = None

    @property
    def key(self) -> str:
        return f"{self.platform}:{self.number}"


class Matched(Body):
    """likeness: of 100, None where a person matched it. gap: seconds, None without a time."""

    flag: str
    likeness: float | None = None
    gap: float | None = None


class Missed(Body):
    """because: `passed` if the words were heard and let pass, `not_flagged` if nothing alike was judged."""

    because: Literal["passed", "not_flagged"]


COURSE = Course(
    NOTICE,
    {
        "imported": (states(NEW), "unplaced"),
        "matched": (states("unplaced", "missed", "matched"), "matched"),
        "missed": (states("unplaced"), "missed"),
    },
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a scan heard and judged. flag: None where it passed. start: media seconds."""

    flag: str | None
    start: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """state: unplaced while no broadcast of its time was scanned, else matched or missed. flag: matched."""

    key: str
    state: str
    body: Imported | None
    flag: str | None
    because: str | None


def notice_of(key: str, acts: Sequence[Done]) -> Notice:
    said, last = acts[0].body, acts[-1].body or {}
    body = Imported(**said) if said else None
    return Notice(key, COURSE.state(acts), body, last.get("flag"), last.get("because"))


def nearest(words: str, begin: float | None, spoken: Iterable[Spoken]) -> Matched | Missed:
    """Matched to the flag whose words sound most alike; missed if none do, though some that passed may.

    With a time only what was said within `NEAR` of it counts.
    """
    wanted = _sound(words)
    alike = [found for one in spoken if (found := _alike(wanted, begin, one))]
    flagged = [found for found in alike if isinstance(found, Matched)]
    if flagged:
        return min(flagged, key=lambda found: (-(found.likeness or 0), found.gap or 0.0))
    return Missed(because="passed" if alike else "not_flagged")


def _alike(wanted: str, begin: float | None, one: Spoken) -> Matched | Missed | None:
    """None if it sounds otherwise, or was said at another time."""
    gap = None if begin is None or one.start is None else round(abs(one.start - begin), 1)
    if gap is not None and gap > NEAR.total_seconds():
        return None
    likeness = _likeness(wanted, _sound(one.text))
    if likeness < (ALIKE_UNTIMED if gap is None else ALIKE):
        return None
    if one.flag is None:
        return Missed(because="passed")
    return Matched(flag=one.flag, likeness=round(likeness, 1), gap=gap)


def add(session: Session, tenant: str, who: Person, said: Imported) -> Record | None:
    """The notice's record; None if it is there already."""
    record = act.open_record(session, tenant, NOTICE, said.key)
    if acts_of(session, record.id):
        return None
    COURSE.do(session, record, who, "imported", said)
    return record


def is_known(session: Session, tenant: str, said: Imported) -> bool | None:
    """Whether it was imported just so; None if it was imported saying otherwise."""
    record = find(session, tenant, NOTICE, said.key)
    acts = acts_of(session, record.id) if record else []
    if not acts:
        return False
    return True if acts[0].body in (None, said.dump()) else None


def match(session: Session, record: Record, who: Person) -> str:
    """Match a notice anew, unless it is matched; its state then. Only a change is recorded."""
    known = notice_of(record.key, acts_of(session, record.id))
    if known.state == "matched" or known.body is None:
        return known.state
    broadcasts = _broadcasts(session, record.tenant, known.body)
    if not broadcasts:
        return known.state
    said = known.body
    found = [nearest(said.words, _begin(said, one), _spoken(session, one)) for one in broadcasts]
    matched = [one for one in found if isinstance(one, Matched)]
    if matched:
        COURSE.do(session, record, who, "matched", max(matched, key=lambda one: one.likeness or 0))
        return "matched"
    if known.state == "unplaced":
        passed = any(one == Missed(because="passed") for one in found)
        COURSE.do(session, record, who, "missed", Missed(because="passed" if passed else "not_flagged"))
    return "missed"


def by_hand(session: Session, record: Record, who: Person, flag: str) -> None:
    """A person says which flag it is about."""
    COURSE.do(session, record, who, "matched", Matched(flag=flag))


def notices(session: Session, tenant: str) -> list[Notice]:
    """All of them, in the order they were imported."""
    return [notice_of(record.key, acts) for record, acts in histories(session, tenant, [NOTICE])]


def _broadcasts(session: Session, tenant: str, said: Imported) -> Sequence[Broadcast]:
    """The scanned broadcasts that it may be about: the one it names, else those on air at its time."""
    scanned = select(Scan.broadcast_id).where(Scan.tenant == tenant, Scan.actual == "finished")
    mine = select(Broadcast).where(Broadcast.tenant == tenant, col(Broadcast.id).in_(scanned))
    if said.broadcast:
        return session.exec(mine.where(Broadcast.key == said.broadcast)).all()
    if said.at is None:
        return []
    begun = col(Broadcast.started_at).between(said.at - LONGEST, said.at)
    return session.exec(mine.where(begun).order_by(col(Broadcast.started_at).desc())).all()


def _begin(said: Imported, broadcast: Broadcast) -> float | None:
    if said.begin is None and said.at and broadcast.started_at:
        return (said.at - broadcast.started_at).total_seconds()
    return said.begin


def _spoken(session: Session, broadcast: Broadcast) -> list[Spoken]:
    rows = session.exec(
        select(Occurrence.flag_id, Occurrence.start, Occurrence.text)
        .join(Scan, col(Scan.id) == Occurrence.scan_id)
        .where(Scan.broadcast_id == broadcast.id)
    )
    return [Spoken(*row) for row in rows]


def _sound(words: str) -> str:
    return encode("".join(c for c in normal(words).text if c.isalnum()))


def _likeness(wanted: str, heard: str) -> float:
    """Of 100; the shorter is looked for within the longer, unless it is too short to mean anything."""
    if min(len(wanted), len(heard)) < _FEWEST:
        return 0.0
    return fuzz.partial_ratio(wanted, heard)
