"""Folders of rule files, read once: rules, coded words, exemptions, laws and categories."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from monitor.errors import FileMissing, FileUnreadable
from monitor.rules.category import EVERYTHING, Categories
from monitor.rules.citation import Laws
from monitor.rules.grade import Severity
from monitor.rules.overlay import OVERLAY, Mute, Overlay, read_overlay
from monitor.rules.rule import Coded, Exemption, Rule, RuleFile
from monitor.rules.scan import Scanner
from monitor.settings import LEXICONS
from monitor.text.normal import normal
from monitor.text.yaml_file import Place, YamlFile

SHIPPED = LEXICONS
LAWS = "laws.yaml"
CATEGORIES = "categories.yaml"
TOPICS = "topics.yaml"
_NOT_RULES = frozenset({LAWS, CATEGORIES, TOPICS, OVERLAY})


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule stands: the `index`-th rule of `file`, from 0."""

    file: Path
    index: int


@dataclass(frozen=True)
class Lexicon:
    """version: a digest of every file read, so that a judgement can name what it applied."""

    rules: tuple[Rule, ...]
    coded: tuple[Coded, ...]
    laws: Laws
    categories: Categories
    version: str
    exemptions: tuple[Exemption, ...] = ()
    overlay: Overlay = field(default_factory=Overlay)
    sources: dict[str, Source] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def scanner(self) -> Scanner:
        """Compiled once for every broadcast that is judged by these rules."""
        return Scanner([rule for rule in self.rules if rule.status == "active"], self.coded)

    def reaching(self, category: str | None) -> frozenset[str]:
        """The rules that apply to goods of the category."""
        return frozenset(rule.id for rule in self.rules if self.reaches(rule, category))

    def reaches(self, rule: Rule, category: str | None) -> bool:
        covers, gate = self.categories.covers, rule.applies_to
        return covers(gate.categories, category) and not covers(gate.but_not, category)

    def severity(self, rule: Rule, category: str | None) -> Severity:
        """The rule's severity for goods of the category."""
        own = (
            severity for gate, severity in rule.severities.items() if self.categories.covers([gate], category)
        )
        return next(own, rule.severity)

    def muted(self, rule: str, day: date) -> Mute | None:
        """The mute under which the rule's findings pass on `day`."""
        return next((m for m in self.overlay.mutes if m.rule == rule and day <= m.until), None)

    def with_trials(self) -> "Lexicon":
        """The same with the rules on trial switched on."""
        on = {"status": "active"}
        rules = tuple(rule.model_copy(update=on) if rule.status == "trial" else rule for rule in self.rules)
        return replace(self, rules=rules)


@cache
def shipped_categories() -> Categories:
    return Categories.read(SHIPPED / CATEGORIES)


def load_lexicons(folder: Path = SHIPPED, own: Path | None = None) -> Lexicon:
    """Every rule file of `folder`, then of the operator's `own` folder, and its overlay over both.

    FileError with file and line where one is wrong.
    """
    # before reading: a file that changes meanwhile must show as a change afterwards
    version = digest(folder, own)
    paths = list(_files(folder, own))
    for needed in (LAWS, CATEGORIES):
        if folder / needed not in paths:
            raise FileMissing(file=folder / needed, line=0)
    laws, categories = Laws.read(folder / LAWS), Categories.read(folder / CATEGORIES)
    documents = [YamlFile(path) for path in paths if not _is_shared(path, folder)]
    read = [(document, document.into(RuleFile)) for document in documents]
    shared = _shared(read)
    rules: dict[str, Rule] = {}
    sources: dict[str, Source] = {}
    for document, found in read:
        _check(found, document, set(rules), laws, categories)
        _check_words(found, document)
        rules |= {rule.id: _resolved(rule, shared, document, i) for i, rule in enumerate(found.rules)}
        sources |= {rule.id: Source(document.path, i) for i, rule in enumerate(found.rules)}
    overlay = Overlay()
    if own and own / OVERLAY in paths:
        overlay = read_overlay(own / OVERLAY, rules)
    return Lexicon(
        rules=tuple(overlay.on(rules).values()),
        coded=tuple(coded for _, found in read for coded in found.coded),
        laws=laws,
        categories=categories,
        version=version,
        exemptions=tuple(shared.values()),
        overlay=overlay,
        sources=sources,
    )


