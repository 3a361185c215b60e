"""The engine's judgement of one claim. A value: no database, no clock."""

from dataclasses import asdict, dataclass, field
from typing import Any

from monitor.messages import Language
from monitor.rules.grade import Citation, Decision, Severity, Step, Verdict

__all__ = ["Citation", "Decision", "Difference", "Finding", "Severity", "Step", "Verdict", "as_row"]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the words said leave the approved ones: one slot, both values as written."""

    slot: str
    approved: str
    said: str


@dataclass(frozen=True, slots=True)
class Finding:
    """`span` is half-open in code points of `text`, the whole utterance as given.

    claim: the clause judged. slots: the claim's slot values in canonical form, sorted, for the
    flag's fingerprint. messages: the sentence for a reader, by language.
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


def as_row(finding: Finding, language: Language) -> dict[str, Any]:
    """The finding as the JSON row users read: the keys of the contract, `id` only where the row had one."""
    difference = finding.difference
    row: dict[str, Any] = {} if finding.id is None else {"id": finding.id}
    return row | {
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "span": list(finding.span),
        "claim": finding.claim,
        "verdict": finding.verdict.value,
        "decision": finding.decision.value,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "product": finding.product,
        "selling_point": finding.selling_point,
        "difference": difference and asdict(difference),
        "citations": [asdict(citation) for citation in finding.citations],
        "action": finding.action,
        "evasion": list(finding.evasion),
        "trace": [{"code": step.code, **step.detail} for step in finding.trace],
        "message": finding.messages.get(language, ""),
    }
