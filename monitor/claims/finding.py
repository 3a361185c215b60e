"""The engine's judgement of one claim. A value: no database, no clock."""

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


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the words said leave the approved ones: one slot, both values as written."""

    slot: str
    approved: str
    said: str


@dataclass(frozen=True, slots=True)
class Citation:
    """An article of a law as in force on the day of the broadcast; `in_force` is that version's date."""

    law: str
    article: str
    in_force: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the judgement: a stable code and its details, for the trace."""

    code: str
    detail: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """`span` is half-open in code points of `text`, the whole utterance as given.

    claim: the clause judged. slots: the claim's slot values in canonical form, sorted, for the
    flag's fingerprint. message fields are rendered by code `finding.<verdict>` or the rule's own.
    """

    text: str
    span: tuple[int, int]
    claim: str
    verdict: Verdict
    decision: Decision
    severity: Severity
    start: float | None = None
    end: float | None = None
    id: str | None = None
    rule: str | None = None
    product: str | None = None
    selling_point: str | None = None
    difference: Difference | None = None
    citations: tuple[Citation, ...] = ()
    action: str | None = None
    evasion: tuple[str, ...] = ()
    trace: tuple[Step, ...] = ()
    slots: tuple[str, ...] = ()
    messages: dict[str, str] = field(default_factory=dict)
