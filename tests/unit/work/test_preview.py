"""What other rules would change, clip by clip."""

from dataclasses import replace
from datetime import date
from typing import Any

from monitor.rules.grade import Decision
from monitor.rules.lexicon import Lexicon
from monitor.work.passages import Passage
from monitor.work.preview import Preview, Previewer

DAY = date(2026, 11, 1)
SAID = [Passage("大家好，它真是神通广大，谢谢", 1, "a.mp4"), Passage("平常", 2), Passage("它有神力", 3)]


def changed(lexicon: Lexicon, rule: str, **fields: Any) -> Lexicon:
    rules = tuple(r.model_copy(update=fields) if r.id == rule else r for r in lexicon.rules)
    return replace(lexicon, rules=rules)


def preview(before: Lexicon, after: Lexicon) -> Preview:
    return Previewer(before, after, DAY, "cosmetics").run([("past.jsonl", SAID)])


def test_the_same_rules_change_nothing(lexicon: Lexicon) -> None:
    found = preview(lexicon, lexicon)
    assert (found.changes, found.clips, found.flags_before, found.flags_after) == ([], 3, 2, 2)


def test_a_rule_switched_on_adds_where_it_finds(lexicon: Lexicon) -> None:
    found = preview(changed(lexicon, "magic.block", status="trial"), lexicon)
    (change,) = found.changes
    assert (change.kind, change.file, change.clip) == ("added", "past.jsonl", "a.mp4")
    assert (change.rule, change.words, change.before, change.after) == (
        "magic.block",
        "神通广大",
        "",
        "block high",
    )
    assert "它真是神通广大" in change.text
    assert (found.flags_before, found.flags_after) == (1, 2)


def test_a_rule_on_trial_is_switched_on_for_the_preview(lexicon: Lexicon) -> None:
    trial = changed(lexicon, "magic.review", status="trial")
    (change,) = preview(trial, trial.with_trials()).changes
    assert (change.kind, change.rule, change.clip) == ("added", "magic.review", "3")


def test_a_rule_taken_away_drops(lexicon: Lexicon) -> None:
    (change,) = preview(lexicon, changed(lexicon, "magic.block", status="retired")).changes
    assert (change.kind, change.before, change.after) == ("dropped", "block high", "")


def test_another_grade_is_a_change(lexicon: Lexicon) -> None:
    found = preview(lexicon, changed(lexicon, "magic.block", decision=Decision.REVIEW))
    (change,) = found.changes
    assert (change.kind, change.before, change.after) == ("graded", "block high", "review high")
    assert found.flags_after == 2
