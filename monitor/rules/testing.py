"""The tests that stand beside the rules, as they are written and mutated."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from monitor.rules.category import EVERYTHING
from monitor.rules.charge import Charge
from monitor.rules.examine import Examiner, Goods
from monitor.rules.lexicon import Lexicon
from monitor.rules.mutation import Mutated, Mutation, evaded, rewritten
from monitor.rules.rule import Case, Rule
from monitor.text.clauses import clauses
from monitor.text.normal import normal
from monitor.text.utterance import Utterance

LEAST_FOUND = 0.9
"""The share of mutated hits that must be found."""


@dataclass(frozen=True, slots=True)
class Failure:
    """kind: missed (a hit was not found), wrong_words (found elsewhere), or false_alarm."""

    rule: str
    kind: str
    text: str
    found: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """known: misses that the rules themselves list. healed: those of them that are found by now."""

    cases: int
    failures: tuple[Failure, ...]
    known: int = 0
    healed: tuple[Failure, ...] = ()


@dataclass(slots=True)
class MutatedOutcome:
    """How many mutated sentences there were, and how many went as they should, by kind of mutation."""

    tried: Counter[Mutation] = field(default_factory=Counter)
    found: Counter[Mutation] = field(default_factory=Counter)
    near_misses: int = 0
    missed: list[Failure] = field(default_factory=list)
    alarms: list[Failure] = field(default_factory=list)

    @property
    def share_found(self) -> float:
        return self.found.total() / self.tried.total() if self.tried else 1.0


def run_tests(lexicon: Lexicon) -> Outcome:
    """Every rule's own sentences against that rule; rules on trial are switched on for it."""
    bench = _Bench(lexicon)
    failures: list[Failure] = []
    healed: list[Failure] = []
    cases = known = 0
    for rule in bench.rules:
        for case in rule.tests.hit:
            failures += _missed(rule, case, bench.charges(rule, case))
        for case in rule.tests.ok:
            failures += [_failure(rule, "false_alarm", case, c) for c in bench.charges(rule, case)]
        for case in rule.tests.todo_hit:
            healed += [_failure(rule, "healed", case, c) for c in bench.charges(rule, case)[:1]]
        cases += len(rule.tests.hit) + len(rule.tests.ok)
        known += len(rule.tests.todo_hit)
    return Outcome(cases, tuple(failures), known, tuple(healed))


def run_mutated(lexicon: Lexicon) -> MutatedOutcome:
    """The sentences that pass as written, mutated: hits must still be found, near-misses stay silent."""
    bench = _Bench(lexicon)
    outcome = MutatedOutcome()
    for rule in bench.rules:
        for case in rule.tests.hit:
            for mutated in bench.mutations(rule, case):
                charges = bench.charges(rule, case.model_copy(update={"text": mutated.text}))
                outcome.tried[mutated.kind] += 1
                outcome.found[mutated.kind] += bool(charges)
                if not charges:
                    outcome.missed.append(Failure(rule.id, mutated.kind, mutated.text, ""))
        for case in rule.tests.ok:
            if bench.charges(rule, case):
                continue
            for mutated in rewritten(case.text):
                changed = case.model_copy(update={"text": mutated.text})
                outcome.near_misses += 1
                alarms = bench.charges(rule, changed)[:1]
                outcome.alarms += [_failure(rule, "false_alarm", changed, c) for c in alarms]
    return outcome


class _Bench:
    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon.with_trials()
        self._examiner = Examiner(self._lexicon)
        self.rules = [rule for rule in self._lexicon.rules if rule.status == "active"]

    def charges(self, rule: Rule, case: Case) -> list[Charge]:
        """What the case's sentence is charged with by `rule`, outranked or not."""
        gate = rule.applies_to.categories[0]
        category = case.category or ("other" if gate == EVERYTHING else gate)
        goods = Goods(category, tuple(normal(function).text for function in case.functions))
        examiner = Examiner(self._lexicon, case.names) if case.names else self._examiner
        cut = clauses(Utterance(case.text))
        charges = [c for i, clause in enumerate(cut) for c in examiner.examine(clause, goods, cut[:i])]
        return [own for charge in charges for own in charge.every if own.rule.id == rule.id]

    def mutations(self, rule: Rule, case: Case) -> Iterator[Mutated]:
        if not self.charges(rule, case):
            return
        yield from rewritten(case.text)
        hits = self._lexicon.scanner.scan(normal(case.text).text)
        yield from evaded(case.text, [hit for hit in hits if hit.rule.id == rule.id])


def _missed(rule: Rule, case: Case, charges: list[Charge]) -> list[Failure]:
    if not charges:
        return [Failure(rule.id, "missed", case.text, "")]
    words = [case.text[c.begin : c.stop] for c in charges]
    if case.hit is not None and not any(case.hit in w or w in case.hit for w in words):
        return [_failure(rule, "wrong_words", case, charges[0])]
    return []


def _failure(rule: Rule, kind: str, case: Case, charge: Charge) -> Failure:
    return Failure(rule.id, kind, case.text, case.text[charge.begin : charge.stop])
