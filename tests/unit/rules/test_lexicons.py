"""The shipped lexicons, by the tests that stand beside their rules."""

from dataclasses import replace

from monitor.rules.lexicon import load_lexicons
from monitor.rules.listing import list_rules
from monitor.rules.rule import Case
from monitor.rules.testing import Failure, run_tests

LEXICON = load_lexicons()
COMPARED = {"claim.unreviewed", "claim.exceeds_approval", "claim.missing_statement", "price.mismatch"}


def test_every_rule_passes_its_own_sentences() -> None:
    outcome = run_tests(LEXICON)
    assert outcome.failures == ()
    assert outcome.cases > 200


def test_every_rule_with_words_has_four_hits_and_four_near_misses() -> None:
    short = [
        rule.id
        for rule in LEXICON.rules
        if rule.patterns and (len(rule.tests.hit) < 4 or len(rule.tests.ok) < 4)
    ]
    assert short == []


def test_only_the_rules_of_comparison_have_neither_words_nor_statements() -> None:
    bare = {rule.id for rule in LEXICON.rules if not (rule.patterns or rule.statements)}
    assert bare == COMPARED


def test_a_sentence_that_hits_nothing_is_reported() -> None:
    rule = LEXICON.by_id["abs.superlative"]
    wrong = rule.model_copy(
        update={
            "tests": rule.tests.model_copy(
                update={"hit": [Case(text="今天天气不错")], "ok": [Case(text="这是最好的")]}
            )
        }
    )
    outcome = run_tests(replace(LEXICON, rules=(wrong,)))
    assert outcome.failures == (
        Failure("abs.superlative", "missed", "今天天气不错", ""),
        Failure("abs.superlative", "false_alarm", "这是最好的", "最好的"),
    )


def test_the_list_names_law_and_category() -> None:
    rows = {row.id: row for row in list_rules(LEXICON, "en")}
    assert rows["health.disease"].severity == "critical"
    assert "AD 17、18" in rows["health.disease"].laws
    assert "food" in rows["health.disease"].categories
    assert list_rules(LEXICON, "zh")[0].title != list_rules(LEXICON, "en")[0].title


def test_the_version_is_a_digest_that_does_not_change_by_itself() -> None:
    assert load_lexicons().version == LEXICON.version
    assert len(LEXICON.version) == 16
