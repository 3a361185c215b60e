"""Findings and rules as tables for a terminal."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Column, Table
from rich.text import Text

from monitor.claims.finding import Finding, Severity
from monitor.clock import clock
from monitor.messages import Language, say
from monitor.report.wording import name

if TYPE_CHECKING:  # it would load every lexicon's machinery for a table of anything else
    from monitor.rules.listing import RuleRow

_STYLES = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
    Severity.INFO: "dim",
}


def findings_table(findings: Sequence[Finding], language: Language) -> Table | str:
    """A line for each finding, in the order given; whole at 80 columns."""
    if not findings:
        return say("table.none", language)
    table = table_of({"time": 0, "finding": 0, "said": 2, "why": 3}, language)
    for finding in findings:
        table.add_row(
            "" if finding.start is None else clock(finding.start),
            _named(finding, language),
            _marked(finding),
            Text(finding.messages.get(language, "")),
        )
    return table


def script_table(rows: Iterable[tuple[Finding, int, str | None]], language: Language) -> Table | str:
    """Findings with the line each is on and the approved wording to say instead."""
    table = table_of({"line": 0, "finding": 0, "said": 2, "why": 3}, language)
    for finding, line, suggestion in rows:
        why = Text(finding.messages.get(language, ""))
        if suggestion:
            why.append(f"\n{say('table.suggestion', language, text=suggestion)}", style="bold green")
        table.add_row(str(line), _named(finding, language), _marked(finding), why)
    return table if table.row_count else say("table.none", language)


def rules_table(rules: Iterable["RuleRow"], language: Language) -> Table:
    columns = {"rule": 0, "title": 2, "severity": 0, "decision": 0, "laws": 3, "categories": 2}
    table = table_of(columns, language)
    for rule in rules:
        title = Text(rule.title)
        if rule.status != "active":
            title.append(f" [{name('status', rule.status, language)}]", style="dim")
        table.add_row(
            Text(rule.id),
            title,
            name("severity", rule.severity, language),
            name("decision", rule.decision, language),
            Text("; ".join(rule.laws)),
            Text(" ".join(rule.categories)),
        )
    return table


def table_of(columns: Mapping[str, int], language: Language) -> Table:
    """Columns by their share of the width that the others leave; 0 takes what its words need."""
    headings = (
        Column(say(f"table.{column}", language), overflow="fold", ratio=share or None, no_wrap=not share)
        for column, share in columns.items()
    )
    return Table(*headings, header_style="bold", box=SIMPLE_HEAD, show_lines=True, expand=True)


def _named(finding: Finding, language: Language) -> Text:
    """Severity and verdict, and below them the decision."""
    named = Text(name("severity", finding.severity, language), style=_STYLES[finding.severity])
    named.append(f" {name('verdict', finding.verdict, language)}", style="default")
    return named.append(f"\n{name('decision', finding.decision, language)}", style="dim")


def _marked(finding: Finding) -> Text:
    begin, stop = finding.span
    said = Text(finding.text)
    said.stylize("bold underline", begin, stop)
    return said
