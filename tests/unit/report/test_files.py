import json
from dataclasses import replace

import pytest

from monitor.report import files
from monitor.report.files import write
from tests.invented_report import finding, flags, report


def test_three_files_and_nothing_else(tmp_path):
    written = write(report(), tmp_path / "a" / "b", {})
    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir()) == [
        "report.html",
        "report.json",
        "report.xlsx",
    ]
    assert written.html.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert json.loads(written.json.read_text(encoding="utf-8"))["broadcast"]["id"] == "live-2026-07-01-a"
    assert written.xlsx.read_bytes()[:2] == b"PK"


def test_a_report_is_replaced_whole(tmp_path):
    write(report(title="旧"), tmp_path, {})
    written = write(report(title="新"), tmp_path, {})
    assert "<h1>新</h1>" in written.html.read_text(encoding="utf-8")


def test_when_writing_breaks_off_the_old_report_stands_and_nothing_is_left_over(tmp_path, monkeypatch):
    write(report(title="旧"), tmp_path, {})

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write(report(title="新"), tmp_path, {})
    assert "<h1>旧</h1>" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert len(list(tmp_path.iterdir())) == 3


def test_half_a_character_in_a_transcript_does_not_stop_the_report(tmp_path):
    broken = replace(finding(2, "黑头"), text="\ud83d坏字", span=(1, 3), claim="坏字")
    written = write(report(flags=(replace(flags()[0], occurrences=(broken,)),)), tmp_path, {})
    assert (
        json.loads(written.json.read_text(encoding="utf-8"))["flags"][0]["occurrences"][0]["text"]
        == "\ud83d坏字"
    )
    assert "坏字" in written.html.read_text(encoding="utf-8")
