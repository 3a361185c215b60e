"""Rules as people list them and look one up."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from monitor.errors import NoSuchRule
from monitor.messages import Language
from monitor.rules.lexicon import Lexicon
from monitor.rules.overlay import close_to


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in a list; `laws` and `categories` by their ids."""

    id: str
    title: str
    severity: str
    decision: str
    laws: list[str]
    categories: list[str]
    status: str = "active"


def list_rules(lexicon: Lexicon, language: Language) -> list[RuleRow]:
    return [
        RuleRow(
            id=rule.id,
            title=rule.title[language],
            severity=rule.severity.value,
            decision=rule.decision.value,
            laws=[f"{basis.law} {'、'.join(basis.articles)}" for basis in rule.basis],
            categories=list(rule.applies_to.categories),
            status=rule.status,
        )
        for rule in lexicon.rules
    ]


def show_rule(lexicon: Lexicon, rule_id: str, language: Language, day: date) -> dict[str, Any]:
    """The whole rule in its file's own keys, with its place, and its citations and mute on `day`.

    NoSuchRule where there is none.
    """
    rule = lexicon.by_id.get(rule_id)
    if rule is None:
        raise NoSuchRule(said=rule_id, near="、".join(close_to(rule_id, lexicon.by_id)))
    source = lexicon.sources[rule.id]
    mute = lexicon.muted(rule.id, day)
    citations = [
        {"law": lexicon.laws.name(c.law, language), "article": c.article, "in_force": c.in_force}
        for c in lexicon.laws.cite(rule.basis, day, None)
    ]
    return {
        **rule.model_dump(mode="json", exclude_defaults=True),
        "file": str(source.file),
        "citations": citations,
        "mute": mute and mute.model_dump(mode="json"),
    }
