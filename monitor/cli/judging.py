"""What the commands that judge share: rules, catalogue and broadcast in, findings out."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import typer
from rich.console import Console

from monitor.claims.broadcast import Broadcast, load_broadcast
from monitor.claims.catalogue import Catalogue, load_catalogue
from monitor.claims.finding import Decision, Finding, as_row
from monitor.cli.common import CLEAR, TO_REVIEW, Format, print_rows, words
from monitor.messages import Language
from monitor.report.table import findings_table
from monitor.rules.citation import legal_day
from monitor.rules.lexicon import Lexicon, load_lexicons
from monitor.settings import settings


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


def print_findings(findings: Sequence[Finding], form: Format, language: Language) -> None:
    if form is Format.TABLE:
        Console().print(findings_table(findings, language))
    else:
        print_rows([as_row(finding, language) for finding in findings], form)


def exit_code(findings: Sequence[Finding]) -> int:
    return CLEAR if all(f.decision is Decision.PASS for f in findings) else TO_REVIEW