def digest(folder: Path, own: Path | None = None) -> str:
    """16 hexadecimal digits over the names and bytes of every file that `load_lexicons` reads."""
    whole = hashlib.sha256()
    for path in _files(folder, own):
        where = "own/" if path.parent == own else ""
        try:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as trouble:
            raise FileUnreadable(file=path, line=0, reason=trouble.strerror) from None
        whole.update(f"{where}{path.name}\0{content}\n".encode())
    return whole.hexdigest()[:16]


def _files(folder: Path, own: Path | None) -> Iterator[Path]:
    for where in (folder, own):
        if where is None:
            continue
        if not where.is_dir():
            raise FileMissing(file=where, line=0)
        yield from sorted(path for path in where.iterdir() if path.suffix in (".yaml", ".yml"))


def _is_shared(path: Path, folder: Path) -> bool:
    """Whether a file is no rule file: the laws, categories and topics of `folder`, or an overlay."""
    return path.name in _NOT_RULES and (path.parent == folder) != (path.name == OVERLAY)


def _shared(read: list[tuple[YamlFile, RuleFile]]) -> dict[str, Exemption]:
    """The exemptions that rules may name, by id."""
    shared: dict[str, Exemption] = {}
    for document, found in read:
        for i, exemption in enumerate(found.exemptions):
            if exemption.id in shared:
                raise document.bad_value(("exemptions", i, "id"), "value.taken", said=exemption.id)
            shared[exemption.id] = exemption
    return shared


def _resolved(rule: Rule, shared: dict[str, Exemption], document: YamlFile, index: int) -> Rule:
    """The rule with the exemptions it names in full."""
    for j, exemption in enumerate(rule.exemptions):
        if exemption.is_name and exemption.id not in shared:
            near = "、".join(shared)
            place = ("rules", index, "exemptions", j)
            raise document.bad_value(place, "value.exemption", said=exemption.id, near=near)
    full = [shared[e.id] if e.is_name else e for e in rule.exemptions]
    return rule.model_copy(update={"exemptions": full})


def _check(found: RuleFile, document: YamlFile, taken: set[str], laws: Laws, categories: Categories) -> None:
    document.unique((rule.id, ("rules", i, "id")) for i, rule in enumerate(found.rules))
    for i, rule in enumerate(found.rules):
        if rule.id in taken:
            raise document.bad_value(("rules", i, "id"), "value.taken", said=rule.id)
        for j, basis in enumerate(rule.basis):
            if basis.law not in laws:
                raise document.bad_value(("rules", i, "basis", j, "law"), "value.law", said=basis.law)
        gates = {"categories": rule.applies_to.categories, "but_not": rule.applies_to.but_not}
        for key, names in gates.items():
            for j, name in enumerate(names):
                if name != EVERYTHING and name not in categories:
                    near = "、".join(categories.close_to(name))
                    place = ("rules", i, "applies_to", key, j)
                    raise document.bad_value(place, "value.category", said=name, near=near)


def _check_words(found: RuleFile, document: YamlFile) -> None:
    """BadValue at the first word of which the normal form leaves nothing."""
    for place, words in _word_lists(found):
        for k, word in enumerate(words):
            is_chinese = any("\u4e00" <= character <= "\u9fff" for character in word)
            if not is_chinese and not normal(word).text.strip():
                raise document.bad_value((*place, k), "value.blank", said=repr(word))


def _word_lists(found: RuleFile) -> Iterator[tuple[Place, list[str]]]:
    for i, rule in enumerate(found.rules):
        here: Place = ("rules", i)
        for j, pattern in enumerate(rule.patterns):
            yield (*here, "patterns", j, "phrases"), pattern.phrases
            yield from (((*here, "patterns", j, "all", k), group) for k, group in enumerate(pattern.all))
        yield (*here, "allow"), rule.allow
        yield from (((*here, "aliases", j, "words"), alias.words) for j, alias in enumerate(rule.aliases))
    yield from ((("coded", i, "words"), coded.words) for i, coded in enumerate(found.coded))
