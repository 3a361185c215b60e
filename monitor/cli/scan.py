"""`boshen scan`: one recorded broadcast."""

import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy import Engine

from monitor.cli.common import (
    CLEAR,
    FAILED,
    NOT_ASSESSED,
    BroadcastOption,
    CatalogueOption,
    DbOption,
    Format,
    FormatOption,
    LangOption,
    LexiconsOption,
    SelectionOption,
    language_of,
    tell,
    told,
    words,
)
from monitor.cli.judging import exit_code, inputs, lexicon_of, one_source, print_findings
from monitor.cli.selected import selected
from monitor.clock import clock
from monitor.errors import FolderUnwritable
from monitor.ledger.database import open_database
from monitor.messages import Language, say
from monitor.settings import settings
from monitor.speech.model import SpeechModel
from monitor.work.check import to_show
from monitor.work.reports import write_report
from monitor.work.scan import Job, Scanned
from monitor.work.scan import scan as scan_recording

ModelOption = Annotated[str | None, typer.Option("--model", help=words("model_option"))]
TrackOption = Annotated[int | None, typer.Option("--track", min=0, help=words("track"))]
ReportOption = Annotated[Path | None, typer.Option("--report", help=words("report"))]


app = typer.Typer()


@app.command("scan", help=words("scan"))
def scan(
    media: Annotated[Path, typer.Argument(help=words("media"))],
    catalogue: CatalogueOption = None,
    selection: SelectionOption = False,
    broadcast: BroadcastOption = None,
    model: ModelOption = None,
    form: FormatOption = Format.TABLE,
    report: ReportOption = None,
    db: DbOption = None,
    track: TrackOption = None,
    lexicons: LexiconsOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    source = one_source(catalogue, selection)
    with told(language):
        if report:
            _make_folder(report)
        lexicon = lexicon_of(lexicons)
        fallback = f"file:{media.name}"
        if source is None:
            known, given = selected(db, broadcast, fallback)
        else:
            known, given = inputs(lexicon, source, broadcast, fallback)
        speech = SpeechModel(model)
        if speech.is_demo:
            tell("cli.demo_model", language)
        engine = open_database(db or settings().db)
        job = Job(media, known, given, lexicon, track)
        try:
            scanned = _heard(job, speech, engine, language)
        except KeyboardInterrupt:
            tell("cli.interrupted", language)
            raise typer.Exit(FAILED) from None
        if report:
            files = write_report(job, scanned, speech, engine, report, language)
            tell("cli.report_written", language, path=files.html)
    print_findings(to_show(scanned.findings), form, language)
    raise typer.Exit(_conclude(scanned, language))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderUnwritable(file=folder, reason=error.strerror) from error


def _heard(job: Job, speech: SpeechModel, engine: Engine, language: Language) -> Scanned:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[heard]}"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(say("cli.hearing", language), total=None, heard="")
        began, first = time.monotonic(), None

        def reached(seconds: float, total: float) -> None:
            nonlocal first
            first = seconds if first is None else first
            speed = (seconds - first) / max(0.001, time.monotonic() - began)
            shown = f"{clock(seconds)} / {clock(total)}  {speed:.1f}×"
            bar.update(task, completed=seconds, total=total, heard=shown)

        return scan_recording(job, speech, engine, settings().tenant, reached)


def _conclude(scanned: Scanned, language: Language) -> int:
    """Say what was heard, and give the exit code."""
    coverage = scanned.coverage
    if scanned.resumed:
        tell("cli.resumed", language, at=clock(scanned.resumed))
    heard = {"heard": f"{coverage.heard:.1%}", "flags": len(scanned.added.flags)}
    if not coverage.assessed:
        tell("cli.not_assessed", language, **heard)
        return NOT_ASSESSED
    code = exit_code(scanned.findings)
    tell("cli.nothing_found" if code == CLEAR else "cli.to_review", language, **heard)
    return code
