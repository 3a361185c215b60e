"""The rules held against labels, and counted where there are none."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from monitor.rules.grade import Decision
from monitor.rules.lexicon import Lexicon
from monitor.rules.overlay import Mute, Overlay
from monitor.rules.rule import Pattern
from monitor.work.evaluate import Criteria, Density, evaluate, without_punctuation
from monitor.work.passages import Passage

DAY = date(2026, 11, 1)
CRITERIA = Criteria(DAY, category="cosmetics")


def passage(text: str, label: str | None = None, line: int = 1, **fields: Any) -> Passage:
    return Passage(text, line, label=label, **fields)


def test_a_passage_is_flagged_where_any_clause_is(lexicon: Lexicon) -> None:
    said = [
        passage("大家好，它真是神通广大，谢谢", "2"),
        passage("它有神力", "2"),
        passage("它有神光", "2"),
        passage("它神通广大", "0"),
        passage("大家好", "0"),
    ]
    overall = evaluate(said, lexicon, CRITERIA).overall
    assert overall is not None
    assert (overall.tp, overall.fp, overall.fn, overall.tn) == (2, 1, 1, 1)


@pytest.mark.parametrize(
    ("criteria", "found"),
    [
        (CRITERIA, 3),
        (replace(CRITERIA, decisions=frozenset({Decision.BLOCK})), 1),
        (replace(CRITERIA, decisions=frozenset(Decision)), 4),
        (replace(CRITERIA, rules=("*.review",)), 2),
        (replace(CRITERIA, rules=("magic.block", "other.*")), 1),
        (replace(CRITERIA, category=None), 1),
        (replace(CRITERIA, category="food"), 1),
    ],
)
def test_what_counts_is_chosen(lexicon: Lexicon, criteria: Criteria, found: int) -> None:
    said = [passage("神通广大"), passage("神力"), passage("神光"), passage("神力")]
    assert evaluate(said, lexicon, criteria).density.flags == found


def test_a_passage_may_name_its_own_category(lexicon: Lexicon) -> None:
    said = [
        passage("神力", "1", category="food"),
        passage("神力", "1"),
        passage("神通广大", "1", category="food"),
    ]
    by_category = evaluate(said, lexicon, CRITERIA).by_category
    assert {name: (s.tp, s.fn) for name, s in by_category.items()} == {"cosmetics": (1, 0), "food": (1, 1)}


@pytest.mark.parametrize(
    ("positive", "expected"), [((), (2, 1)), (("2",), (1, 2)), (("1", "2"), (2, 1)), (("0",), (1, 2))]
)
def test_labels_that_count_as_violations(
    lexicon: Lexicon, positive: tuple[str, ...], expected: tuple[int, int]
) -> None:
    said = [passage("神通广大", label) for label in ("0", "1", "2")]
    overall = evaluate(said, lexicon, replace(CRITERIA, positive=frozenset(positive))).overall
    assert overall is not None
    assert (overall.tp, overall.fp) == expected


def test_each_rule_by_itself_against_the_labels_of_rules(lexicon: Lexicon) -> None:
    said = [
        passage("神通广大又有神力", rules=frozenset({"magic.block"})),
        passage("平常", rules=frozenset({"magic.review"})),
        passage("神力", rules=frozenset()),
    ]
    by_rule = evaluate(said, lexicon, CRITERIA).by_rule
    assert {name: (s.tp, s.fp, s.fn) for name, s in by_rule.items()} == {
        "magic.block": (1, 0, 0),
        "magic.review": (0, 2, 1),
    }


def test_without_labels_only_flags_are_counted(lexicon: Lexicon) -> None:
    said = [passage("神通广大，，神力！", group="甲"), passage("平平常常", group="乙")]
    found = evaluate(said, lexicon, CRITERIA)
    assert (found.overall, found.by_rule, found.mistakes) == (None, {}, [])
    assert found.density == Density(2, 10, 2000.0)
    assert found.density_by_group == {"甲": Density(2, 6, 3333.33), "乙": Density(0, 4, 0.0)}
    assert found.density_by_rule["magic.block"].flags == 1


def test_the_gravest_false_alarm_stands_first_and_the_shortest_miss(lexicon: Lexicon) -> None:
    said = [
        passage("它有神力", "0", 1),
        passage("它神通广大", "0", 2),
        passage("说得长一些也没有什么", "2", 3),
        passage("没有什么", "2", 4),
    ]
    found = evaluate(said, lexicon, CRITERIA).mistakes
    assert [(m.kind, m.line, m.words) for m in found] == [
        ("false_alarm", 2, "神通广大"),
        ("false_alarm", 1, "神力"),
        ("missed", 4, ""),
        ("missed", 3, ""),
    ]


def test_an_outranked_rule_counts_for_itself_and_raises_no_flag_of_its_own(
    lexicon: Lexicon,
) -> None:
    wider = lexicon.by_id["magic.review"].model_copy(
        update={"id": "magic.wider", "patterns": [Pattern(phrases=["有神力"])]}
    )
    both = replace(lexicon, rules=(*lexicon.rules, wider))
    found = evaluate([passage("它有神力", "2")], both, CRITERIA)
    assert found.density.flags == 1
    assert {rule: score.tp for rule, score in found.by_rule.items()} == {"magic.review": 1, "magic.wider": 1}
    assert (
        evaluate([passage("它有神力")], both, replace(CRITERIA, rules=("magic.review",))).density.flags == 1
    )


def test_a_muted_rule_does_not_count(lexicon: Lexicon) -> None:
    mute = Mute(rule="magic.block", reason="误报多", until=DAY)
    muted = replace(lexicon, overlay=Overlay(mutes=[mute]))
    assert evaluate([passage("神通广大")], muted, CRITERIA).density.flags == 0


def test_punctuation_may_be_taken_out_first(lexicon: Lexicon) -> None:
    said = [passage("它神通，广大", "2")]
    criteria = replace(CRITERIA, strip_punctuation=True)
    apart, together = (evaluate(said, lexicon, c).density.flags for c in (CRITERIA, criteria))
    assert (apart, together) == (0, 1)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("好，真的！", "好真的"),
        ("48% 的人，2.5 倍", "48%的人2.5倍"),
        ("用 whey protein 做的", "用whey protein做的"),
        ("“好”…… 是吧？\u200b", "好是吧"),
    ],
)
def test_numbers_and_foreign_words_survive_without_punctuation(text: str, bare: str) -> None:
    assert without_punctuation(text) == bare
