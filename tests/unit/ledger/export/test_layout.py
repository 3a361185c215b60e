"""The file that says which columns there are."""

from pathlib import Path

import pytest

from monitor.errors import BadValue, UnknownKey
from monitor.ledger.export.layout import KINDS, layout_of, sheet_of, shipped_layout
from monitor.messages import LANGUAGES, sentences


def _file(folder: Path, text: str) -> Path:
    path = folder / "columns.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_file_takes_the_place_of_the_sheets_it_names(tmp_path: Path) -> None:
    text = "sheets:\n  points:\n    columns: [entry, {column: text, title: 卖点原文, width: 30}]\n"
    found = layout_of(_file(tmp_path, text))
    entry, words = found.sheets["points"].headings
    assert (entry.column, words.title, words.wide) == ("entry", "卖点原文", 30)
    assert found.sheets["flags"] == shipped_layout().sheets["flags"]


@pytest.mark.parametrize(
    ("text", "error", "line"),
    [
        ("sheets:\n  points:\n    colums: [entry]\n", UnknownKey, 3),
        ("sheets:\n  points:\n    columns: [entry]\n  poimts:\n    columns: []\n", BadValue, 4),
        ("sheets:\n  points:\n    columns:\n      - entry\n      - entri\n", BadValue, 5),
    ],
)
def test_what_is_not_known_is_an_error_with_its_line(
    tmp_path: Path, text: str, error: type, line: int
) -> None:
    with pytest.raises(error) as raised:
        layout_of(_file(tmp_path, text))
    assert raised.value.fields["line"] == line


def test_every_sheet_has_columns_and_is_called_something() -> None:
    assert set(shipped_layout().sheets) == set(KINDS)
    for language in LANGUAGES:
        for sheet in KINDS:
            assert f"export.sheet.{sheet}" in sentences(language)
            assert f"export.note.{sheet}" in sentences(language)


def test_what_no_sheet_is_for_has_one_all_the_same() -> None:
    assert sheet_of("a kind of tomorrow") == "others"
