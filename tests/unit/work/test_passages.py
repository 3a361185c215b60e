"""Texts to run rules over, from a table, from objects, from a transcript."""

import json
from pathlib import Path

import pytest

from monitor.errors import BadSyntax, BadValue, FileError, FileMissing, MissingKey, NoSuchCategory
from monitor.rules.lexicon import shipped_categories
from monitor.work.passages import Passage, known_category, read_passages

CATEGORIES = shipped_categories()


def read(tmp_path: Path, name: str, text: str) -> list[Passage]:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return read_passages(path, CATEGORIES)


def test_text_and_label_without_headings(tmp_path: Path) -> None:
    assert read(tmp_path, "a.tsv", "神力\t2\n\n平常\t0\r\n") == [
        Passage("神力", 1, label="2"),
        Passage("平常", 3, label="0"),
    ]


def test_columns_by_their_headings(tmp_path: Path) -> None:
    table = "label\ttext\trules\tcategory\tgroup\n1\t神力\ta.b c.d\tcosmetics\t甲\n0\t平常\t\t\t\n"
    assert read(tmp_path, "a.tsv", table) == [
        Passage("神力", 2, None, "1", frozenset({"a.b", "c.d"}), "cosmetics", "甲"),
        Passage("平常", 3, None, "0", frozenset()),
    ]


def test_objects_with_what_else_they_hold(tmp_path: Path) -> None:
    rows = [
        {"text": "神力", "label": 2, "rules": ["a.b"], "channel": "甲", "clip": "one.mp4", "other": [1]},
        {"text": "平常"},
    ]
    found = read(tmp_path, "a.jsonl", "\n".join(json.dumps(row) for row in rows))
    assert found == [
        Passage("神力", 1, "one.mp4", "2", frozenset({"a.b"}), None, "甲"),
        Passage("平常", 2),
    ]


def test_a_transcript_without_labels(tmp_path: Path) -> None:
    assert read(tmp_path, "a.txt", "神力\n平常\n") == [Passage("神力", 1), Passage("平常", 2)]


@pytest.mark.parametrize(
    ("name", "text", "error", "line"),
    [
        ("a.tsv", "神力\t1\n平常\n", BadSyntax, 2),
        ("a.tsv", "text\tlabel\tcategory\n神力\t1\tcosmetic\n", BadValue, 2),
        ("a.jsonl", '{"text": "神力"}\n{"label": 1}\n', MissingKey, 2),
        ("a.jsonl", '{"text": 1}\n', BadValue, 1),
        ("a.jsonl", '{"text": "神力", "rules": "a.b"}\n', BadValue, 1),
        ("a.jsonl", "[1]\n", BadSyntax, 1),
        ("a.jsonl", "{\n", BadSyntax, 1),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    tmp_path: Path, name: str, text: str, error: type[FileError], line: int
) -> None:
    with pytest.raises(error) as caught:
        read(tmp_path, name, text)
    assert caught.value.fields["line"] == line


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        read_passages(tmp_path / "a.tsv", CATEGORIES)


def test_a_category_by_name() -> None:
    assert known_category(CATEGORIES, "cosmetics") == "cosmetics"
    assert known_category(CATEGORIES, None) is None
    with pytest.raises(NoSuchCategory) as caught:
        known_category(CATEGORIES, "cosmetic")
    assert "cosmetics" in caught.value.sentence("en")
