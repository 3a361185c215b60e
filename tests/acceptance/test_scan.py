"""`boshen scan`: real sound in; planted flags, a report and a ledger that verifies out."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.installed import SAMPLES, Boshen

BROADCASTS = ("beauty", "food")
NEAR_S = 2.5


def gold_of(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((SAMPLES / "broadcasts" / f"{name}.gold.yaml").read_text("utf-8"))
    return loaded


def scan_words(name: str, folder: Path) -> list[str | Path]:
    return [
        *("scan", SAMPLES / "broadcasts" / f"{name}.ogg", "--catalogue", SAMPLES / "catalogue.yaml"),
        *("--broadcast", SAMPLES / "broadcasts" / f"{name}.broadcast.yaml", "--format", "jsonl"),
        *("--report", folder / "report", "--db", f"sqlite:///{folder / 'ledger.db'}"),
    ]


def is_the_planted(found: dict[str, Any], planted: dict[str, Any]) -> bool:
    overlaps = found["start"] < planted["end"] + NEAR_S and planted["at"] - NEAR_S < found["end"]
    return overlaps and found["product"] == planted["product"] and found["verdict"] == planted["verdict"]


@pytest.mark.parametrize("name", BROADCASTS)
def test_what_the_script_planted_is_found_and_nothing_else(name: str, boshen: Boshen, tmp_path: Path) -> None:
    done = boshen(*scan_words(name, tmp_path))
    assert done.returncode == 1, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    flagged = [row for row in found if row["decision"] != "pass"]
    planted = gold_of(name)["flags"]
    missed = [p["text"] for p in planted if not any(is_the_planted(row, p) for row in flagged)]
    unplanted = [row["claim"] for row in flagged if not any(is_the_planted(row, p) for p in planted)]
    assert (missed, unplanted) == ([], [])

    again = boshen(*scan_words(name, tmp_path))
    assert again.stdout == done.stdout
    report = json.loads((tmp_path / "report" / "report.json").read_text("utf-8"))
    assert report["model"]["demo"] is True
    assert report["result"]["assessed"] is True
    assert {path.name for path in (tmp_path / "report").iterdir()} == {
        "report.html",
        "report.json",
        "report.xlsx",
    }

    verified = boshen("ledger", "verify", "--db", f"sqlite:///{tmp_path / 'ledger.db'}", "--lang", "en")
    assert verified.returncode == 0, verified.stdout
    entries = 1 + len(report["flags"]) - sum(not flag["suspected"] for flag in report["flags"])
    windows = report["ledger"]["size"] - entries
    assert windows == 2


def test_the_demo_model_is_named_as_such(boshen: Boshen, tmp_path: Path) -> None:
    done = boshen(*scan_words("beauty", tmp_path), "--lang", "zh")
    assert "演示语音模型" in done.stderr


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "media.empty"),
        (b"hello, this is no recording\n" * 40, "media.not_media"),
        (b"ffconcat version 1.0\nfile secret.wav\n", "media.disguised"),
        (b"#EXTM3U\n#EXTINF:9,\nhttp://127.0.0.1/a.ts\n", "media.disguised"),
    ],
)
def test_what_is_not_a_recording_is_refused_and_nothing_is_written(
    content: bytes, code: str, boshen: Boshen, catalogue: Path, tmp_path: Path
) -> None:
    media = tmp_path / "broadcast.mp4"
    media.write_bytes(content)
    done = boshen("scan", media, "--catalogue", catalogue, "--db", "sqlite:///ledger.db")
    assert done.returncode == 2
    assert f"[{code}]" in done.stderr
    looked = boshen("ledger", "verify", "--db", "sqlite:///ledger.db")
    assert looked.returncode == 0
    assert "0" in looked.stdout or "没有" in looked.stdout


def test_a_missing_model_says_how_to_fetch_it(boshen: Boshen, catalogue: Path, tmp_path: Path) -> None:
    media = tmp_path / "broadcast.wav"
    done = boshen("scan", media, "--catalogue", catalogue, "--model", "large-v3-turbo", HF_HUB_OFFLINE="1")
    assert done.returncode == 2
    assert "boshen model fetch large-v3-turbo" in done.stderr


def test_silence_is_clean_and_words_nobody_could_hear_are_not_assessed(
    boshen: Boshen, catalogue: Path, tmp_path: Path
) -> None:
    """Half of a broadcast zeroed out is lost, not silent speech: the result says it was not assessed."""
    whole = (SAMPLES / "broadcasts" / "beauty.ogg").read_bytes()
    half = len(whole) // 4
    damaged = tmp_path / "damaged.ogg"
    damaged.write_bytes(whole[:half] + bytes(half) + whole[2 * half :])
    done = boshen("scan", damaged, "--catalogue", catalogue, "--db", "sqlite:///ledger.db", "--lang", "en")
    assert done.returncode == 3, done.stderr
    assert "Not assessed" in done.stderr
