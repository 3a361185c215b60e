"""The report of a finished scan, with a playable clip for every flag."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from monitor.claims.finding import Finding, Verdict
from monitor.ledger.flagged import flags_of, log_state
from monitor.ledger.flags import digest_of
from monitor.media.block import SAMPLE_RATE
from monitor.media.clip import clips
from monitor.messages import LANGUAGES, Language, say
from monitor.report.files import ReportFiles, write
from monitor.report.html import Clips
from monitor.report.report import (
    Bilingual,
    LawReference,
    LedgerState,
    Recording,
    Report,
    ReportFlag,
)
from monitor.report.report import SpeechModel as ReportModel
from monitor.settings import settings
from monitor.speech.model import SpeechModel
from monitor.work.scan import Job, Scanned

AROUND_S = 5.0
CLIPS_A_FLAG = 5
"""A claim repeated all evening is heard five times, and where it was gravest; the others are listed."""


def write_report(
    job: Job, scanned: Scanned, model: SpeechModel, engine: Engine, folder: Path, language: Language
) -> ReportFiles:
    """report.html, report.json and report.xlsx in `folder`."""
    report = _report(job, scanned, model, engine, language)
    return write(report, folder, _clips(job, report, scanned.recording.chosen.number))


def _report(job: Job, scanned: Scanned, model: SpeechModel, engine: Engine, language: Language) -> Report:
    state = log_state(engine, scanned.lease.tenant)
    broadcast = job.broadcast
    return Report(
        broadcast_id=broadcast.id,
        title=broadcast.channel or job.media.stem,
        started_at=broadcast.started_at,
        made_at=datetime.now(UTC),
        recording=Recording(
            job.media.name,
            scanned.sha256,
            scanned.coverage.end / SAMPLE_RATE,
            scanned.recording.container,
            str(scanned.recording.chosen),
        ),
        model=ReportModel(model.title, model.digest, model.is_demo),
        lexicon_version=job.lexicon.version,
        catalogue_version=job.catalogue.version,
        coverage=scanned.coverage,
        flags=tuple(_flags(job, scanned, engine)),
        transcript=scanned.transcript,
        approved=sum(finding.verdict is Verdict.APPROVED for finding in scanned.findings),
        channel=broadcast.channel,
        host=broadcast.host,
        role=broadcast.role,
        ledger=LedgerState(state.root, state.size),
        language=language,
    )


def _flags(job: Job, scanned: Scanned, engine: Engine) -> Iterator[ReportFlag]:
    """The ledger's flags, then each passing finding that is more than an approved mention."""
    by_digest = {digest_of(finding): finding for finding in scanned.findings}
    for flag in flags_of(engine, scanned.lease):
        found = tuple(by_digest.pop(digest) for digest in flag.findings)
        yield _flag(job, flag.id, found, flag.entry)
    for digest, finding in by_digest.items():
        if finding.verdict is not Verdict.APPROVED:
            yield _flag(job, digest[:16], (finding,), None)


def _flag(job: Job, flag: str, findings: tuple[Finding, ...], entry: int | None) -> ReportFlag:
    first = findings[0]
    rule = job.lexicon.by_id.get(first.rule or "")
    product = job.catalogue.by_id.get(first.product or "")
    points = {point.id: point.text for point in product.claims} if product else {}
    laws = job.lexicon.laws
    return ReportFlag(
        id=flag,
        occurrences=findings,
        rule_title=Bilingual(rule.title["zh"], rule.title["en"]) if rule else None,
        laws=tuple(
            LawReference(
                Bilingual(laws.name(cited.law, "zh"), laws.name(cited.law, "en")),
                _article(cited.article),
                cited.in_force,
                cited.confirmed,
            )
            for cited in first.citations
        ),
        product_name=product.name if product else None,
        selling_point_text=points.get(first.selling_point or ""),
        entry=entry,
    )


def _article(cited: str) -> Bilingual:
    """`9(3)` as people cite it: the article's number, and behind it the item's. Words stay as they are."""
    number, bracket, item = cited.partition("(")
    if not number.isdecimal():
        return Bilingual(cited, cited)
    return Bilingual(
        *(say("report.article", language, article=number) + bracket + item for language in LANGUAGES)
    )


def _clips(job: Job, report: Report, track: int) -> Clips:
    places = [
        ((flag.id, index), (max(0.0, finding.start - AROUND_S), finding.end + AROUND_S))
        for flag in report.flags
        for index, finding in enumerate(flag.occurrences)
        if index < CLIPS_A_FLAG or index == flag.lead
        if finding.start is not None and finding.end is not None
    ]
    spans = [span for _, span in places]
    cut = clips(job.media, spans, track, max_hours=settings().media_max_hours)
    return {places[index][0]: sound for index, sound in cut}
