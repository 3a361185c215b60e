"""`boshen rules`: what those who write rules work with, on an operator's own folder beside ours."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.installed import Boshen
from tests.rule_files import HITS, rule, write

SAID = "这个精华液真是神通广大"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An operator's folder with one rule, which blocks 神通广大."""
    folder = tmp_path / "own"
    folder.mkdir()
    write(folder / "mine.yaml", rule("mine.magic"))
    return folder


def mute(own: Path, until: str) -> None:
    text = f"mutes:\n  - {{rule: mine.magic, reason: 误报多, until: {until}}}\n"
    (own / "overlay.yaml").write_text(text, "utf-8")


def decisions(boshen: Boshen, own: Path, catalogue: Path) -> tuple[int, dict[str, Any]]:
    """Exit code and decision by rule of a check of one sentence."""
    said = catalogue.with_name("said.txt")
    said.write_text(SAID + "\n", "utf-8")
    done = boshen("check", said, "--catalogue", catalogue, "--format", "jsonl", "--lexicons", own)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, {row["rule"]: (row["decision"], row["message"]) for row in rows if row["rule"]}


def test_a_rule_of_ones_own_is_applied_until_it_is_muted_and_again_after(
    boshen: Boshen, own: Path, catalogue: Path
) -> None:
    code, found = decisions(boshen, own, catalogue)
    assert (code, found["mine.magic"][0]) == (1, "block")
    mute(own, "2999-12-31")
    code, found = decisions(boshen, own, catalogue)
    assert (code, found["mine.magic"][0]) == (0, "pass")
    assert "误报多" in found["mine.magic"][1]
    mute(own, "2020-01-01")
    code, found = decisions(boshen, own, catalogue)
    assert (code, found["mine.magic"][0]) == (1, "block")


def test_the_folder_may_be_a_setting(boshen: Boshen, own: Path) -> None:
    listed = json.loads(boshen("rules", "list", "--format", "json", BOSHEN_LEXICONS=str(own)).stdout)
    alone = json.loads(boshen("rules", "list", "--format", "json").stdout)
    assert {row["id"] for row in listed} - {row["id"] for row in alone} == {"mine.magic"}


def test_an_overlay_that_is_wrong_is_told_with_its_line(boshen: Boshen, own: Path) -> None:
    (own / "overlay.yaml").write_text("overrides:\n  - {rule: mine.majic, decision: review}\n", "utf-8")
    done = boshen("rules", "list", "--lexicons", own)
    assert done.returncode == 2
    assert "overlay.yaml 第 2 行" in done.stderr
    assert "mine.magic" in done.stderr


def test_one_rule_is_shown_whole(boshen: Boshen, own: Path) -> None:
    done = boshen("rules", "show", "mine.magic", "--lexicons", own, "--format", "json")
    assert json.loads(done.stdout)["tests"]["hit"][0] == {"text": HITS[0]}
    table = boshen("rules", "show", "mine.magic", "--lexicons", own)
    assert "神通广大" in table.stdout
    missing = boshen("rules", "show", "mine.majic", "--lexicons", own, "--lang", "en")
    assert missing.returncode == 2
    assert "mine.magic" in missing.stderr


def test_explain_says_what_was_flagged_and_what_was_not_and_why(boshen: Boshen, own: Path) -> None:
    flagged = boshen("rules", "explain", SAID, "--lexicons", own)
    assert flagged.returncode == 1
    assert "mine.magic" in flagged.stdout
    denied = boshen("rules", "explain", "它不是神通广大", "--lexicons", own, "--format", "json")
    assert denied.returncode == 0
    (considered,) = json.loads(denied.stdout)[0]["considered"]
    assert (considered["rule"], considered["decision"]) == ("mine.magic", None)
    assert [step["code"] for step in considered["steps"]] == ["rule.hit", "rule.negated"]
    nothing = boshen("rules", "explain", "大家好", "--lexicons", own, "--lang", "en")
    assert "No word of any rule was met." in nothing.stdout


