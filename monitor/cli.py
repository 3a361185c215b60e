"""The command line: `boshen`."""

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy import Engine

from api.app import create_app
from monitor import __version__, log
from monitor.claims.broadcast import Broadcast, load_broadcast
from monitor.claims.catalogue import Catalogue, load_catalogue
from monitor.claims.finding import Decision, Finding, as_row
from monitor.errors import BoshenError, FolderUnwritable
from monitor.ledger.database import open_database
from monitor.ledger.verify import verify
from monitor.media.decode import clock
from monitor.messages import Language, say
from monitor.report.table import findings_table, rules_table
from monitor.rules.citation import legal_day
from monitor.rules.lexicon import Lexicon, load_lexicons
from monitor.rules.testing import list_rules, run_tests
from monitor.settings import LEXICONS, settings
from monitor.speech.model import SpeechModel
from monitor.speech.model import fetch as fetch_model
from monitor.text.transcript import read_transcript
from monitor.work.check import check as check_transcript
from monitor.work.check import to_show
from monitor.work.reports import write_report
from monitor.work.scan import Job, Scanned
from monitor.work.scan import scan as scan_recording

CLEAR, TO_REVIEW, FAILED, NOT_ASSESSED = 0, 1, 2, 3


def _words(code: str) -> str:
    language = os.environ.get("BOSHEN_LANG", "zh")
    return say(f"cli.{code}", "en" if language == "en" else "zh")


