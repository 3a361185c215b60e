"""A flag with all that a review of it rests on."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from monitor.claims.finding import Severity, Verdict
from monitor.ledger.act import Done, acts_of, find
from monitor.ledger.review.key import flag_named
from monitor.ledger.review.policy import FLAG
from monitor.ledger.review.severity import Effective, Said, effective
from monitor.ledger.review.state import Review, review_of
from monitor.ledger.tables import Broadcast, Flag, Occurrence


@dataclass(frozen=True, slots=True)
class Heard:
    """An occurrence and its finding as kept: the JSON of `finding.Finding`."""

    occurrence: Occurrence
    finding: dict[str, Any]

    @property
    def said(self) -> Said:
        evidence = self.finding["verdict"] == Verdict.EVIDENCE_NEEDED
        severity = Severity(self.finding["severity"])
        return Said(self.occurrence.scan_id, severity, bool(self.finding["evasion"]), not evidence)


@dataclass(frozen=True, slots=True)
class Matter:
    """acts: of its review, in order. heard: what was said, by scan and in order."""

    flag: Flag
    broadcast: Broadcast
    acts: tuple[Done, ...]
    review: Review
    heard: tuple[Heard, ...]

    @property
    def effective(self) -> Effective:
        return effective(Severity(self.flag.severity), [heard.said for heard in self.heard])

    @property
    def scope(self) -> dict[str, str]:
        """What somebody has to answer for to do anything here."""
        return {"channel": self.broadcast.channel} if self.broadcast.channel else {}


def matter(session: Session, tenant: str, said: str) -> Matter:
    """By the flag's id, or enough of its beginning. NoSuchRecord."""
    flag = flag_named(session, tenant, said)
    record = find(session, tenant, FLAG, flag.id)
    acts = tuple(acts_of(session, record.id)) if record else ()
    broadcast = session.get_one(Broadcast, flag.broadcast_id)
    return Matter(flag, broadcast, acts, review_of(acts), tuple(_heard(session, flag.id)))


def _heard(session: Session, flag: str) -> Sequence[Heard]:
    rows = session.exec(
        select(Occurrence)
        .where(Occurrence.flag_id == flag)
        .order_by(col(Occurrence.scan_id), col(Occurrence.number))
    )
    return [Heard(row, json.loads(row.finding)) for row in rows]
