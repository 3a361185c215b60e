"""Findings and rules as tables for a terminal."""

from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Column, Table
from rich.text import Text

from monitor.claims.finding import Finding, Severity
from monitor.messages import Language, say
from monitor.report.wording import clock, name
from monitor.rules.testing import RuleRow

_STYLES = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
    Severity.INFO: "dim",
}


def findings_table(findings: Sequence[Finding], language: Language) -> Table | str:
    """A line for each finding, in the order given."""
    if not findings:
        return say("table.none", language)
    table = _table(("time", "severity", "decision", "verdict", "said", "why"), language)
    for finding in findings:
        table.add_row(
            "" if finding.start is None else clock(finding.start),
            Text(name("severity", finding.severity, language), style=_STYLES[finding.severity]),
            name("decision", finding.decision, language),
            name("verdict", finding.verdict, language),
            _marked(finding),
            Text(finding.messages.get(language, "")),
        )
    return table


def rules_table(rules: Iterable[RuleRow], language: Language) -> Table:
    table = _table(("rule", "title", "severity", "decision", "laws", "categories"), language)
    for rule in rules:
        table.add_row(
            Text(rule.id),
            Text(rule.title),
            name("severity", rule.severity, language),
            name("decision", rule.decision, language),
            Text("; ".join(rule.laws)),
            Text(" ".join(rule.categories)),
        )
    return table


def _table(columns: Iterable[str], language: Language) -> Table:
    headings = (Column(say(f"table.{column}", language), overflow="fold") for column in columns)
    return Table(*headings, header_style="bold", box=SIMPLE_HEAD, show_lines=True)


def _marked(finding: Finding) -> Text:
    begin, stop = finding.span
    said = Text(finding.text)
    said.stylize("bold underline", begin, stop)
    return said
