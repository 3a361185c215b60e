"""The clock of a flag's review: how long it has run, when it is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.ledger.act import Done
from monitor.ledger.review.state import UNDECIDED, Deed, State, live, review_of


@dataclass(frozen=True, slots=True)
class Clock:
    """started_at: raised, reopened or appealed. waited: for evidence, in all. waiting_since: if it waits for
    evidence now. stopped_at: if decided."""

    started_at: datetime
    waited: timedelta = timedelta()
    waiting_since: datetime | None = None
    stopped_at: datetime | None = None

    def due(self, allowance: timedelta) -> datetime | None:
        """None while it waits for evidence and once it is decided."""
        if self.waiting_since or self.stopped_at:
            return None
        return self.started_at + self.waited + allowance

    def is_overdue(self, allowance: timedelta, at: datetime) -> bool:
        due = self.due(allowance)
        return due is not None and due < at


def clock_of(raised_at: datetime, acts: Sequence[Done]) -> Clock:
    """It runs from the raising, stands while evidence is awaited, stops at a decision, and starts anew when
    the flag is reopened or appealed."""
    clock = Clock(raised_at)
    standing = list(live(acts))
    for number, act in enumerate(standing, 1):
        state = review_of(standing[:number]).state
        clock = _moved(clock, act, state)
    return clock


def _moved(clock: Clock, act: Done, state: State) -> Clock:
    waited = clock.waited + (act.at - clock.waiting_since if clock.waiting_since else timedelta())
    if state is State.NEEDS_EVIDENCE:
        return Clock(clock.started_at, clock.waited, clock.waiting_since or act.at)
    if state not in UNDECIDED:
        return Clock(clock.started_at, waited, None, clock.stopped_at or act.at)
    if act.kind in (Deed.REOPENED, Deed.APPEALED) and clock.waiting_since is None:
        return Clock(act.at)
    return Clock(clock.started_at, waited)
