"""What a flag's review comes to: a fold over the acts that were done to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from monitor.ledger.act import Done


class State(StrEnum):
    OPEN = "open"
    NEEDS_EVIDENCE = "needs_evidence"
    ESCALATED = "escalated"
    APPEALED = "appealed"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    CORRECTED = "corrected"
    CLOSED = "closed"


class Deed(StrEnum):
    """Kinds of act on a flag. `upheld` and `overturned` are of the decision appealed against."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    NEEDS_EVIDENCE = "needs_evidence"
    ESCALATED = "escalated"
    CORRECTED = "corrected"
    CLOSED = "closed"
    REOPENED = "reopened"
    APPEALED = "appealed"
    UPHELD = "upheld"
    OVERTURNED = "overturned"
    NOTED = "noted"
    ON_AIR = "corrected_on_air"
    UNDONE = "undone"


UNDECIDED = frozenset({State.OPEN, State.NEEDS_EVIDENCE, State.ESCALATED, State.APPEALED})
"""States in which somebody still has to decide."""

AFTER = {
    Deed.CONFIRMED: State.CONFIRMED,
    Deed.DISMISSED: State.DISMISSED,
    Deed.NEEDS_EVIDENCE: State.NEEDS_EVIDENCE,
    Deed.ESCALATED: State.ESCALATED,
    Deed.CORRECTED: State.CORRECTED,
    Deed.CLOSED: State.CLOSED,
    Deed.REOPENED: State.OPEN,
    Deed.APPEALED: State.APPEALED,
    Deed.OVERTURNED: State.DISMISSED,
}
"""The state that an act leaves. `upheld` leaves the one before the appeal; the others leave it as it was."""

_TO_DECIDE = frozenset({State.OPEN, State.NEEDS_EVIDENCE, State.ESCALATED})
_DECIDED = frozenset({State.CONFIRMED, State.DISMISSED, State.CORRECTED, State.CLOSED})

BEFORE = {
    Deed.CONFIRMED: _TO_DECIDE,
    Deed.DISMISSED: _TO_DECIDE,
    Deed.NEEDS_EVIDENCE: frozenset({State.OPEN, State.ESCALATED}),
    Deed.ESCALATED: frozenset({State.OPEN, State.NEEDS_EVIDENCE}),
    Deed.CORRECTED: frozenset({State.CONFIRMED}),
    Deed.CLOSED: _DECIDED - {State.CLOSED},
    Deed.REOPENED: _DECIDED | {State.NEEDS_EVIDENCE},
    Deed.APPEALED: _DECIDED - {State.DISMISSED},
    Deed.UPHELD: frozenset({State.APPEALED}),
    Deed.OVERTURNED: frozenset({State.APPEALED}),
    Deed.NOTED: frozenset(State),
    Deed.ON_AIR: frozenset(State),
}
"""The states in which an act can be done."""

DECISIONS = frozenset(BEFORE) - {Deed.APPEALED, Deed.NOTED, Deed.ON_AIR}
"""Acts that take the lease, and that whoever did them may take back."""

JUDGEMENTS = frozenset({Deed.CONFIRMED, Deed.DISMISSED, Deed.UPHELD, Deed.OVERTURNED})
"""Acts that say whether the flag is right; whoever did one decides no appeal of that flag."""


@dataclass(frozen=True, slots=True)
class Review:
    """outcome: confirmed or dismissed, as last decided. judges: ids of all who ever judged it, taken back or
    not. is_escalated: it has been, so that only some may decide. last: the last act, whatever it was."""

    state: State = State.OPEN
    outcome: Deed | None = None
    reason: str | None = None
    judges: frozenset[str] = field(default_factory=frozenset)
    is_escalated: bool = False
    last: Done | None = None

    def allows(self, deed: Deed) -> bool:
        """Whether the act can be done to the flag as it stands. `undone` is for `can_undo`."""
        if deed is Deed.APPEALED and self.outcome is not Deed.CONFIRMED:
            return False
        return self.state in BEFORE.get(deed, frozenset())

    def can_undo(self, person: str) -> bool:
        """Whether the last thing that happened is a decision of that person."""
        return self.last is not None and self.last.person == person and self.last.kind in DECISIONS


def review_of(acts: Sequence[Done]) -> Review:
    """As the acts leave it; none leave it open. Erased bodies take the reasons with them, not the state."""
    state, before_appeal = State.OPEN, State.OPEN
    outcome: Deed | None = None
    reason: str | None = None
    escalated = False
    for act in live(acts):
        deed = Deed(act.kind)
        before_appeal = state if deed is Deed.APPEALED else before_appeal
        state = before_appeal if deed is Deed.UPHELD else AFTER.get(deed, state)
        if deed in (Deed.CONFIRMED, Deed.DISMISSED, Deed.OVERTURNED):
            outcome = Deed.CONFIRMED if deed is Deed.CONFIRMED else Deed.DISMISSED
        elif deed is Deed.REOPENED:
            outcome = None
        if deed in DECISIONS:
            reason = (act.body or {}).get("reason")
        escalated = escalated or deed is Deed.ESCALATED
    judges = frozenset(act.person for act in acts if act.kind in JUDGEMENTS and act.person)
    return Review(state, outcome, reason, judges, escalated, acts[-1] if acts else None)


def live(acts: Sequence[Done]) -> Iterator[Done]:
    """The acts without those taken back, and without the taking back: of an act, by the one right after."""
    undone = {act.number - 1 for act in acts if act.kind == Deed.UNDONE}
    return (act for act in acts if act.number not in undone and act.kind != Deed.UNDONE)
