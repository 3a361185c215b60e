"""The report as a workbook: one row an occurrence, and a sheet about the broadcast."""

from collections.abc import Iterator, Sequence
from datetime import UTC
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from monitor.claims.finding import Finding
from monitor.clock import clock
from monitor.report import timeline
from monitor.report.report import LawReference, Report, ReportFlag
from monitor.report.wording import label, length, moment, name, percent
from monitor.speech.coverage import Coverage

CELL_LIMIT = 32_767
COLUMNS = {
    "number": 6,
    "flag": 20,
    "start": 9,
    "end": 9,
    "severity": 10,
    "verdict": 18,
    "decision": 14,
    "product": 20,
    "text": 48,
    "claim": 30,
    "rule": 34,
    "law": 40,
    "selling_point": 34,
    "slot": 14,
    "approved": 14,
    "said": 14,
    "action": 34,
    "evasion": 16,
    "entry": 10,
}
Cell = str | int | None


def xlsx(report: Report) -> bytes:
    """The workbook in `report.language`; the same report gives the same bytes.

    Every text is written as text, marked to stay so when edited: what a host said is never a formula.
    """
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties(
        {"title": report.title, "created": report.made_at.astimezone(UTC).replace(tzinfo=None)}
    )
    plain = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top", "text_wrap": True}
    text = book.add_format(plain | {"quote_prefix": True, "num_format": "@"})
    head = book.add_format(plain | {"bold": True, "bg_color": "#18212B", "font_color": "#FFFFFF"})
    _flags(book.add_worksheet(label("sheet.flags", report.language)), report, head, text)
    _broadcast(book.add_worksheet(label("sheet.broadcast", report.language)), report, head, text)
    book.close()
    return buffer.getvalue()


def _flags(sheet: Worksheet, report: Report, head: Format, text: Format) -> None:
    _row(sheet, 0, [label(f"column.{column}", report.language) for column in COLUMNS], head)
    for column, width in enumerate(COLUMNS.values()):
        sheet.set_column(column, column, width)
    last = 0
    for last, row in enumerate(_occurrences(report), start=1):
        _row(sheet, last, row, text)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _occurrences(report: Report) -> Iterator[list[Cell]]:
    for number, flag in enumerate(report.in_order, start=1):
        for finding in flag.occurrences:
            yield [number, *_occurrence(report, flag, finding)]


def _occurrence(report: Report, flag: ReportFlag, finding: Finding) -> list[Cell]:
    language, difference = report.language, finding.difference
    return [
        flag.id,
        None if finding.start is None else clock(finding.start),
        None if finding.end is None else clock(finding.end),
        name("severity", finding.severity, language),
        name("verdict", finding.verdict, language),
        name("decision", finding.decision, language),
        flag.product_name or finding.product,
        finding.text,
        finding.claim,
        flag.rule_title.text(language) if flag.rule_title else finding.rule,
        "\n".join(_law(law, report) for law in flag.laws),
        flag.selling_point_text,
        name("slot", difference.slot, language) if difference else None,
        difference.approved if difference else None,
        difference.said if difference else None,
        name("action", finding.action, language) if finding.action else None,
        " ".join(finding.evasion),
        flag.entry,
    ]


def _law(law: LawReference, report: Report) -> str:
    said = label("sheet.law", report.language, law=law.law, article=law.article, date=law.in_force)
    return said if law.confirmed else f"{said} {label('flag.unconfirmed', report.language)}"


def _broadcast(sheet: Worksheet, report: Report, head: Format, text: Format) -> None:
    language = report.language
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 70)
    sheet.set_column(2, 4, 20)
    _row(sheet, 0, [label("sheet.item", language), label("sheet.value", language)], head)
    sheet.freeze_panes(1, 0)
    facts = list(_facts(report))
    for row, (key, value) in enumerate(facts, start=1):
        _row(sheet, row, [label(key, language), value], text)
    top = len(facts) + 2
    heads = ("coverage.from", "coverage.to", "coverage.length", "coverage.fate", "coverage.reason")
    _row(sheet, top, [label(key, language) for key in heads], head)
    for row, gap in enumerate(timeline.gaps(report.coverage), start=top + 1):
        fate, reason = (
            name("stretch", gap.kind, language),
            gap.reason and name("reason", gap.reason, language),
        )
        _row(sheet, row, [clock(gap.start), clock(gap.end), length(gap.end - gap.start), fate, reason], text)


def _facts(report: Report) -> Iterator[tuple[str, Cell]]:
    language, coverage, needed = report.language, report.coverage, percent(Coverage.HEARD_ENOUGH)
    yield "sheet.title", report.title
    yield "facts.broadcast", report.broadcast_id
    yield "facts.channel", report.channel
    yield "facts.host", report.host
    yield (
        "facts.role",
        name("role", report.role, language) if report.role else label("facts.no_role", language),
    )
    yield "facts.started", moment(report.started_at) if report.started_at else None
    yield "facts.duration", clock(report.recording.seconds)
    yield "facts.made", moment(report.made_at)
    yield "sheet.status", label(f"status.{report.status}", language, count=len(report.suspected))
    yield "sheet.heard", label("sheet.share", language, heard=percent(coverage.heard), needed=needed)
    yield "sheet.mentions", report.approved
    for band in timeline.bands(coverage):
        yield f"stretch.{band.kind}", length(band.seconds)
    yield "basis.recording", report.recording.file
    yield "basis.sha256", report.recording.sha256
    yield "basis.container", report.recording.container
    yield "basis.track", report.recording.track
    yield "basis.model", report.model.name
    if report.model.is_demo:
        yield "banner.demo_title", label("banner.demo", language)
    yield "basis.digest", report.model.digest
    yield "basis.lexicon", report.lexicon_version
    yield "basis.catalogue", report.catalogue_version
    if report.ledger:
        yield "sheet.root", report.ledger.root
        yield "sheet.size", report.ledger.size
    yield "sheet.notice", label("banner.notice", language)


def _row(sheet: Worksheet, row: int, cells: Sequence[Cell], style: Format) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, int):
            sheet.write_number(row, column, cell, style)
        elif cell:
            sheet.write_string(row, column, _written(cell), style)
        else:
            sheet.write_blank(row, column, None, style)


def _written(text: str) -> str:
    """What a cell can hold: valid Unicode, no more than Excel's limit."""
    return text.encode("utf-8", "replace").decode("utf-8")[:CELL_LIMIT]
