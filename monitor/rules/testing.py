"""The tests that stand beside the rules, and the list of rules."""

from dataclasses import dataclass

from monitor.messages import Language
from monitor.rules.category import EVERYTHING
from monitor.rules.examine import Charge, Examiner, Goods
from monitor.rules.lexicon import Lexicon
from monitor.rules.rule import Case, Rule
from monitor.text.clauses import clauses
from monitor.text.utterance import Utterance


@dataclass(frozen=True, slots=True)
class Failure:
    """kind: missed (a hit was not found), wrong_words (found elsewhere), or false_alarm."""

    rule: str
    kind: str
    text: str
    found: str


@dataclass(frozen=True, slots=True)
class Outcome:
    cases: int
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in a list; `laws` and `categories` by their ids."""

    id: str
    title: str
    severity: str
    decision: str
    laws: list[str]
    categories: list[str]


def run_tests(lexicon: Lexicon) -> Outcome:
    """Every rule's own sentences against that rule."""
    examiner = Examiner(lexicon)
    failures: list[Failure] = []
    cases = 0
    for rule in lexicon.rules:
        for case in rule.tests.hit:
            failures += _missed(rule, case, _charges(examiner, rule, case))
        for case in rule.tests.ok:
            failures += [_failure(rule, "false_alarm", case, c) for c in _charges(examiner, rule, case)]
        cases += len(rule.tests.hit) + len(rule.tests.ok)
    return Outcome(cases, tuple(failures))


def list_rules(lexicon: Lexicon, language: Language) -> list[RuleRow]:
    return [
        RuleRow(
            id=rule.id,
            title=rule.title[language],
            severity=rule.severity.value,
            decision=rule.decision.value,
            laws=[f"{basis.law} {'、'.join(basis.articles)}" for basis in rule.basis],
            categories=list(rule.applies_to.categories),
        )
        for rule in lexicon.rules
    ]


def _charges(examiner: Examiner, rule: Rule, case: Case) -> list[Charge]:
    gate = rule.applies_to.categories[0]
    category = case.category or ("other" if gate == EVERYTHING else gate)
    cut = clauses(Utterance(case.text))
    charges = [c for i, clause in enumerate(cut) for c in examiner.examine(clause, Goods(category), cut[:i])]
    return [charge for charge in charges if charge.rule is rule]


def _missed(rule: Rule, case: Case, charges: list[Charge]) -> list[Failure]:
    if not charges:
        return [Failure(rule.id, "missed", case.text, "")]
    words = [case.text[c.begin : c.stop] for c in charges]
    if case.hit is not None and not any(case.hit in w or w in case.hit for w in words):
        return [_failure(rule, "wrong_words", case, charges[0])]
    return []


def _failure(rule: Rule, kind: str, case: Case, charge: Charge) -> Failure:
    return Failure(rule.id, kind, case.text, case.text[charge.begin : charge.stop])