def test_explain_knows_a_registered_function(boshen: Boshen) -> None:
    words = ("rules", "explain", "有助于增强免疫力", "--category", "health_food", "--format", "json")
    inside = boshen(*words, "--function", "有助于增强免疫力")
    assert inside.returncode == 0
    steps = [step["code"] for found in json.loads(inside.stdout)[0]["considered"] for step in found["steps"]]
    assert "rule.registered" in steps


def test_a_category_that_is_not_there_is_answered_with_close_ones(boshen: Boshen) -> None:
    done = boshen("rules", "explain", SAID, "--category", "cosmetic")
    assert done.returncode == 2
    assert "cosmetics" in done.stderr


def test_lint_names_file_and_line_and_fails_on_errors(boshen: Boshen, own: Path) -> None:
    path = write(own / "mine.yaml", rule("mine.magic", patterns=[{"phrases": ["神通广大", "\\b神力"]}]))
    line = next(i for i, text in enumerate(path.read_text("utf-8").splitlines(), 1) if "神力" in text)
    done = boshen("rules", "lint", "--lexicons", own)
    assert done.returncode == 1
    assert f"{path}:{line}: 错误 [expression] mine.magic" in done.stdout


def test_the_sentences_beside_the_rules_pass_plain_and_mutated(boshen: Boshen) -> None:
    done = boshen("rules", "test", "--format", "json")
    found = json.loads(done.stdout)
    assert found["plain"]["failures"] == []
    assert found["mutated"]["alarms"] == []
    assert found["mutated"]["share_found"] >= 0.9
    assert set(found["mutated"]["tried"]) == {"filler", "traditional", "full_width", "homophone"}
    assert done.returncode == 0


def test_a_sentence_that_fails_is_named(boshen: Boshen, own: Path) -> None:
    cases = {"hit": [*HITS, "大家好"], "ok": []}
    write(own / "mine.yaml", rule("mine.magic", tests=cases))
    done = boshen("rules", "test", "--lexicons", own, "--lang", "en")
    assert done.returncode == 1
    assert "mine.magic: not found: 大家好" in done.stdout
    assert "Mutated in all" in done.stdout


def test_coverage_counts_topics_categories_and_sentences(boshen: Boshen) -> None:
    done = boshen("rules", "coverage", "--format", "json")
    found = json.loads(done.stdout)
    assert len(found["topics"]) == 47
    assert (found["open"], done.returncode) == ([], 0)
    few = {topic["name"] for topic in found["topics"] if topic["rules"] and topic["hit"] < 8}
    assert few == {"unreviewed.claim"}
    assert "cosmetics" in boshen("rules", "coverage").stdout


def test_a_word_list_is_imported_previewed_and_only_then_switched_on(
    boshen: Boshen, own: Path, tmp_path: Path
) -> None:
    words, past = tmp_path / "words.txt", tmp_path / "past.txt"
    words.write_text("无所不能的宝贝\n", "utf-8")
    past.write_text("大家好\n它是无所不能的宝贝\n", "utf-8")
    imported = boshen("rules", "import", words, "--out", own / "words.yaml")
    assert imported.returncode == 0
    assert boshen("rules", "explain", "它是无所不能的宝贝", "--lexicons", own).returncode == 0
    done = boshen("rules", "preview", own, past, "--format", "json")
    found = json.loads(done.stdout)
    (change,) = found["changes"]
    assert (done.returncode, change["kind"], change["clip"]) == (1, "added", "2")
    assert change["after"] == "review medium"
    assert found["flags_after"] - found["flags_before"] == 1
    again = boshen("rules", "import", words, "--out", own / "words.yaml")
    assert again.returncode == 2


def test_the_schema_is_printed_for_editors(boshen: Boshen) -> None:
    schema = json.loads(boshen("rules", "schema").stdout)
    assert schema["$defs"]["Rule"]["properties"]["severity"]
