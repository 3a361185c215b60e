"""An operator's folder beside ours: rules of its own, other grades, mutes with an end."""

from datetime import date
from pathlib import Path

import pytest

from monitor.errors import BadValue, DuplicateId, FileError, FileMissing, MissingKey, UnknownKey
from monitor.rules.examine import Examiner, Goods, Occasion
from monitor.rules.grade import Decision, Severity, Verdict
from monitor.rules.lexicon import load_lexicons
from monitor.text.clauses import clauses
from monitor.text.utterance import Utterance
from tests.rule_files import rule, write

MUTE = "mutes:\n  - {rule: shipped.rule, reason: 误报多, until: 2026-12-31}\n"


def overlay(own: Path, text: str) -> None:
    (own / "overlay.yaml").write_text(text, "utf-8")


def test_rules_of_its_own_stand_beside_ours(ours: Path, own: Path) -> None:
    write(own / "mine.yaml", rule("mine.rule", patterns=[{"phrases": ["神力"]}]))
    lexicon = load_lexicons(ours, own)
    assert list(lexicon.by_id) == ["shipped.rule", "mine.rule"]
    assert lexicon.sources["mine.rule"].file == own / "mine.yaml"


def test_an_override_changes_the_grade_for_every_category_and_nothing_else(ours: Path, own: Path) -> None:
    overlay(own, "overrides:\n  - {rule: shipped.rule, severity: low, decision: review}\n")
    before, after = load_lexicons(ours).by_id["shipped.rule"], load_lexicons(ours, own).by_id["shipped.rule"]
    assert (after.severity, after.severities, after.decision) == (Severity.LOW, {}, Decision.REVIEW)
    assert after.patterns == before.patterns
    assert before.severities == {"cosmetics": Severity.CRITICAL}


def test_the_version_changes_with_the_overlay(ours: Path, own: Path) -> None:
    versions = {load_lexicons(ours).version}
    overlay(own, MUTE)
    versions.add(load_lexicons(ours, own).version)
    overlay(own, MUTE.replace("误报多", "改写中"))
    versions.add(load_lexicons(ours, own).version)
    assert len(versions) == 3


@pytest.mark.parametrize(("day", "muted"), [(date(2026, 12, 31), True), (date(2027, 1, 1), False)])
def test_a_mute_holds_through_its_last_day(ours: Path, own: Path, day: date, muted: bool) -> None:
    overlay(own, MUTE)
    lexicon = load_lexicons(ours, own)
    assert (lexicon.muted("shipped.rule", day) is not None) is muted


def test_what_a_muted_rule_finds_passes_and_says_why(ours: Path, own: Path) -> None:
    overlay(own, MUTE)
    examiner = Examiner(load_lexicons(ours, own), occasion=Occasion(date(2026, 12, 1)))
    (clause,) = clauses(Utterance("它真是神通广大"))
    (charge,) = examiner.examine(clause, Goods())
    assert (charge.verdict, charge.decision, charge.severity) == (
        Verdict.PROHIBITED,
        Decision.PASS,
        Severity.INFO,
    )
    assert charge.steps[-1].detail == {"reason": "误报多", "until": "2026-12-31"}


@pytest.mark.parametrize(
    ("text", "error", "line"),
    [
        ("mutes:\n  - {rule: shipped.rule, reason: 误报多}\n", MissingKey, 2),
        ("mutes:\n  - {rule: shipped.rule, reason: '', until: 2026-12-31}\n", BadValue, 2),
        ("mutes:\n  - {rule: shipped.rule, reason: 误报多, until: 下周}\n", BadValue, 2),
        ("mutes:\n\n  - {rule: shiped.rule, reason: 误报多, until: 2026-12-31}\n", BadValue, 3),
        ("overrides:\n  - {rule: shipped.rule}\n", BadValue, 2),
        ("overrides:\n  - {rule: shipped.rule, severity: grave}\n", BadValue, 2),
        ("overrides:\n  - {rule: shipped.rule, verdict: approved}\n", UnknownKey, 2),
        (MUTE + "  - {rule: shipped.rule, reason: 又一次, until: 2026-12-31}\n", DuplicateId, 3),
    ],
)
def test_a_wrong_overlay_is_named_with_its_line(
    ours: Path, own: Path, text: str, error: type[FileError], line: int
) -> None:
    overlay(own, text)
    with pytest.raises(error) as caught:
        load_lexicons(ours, own)
    assert (caught.value.fields["file"], caught.value.fields["line"]) == (own / "overlay.yaml", line)


def test_an_unknown_rule_is_answered_with_close_ones(ours: Path, own: Path) -> None:
    overlay(own, MUTE.replace("shipped", "shiped"))
    with pytest.raises(BadValue) as caught:
        load_lexicons(ours, own)
    assert "shipped.rule" in caught.value.sentence("zh")


def test_a_rule_of_ours_cannot_be_replaced(ours: Path, own: Path) -> None:
    write(own / "mine.yaml", rule("shipped.rule"))
    with pytest.raises(BadValue) as caught:
        load_lexicons(ours, own)
    assert caught.value.fields["file"] == own / "mine.yaml"


@pytest.mark.parametrize("name", ["laws.yaml", "categories.yaml"])
def test_our_laws_and_categories_cannot_be_replaced(ours: Path, own: Path, name: str) -> None:
    (own / name).write_text((ours / name).read_text("utf-8"), "utf-8")
    with pytest.raises(UnknownKey):
        load_lexicons(ours, own)


def test_a_folder_that_is_not_there(ours: Path, tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        load_lexicons(ours, tmp_path / "elsewhere")
