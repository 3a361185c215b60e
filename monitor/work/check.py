"""The transcript check: the same judging without sound."""

from collections.abc import Sequence
from datetime import date

from monitor.claims.broadcast import Broadcast
from monitor.claims.catalogue import Catalogue
from monitor.claims.detector import Detector, judge_all
from monitor.claims.finding import Decision, Finding, Verdict
from monitor.rules.lexicon import Lexicon
from monitor.text.utterance import Utterance


def check(
    transcript: Sequence[Utterance],
    lexicon: Lexicon,
    catalogue: Catalogue,
    broadcast: Broadcast,
    today: date,
) -> list[Finding]:
    """Every finding in reading order, approved mentions included. `today`: see Detector."""
    return judge_all(transcript, Detector(lexicon, catalogue, broadcast, today))


def to_show(findings: Sequence[Finding]) -> list[Finding]:
    """The findings without approved mentions that pass."""
    return [finding for finding in findings if not passes(finding)]


def passes(finding: Finding) -> bool:
    """Whether it is an approved mention with nothing to say of it."""
    return finding.verdict is Verdict.APPROVED and finding.decision is Decision.PASS
