"""What every command shares: options, languages, formats, exit codes, errors as one sentence."""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from monitor.claims.broadcast import Broadcast, load_broadcast
from monitor.claims.catalogue import Catalogue, load_catalogue
from monitor.claims.finding import Decision, Finding, as_row
from monitor.errors import BoshenError
from monitor.messages import Language, say
from monitor.report.table import findings_table
from monitor.rules.citation import legal_day
from monitor.rules.lexicon import Lexicon, load_lexicons
from monitor.settings import settings

CLEAR, TO_REVIEW, FAILED, NOT_ASSESSED = 0, 1, 2, 3


def words(code: str) -> str:
    """Help, in the language of the environment: it is made before any option is read."""
    language = os.environ.get("BOSHEN_LANG", "zh")
    return say(f"cli.{code}", "en" if language == "en" else "zh")


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


class Whole(StrEnum):
    """Formats of what is one object."""

    TABLE = "table"
    JSON = "json"


class Lang(StrEnum):
    ZH = "zh"
    EN = "en"


CatalogueOption = Annotated[Path | None, typer.Option("--catalogue", help=words("catalogue"))]
SelectionOption = Annotated[bool, typer.Option("--selection", help=words("from_selection"))]
AsOption = Annotated[str | None, typer.Option("--as", help=words("as"))]
BroadcastOption = Annotated[Path | None, typer.Option("--broadcast", help=words("broadcast"))]
FormatOption = Annotated[Format, typer.Option("--format", help=words("format"))]
WholeOption = Annotated[Whole, typer.Option("--format", help=words("format"))]
LangOption = Annotated[Lang | None, typer.Option("--lang", help=words("lang"))]
DbOption = Annotated[str | None, typer.Option("--db", help=words("db"))]
LexiconsOption = Annotated[Path | None, typer.Option("--lexicons", help=words("lexicons"))]
CategoryOption = Annotated[str | None, typer.Option("--category", help=words("category"))]


def tell(code: str, language: Language, **fields: object) -> None:
    """A sentence on standard error, beside what the command prints."""
    print(say(code, language, **fields), file=sys.stderr)


def language_of(chosen: Lang | None) -> Language:
    return settings().lang if chosen is None else chosen.value


@contextmanager
def told(language: Language) -> Iterator[None]:
    """Expected failures as one sentence and exit code 2."""
    try:
        yield
    except BoshenError as error:
        print(f"{say('cli.error', language)} [{error.code}] {error.sentence(language)}", file=sys.stderr)
        raise typer.Exit(FAILED) from error


def lexicon_of(own: Path | None) -> Lexicon:
    """Our rules with those of the operator's folder, by option or setting."""
    return load_lexicons(own=own or settings().lexicons)


def inputs(
    lexicon: Lexicon, catalogue: Path, broadcast: Path | None, fallback: str
) -> tuple[Catalogue, Broadcast]:
    """What is sold, and the broadcast; without a file of its own it is named `fallback`."""
    known = load_catalogue(catalogue, lexicon.categories)
    return known, load_broadcast(broadcast, known) if broadcast else Broadcast(fallback)


def one_source(catalogue: Path | None, selection: bool) -> Path | None:
    """The catalogue file, or None where the ledger's selection is meant: exactly one of them."""
    if (catalogue is None) != selection:
        raise typer.BadParameter(words("one_source"))
    return catalogue


def today() -> date:
    return legal_day(datetime.now(UTC))


def print_rows(rows: Iterable[dict[str, Any]], form: Format) -> None:
    """Rows as JSON: one list, or a line each."""
    if form is Format.JSONL:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    else:
        print_json(list(rows))


def print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


def print_findings(findings: Sequence[Finding], form: Format, language: Language) -> None:
    if form is Format.TABLE:
        Console().print(findings_table(findings, language))
    else:
        print_rows([as_row(finding, language) for finding in findings], form)


def exit_code(findings: Sequence[Finding]) -> int:
    return CLEAR if all(f.decision is Decision.PASS for f in findings) else TO_REVIEW
