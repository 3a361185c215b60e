"""The report's values as plain rows, for JSON."""

from monitor.claims.finding import as_row
from monitor.media.block import SAMPLE_RATE
from monitor.messages import Language
from monitor.report.report import Bilingual, LawReference, Report, ReportFlag
from monitor.speech.coverage import Coverage

Row = dict[str, object]

SCHEMA = "boshen.report/1"


def report_row(report: Report) -> Row:
    """The whole report. Times of the broadcast are seconds from its start, coverage is in samples."""
    return {
        "schema": SCHEMA,
        "language": report.language,
        "made_at": report.made_at.isoformat(),
        "broadcast": {
            "id": report.broadcast_id,
            "title": report.title,
            "channel": report.channel,
            "host": report.host,
            "role": report.role,
            "started_at": report.started_at and report.started_at.isoformat(),
        },
        "recording": {
            "file": report.recording.file,
            "sha256": report.recording.sha256,
            "seconds": report.recording.seconds,
            "container": report.recording.container,
            "track": report.recording.track,
        },
        "model": {
            "name": report.model.name,
            "digest": report.model.digest,
            "demo": report.model.is_demo,
        },
        "versions": {"lexicon": report.lexicon_version, "catalogue": report.catalogue_version},
        "result": _result(report),
        "coverage": _coverage(report.coverage),
        "flags": [_flag(flag, report.language) for flag in report.in_order],
        "transcript": [{"start": u.start, "end": u.end, "text": u.text} for u in report.transcript],
        "ledger": report.ledger and {"root": report.ledger.root, "size": report.ledger.size},
    }


def _result(report: Report) -> Row:
    return {
        "assessed": report.assessed,
        "heard": report.coverage.heard,
        "heard_needed": Coverage.HEARD_ENOUGH,
        "suspected": len(report.suspected),
        "noted": len(report.noted),
        "approved_mentions": report.approved,
        "suspected_until_confirmed": True,
        "legal_advice": False,
    }


def _coverage(coverage: Coverage) -> Row:
    return {
        "sample_rate": SAMPLE_RATE,
        "stretches": [
            {
                "start": s.start,
                "end": s.end,
                "fate": s.fate.value,
                "confident": s.confident,
                "reason": s.reason,
            }
            for s in coverage.stretches
        ],
    }


def _flag(flag: ReportFlag, language: Language) -> Row:
    return {
        "id": flag.id,
        "severity": flag.severity.value,
        "suspected": flag.suspected,
        "rule_title": _bilingual(flag.rule_title),
        "laws": [_law(law) for law in flag.laws],
        "product_name": flag.product_name,
        "selling_point_text": flag.selling_point_text,
        "ledger_entry": flag.entry,
        "occurrences": [as_row(finding, language) for finding in flag.occurrences],
    }


def _law(law: LawReference) -> Row:
    return {
        "law": _bilingual(law.law),
        "article": _bilingual(law.article),
        "in_force": law.in_force,
        "confirmed": law.confirmed,
    }


def _bilingual(text: Bilingual | None) -> Row | None:
    return None if text is None else {"zh": text.zh, "en": text.en}
