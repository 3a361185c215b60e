"""How a finding is graded: what is decided, how grave it is, and which law says so."""

from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    APPROVED = "approved"
    EXCEEDS_APPROVAL = "exceeds_approval"
    UNREVIEWED = "unreviewed"
    PROHIBITED = "prohibited"
    EVIDENCE_NEEDED = "evidence_needed"
    MISSING_STATEMENT = "missing_statement"
    PRICE_MISMATCH = "price_mismatch"


class Decision(StrEnum):
    PASS = "pass"
    REVIEW = "review"
    BLOCK = "block"


class Severity(StrEnum):
    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    def raised(self) -> "Severity":
        """One step graver; critical stays critical."""
        order = list(Severity)
        return order[max(0, order.index(self) - 1)]

    def lowered(self) -> "Severity":
        """One step milder; info stays info."""
        order = list(Severity)
        return order[min(len(order) - 1, order.index(self) + 1)]


@dataclass(frozen=True, slots=True)
class Citation:
    """An article of a law as in force on the day of the broadcast; `in_force` is that version's date.

    confirmed: whether the wording of the article was read in that version and its date is certain.
    """

    law: str
    article: str
    in_force: str
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the judgement: a stable code and its details, for the trace."""

    code: str
    detail: dict[str, str] = field(default_factory=dict)
