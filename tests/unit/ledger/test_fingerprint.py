"""Version 1: what makes two findings the same flag."""

from dataclasses import replace

import pytest

from monitor.claims.finding import Decision, Difference, Finding, Severity, Verdict
from monitor.ledger.fingerprint import fingerprint, is_anchored, nearest, syllables

FINDING = Finding(
    text="这款全网最低价",
    span=(2, 7),
    claim="全网最低价",
    verdict=Verdict.PROHIBITED,
    decision=Decision.BLOCK,
    severity=Severity.HIGH,
    rule="price.lowest",
    product="p1",
    slots=("scope=all",),
)


def test_version_1_gives_this_and_always_will() -> None:
    assert (
        fingerprint("b1", FINDING, ()) == "974c6b070477174b149d5bc29bf25e3cd3c856578f9a55a9703b45be66da74a5"
    )


@pytest.mark.parametrize(
    "other",
    [
        replace(FINDING, text="真是全网最低价了", span=(2, 7), claim="全网最低价了"),
        replace(FINDING, start=9.0, end=10.0),
        replace(FINDING, severity=Severity.CRITICAL, evasion=("homophone",)),
        replace(FINDING, selling_point="s1", difference=Difference("price", "9", "8")),
    ],
)
def test_words_times_severity_and_the_nearest_point_of_a_rule_make_no_other_flag(other: Finding) -> None:
    assert fingerprint("b1", other, ()) == fingerprint("b1", FINDING, ())


@pytest.mark.parametrize(
    "other",
    [
        replace(FINDING, product="p2"),
        replace(FINDING, rule="price.other"),
        replace(FINDING, rule=None, selling_point="price.lowest"),
        replace(FINDING, slots=("scope=shop",)),
    ],
)
def test_product_rule_point_and_slots_make_another_flag(other: Finding) -> None:
    assert fingerprint("b1", other, ()) != fingerprint("b1", FINDING, ())


def test_another_broadcast_makes_another_flag() -> None:
    assert fingerprint("b2", FINDING, ()) != fingerprint("b1", FINDING, ())


def test_only_a_finding_without_rule_and_point_is_known_by_its_sound() -> None:
    assert not is_anchored(FINDING)
    assert not is_anchored(replace(FINDING, rule=None, selling_point="s1"))
    assert is_anchored(replace(FINDING, rule=None))


def test_syllables_are_toneless_and_without_punctuation() -> None:
    assert syllables("三天，见效！SPF50") == ("san", "tian", "jian", "xiao", "spf50")
    assert syllables("三天见笑") == syllables("三天见效")


def test_a_claim_meets_the_most_alike_of_the_known_ones() -> None:
    known = [syllables("七天就能美白"), syllables("三天就能美白"), syllables("好吃不贵")]
    assert nearest(syllables("三天就能美拜"), known) == known[1]


def test_a_claim_unlike_any_stands_for_itself() -> None:
    own = syllables("吃了能长高")
    assert nearest(own, [syllables("三天就能美白")]) == own
