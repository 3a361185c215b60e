"""Rules change while they are in use: whole or not at all."""

from pathlib import Path

import pytest

from monitor.errors import FileError
from monitor.rules.reload import LexiconHolder
from tests.rule_files import rule, write


def test_files_that_did_not_change_leave_the_same_lexicon(ours: Path) -> None:
    holder = LexiconHolder(ours)
    assert holder.refresh() is holder.lexicon is holder.refresh()


def test_a_changed_file_is_in_use_after_the_next_look(ours: Path, own: Path) -> None:
    holder = LexiconHolder(ours, own)
    before = holder.lexicon
    write(own / "mine.yaml", rule("mine.rule"))
    assert holder.lexicon is before
    assert "mine.rule" in holder.refresh().by_id
    assert "mine.rule" not in before.by_id
    assert holder.trouble is None


def test_a_broken_file_keeps_the_old_lexicon_and_says_why(ours: Path, own: Path) -> None:
    holder = LexiconHolder(ours, own)
    before = holder.lexicon
    broken = own / "mine.yaml"
    broken.write_text("rules:\n  - id: [\n", "utf-8")
    assert holder.refresh() is before
    assert isinstance(holder.trouble, FileError)
    assert holder.trouble.fields["file"] == broken


def test_a_mended_file_ends_the_trouble(ours: Path, own: Path) -> None:
    holder = LexiconHolder(ours, own)
    (own / "mine.yaml").write_text("rules: 1\n", "utf-8")
    holder.refresh()
    write(own / "mine.yaml", rule("mine.rule"))
    assert "mine.rule" in holder.refresh().by_id
    assert holder.trouble is None


def test_a_broken_file_taken_away_again_ends_the_trouble(ours: Path, own: Path) -> None:
    holder = LexiconHolder(ours, own)
    (own / "mine.yaml").write_text("rules: 1\n", "utf-8")
    holder.refresh()
    (own / "mine.yaml").unlink()
    assert holder.refresh().version == LexiconHolder(ours, own).lexicon.version
    assert holder.trouble is None


def test_a_folder_that_vanishes_and_comes_back(ours: Path, own: Path) -> None:
    holder = LexiconHolder(ours, own)
    own.rename(own.with_name("gone"))
    holder.refresh()
    assert holder.trouble is not None
    own.with_name("gone").rename(own)
    holder.refresh()
    assert holder.trouble is None


def test_the_first_reading_must_succeed(ours: Path, own: Path) -> None:
    (own / "mine.yaml").write_text("rules: 1\n", "utf-8")
    with pytest.raises(FileError):
        LexiconHolder(ours, own)
