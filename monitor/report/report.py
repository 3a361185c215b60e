"""Everything one broadcast's report shows. Values only: no database, no clock."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from monitor.claims.finding import Decision, Finding, Severity, Verdict
from monitor.messages import Language
from monitor.speech.coverage import Coverage
from monitor.text.utterance import Utterance

Status = Literal["not_assessed", "suspected", "clean"]
GRAVEST_FIRST = tuple(Severity)
MILDEST_FIRST = tuple(Decision)


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One display string in each language."""

    zh: str
    en: str

    def text(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Recording:
    """What was listened to. `seconds`: its duration; `track`: the audio track, as named to the user."""

    file: str
    sha256: str
    seconds: float
    container: str
    track: str


@dataclass(frozen=True, slots=True)
class SpeechModel:
    name: str
    digest: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class LawReference:
    """An article as people cite it. `in_force`: ISO date from which that version holds.

    confirmed: whether its wording was read in that version and the date is certain.
    """

    law: Bilingual
    article: Bilingual
    in_force: str
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class LedgerState:
    """Root (hex) of the tenant's Merkle log when it held `size` entries."""

    root: str
    size: int


@dataclass(frozen=True, slots=True)
class ReportFlag:
    """One claim of one product with every time it was made; `occurrences` has at least one.

    entry: index of the flag's entry in the ledger, where it has one.
    """

    id: str
    occurrences: tuple[Finding, ...]
    rule_title: Bilingual | None = None
    laws: tuple[LawReference, ...] = ()
    product_name: str | None = None
    selling_point_text: str | None = None
    entry: int | None = None

    @property
    def lead(self) -> int:
        """Index of the occurrence shown in full: the gravest, and of those the first."""
        graveness = [GRAVEST_FIRST.index(finding.severity) for finding in self.occurrences]
        return graveness.index(min(graveness))

    @property
    def finding(self) -> Finding:
        return self.occurrences[self.lead]

    @property
    def severity(self) -> Severity:
        return self.finding.severity

    @property
    def decision(self) -> Decision:
        """The strictest of its occurrences."""
        return max((finding.decision for finding in self.occurrences), key=MILDEST_FIRST.index)

    @property
    def suspected(self) -> bool:
        """Whether a person has to decide."""
        return self.decision is not Decision.PASS


@dataclass(frozen=True, slots=True)
class Report:
    """One broadcast, what was heard of it and what was found. Both times carry an offset;
    started_at is None where no file says.

    approved: mentions that matched an approved selling point. transcript: utterances in order, for
    the words around a flag. ledger: None when nothing was written to a ledger. language: the one
    shown first.
    """

    broadcast_id: str
    title: str
    started_at: datetime | None
    made_at: datetime
    recording: Recording
    model: SpeechModel
    lexicon_version: str
    catalogue_version: str
    coverage: Coverage
    flags: tuple[ReportFlag, ...] = ()
    transcript: tuple[Utterance, ...] = ()
    approved: int = 0
    channel: str | None = None
    host: str | None = None
    role: str | None = None
    ledger: LedgerState | None = None
    language: Language = "zh"

    @property
    def assessed(self) -> bool:
        """Whether enough was heard for an absence of flags to mean anything."""
        return self.coverage.assessed

    @property
    def status(self) -> Status:
        """The result in one word. Not assessed comes first, whatever was found."""
        if not self.assessed:
            return "not_assessed"
        return "suspected" if self.suspected else "clean"

    @property
    def in_order(self) -> tuple[ReportFlag, ...]:
        """Flags by time; those about the whole broadcast come last."""
        return tuple(sorted(self.flags, key=_place))

    @property
    def suspected(self) -> tuple[ReportFlag, ...]:
        return tuple(flag for flag in self.in_order if flag.suspected)

    @property
    def noted(self) -> tuple[ReportFlag, ...]:
        """Flags on which nothing has to be decided, such as a claim whose evidence is to be kept."""
        return tuple(flag for flag in self.in_order if not flag.suspected)

    def by_severity(self) -> dict[Severity, int]:
        counts = Counter(flag.severity for flag in self.flags)
        return {severity: counts[severity] for severity in Severity}

    def by_verdict(self) -> dict[Verdict, int]:
        counts = Counter(flag.finding.verdict for flag in self.flags)
        return {verdict: counts[verdict] for verdict in Verdict if counts[verdict]}


def _place(flag: ReportFlag) -> tuple[bool, float, str]:
    start = flag.finding.start
    return (start is None, start or 0.0, flag.id)
