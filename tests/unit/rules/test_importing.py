"""Word lists of others become rule files on trial."""

import json
from pathlib import Path

import pytest

from monitor.errors import BadSyntax, BadValue, FileError, FileExists, FileUnreadable, MissingKey
from monitor.rules.importing import import_list, write_new
from monitor.rules.lexicon import Lexicon, load_lexicons


def as_lexicon(own: Path, name: str, text: str) -> Lexicon:
    """The list, imported into an operator's folder and read back."""
    source = own.parent / name
    source.write_text(text, "utf-8")
    write_new(own / "imported.yaml", import_list(source).text)
    return load_lexicons(own.parent / "ours", own)


@pytest.mark.usefixtures("ours")
def test_a_word_a_line_with_tags_or_without(own: Path) -> None:
    lexicon = as_lexicon(own, "words.txt", "# 我们的词\n神力\n无敌\t吹牛\n绝了 吹牛,口头禅\n\n神力\n")
    rules = {rule.title["zh"]: rule for rule in lexicon.rules if rule.id.startswith("words.")}
    assert {title: rule.patterns[0].phrases for title, rule in rules.items()} == {
        "words": ["神力"],
        "吹牛": ["无敌", "绝了"],
        "口头禅": ["绝了"],
    }
    assert {rule.status for rule in rules.values()} == {"trial"}


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize("headings", ["word,category", "词,分类", "\ufeffPhrase,Tag"])
def test_a_table_with_headings(own: Path, headings: str) -> None:
    lexicon = as_lexicon(own, "list.csv", f'{headings}\n"神力,真的",MAGIC\n无敌,\n')
    rules = {rule.id: rule.patterns[0].phrases for rule in lexicon.rules if rule.id.startswith("list.")}
    assert rules == {"list.magic": ["神力,真的"], "list.words": ["无敌"]}


def test_the_patterns_of_a_span_ruler(tmp_path: Path) -> None:
    rows = [
        {"label": "CURE", "pattern": "神力"},
        {"label": "CURE", "pattern": [{"TEXT": "三"}, {"ORTH": "天"}]},
        {"label": "CURE", "pattern": [{"LOWER": "三天"}, {"TEXT": {"IN": ["见好", "见效"]}}]},
        {"label": "CURE", "pattern": [{"POS": "NOUN"}]},
        {"label": "CURE", "pattern": [{"TEXT": "好", "OP": "+"}]},
    ]
    source = tmp_path / "ruler.jsonl"
    source.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    found = import_list(source)
    assert (found.rules, found.words, found.skipped) == (1, 3, (4, 5))
    assert "三天" in found.text
    assert "within: 0" in found.text


@pytest.mark.parametrize(
    ("name", "text", "error", "line"),
    [
        ("a.csv", "name,note\n神力,x\n", MissingKey, 1),
        ("a.jsonl", '{"label": "A", "pattern": "神力"}\n{"label": "A"}\n', MissingKey, 2),
        ("a.jsonl", "神力\n", BadSyntax, 1),
        ("a.jsonl", '{"label": 1, "pattern": "神力"}\n', BadValue, 1),
        ("a.txt", "# nothing\n", BadSyntax, 0),
        ("a.xlsx", "神力\n", FileUnreadable, 0),
    ],
)
def test_a_list_that_cannot_be_read_is_named_with_its_line(
    tmp_path: Path, name: str, text: str, error: type[FileError], line: int
) -> None:
    source = tmp_path / name
    source.write_text(text, "utf-8")
    with pytest.raises(error) as caught:
        import_list(source)
    assert caught.value.fields["line"] == line


def test_a_rule_file_is_never_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "mine.yaml"
    write_new(target, "rules: []\n")
    with pytest.raises(FileExists):
        write_new(target, "")
    assert target.read_text("utf-8") == "rules: []\n"
