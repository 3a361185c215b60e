from datetime import date
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from monitor.errors import BadSyntax, BadValue, DuplicateId, FileError, FileMissing, MissingKey, UnknownKey
from monitor.text.yaml_file import YamlFile, read_yaml


class Leaf(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str
    day: date | None = None


class Tree(BaseModel):
    model_config = ConfigDict(extra="forbid")
    leaves: list[Leaf]


def written(folder: Path, text: str) -> Path:
    path = folder / "tree.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_becomes_its_model(tmp_path: Path) -> None:
    tree, document = read_yaml(written(tmp_path, "leaves:\n  - id: a\n    day: 2026-02-01\n"), Tree)
    assert tree.leaves == [Leaf(id="a", day=date(2026, 2, 1))]
    assert document.line(("leaves", 0, "day")) == 3


@pytest.mark.parametrize(
    ("text", "error", "line"),
    [
        ("leaves:\n  - id: a\n    colour: red\n", UnknownKey, 3),
        ("leaves:\n  - id: a\n  - day: 2026-02-01\n", MissingKey, 3),
        ("leaves:\n  - id: a\n    day: 2026-02-30\n", BadValue, 3),
        ("leaves: 3\n", BadValue, 1),
        ("leaves:\n  - id: [1]\n", BadValue, 2),
        ("leaves:\n  - id: a\n    id: b\n", DuplicateId, 3),
        ("leaves:\n  - id: 'a\n", BadSyntax, 3),
        ("leaves: [\n", BadSyntax, 2),
        ("a: &x [*x]\n", BadSyntax, 1),
        ("", BadValue, 1),
        ("[" * 200 + "]" * 200, BadSyntax, 1),
    ],
)
def test_an_error_names_its_line(tmp_path: Path, text: str, error: type[FileError], line: int) -> None:
    with pytest.raises(error) as caught:
        read_yaml(written(tmp_path, text), Tree)
    assert caught.value.fields["line"] == line
    assert str(tmp_path) in caught.value.sentence("zh")
    assert str(tmp_path) in caught.value.sentence("en")


def test_an_unknown_key_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UnknownKey) as caught:
        read_yaml(written(tmp_path, "leaves:\n  - id: a\n    dya: 2026-01-01\n"), Tree)
    assert caught.value.fields["known"] == "day、id"


def test_an_id_twice(tmp_path: Path) -> None:
    document = YamlFile(written(tmp_path, "leaves:\n  - id: a\n  - id: a\n"))
    with pytest.raises(DuplicateId) as caught:
        document.unique(("a", ("leaves", i, "id")) for i in range(2))
    assert (caught.value.fields["line"], caught.value.fields["first"]) == (3, 2)


def test_scalars_that_look_like_times_stay_text(tmp_path: Path) -> None:
    data = YamlFile(written(tmp_path, "a: 12:30\nb: 001\nc: 7\nd: yes\ne: true\nf: 1.5\ng: '7'\n")).data
    assert data == {"a": "12:30", "b": "001", "c": 7, "d": "yes", "e": True, "f": 1.5, "g": "7"}


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        YamlFile(tmp_path / "none.yaml")
