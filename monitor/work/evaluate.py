"""How well the rules do on texts that people have labelled, and how much they flag on any."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase

from monitor.rules.charge import Charge
from monitor.rules.examine import Examiner, Occasion
from monitor.rules.grade import Decision, Severity
from monitor.rules.lexicon import Lexicon
from monitor.work.passages import Passage, charges
from monitor.work.scores import Score, score

FLAGGED = frozenset({Decision.REVIEW, Decision.BLOCK})
_NEGATIVE = frozenset({"0", "", "ok", "no", "false", "compliant", "合规"})
_MEANT = frozenset("%‰")
_AROUND = 24


@dataclass(frozen=True, slots=True)
class Criteria:
    """What counts. day: the legal day. positive: labels; without any, every label but those that say no.

    rules: patterns of rule ids such as health.*; without any, every rule. category: of passages that
    name none. seed: of the bootstrap.
    """

    day: date
    positive: frozenset[str] = frozenset()
    rules: tuple[str, ...] = ()
    decisions: frozenset[Decision] = FLAGGED
    category: str | None = None
    strip_punctuation: bool = False
    seed: int = 1

    def is_positive(self, label: str) -> bool:
        said = label.strip()
        return said in self.positive if self.positive else said.lower() not in _NEGATIVE

    def counts(self, charge: Charge) -> bool:
        chosen = not self.rules or any(fnmatchcase(charge.rule.id, pattern) for pattern in self.rules)
        return chosen and charge.decision in self.decisions


@dataclass(frozen=True, slots=True)
class Mistake:
    """kind: false_alarm or missed. text: the passage around the words charged, or all of it."""

    kind: str
    line: int
    label: str
    text: str
    rule: str = ""
    words: str = ""
    decision: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Density:
    """Flags per 10,000 characters, spaces and punctuation not counted."""

    flags: int
    characters: int
    per_10k: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """overall: None where no passage has a label.

    A rule's precision and recall are against the passages' own rules where they name them, else
    against their labels. mistakes: the gravest false alarms first, then what was missed.
    """

    passages: int
    labelled: int
    overall: Score | None
    by_rule: dict[str, Score]
    by_category: dict[str, Score]
    density: Density
    density_by_rule: dict[str, Density]
    density_by_group: dict[str, Density]
    mistakes: list[Mistake]


@dataclass(frozen=True, slots=True)
class _Judged:
    """counted: by words charged, what counts of the charge and of those it outranks, the gravest first.

    positive: whether there should be any; None without a label.
    """

    passage: Passage
    counted: list[list[Charge]]
    positive: bool | None
    characters: int

    @property
    def flagged(self) -> bool:
        return bool(self.counted)

    @property
    def rules(self) -> set[str]:
        return {charge.rule.id for charges in self.counted for charge in charges}

    def breaks(self, rule: str) -> bool:
        named = self.passage.rules
        return bool(self.positive) if named is None else rule in named


def evaluate(passages: Sequence[Passage], lexicon: Lexicon, criteria: Criteria) -> Evaluation:
    """A passage is flagged where any of its clauses has a charge that counts."""
    examiner = Examiner(lexicon, occasion=Occasion(criteria.day))
    judged = [_judge(passage, examiner, criteria) for passage in passages]
    labelled = [case for case in judged if case.positive is not None]
    rules = sorted({rule for case in labelled for rule in case.rules | (case.passage.rules or set())})
    by_category = _grouped(labelled, lambda case: case.passage.category or criteria.category or "")
    return Evaluation(
        passages=len(judged),
        labelled=len(labelled),
        overall=_overall(labelled, criteria.seed) if labelled else None,
        by_rule={
            rule: score(((rule in case.rules, case.breaks(rule)) for case in labelled), criteria.seed)
            for rule in rules
        },
        by_category={name: _overall(cases, criteria.seed) for name, cases in by_category.items()},
        density=_density(sum(len(case.counted) for case in judged), judged),
        density_by_rule={
            rule: _density(flags, judged)
            for rule, flags in Counter(c[0].rule.id for case in judged for c in case.counted).most_common()
        },
        density_by_group={
            name: _density(sum(len(case.counted) for case in cases), cases)
            for name, cases in _grouped(judged, lambda case: case.passage.group or "").items()
        },
        mistakes=_mistakes(labelled),
    )


def without_punctuation(text: str) -> str:
    """The text without marks and spaces; % and what stands inside a number or between letters stays."""
    kept = []
    for at, character in enumerate(text):
        around = text[at - 1 : at] + text[at + 1 : at + 2]
        inside = len(around) == 2 and around.isascii() and around.isalnum() and character in ". "
        if character in _MEANT or inside or unicodedata.category(character)[0] not in "PZCS":
            kept.append(character)
    return "".join(kept)


def _judge(passage: Passage, examiner: Examiner, criteria: Criteria) -> _Judged:
    if criteria.strip_punctuation:
        passage = replace(passage, text=without_punctuation(passage.text))
    found = charges(passage, examiner, criteria.category)
    counted = [[c for c in charge.every if criteria.counts(c)] for _, charge in found]
    positive: bool | None = None
    if passage.label is not None:
        positive = criteria.is_positive(passage.label)
    elif passage.rules is not None:
        positive = bool(passage.rules)
    return _Judged(passage, list(filter(None, counted)), positive, len(without_punctuation(passage.text)))


def _overall(cases: Iterable[_Judged], seed: int) -> Score:
    return score(((case.flagged, bool(case.positive)) for case in cases), seed)


def _density(flags: int, cases: Iterable[_Judged]) -> Density:
    characters = sum(case.characters for case in cases)
    return Density(flags, characters, round(flags / characters * 10_000, 2) if characters else 0.0)


def _grouped(cases: Iterable[_Judged], name: Callable[[_Judged], str]) -> dict[str, list[_Judged]]:
    """The cases by name, those without one left out."""
    found: dict[str, list[_Judged]] = defaultdict(list)
    for case in cases:
        if name(case):
            found[name(case)].append(case)
    return dict(sorted(found.items()))


def _mistakes(cases: Iterable[_Judged]) -> list[Mistake]:
    wrong = [case for case in cases if case.flagged != case.positive]
    alarms = [_alarm(case) for case in wrong if case.flagged]
    missed = [
        Mistake("missed", case.passage.line, case.passage.label or "", case.passage.text)
        for case in wrong
        if not case.flagged
    ]
    grave = [severity.value for severity in Severity]
    alarms.sort(key=lambda m: (m.decision != Decision.BLOCK, grave.index(m.severity), m.line))
    return alarms + sorted(missed, key=lambda m: (len(m.text), m.line))


def _alarm(case: _Judged) -> Mistake:
    foremost = [charges[0] for charges in case.counted]
    charge = min(foremost, key=lambda c: (c.decision != Decision.BLOCK, list(Severity).index(c.severity)))
    text = case.passage.text
    return Mistake(
        "false_alarm",
        case.passage.line,
        case.passage.label or "",
        text[max(0, charge.begin - _AROUND) : charge.stop + _AROUND],
        charge.rule.id,
        text[charge.begin : charge.stop],
        charge.decision.value,
        charge.severity.value,
    )
