"""What a decided flag suggests: a re-review, a rule change, a new selling point, a further wording of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session, col, select

from monitor.ledger import act
from monitor.ledger.act import Done, acts_of
from monitor.ledger.authority import Person
from monitor.ledger.review.body import Body
from monitor.ledger.review.course import NEW, Course, states
from monitor.ledger.review.matter import Matter
from monitor.ledger.review.policy import SUGGESTION
from monitor.ledger.tables import Record


class What(StrEnum):
    RE_REVIEW = "re_review"
    RULE_CHANGE = "rule_change"
    SELLING_POINT = "selling_point"
    WORDING = "wording"


class Suggested(Body):
    """words: what was said. flag: the id; number: of the decision it comes from."""

    what: What
    flag: str
    number: int
    words: str
    product: str | None = None
    selling_point: str | None = None
    rule: str | None = None


class Answer(Body):
    note: str = ""


COURSE = Course(
    SUGGESTION,
    {
        "suggested": (states(NEW), "open"),
        "taken": (states("open"), "taken"),
        "refused": (states("open"), "refused"),
        "withdrawn": (states("open"), "withdrawn"),
    },
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """state: open, taken, refused or withdrawn. body: None once erased."""

    key: str
    state: str
    body: Suggested | None
    acts: tuple[Done, ...]

    def of(self, number: int) -> bool:
        """Whether it comes from that act on its flag."""
        return self.body is not None and self.body.number == number


def suggestion_of(key: str, acts: Sequence[Done]) -> Suggestion:
    said = acts[0].body
    return Suggestion(key, COURSE.state(acts), Suggested(**said) if said else None, tuple(acts))


def suggest(session: Session, found: Matter, who: Person, what: What, number: int) -> Record:
    """number: of the act on the flag that it comes from. The same again adds nothing."""
    flag = found.flag
    record = act.open_record(session, flag.tenant, SUGGESTION, f"{flag.id}.{number}.{what}")
    if not acts_of(session, record.id):
        heard = found.heard[0].finding if found.heard else {}
        body = Suggested(
            what=what,
            flag=flag.id,
            number=number,
            words=str(heard.get("claim", "")),
            product=flag.product,
            selling_point=flag.selling_point or heard.get("selling_point"),
            rule=flag.rule,
        )
        COURSE.do(session, record, who, "suggested", body)
    return record


def answer(session: Session, record: Record, who: Person, kind: str, said: Answer) -> Done:
    """kind: taken or refused. WrongState unless it is open."""
    return COURSE.do(session, record, who, kind, said)


def withdraw(session: Session, found: Matter, who: Person, number: int) -> None:
    """Those that came with an act on the flag that is taken back, as far as nobody has answered them."""
    for record in _records(session, found, f"{found.flag.id}.{number}."):
        if suggestion_of(record.key, acts_of(session, record.id)).state == "open":
            COURSE.do(session, record, who, "withdrawn", Answer())


def suggestions_of(session: Session, found: Matter) -> list[Suggestion]:
    records = _records(session, found, f"{found.flag.id}.")
    return [suggestion_of(record.key, acts_of(session, record.id)) for record in records]


def suggestions(session: Session, tenant: str) -> list[Suggestion]:
    """All of them, the oldest first."""
    found = act.histories(session, tenant, [SUGGESTION])
    return [suggestion_of(record.key, acts) for record, acts in found]


def _records(session: Session, found: Matter, begin: str) -> Sequence[Record]:
    mine = (Record.tenant == found.flag.tenant, Record.kind == SUGGESTION)
    return session.exec(select(Record).where(*mine, col(Record.key).startswith(begin))).all()
