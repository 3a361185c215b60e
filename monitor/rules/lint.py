"""What is wrong with rules that load: words that find nothing or find nothing new, and what is missing."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from monitor.messages import LANGUAGES
from monitor.rules.grade import Decision, Severity, Verdict
from monitor.rules.lexicon import Lexicon
from monitor.rules.rule import Pattern, Rule
from monitor.rules.scan import Hit
from monitor.rules.streams import FILLERS, SOUND_FROM
from monitor.text.normal import normal
from monitor.text.syllables import encode
from monitor.text.units import UNITS
from monitor.text.yaml_file import Place, YamlFile

TESTS_NEEDED = 8
_EXPRESSION = re.compile(r"\\[a-zA-Z.]|\.[*+]|[\[\]|^$]|\(\?")
_SAID = {"percent": "百分之三", "number": "三百"}
_JOINS = ("", "的", "了")


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """code: a sentence of the catalogue, `lint.<code>`, with `detail` as its fields. line: from 1."""

    code: str
    level: Level
    rule: str
    file: str
    line: int
    detail: dict[str, str] = field(default_factory=dict)


def lint(lexicon: Lexicon) -> list[Problem]:
    """Every problem, in the order of the files."""
    linter = _Linter(lexicon.with_trials())
    found = [problem for rule in linter.rules for problem in linter.check(rule)]
    found += linter.idle_codes()
    return sorted(found, key=lambda p: (p.file, p.line))


class _Linter:
    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.rules = [rule for rule in lexicon.rules if rule.status == "active"]
        self._documents: dict[Path, YamlFile] = {}
        self._holders: dict[str, list[str]] = defaultdict(list)
        for rule in self.rules:
            for phrase in {normal(p).text for pattern in rule.patterns for p in pattern.phrases}:
                self._holders[phrase].append(rule.id)

    def check(self, rule: Rule) -> Iterator[Problem]:
        yield from self._missing(rule)
        allowed = {normal(phrase).text for phrase in rule.allow}
        seen: set[tuple[str, ...]] = set()
        for i, pattern in enumerate(rule.patterns):
            place: Place = ("patterns", i)
            for j, phrase in enumerate(pattern.phrases):
                yield from self._phrase(rule, pattern, phrase, (*place, "phrases", j), allowed, seen)
            for j, group in enumerate(pattern.all):
                yield from self._group(rule, pattern, j, group, (*place, "all", j))
        yield from self._idle(rule)

    def _phrase(
        self,
        rule: Rule,
        pattern: Pattern,
        phrase: str,
        place: Place,
        allowed: set[str],
        seen: set[tuple[str, ...]],
    ) -> Iterator[Problem]:
        form = normal(phrase).text
        key = (form, pattern.topic or "", *pattern.mechanisms)
        if _EXPRESSION.search(phrase):
            yield self._problem("expression", Level.ERROR, rule, place, words=phrase)
        elif key in seen:
            yield self._problem("duplicate", Level.ERROR, rule, place, words=phrase)
        elif form in allowed:
            yield self._problem("only_allowed", Level.ERROR, rule, place, words=phrase)
        else:
            yield from self._found(rule, pattern, phrase, place)
        seen.add(key)
        for other in self._shared_with(rule, form):
            yield self._problem("shared", Level.WARNING, rule, place, words=phrase, other=other)

    def _found(self, rule: Rule, pattern: Pattern, phrase: str, place: Place) -> Iterator[Problem]:
        said = _sample(phrase) if "characters" in pattern.mechanisms else _filled(phrase)
        hits = self._hits(rule, said)
        if not hits:
            yield self._problem("never", Level.ERROR, rule, place, words=phrase)
        elif inner := [hit for hit in hits if hit.stop - hit.begin < len(said) and _replaces(hit, pattern)]:
            shorter = said[inner[0].begin : inner[0].stop]
            yield self._problem("shadowed", Level.WARNING, rule, place, words=phrase, by=shorter)

    def _group(
        self, rule: Rule, pattern: Pattern, index: int, group: list[str], place: Place
    ) -> Iterator[Problem]:
        seen: set[str] = set()
        for k, word in enumerate(group):
            form = normal(word).text
            if _EXPRESSION.search(word):
                yield self._problem("expression", Level.ERROR, rule, (*place, k), words=word)
            elif form in seen:
                yield self._problem("duplicate", Level.ERROR, rule, (*place, k), words=word)
            elif not self._is_found_in(rule, pattern, index, word):
                yield self._problem("never", Level.ERROR, rule, (*place, k), words=word)
            seen.add(form)

    def _is_found_in(self, rule: Rule, pattern: Pattern, index: int, word: str) -> bool:
        """Whether the pattern hits some sentence made of `word` and a word of each other group."""
        longest = max(len(group) for group in pattern.all)
        for turn in range(min(longest, 12)):
            words = [group[turn % len(group)] for group in pattern.all]
            words[index] = word
            for join in _JOINS[: 1 if pattern.within == 0 else None]:
                said = join.join(_sample(w) for w in words)
                if any(hit.pattern == pattern for hit in self._hits(rule, said)):
                    return True
        return False

    def _missing(self, rule: Rule) -> Iterator[Problem]:
        for key, cases in (("hit", rule.tests.hit), ("ok", rule.tests.ok)):
            if rule.patterns and len(cases) < TESTS_NEEDED:
                counted = {"kind": key, "count": str(len(cases)), "needed": str(TESTS_NEEDED)}
                yield self._problem("tests", Level.ERROR, rule, ("tests",), **counted)
        said = {"title": rule.title, "message": rule.message}
        said |= {f"exemptions.{exemption.id}": exemption.evidence for exemption in rule.exemptions}
        for key, sentences in said.items():
            for language in LANGUAGES:
                if not sentences.get(language, "").strip():
                    place: Place = (key.partition(".")[0],)
                    yield self._problem("translation", Level.ERROR, rule, place, key=key, language=language)

    def _idle(self, rule: Rule) -> Iterator[Problem]:
        """Allow phrases and aliases with which nothing of the rule has to do."""
        words = {normal(word).text for pattern in rule.patterns for word in pattern.words}
        for i, phrase in enumerate(rule.allow):
            if not any(encode(word) in encode(normal(phrase).text) for word in words):
                yield self._problem("idle_allow", Level.WARNING, rule, ("allow", i), words=phrase)
        for i, alias in enumerate(rule.aliases):
            if not any(normal(alias.means).text in word for word in words):
                place: Place = ("aliases", i)
                yield self._problem("idle_alias", Level.WARNING, rule, place, words=alias.means)

    def idle_codes(self) -> list[Problem]:
        """Coded words for what no rule has."""
        words = {normal(w).text for rule in self.rules for p in rule.patterns for w in p.words}
        idle = [c.means for c in self._lexicon.coded if not any(normal(c.means).text in w for w in words)]
        return [Problem("idle_coded", Level.WARNING, "", "", 0, {"words": means}) for means in idle]

    def _hits(self, rule: Rule, said: str) -> list[Hit]:
        return [hit for hit in self._lexicon.scanner.scan(said) if hit.rule.id == rule.id]

    def _shared_with(self, rule: Rule, form: str) -> Iterator[str]:
        """Rules later in the files that have the same phrase, where nothing says which of the two speaks."""
        holders = self._holders[form]
        for other in holders[holders.index(rule.id) + 1 :]:
            if self._are_rivals(rule, self._lexicon.by_id[other]):
                yield other

    def _are_rivals(self, one: Rule, other: Rule) -> bool:
        """Whether both apply to some goods of some role, and neither is the graver."""
        roles, others = one.applies_to.roles, other.applies_to.roles
        if roles and others and set(roles).isdisjoint(others):
            return False
        grades = (
            (self._grade(one, name), self._grade(other, name)) for name in self._lexicon.categories.names
        )
        return any(grade and grade == rival for grade, rival in grades)

    def _grade(self, rule: Rule, category: str) -> tuple[Decision, bool, Severity] | None:
        """By what the rule outranks others for goods of the category; None where it does not apply."""
        covers, gate = self._lexicon.categories.covers, rule.applies_to
        if not covers(gate.categories, category) or covers(gate.but_not, category):
            return None
        return rule.decision, rule.verdict is Verdict.PROHIBITED, self._lexicon.severity(rule, category)

    def _problem(self, code: str, level: Level, rule: Rule, place: Place, **detail: str) -> Problem:
        source = self._lexicon.sources[rule.id]
        if source.file not in self._documents:
            self._documents[source.file] = YamlFile(source.file)
        line = self._documents[source.file].line(("rules", source.index, *place))
        return Problem(code, level, rule.id, str(source.file), line, detail)


def _replaces(hit: Hit, pattern: Pattern) -> bool:
    """Whether what hit is found wherever a longer phrase of `pattern` is, and as lawful."""
    mechanisms = set(pattern.mechanisms)
    sounds = hit.stop - hit.begin >= SOUND_FROM or "syllables" not in mechanisms
    return bool(
        hit.pattern.phrases
        and hit.pattern.topic == pattern.topic
        and mechanisms.issubset(hit.pattern.mechanisms)
        and sounds
    )


def _filled(phrase: str) -> str:
    """The phrase with a filler put in, for a pattern that looks for nothing else."""
    form = normal(phrase).text
    return form[: len(form) // 2] + FILLERS[0] + form[len(form) // 2 :]


def _sample(word: str) -> str:
    """The word in normal form, or an instance of the quantity it stands for."""
    if not (word.startswith("{") and word.endswith("}")):
        return normal(word).text
    dimension = word.strip("{}")
    unit = next((name for name, (measured, _) in UNITS.items() if measured == dimension), None)
    said = _SAID.get(dimension) or (f"三{unit}" if unit else word)
    return normal(said).text
