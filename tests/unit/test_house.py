"""What the pages say of the house, held against the house."""

import re
import string
import tomllib
from pathlib import Path

import pytest

from monitor import errors
from monitor.messages import LANGUAGES, sentences

PROJECT = Path(__file__).resolve().parents[2]


def kinds_of(kind: type[errors.BoshenError]) -> set[type[errors.BoshenError]]:
    return {kind}.union(*(kinds_of(under) for under in kind.__subclasses__()))


ERRORS = sorted((k for k in kinds_of(errors.BoshenError) if "code" in vars(k)), key=lambda k: k.__name__)


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_design_page_names_the_layers_that_import_linter_holds_in_their_order() -> None:
    page = (PROJECT / "docs" / "design.md").read_text("utf-8")
    rows = re.findall(r"^\| (`(?:api|monitor)[^|]*) \|", page, re.MULTILINE)
    on_page = [set(re.findall(r"`([\w/.]+)`", row)) for row in rows]
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    held = [{name.strip() for name in layer.split("|")} for layer in layers]
    as_modules = [{p.removesuffix(".py").replace("/", ".") for p in row} for row in on_page]
    assert set().union(*as_modules) == set().union(*held)
    order = {module: number for number, layer in enumerate(held) for module in layer}
    numbers = [order[module] for row in as_modules for module in sorted(row)]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_stands_in_the_tree_with_its_code(kind: type[errors.BoshenError]) -> None:
    assert re.search(rf"─ {kind.__name__} +{re.escape(kind.code)}\b", errors.__doc__ or "")


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_has_a_sentence_in_both_languages(kind: type[errors.BoshenError]) -> None:
    assert all(kind.code in sentences(language) for language in LANGUAGES)


def test_error_codes_are_unique() -> None:
    codes = [kind.code for kind in ERRORS]
    assert len(codes) == len(set(codes))


def test_the_languages_have_the_same_sentences_with_the_same_fields() -> None:
    zh, en = (sentences(language) for language in LANGUAGES)
    assert zh.keys() == en.keys()
    assert [code for code in zh if fields(zh[code]) != fields(en[code])] == []


def test_every_package_the_project_names_is_in_the_dependency_page() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [name for extra in project["optional-dependencies"].values() for name in extra]
    named = {re.split(r"[\[<>=~ ]", entry)[0].lower() for entry in project["dependencies"] + extras}
    page = (PROJECT / "docs" / "dependencies.md").read_text("utf-8").lower()
    ours = {"boshen"}
    types = {name for name in named if name.startswith("types-")}
    assert [name for name in sorted(named - ours - types) if name not in page] == []


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_every_command_the_readme_names_exists(page: str) -> None:
    text = (PROJECT / page).read_text("utf-8")
    targets = set(re.findall(r"^make (\w+)", text, re.MULTILINE))
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    assert targets
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)
