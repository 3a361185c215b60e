"""What every command shares: options, languages, formats, exit codes, errors as one sentence."""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from monitor.errors import BoshenError
from monitor.messages import Language, say
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


def print_rows(rows: Iterable[dict[str, Any]], form: Format) -> None:
    """Rows as JSON: one list, or a line each."""
    if form is Format.JSONL:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    else:
        print_json(list(rows))


def print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))