app = typer.Typer(
    help=_words("help"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
ledger_app = typer.Typer(help=_words("ledger"), no_args_is_help=True)
rules_app = typer.Typer(help=_words("rules"), no_args_is_help=True)
model_app = typer.Typer(help=_words("model"), no_args_is_help=True)
app.add_typer(ledger_app, name="ledger")
app.add_typer(rules_app, name="rules")
app.add_typer(model_app, name="model")


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


class Lang(StrEnum):
    ZH = "zh"
    EN = "en"


CatalogueOption = Annotated[Path, typer.Option("--catalogue", help=_words("catalogue"))]
BroadcastOption = Annotated[Path | None, typer.Option("--broadcast", help=_words("broadcast"))]
FormatOption = Annotated[Format, typer.Option("--format", help=_words("format"))]
LangOption = Annotated[Lang | None, typer.Option("--lang", help=_words("lang"))]
DbOption = Annotated[str | None, typer.Option("--db", help=_words("db"))]
ModelOption = Annotated[str | None, typer.Option("--model", help=_words("model_option"))]
TrackOption = Annotated[int | None, typer.Option("--track", min=0, help=_words("track"))]
ReportOption = Annotated[Path | None, typer.Option("--report", help=_words("report"))]


def _say(code: str, language: Language, **fields: object) -> None:
    """A sentence on standard error, beside what the command prints."""
    print(say(code, language, **fields), file=sys.stderr)


def _language(chosen: Lang | None) -> Language:
    if chosen is None:
        return settings().lang
    return chosen.value


@contextmanager
def _told(language: Language) -> Iterator[None]:
    """Expected failures as one sentence and exit code 2."""
    try:
        yield
    except BoshenError as error:
        print(f"{say('cli.error', language)} [{error.code}] {error.sentence(language)}", file=sys.stderr)
        raise typer.Exit(FAILED) from error


def _inputs(catalogue: Path, broadcast: Path | None, fallback: str) -> tuple[Lexicon, Catalogue, Broadcast]:
    lexicon = load_lexicons(LEXICONS)
    known = load_catalogue(catalogue, lexicon.categories)
    given = load_broadcast(broadcast, known) if broadcast else Broadcast(fallback)
    return lexicon, known, given


def _print(findings: Sequence[Finding], form: Format, language: Language) -> None:
    if form is Format.TABLE:
        Console().print(findings_table(findings, language))
        return
    rows = [as_row(finding, language) for finding in findings]
    if form is Format.JSONL:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    else:
        print(json.dumps(rows, ensure_ascii=False, indent=1))


def _outcome(findings: Sequence[Finding]) -> int:
    return CLEAR if all(f.decision is Decision.PASS for f in findings) else TO_REVIEW


@app.command(help=_words("scan"))
def scan(
    media: Annotated[Path, typer.Argument(help=_words("media"))],
    catalogue: CatalogueOption,
    broadcast: BroadcastOption = None,
    model: ModelOption = None,
    form: FormatOption = Format.TABLE,
    report: ReportOption = None,
    db: DbOption = None,
    track: TrackOption = None,
    lang: LangOption = None,
) -> None:
    language = _language(lang)
    with _told(language):
        if report:
            _make_folder(report)
        lexicon, known, given = _inputs(catalogue, broadcast, fallback=f"file:{media.name}")
        speech = SpeechModel(model)
        if speech.is_demo:
            _say("cli.demo_model", language)
        engine = open_database(db or settings().db)
        job = Job(media, known, given, lexicon, track)
        try:
            scanned = _heard(job, speech, engine, language)
        except KeyboardInterrupt:
            _say("cli.interrupted", language)
            raise typer.Exit(FAILED) from None
        if report:
            files = write_report(job, scanned, speech, engine, report, language)
            _say("cli.report_written", language, path=files.html)
    _print(to_show(scanned.findings), form, language)
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
        _say("cli.resumed", language, at=clock(scanned.resumed))
    heard = {"heard": f"{coverage.heard:.1%}", "flags": len(scanned.added.flags)}
    if not coverage.assessed:
        _say("cli.not_assessed", language, **heard)
        return NOT_ASSESSED
    outcome = _outcome(scanned.findings)
    _say("cli.nothing_found" if outcome == CLEAR else "cli.to_review", language, **heard)
    return outcome


@app.command(help=_words("check"))
def check(
    transcript: Annotated[Path, typer.Argument(help=_words("transcript"))],
    catalogue: CatalogueOption,
    broadcast: BroadcastOption = None,
    form: FormatOption = Format.TABLE,
    everything: Annotated[bool, typer.Option("--all", help=_words("all"))] = False,
    lang: LangOption = None,
) -> None:
    language = _language(lang)
    with _told(language):
        lexicon, known, given = _inputs(catalogue, broadcast, fallback=f"file:{transcript.name}")
        said = read_transcript(transcript)
        findings = check_transcript(said, lexicon, known, given, legal_day(datetime.now(UTC)))
    _print(findings if everything else to_show(findings), form, language)
    raise typer.Exit(_outcome(findings))


@ledger_app.command("verify", help=_words("ledger_verify"))
def ledger_verify(db: DbOption = None, lang: LangOption = None) -> None:
    language = _language(lang)
    with _told(language):
        result = verify(open_database(db or settings().db))
        for sentence in result.sentences(language):
            print(sentence)
    raise typer.Exit(CLEAR if result.sound else FAILED)


@rules_app.command("list", help=_words("rules_list"))
def rules_list(form: FormatOption = Format.TABLE, lang: LangOption = None) -> None:
    language = _language(lang)
    with _told(language):
        rules = list_rules(load_lexicons(LEXICONS), language)
    if form is Format.TABLE:
        Console().print(rules_table(rules, language))
    elif form is Format.JSONL:
        for rule in rules:
            print(json.dumps(asdict(rule), ensure_ascii=False))
    else:
        print(json.dumps([asdict(rule) for rule in rules], ensure_ascii=False, indent=1))


@rules_app.command("test", help=_words("rules_test"))
def rules_test(lang: LangOption = None) -> None:
    language = _language(lang)
    with _told(language):
        tested = run_tests(load_lexicons(LEXICONS))
    for failure in tested.failures:
        print(say(f"cli.rule_{failure.kind}", language, **asdict(failure)))
    print(say("cli.rules_tested", language, count=tested.cases, failed=len(tested.failures)))
    raise typer.Exit(TO_REVIEW if tested.failures else CLEAR)


@model_app.command("fetch", help=_words("model_fetch"))
def model_fetch(
    name: Annotated[str, typer.Argument(help=_words("model_name"))], lang: LangOption = None
) -> None:
    language = _language(lang)
    with _told(language):
        folder = fetch_model(name)
    print(say("cli.model_fetched", language, model=name, folder=folder))


@app.command(help=_words("serve"))
def serve(
    host: Annotated[str, typer.Option(help=_words("host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help=_words("port"))] = 8000,
    db: DbOption = None,
    lang: LangOption = None,
) -> None:
    with _told(_language(lang)):
        engine = open_database(db or settings().db)
        lexicon = load_lexicons(LEXICONS)
    uvicorn.run(create_app(engine, lexicon), host=host, port=port, log_level="warning")


def _version(wanted: bool) -> None:
    if wanted:
        print(__version__)
        raise typer.Exit


@app.callback()
def prepare(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=_words("version"))
    ] = False,
) -> None:
    log.configure(settings().log_level)


def main() -> None:
    """Entry point. A setting that cannot be read is told like any other error."""
    try:
        settings()
    except ValidationError as error:
        language: Language = "en" if os.environ.get("BOSHEN_LANG") == "en" else "zh"
        for problem in error.errors():
            name = "BOSHEN_" + "_".join(map(str, problem["loc"])).upper()
            _say("cli.bad_setting", language, name=name, reason=problem["msg"])
        raise SystemExit(FAILED) from error
    app()
