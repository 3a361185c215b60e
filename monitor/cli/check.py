"""`boshen check`: one broadcast as text, or the script of one to come."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from monitor.claims.broadcast import Broadcast
from monitor.claims.catalogue import Catalogue
from monitor.claims.finding import Finding
from monitor.claims.script import load_script
from monitor.cli.common import (
    BroadcastOption,
    CatalogueOption,
    DbOption,
    Format,
    FormatOption,
    LangOption,
    LexiconsOption,
    SelectionOption,
    language_of,
    print_rows,
    tell,
    told,
    words,
)
from monitor.cli.judging import exit_code, inputs, lexicon_of, one_source, print_findings, today
from monitor.cli.selected import selected
from monitor.messages import Language
from monitor.report.table import script_table
from monitor.rules.lexicon import Lexicon
from monitor.text.transcript import read_transcript
from monitor.work.check import check as check_transcript
from monitor.work.check import passes, to_show
from monitor.work.script import ScriptFinding, check_script

app = typer.Typer()


@app.command("check", help=words("check"))
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=words("transcript"))],
    catalogue: CatalogueOption = None,
    selection: SelectionOption = False,
    broadcast: BroadcastOption = None,
    script: Annotated[bool, typer.Option("--script", help=words("script"))] = False,
    form: FormatOption = Format.TABLE,
    everything: Annotated[bool, typer.Option("--all", help=words("all"))] = False,
    db: DbOption = None,
    lexicons: LexiconsOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    source = one_source(catalogue, selection)
    with told(language):
        lexicon = lexicon_of(lexicons)
        fallback = f"file:{file.name}"
        if source is None:
            soon = datetime.now(UTC) if script else None
            known, given = selected(db, broadcast, fallback, soon)
        else:
            known, given = inputs(lexicon, source, broadcast, fallback)
        if script:
            rows = _script(file, lexicon, known, given, language)
        else:
            findings = check_transcript(read_transcript(file), lexicon, known, given, today())
    if script:
        findings = [row.finding for row in rows]
        _print([row for row in rows if everything or not passes(row.finding)], form, language)
    else:
        print_findings(findings if everything else to_show(findings), form, language)
    raise typer.Exit(exit_code(findings))


def _script(
    path: Path, lexicon: Lexicon, catalogue: Catalogue, broadcast: Broadcast, language: Language
) -> list[ScriptFinding]:
    script = load_script(path, catalogue)
    if script.left:
        tell("cli.sheets_left", language, read=script.sheet, left="、".join(script.left))
    return check_script(script.lines, lexicon, catalogue, broadcast, today())


def _print(rows: Sequence[ScriptFinding], form: Format, language: Language) -> None:
    if form is Format.TABLE:
        listed: list[tuple[Finding, int, str | None]] = [
            (row.finding, row.line, row.suggestion) for row in rows
        ]
        Console().print(script_table(listed, language))
    else:
        print_rows([row.row(language) for row in rows], form)
