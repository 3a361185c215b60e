"""Findings and rules in a terminal of 80 columns."""

from io import StringIO

import pytest
from rich.console import Console

from monitor.claims.finding import Decision, Finding, Severity, Verdict
from monitor.messages import Language
from monitor.report.table import findings_table, rules_table
from monitor.rules.listing import RuleRow

FINDING = Finding(
    text="家人们这款面霜可以做到七十二小时保湿",
    span=(8, 18),
    claim="这款面霜可以做到七十二小时保湿",
    verdict=Verdict.EXCEEDS_APPROVAL,
    decision=Decision.REVIEW,
    severity=Severity.HIGH,
    start=73.6,
    end=75.1,
    messages={
        "zh": "疑似超出已审卖点，数值已审为二十四小时",
        "en": "Suspected of going beyond what was approved",
    },
)
RULE = RuleRow("abs.superlative", "绝对化用语", "high", "block", ["AD 9(3)", "LIVE 34"], ["*"])


def shown(table: object) -> str:
    screen = StringIO()
    Console(file=screen, width=80).print(table)
    return screen.getvalue()


def unwrapped(screen: str) -> str:
    return "".join(screen.split())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_of_a_finding_is_cut_off(language: Language) -> None:
    screen = shown(findings_table([FINDING], language))
    assert "…" not in screen
    assert "01:13" in screen
    letters = set(unwrapped(screen))
    assert set(FINDING.text) | set(unwrapped(FINDING.messages[language])) <= letters


def test_no_findings_are_said_in_a_sentence() -> None:
    assert shown(findings_table([], "zh")).strip() == "没有标记。"


def test_nothing_of_a_rule_is_cut_off() -> None:
    screen = shown(rules_table([RULE], "zh"))
    assert "…" not in screen
    assert RULE.id in screen
    assert "AD 9(3)" in screen
