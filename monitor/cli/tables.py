"""Tables of what the rules' tools find."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from monitor.messages import Language, say
from monitor.report.table import table_of
from monitor.report.wording import name
from monitor.rules.coverage import Coverage, Covered
from monitor.work.evaluate import Density, Evaluation, Mistake
from monitor.work.preview import Change
from monitor.work.scores import Rate, Score

_SHOWN = 90


def rule_table(shown: dict[str, Any], language: Language) -> Table:
    """One rule, a row for each key of its file that it gives."""
    table = table_of({"key": 0, "value": 1}, language)
    for key, value in shown.items():
        if value is not None:
            table.add_row(key, Text(_written(value)))
    return table


def coverage_tables(found: Coverage, language: Language) -> Group:
    tables: list[Table | Text] = []
    for heading, rows in (("topic", found.topics), ("category", found.categories), ("role", found.roles)):
        if rows:
            tables.append(_covered_table(heading, rows, language))
    for code, names in (("open", found.open), ("apart", found.apart)):
        if names:
            tables.append(Text(say(f"rules.{code}", language, names="、".join(names), count=len(names))))
    return Group(*tables)


def _covered_table(heading: str, rows: Iterable[Covered], language: Language) -> Table:
    table = table_of({heading: 0, "rules": 1, "hit": 0, "ok": 0, "todo": 0}, language)
    for row in rows:
        named = Text(row.name)
        named.append(f"\n{row.title}" if row.title else "", style="dim")
        rules = " ".join(row.rules) or row.elsewhere or "—"
        many = heading != "topic"
        shown = say("rules.counted", language, count=len(row.rules)) if many else rules
        table.add_row(named, Text(shown), str(row.hit), str(row.ok), str(row.todo))
    return table


def changes_table(changes: Sequence[Change], language: Language) -> Table | str:
    if not changes:
        return say("rules.no_changes", language)
    table = table_of({"change": 0, "clip": 1, "rule": 2, "said": 3}, language)
    for change in changes:
        kind = Text(say(f"rules.change.{change.kind}", language))
        kind.append(f"\n{_grades(change, language)}", style="dim")
        table.add_row(kind, Text(f"{change.file}\n{change.clip}"), Text(change.rule), _marked(change))
    return table


def _grades(change: Change, language: Language) -> str:
    grades = [grade for grade in (change.before, change.after) if grade]
    return " → ".join(
        f"{name('decision', decision, language)} {name('severity', severity, language)}"
        for decision, severity in (grade.split() for grade in grades)
    )


def evaluation_tables(found: Evaluation, errors: int, language: Language) -> Group:
    """Scores, flags by rule and room, and the worst `errors` mistakes of each kind."""
    parts: list[Table | Text] = []
    if found.overall:
        scores = {say("evaluate.overall", language): found.overall}
        scores |= found.by_category | found.by_rule
        parts.append(_scores_table(scores, language))
    densities = {say("evaluate.overall", language): found.density}
    densities |= found.density_by_group | found.density_by_rule
    parts.append(_density_table(densities, language))
    for kind in ("false_alarm", "missed"):
        mistakes = [mistake for mistake in found.mistakes if mistake.kind == kind]
        if mistakes:
            shown = min(errors, len(mistakes))
            heading = say(f"evaluate.{kind}", language, count=len(mistakes), shown=shown)
            parts += [Text(heading, style="bold"), _mistakes_table(mistakes[:errors], language)]
    return Group(*parts)


def _scores_table(scores: dict[str, Score], language: Language) -> Table:
    columns = {"scored": 0, "precision": 3, "recall": 3, "f1": 3, "tp": 0, "fp": 0, "fn": 0}
    table = table_of(columns, language)
    for label, score in scores.items():
        rates = [_rate(rate) for rate in (score.precision, score.recall, score.f1)]
        table.add_row(Text(label), *rates, str(score.tp), str(score.fp), str(score.fn))
    return table


def _density_table(densities: dict[str, Density], language: Language) -> Table:
    table = table_of({"flagged": 0, "flags": 1, "characters": 1, "per_10k": 1}, language)
    for label, density in densities.items():
        row = (density.flags, density.characters, density.per_10k)
        table.add_row(Text(label), *map(str, row))
    return table


def _mistakes_table(mistakes: Iterable[Mistake], language: Language) -> Table:
    table = table_of({"line": 0, "label": 0, "rule": 2, "said": 5}, language)
    for mistake in mistakes:
        rule = Text(mistake.rule)
        if mistake.rule:
            rule.append(f"\n{name('decision', mistake.decision, language)}", style="dim")
        said = Text(mistake.text if len(mistake.text) <= _SHOWN else f"{mistake.text[:_SHOWN]}…")
        if mistake.words:
            said.highlight_words([mistake.words], "bold underline")
        table.add_row(str(mistake.line), mistake.label, rule, said)
    return table


def _rate(rate: Rate) -> str:
    if rate.value is None:
        return "—"
    return f"{rate.value:.3f}\n{rate.low:.3f}–{rate.high:.3f}"


def _marked(change: Change) -> Text:
    said = Text(change.text)
    said.highlight_words([change.words], "bold underline")
    return said


def _written(value: object, depth: int = 0) -> str:
    """A value of the rule file on as few lines as it reads well on."""
    if isinstance(value, dict):
        parts = [f"{key}: {_written(inner, depth + 1)}" for key, inner in value.items() if inner is not None]
        return ("\n" if depth == 0 else "; ").join(parts)
    if isinstance(value, list):
        plain = all(not isinstance(item, dict | list) for item in value)
        written = [_written(item, depth + 1) for item in value]
        return " · ".join(written) if plain else "\n".join(written)
    return str(value)
