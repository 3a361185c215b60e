"""What `lint` finds in rules that load."""

from pathlib import Path
from typing import Any

import pytest

from monitor.rules.lexicon import load_lexicons
from monitor.rules.lint import Level, Problem, lint
from tests.rule_files import HITS, rule, write


def problems(ours: Path, *rules: dict[str, Any], **more: Any) -> list[Problem]:
    write(ours / "shipped.yaml", *rules, **more)
    return lint(load_lexicons(ours))


def found(ours: Path, **fields: Any) -> list[tuple[str, str]]:
    """Code and words of the problems of one rule."""
    return [(p.code, p.detail.get("words", "")) for p in problems(ours, rule(**fields))]


def test_a_sound_rule_has_no_problems(ours: Path) -> None:
    assert problems(ours, rule()) == []


def test_a_problem_names_file_and_line(ours: Path) -> None:
    path = ours / "shipped.yaml"
    path.write_text(path.read_text("utf-8").replace("- 神通广大", "- 神通广大\n    - 神通广大"), "utf-8")
    (problem,) = lint(load_lexicons(ours))
    lines = path.read_text("utf-8").splitlines()
    first = next(i for i, line in enumerate(lines, 1) if line.strip() == "- 神通广大")
    assert (problem.code, problem.file, problem.line) == ("duplicate", str(path), first + 1)
    assert problem.level is Level.ERROR


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        ([{"phrases": ["神通广大", "神通廣大"]}], ("duplicate", "神通廣大")),
        ([{"all": [["神通", "神通"], ["广大"]]}], ("duplicate", "神通")),
        ([{"phrases": ["神通广大", "神通广大得很"]}], ("shadowed", "神通广大得很")),
        ([{"phrases": ["神通广大", "\\b神力\\b"]}], ("expression", "\\b神力\\b")),
        ([{"phrases": ["神通广大", "神\\W力"]}], ("expression", "神\\W力")),
        ([{"phrases": ["神通广大", "神.*力"]}], ("expression", "神.*力")),
        ([{"all": [["神通"], ["广大", "\\W大"]]}], ("expression", "\\W大")),
        ([{"all": [["神通", "{tmie}"], ["广大"]]}], ("never", "{tmie}")),
    ],
)
def test_words_that_find_nothing_or_nothing_new(
    ours: Path, patterns: list[dict[str, Any]], expected: tuple[str, str]
) -> None:
    assert found(ours, patterns=patterns) == [expected]


def test_a_longer_phrase_is_of_use_where_it_is_found_by_its_sound_and_the_shorter_one_is_not(
    ours: Path,
) -> None:
    assert found(ours, patterns=[{"phrases": ["神通", "神通广大"]}]) == []


def test_a_longer_phrase_is_of_use_where_another_function_makes_it_lawful(ours: Path) -> None:
    patterns = [{"phrases": ["神通广大"]}, {"phrases": ["神通广大得很"], "topic": "神通"}]
    assert found(ours, patterns=patterns) == []


def test_a_phrase_looked_for_with_fillers_alone_matches(ours: Path) -> None:
    assert found(ours, patterns=[{"phrases": ["神通广大"], "mechanisms": ["fillers"]}]) == []


def test_a_quantity_matches(ours: Path) -> None:
    dimensions = ["time", "money", "percent", "mass", "length", "number", "count:粒"]
    assert found(ours, patterns=[{"all": [["神通"], ["{" + name + "}" for name in dimensions]]}]) == []


def test_a_phrase_that_is_also_allowed(ours: Path) -> None:
    patterns = [{"phrases": ["神通广大", "神力"]}]
    assert found(ours, patterns=patterns, allow=["神力"]) == [("only_allowed", "神力")]


def test_an_allow_phrase_around_a_word_is_of_use_and_one_without_is_not(ours: Path) -> None:
    assert found(ours, allow=["不算神通广大", "天气"]) == [("idle_allow", "天气")]


def test_an_alias_for_a_word_that_the_rule_has_and_for_one_that_it_has_not(ours: Path) -> None:
    aliases = [{"means": "神通", "words": ["神统"]}, {"means": "疗程", "words": ["小疗小程"]}]
    assert found(ours, aliases=aliases) == [("idle_alias", "疗程")]


def test_coded_words_for_what_no_rule_has(ours: Path) -> None:
    (problem,) = problems(ours, rule(), coded=[{"means": "疗程", "words": ["小疗小程"]}])
    assert (problem.code, problem.detail) == ("idle_coded", {"words": "疗程"})


@pytest.mark.parametrize("key", ["hit", "ok"])
def test_fewer_than_eight_sentences(ours: Path, key: str) -> None:
    sentences = rule()["tests"]
    (problem,) = problems(ours, rule(tests=sentences | {key: sentences[key][:7]}))
    assert (problem.code, problem.detail["kind"], problem.detail["count"]) == ("tests", key, "7")


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"title": {"zh": "自定"}}, "title"),
        ({"message": {"zh": "不可说", "en": " "}}, "message"),
        ({"exemptions": [{"id": "own", "words": ["目标"], "evidence": {"zh": "请留存"}}]}, "exemptions.own"),
    ],
)
def test_a_sentence_that_is_missing_in_a_language(ours: Path, fields: dict[str, Any], key: str) -> None:
    (problem,) = problems(ours, rule(**fields))
    assert (problem.code, problem.detail) == ("translation", {"key": key, "language": "en"})


def test_the_same_phrase_in_two_rules_for_the_same_goods(ours: Path) -> None:
    (problem,) = problems(ours, rule("one"), rule("two", applies_to={"categories": ["cosmetics"]}))
    assert (problem.code, problem.rule, problem.detail["other"]) == ("shared", "one", "two")


@pytest.mark.parametrize("milder", [{"severity": "low"}, {"decision": "review"}])
def test_the_same_phrase_in_two_rules_of_which_the_graver_speaks(ours: Path, milder: dict[str, Any]) -> None:
    assert problems(ours, rule("one"), rule("two", **milder)) == []


def test_the_same_phrase_in_two_rules_that_are_equal_for_some_goods(ours: Path) -> None:
    other = rule("two", severity="critical", severities={"cosmetics": rule()["severity"]})
    assert [p.code for p in problems(ours, rule("one"), other)] == ["shared"]


def test_the_same_phrase_in_two_rules_for_different_roles(ours: Path) -> None:
    apart = [rule(name, applies_to={"roles": [name]}) for name in ("publisher", "endorser")]
    assert problems(ours, *apart) == []


def test_the_same_phrase_in_two_rules_for_different_goods(ours: Path) -> None:
    apart = [
        rule("one", applies_to={"categories": ["food"]}),
        rule("two", applies_to={"categories": ["drug"]}),
    ]
    assert problems(ours, *apart) == []


def test_a_rule_on_trial_is_checked_and_a_retired_one_is_not(ours: Path) -> None:
    short = {"hit": HITS[:1], "ok": []}
    assert {p.code for p in problems(ours, rule(status="trial", tests=short))} == {"tests"}
    assert problems(ours, rule(status="retired", tests=short)) == []
