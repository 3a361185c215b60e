"""`boshen check`: one broadcast as text."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.common import (
    BroadcastOption,
    CatalogueOption,
    Format,
    FormatOption,
    LangOption,
    LexiconsOption,
    exit_code,
    inputs,
    language_of,
    lexicon_of,
    print_findings,
    today,
    told,
    words,
)
from monitor.text.transcript import read_transcript
from monitor.work.check import check as check_transcript
from monitor.work.check import to_show

app = typer.Typer()


@app.command("check", help=words("check"))
def check(
    transcript: Annotated[Path, typer.Argument(help=words("transcript"))],
    catalogue: CatalogueOption,
    broadcast: BroadcastOption = None,
    form: FormatOption = Format.TABLE,
    everything: Annotated[bool, typer.Option("--all", help=words("all"))] = False,
    lexicons: LexiconsOption = None,
    lang: LangOption = None,
) -> None:
    language = language_of(lang)
    with told(language):
        lexicon = lexicon_of(lexicons)
        known, given = inputs(lexicon, catalogue, broadcast, fallback=f"file:{transcript.name}")
        findings = check_transcript(read_transcript(transcript), lexicon, known, given, today())
    print_findings(findings if everything else to_show(findings), form, language)
    raise typer.Exit(exit_code(findings))
