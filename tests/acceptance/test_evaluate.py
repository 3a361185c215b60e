"""`boshen evaluate`: the rules on a user's own labelled texts."""

import json
from pathlib import Path

import pytest

from tests.installed import Boshen
from tests.rule_files import rule, write

ROWS = [("它真是神通广大", "2"), ("它本领高强得很", "2"), ("我说神通广大", "0"), ("大家好", "0")]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    write(folder / "mine.yaml", rule("mine.magic"))
    return folder


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    path = tmp_path / "labelled.tsv"
    path.write_text("".join(f"{text}\t{label}\n" for text, label in ROWS), "utf-8")
    return path


def test_precision_recall_and_errors(boshen: Boshen, own: Path, labelled: Path) -> None:
    words = ("evaluate", labelled, "--lexicons", own, "--rule", "mine.*", "--category", "cosmetics")
    done = boshen(*words, "--format", "json")
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert {key: found["overall"][key] for key in ("tp", "fp", "fn", "tn")} == {
        "tp": 1,
        "fp": 1,
        "fn": 1,
        "tn": 1,
    }
    assert found["overall"]["f1"]["value"] == 0.5
    assert found["by_rule"].keys() == {"mine.magic"}
    assert found["by_category"].keys() == {"cosmetics"}
    assert [m["line"] for m in found["mistakes"]] == [3, 2]
    assert boshen(*words, "--format", "json").stdout == done.stdout


def test_a_table_in_both_languages(boshen: Boshen, own: Path, labelled: Path) -> None:
    chinese = boshen("evaluate", labelled, "--lexicons", own, "--rule", "mine.*")
    english = boshen("evaluate", labelled, "--lexicons", own, "--rule", "mine.*", "--lang", "en")
    assert "误报 1 条" in chinese.stdout
    assert "1 false alarms" in english.stdout
    assert "0.500" in chinese.stdout
    assert "我说神通广大" in chinese.stdout


def test_texts_go_nowhere_but_to_standard_output(boshen: Boshen, own: Path, labelled: Path) -> None:
    before = set(labelled.parent.rglob("*"))
    done = boshen("evaluate", labelled, "--lexicons", own, BOSHEN_LOG_LEVEL="debug")
    assert "神通" not in done.stderr
    written = [path for path in labelled.parent.rglob("*") if path not in before and path.is_file()]
    assert [path for path in written if "神通".encode() in path.read_bytes()] == []
    assert "神通" in done.stdout


def test_flags_per_10000_characters_where_there_are_no_labels(
    boshen: Boshen, own: Path, tmp_path: Path
) -> None:
    clips = [{"channel": "甲", "text": "它真是神通广大。"}, {"channel": "乙", "text": "大家好呀。"}]
    path = tmp_path / "clips.jsonl"
    path.write_text("\n".join(json.dumps(clip) for clip in clips), "utf-8")
    done = boshen("evaluate", path, "--lexicons", own, "--rule", "mine.*", "--format", "json")
    found = json.loads(done.stdout)
    assert found["overall"] is None
    assert found["density"] == {"flags": 1, "characters": 11, "per_10k": 909.09}
    assert [group["flags"] for group in found["density_by_group"].values()] == [0, 1]
    assert "909.09" in boshen("evaluate", path, "--lexicons", own, "--rule", "mine.*").stdout


def test_a_row_without_a_label_column_is_told_with_its_line(boshen: Boshen, tmp_path: Path) -> None:
    path = tmp_path / "labelled.tsv"
    path.write_text("好\t0\n坏\n", "utf-8")
    done = boshen("evaluate", path)
    assert done.returncode == 2
    assert "第 2 行" in done.stderr
