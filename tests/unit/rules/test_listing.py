from datetime import date
from pathlib import Path

import pytest

from monitor.errors import NoSuchRule
from monitor.rules.lexicon import load_lexicons
from monitor.rules.listing import list_rules, show_rule
from tests.rule_files import rule, write

DAY = date(2026, 11, 1)


def test_a_list_names_status_law_and_category(ours: Path) -> None:
    write(ours / "shipped.yaml", rule(status="trial", applies_to={"categories": ["food"]}))
    (row,) = list_rules(load_lexicons(ours), "en")
    assert (row.title, row.status, row.laws, row.categories) == ("Own", "trial", ["AD 9"], ["food"])


def test_one_rule_whole_with_its_place_and_citations(ours: Path) -> None:
    shown = show_rule(load_lexicons(ours), "shipped.rule", "zh", DAY)
    assert shown["patterns"] == [{"phrases": ["神通广大"]}]
    assert shown["file"] == str(ours / "shipped.yaml")
    assert shown["citations"][0]["article"] == "9"
    assert "广告法" in shown["citations"][0]["law"]
    assert shown["mute"] is None


def test_a_mute_is_shown_while_it_holds(ours: Path, own: Path) -> None:
    mute = "mutes: [{rule: shipped.rule, reason: 误报多, until: 2026-11-01}]\n"
    (own / "overlay.yaml").write_text(mute, "utf-8")
    lexicon = load_lexicons(ours, own)
    assert show_rule(lexicon, "shipped.rule", "zh", DAY)["mute"]["until"] == "2026-11-01"
    assert show_rule(lexicon, "shipped.rule", "zh", date(2026, 11, 2))["mute"] is None


def test_a_rule_that_is_not_there_is_answered_with_close_ones(ours: Path) -> None:
    with pytest.raises(NoSuchRule) as caught:
        show_rule(load_lexicons(ours), "shiped.rule", "zh", DAY)
    assert "shipped.rule" in caught.value.sentence("zh")
