"""A folder of rule files, read once: rules, coded words, laws and categories."""

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from monitor.errors import FileMissing
from monitor.rules.category import EVERYTHING, Categories
from monitor.rules.citation import Laws
from monitor.rules.rule import Coded, Rule, RuleFile
from monitor.rules.scan import Scanner
from monitor.settings import PROJECT
from monitor.text.yaml_file import YamlFile

SHIPPED = PROJECT / "lexicons"
LAWS = "laws.yaml"
CATEGORIES = "categories.yaml"


@dataclass(frozen=True)
class Lexicon:
    """version: a digest of every file of the folder, so that a judgement can name what it applied."""

    rules: tuple[Rule, ...]
    coded: tuple[Coded, ...]
    laws: Laws
    categories: Categories
    version: str

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def scanner(self) -> Scanner:
        """Compiled once for every broadcast that is judged by these rules."""
        return Scanner(self.rules, self.coded)


@cache
def shipped_categories() -> Categories:
    return Categories.read(SHIPPED / CATEGORIES)


def load_lexicons(folder: Path = SHIPPED) -> Lexicon:
    """Every rule file of `folder`. FileError with file and line where one is wrong."""
    paths = sorted(folder.glob("*.yaml"))
    for needed in (LAWS, CATEGORIES):
        if folder / needed not in paths:
            raise FileMissing(file=folder / needed, line=0)
    laws, categories = Laws.read(folder / LAWS), Categories.read(folder / CATEGORIES)
    rules: list[Rule] = []
    coded: list[Coded] = []
    for path in paths:
        if path.name not in (LAWS, CATEGORIES):
            document = YamlFile(path)
            found = document.into(RuleFile)
            _check(found, document, {rule.id for rule in rules}, laws, categories)
            rules += found.rules
            coded += found.coded
    return Lexicon(tuple(rules), tuple(coded), laws, categories, _digest(paths))


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


def _digest(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]
