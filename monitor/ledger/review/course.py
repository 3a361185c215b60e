"""The course that records of a kind take: which act can be done in which state, and what it leaves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from monitor.errors import WrongState
from monitor.ledger import act
from monitor.ledger.act import Done, acts_of
from monitor.ledger.authority import Person, allow
from monitor.ledger.review.body import Body
from monitor.ledger.review.policy import POLICY
from monitor.ledger.tables import Record

NEW = "new"
"""The state of a record to which nothing was done yet."""


@dataclass(frozen=True, slots=True)
class Course:
    """steps: kind of act → the states it can be done in, and the one it leaves; None leaves it as it was."""

    kind: str
    steps: Mapping[str, tuple[frozenset[str], str | None]]

    def state(self, acts: Sequence[Done]) -> str:
        state = NEW
        for done in acts:
            state = self.steps[done.kind][1] or state
        return state

    def do(
        self,
        session: Session,
        record: Record,
        who: Person,
        kind: str,
        body: Body,
        scope: Mapping[str, str] | None = None,
    ) -> Done:
        """NotAllowed, or WrongState where the act cannot be done to the record as it stands."""
        allow(who, POLICY, self.kind, kind, scope)
        state = self.state(acts_of(session, record.id))
        if state not in self.steps[kind][0]:
            raise WrongState(act=kind, kind=self.kind, key=record.key, state=state)
        return act.do(session, record, kind, who.id, body.dump())


def states(*names: str) -> frozenset[str]:
    return frozenset(names)
