import shutil
from pathlib import Path

import pytest

from monitor.errors import BadValue, DuplicateId, FileError, FileMissing, MissingKey, UnknownKey
from monitor.rules.lexicon import CATEGORIES, LAWS, SHIPPED, load_lexicons

RULE = """rules:
  - id: own.rule
    title: {zh: 自定, en: Own}
    severity: high
    decision: block
    basis: [{law: AD, articles: ["9"]}]
    patterns: [{phrases: [某个说法]}]
    action: correct_now
    message: {zh: 不可说, en: may not be said}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (LAWS, CATEGORIES):
        shutil.copy(SHIPPED / name, tmp_path / name)
    (tmp_path / "own.yaml").write_text(RULE, encoding="utf-8")
    return tmp_path


def test_a_folder_of_rules_is_read(folder: Path) -> None:
    assert list(load_lexicons(folder).by_id) == ["own.rule"]


def test_any_change_changes_the_version(folder: Path) -> None:
    before = load_lexicons(folder).version
    (folder / "own.yaml").write_text(RULE.replace("某个", "那个"), encoding="utf-8")
    assert load_lexicons(folder).version != before


@pytest.mark.parametrize(
    ("old", "new", "error", "line"),
    [
        ("action: correct_now", "acton: correct_now", UnknownKey, 8),
        ("    severity: high\n", "", MissingKey, 2),
        ("severity: high", "severity: grave", BadValue, 4),
        ("law: AD", "law: NOLAW", BadValue, 6),
        ("patterns: [{phrases: [某个说法]}]", "patterns: [{phrases: [甲], all: [[甲], [乙]]}]", BadValue, 7),
        ("    action", "    applies_to: {categories: [foood]}\n    action", BadValue, 8),
        ("rules:\n", "rules:\n  - *x\n", FileError, 2),
        ("phrases: [某个说法]", 'phrases: [某个说法, "\\u200b"]', BadValue, 7),
        ("phrases: [某个说法]", "all: [[某个], [说法, ' ']]", BadValue, 7),
        ("    action", "    allow: ['']\n    action", BadValue, 8),
        ("    action", "    aliases: [{means: 说法, words: ['']}]\n    action", BadValue, 8),
        ("rules:\n", "coded: [{means: 说法, words: ['']}]\nrules:\n", BadValue, 1),
    ],
)
def test_a_wrong_rule_is_named_with_its_line(
    folder: Path, old: str, new: str, error: type[FileError], line: int
) -> None:
    (folder / "own.yaml").write_text(RULE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(error) as caught:
        load_lexicons(folder)
    assert caught.value.fields["line"] == line


def test_an_id_twice_in_one_file(folder: Path) -> None:
    twice = RULE + RULE.removeprefix("rules:\n")
    (folder / "own.yaml").write_text(twice, encoding="utf-8")
    with pytest.raises(DuplicateId):
        load_lexicons(folder)


def test_an_id_in_two_files(folder: Path) -> None:
    (folder / "two.yaml").write_text(RULE, encoding="utf-8")
    with pytest.raises(BadValue) as caught:
        load_lexicons(folder)
    assert caught.value.fields["file"] == folder / "two.yaml"


def test_an_unknown_category_is_answered_with_close_ones(folder: Path) -> None:
    gate = "    applies_to: {categories: [cosmetic]}\n    action"
    (folder / "own.yaml").write_text(RULE.replace("    action", gate), encoding="utf-8")
    with pytest.raises(BadValue) as caught:
        load_lexicons(folder)
    assert "cosmetics" in caught.value.sentence("zh")


def test_a_folder_without_laws(folder: Path) -> None:
    (folder / LAWS).unlink()
    with pytest.raises(FileMissing):
        load_lexicons(folder)
