"""Findings folded into flags: one flag for one claim of one product in one broadcast."""

import dataclasses
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlmodel import Session, col, select

from monitor.claims.finding import Decision, Finding, Severity
from monitor.ledger import fingerprint as fp
from monitor.ledger.entry import now
from monitor.ledger.payload import text_digest
from monitor.ledger.tables import Broadcast, Flag, Occurrence, Scan

_SEVERITIES = list(Severity)
_DECISIONS = [Decision.BLOCK, Decision.REVIEW, Decision.PASS]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a recording of findings added."""

    flags: tuple[Flag, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()


def record(session: Session, scan: Scan, findings: Iterable[Finding]) -> Recorded:
    """Keep the findings of a scan as occurrences, those to review or block under a flag.

    A finding that passes is kept without a flag. A finding the scan has already adds nothing. A new flag
    takes verdict, decision and severity from the worst of its findings; an old one stays as it was raised.
    """
    fold = _Fold(session, scan)
    occurrences = []
    for number, text, finding in _unseen(session, scan, findings):
        flag = None if finding.decision is Decision.PASS else fold.flag_of(finding)
        occurrences.append(_occurrence(scan, flag, number, text, finding))
    raised = tuple(fold.raised.values())
    for rows in (raised, occurrences):
        session.add_all(rows)
        session.flush()
    return Recorded(raised, tuple(occurrences))


def as_text(finding: Finding) -> str:
    """The finding as its occurrence keeps it."""
    return json.dumps(dataclasses.asdict(finding), ensure_ascii=False, sort_keys=True)


def digest_of(finding: Finding) -> str:
    """SHA-256 of the finding as kept, in hexadecimal: which occurrence of a scan it is."""
    return text_digest(as_text(finding))


class _Fold:
    """The flags of one broadcast, those before this scan and those it raises, by fingerprint."""

    def __init__(self, session: Session, scan: Scan) -> None:
        broadcast = session.get_one(Broadcast, scan.broadcast_id)
        known = session.exec(
            select(Flag)
            .where(Flag.broadcast_id == broadcast.id, Flag.fingerprint_version == fp.VERSION)
            .order_by(col(Flag.raised_at), Flag.id)
        ).all()
        self.scan = scan
        self.broadcast = broadcast.key
        self.known = {flag.fingerprint: flag for flag in known}
        self.raised: dict[str, Flag] = {}
        self._anchors = [_kin_of(flag) for flag in known if flag.rule is None and flag.selling_point is None]

    def flag_of(self, finding: Finding) -> Flag:
        anchor = self._anchor_for(finding)
        fingerprint = fp.fingerprint(self.broadcast, finding, anchor)
        if fingerprint in self.known:
            return self.known[fingerprint]
        if fingerprint in self.raised:
            _worsen(self.raised[fingerprint], finding)
        else:
            self.raised[fingerprint] = _new_flag(self.scan, finding, anchor, fingerprint)
            if fp.is_anchored(finding):
                self._anchors.append((finding.product, finding.slots, anchor))
        return self.raised[fingerprint]

    def _anchor_for(self, finding: Finding) -> fp.Anchor:
        if not fp.is_anchored(finding):
            return ()
        kin = (finding.product, finding.slots)
        rivals = (anchor for product, slots, anchor in self._anchors if (product, slots) == kin)
        return fp.nearest(fp.syllables(finding.claim), rivals)


def _kin_of(flag: Flag) -> tuple[str | None, tuple[str, ...], fp.Anchor]:
    return flag.product, fp.unpack(flag.slots), fp.unpack(flag.anchor)


def _new_flag(scan: Scan, finding: Finding, anchor: fp.Anchor, fingerprint: str) -> Flag:
    return Flag(
        tenant=scan.tenant,
        broadcast_id=scan.broadcast_id,
        scan_id=scan.id,
        product=finding.product,
        rule=finding.rule,
        selling_point=finding.selling_point,
        slots=fp.pack(finding.slots),
        anchor=fp.pack(anchor),
        fingerprint_version=fp.VERSION,
        fingerprint=fingerprint,
        verdict=finding.verdict,
        decision=finding.decision,
        severity=finding.severity,
        first_at=finding.start,
        raised_at=now(),
    )


def _worsen(flag: Flag, finding: Finding) -> None:
    if finding.start is not None and (flag.first_at is None or finding.start < flag.first_at):
        flag.first_at = finding.start
    if _badness(finding.decision, finding.severity) < _badness(flag.decision, flag.severity):
        flag.verdict, flag.decision, flag.severity = finding.verdict, finding.decision, finding.severity


def _badness(decision: str, severity: str) -> tuple[int, int]:
    """Smaller is worse."""
    return _DECISIONS.index(Decision(decision)), _SEVERITIES.index(Severity(severity))


def _unseen(session: Session, scan: Scan, findings: Iterable[Finding]) -> Iterator[tuple[int, str, Finding]]:
    """The findings the scan has not got, each with its number in the scan and its JSON."""
    seen = set(session.exec(select(Occurrence.digest).where(Occurrence.scan_id == scan.id)).all())
    for finding in findings:
        text = as_text(finding)
        digest = text_digest(text)
        if digest not in seen:
            yield len(seen), text, finding
            seen.add(digest)


def _occurrence(scan: Scan, flag: Flag | None, number: int, text: str, finding: Finding) -> Occurrence:
    return Occurrence(
        tenant=scan.tenant,
        scan_id=scan.id,
        flag_id=None if flag is None else flag.id,
        number=number,
        start=finding.start,
        end=finding.end,
        text=finding.text,
        span_begin=finding.span[0],
        span_end=finding.span[1],
        claim=finding.claim,
        finding=text,
        digest=text_digest(text),
    )
