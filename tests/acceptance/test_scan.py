"""`boshen scan`: real sound in; findings, a report and a ledger that verifies out."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.installed import SAMPLES, Boshen

DONE = (1, 3)


def scan_words(name: str, folder: Path) -> list[str | Path]:
    return [
        *("scan", SAMPLES / "broadcasts" / f"{name}.ogg", "--catalogue", SAMPLES / "catalogue.yaml"),
        *("--broadcast", SAMPLES / "broadcasts" / f"{name}.broadcast.yaml", "--format", "jsonl"),
        *("--report", folder / "report", "--db", f"sqlite:///{folder / 'ledger.db'}"),
    ]


def report_in(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / "report" / "report.json").read_text("utf-8"))
    return loaded


def test_a_broadcast_is_heard_judged_reported_and_kept_once(boshen: Boshen, tmp_path: Path) -> None:
    done = boshen(*scan_words("beauty", tmp_path))
    assert done.returncode in DONE, done.stderr
    assert "演示语音模型" in done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert any(row["decision"] != "pass" for row in found)
    assert all(row["text"][slice(*row["span"])] in row["claim"] for row in found if row["text"])
    assert all(0 <= row["start"] <= row["end"] for row in found)

    report = report_in(tmp_path)
    assert {path.suffix for path in (tmp_path / "report").iterdir()} == {".html", ".json", ".xlsx"}
    assert report["model"]["demo"] is True
    assert report["result"]["assessed"] is (done.returncode == 1)
    stretches = report["coverage"]["stretches"]
    ends = [0, *(stretch["end"] for stretch in stretches)]
    assert [stretch["start"] for stretch in stretches] == ends[:-1]
    assert ends[-1] == round(report["recording"]["seconds"] * 16_000)

    again = boshen(*scan_words("beauty", tmp_path))
    assert (again.returncode, again.stdout) == (done.returncode, done.stdout)
    assert report_in(tmp_path)["ledger"] == report["ledger"]
    flags = sum(flag["suspected"] for flag in report["flags"])
    windows = report["ledger"]["size"] - flags - 1
    assert windows == 2
    verified = boshen("ledger", "verify", "--db", f"sqlite:///{tmp_path / 'ledger.db'}", "--lang", "en")
    assert verified.returncode == 0, verified.stdout
    assert report["ledger"]["root"] in verified.stdout


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


def test_a_broadcast_with_a_hole_is_not_assessed_and_says_what_was_lost(
    boshen: Boshen, tmp_path: Path
) -> None:
    whole = (SAMPLES / "broadcasts" / "beauty.ogg").read_bytes()
    quarter = len(whole) // 4
    damaged = tmp_path / "damaged.ogg"
    damaged.write_bytes(whole[:quarter] + bytes(quarter) + whole[2 * quarter :])
    words = scan_words("beauty", tmp_path)
    done = boshen(words[0], damaged, *words[2:], "--lang", "en")
    assert done.returncode == 3, done.stderr
    assert "Not assessed" in done.stderr
    lost = [s for s in report_in(tmp_path)["coverage"]["stretches"] if s["fate"] == "lost"]
    assert sum(s["end"] - s["start"] for s in lost) > 60 * 16_000
    assert all(s["reason"] for s in lost)
