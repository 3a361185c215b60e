"""Retention, privacy, backup: what users do with what the ledger has kept."""

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.claims.finding import Decision, Finding, Severity, Verdict
from monitor.ledger.act import do, open_record
from monitor.ledger.authority import PERSON
from monitor.ledger.database import open_database, writing
from monitor.ledger.scans import BroadcastFacts, RecordingFacts, Versions, finish, start_or_resume
from monitor.speech.coverage import Coverage, Fate, Stretch
from tests.installed import Boshen

SAID = "这一款全网最低价"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """The ledger that `boshen` meets in its folder: people, and one broadcast of 2020 by 小云."""
    engine = open_database(f"sqlite:///{tmp_path / 'boshen.db'}")
    with writing(engine, "default") as session:
        for key, role in {
            "法务": "legal",
            "审核": "reviewer",
            "品控": "quality_manager",
            "小云": "host",
            "管理": "admin",
        }.items():
            record = open_record(session, "default", PERSON, key)
            do(session, record, "registered", None, {"name": key, "roles": [role]})
    finding = Finding(
        text=SAID,
        span=(3, 8),
        claim="全网最低价",
        verdict=Verdict.PROHIBITED,
        decision=Decision.BLOCK,
        severity=Severity.HIGH,
        start=3.0,
        end=4.5,
        rule="price.lowest",
        product="p1",
    )
    broadcast = BroadcastFacts("b2020", "频道一", "小云", "seller", datetime(2020, 2, 1, 12, tzinfo=UTC))
    versions = Versions("demo", "d" * 64, True, "lexicon", "catalogue", "settings")
    recording = RecordingFacts("ab" * 32, "小云首播.mp4", "mp4", 0, 960_000)
    lease = start_or_resume(engine, "default", recording, broadcast, versions)
    finish(engine, lease, Coverage([Stretch(0, 960_000, Fate.TRANSCRIBED)]), [finding])
    engine.dispose()
    return tmp_path


def due(boshen: Boshen, *more: str) -> dict[str, str]:
    done = boshen("retention", "due", "--format", "json", *more)
    assert done.returncode == 0, done.stderr
    return {row["kind"] + " " + row["key"]: row["why"] for row in json.loads(done.stdout)}


@pytest.mark.usefixtures("ledger")
def test_what_is_due_is_shown_erased_and_verified(boshen: Boshen, ledger: Path) -> None:
    assert due(boshen)["broadcast b2020"] == "due"
    assert due(boshen, "--before", "2023-02-02")["broadcast b2020"] == "not_yet"
    table = boshen("retention", "due")
    assert "2023-02-02" in table.stdout
    assert "可以销毁" in table.stdout
    assert SAID.encode() in (ledger / "boshen.db").read_bytes()
    done = boshen("retention", "erase", "--as", "法务", "--why", "保存期满")
    assert (done.returncode, done.stdout) == (0, "已销毁 1 项。\n")
    left = b"".join(path.read_bytes() for path in ledger.glob("boshen.db*"))
    assert SAID.encode() not in left
    assert "小云首播".encode() not in left
    verified = boshen("ledger", "verify")
    assert verified.returncode == 0, verified.stdout
    assert "broadcast b2020" not in due(boshen)


@pytest.mark.usefixtures("ledger")
def test_who_may_not_erase_is_told_so(boshen: Boshen) -> None:
    done = boshen("retention", "erase", "--as", "审核", "--why", "x")
    assert done.returncode == 2
    assert "ledger.not_allowed" in done.stderr
    assert boshen("retention", "erase", "--as", "无此人", "--why", "x").returncode == 2
    assert due(boshen)["broadcast b2020"] == "due"


@pytest.mark.usefixtures("ledger")
def test_an_operator_keeps_things_longer_and_never_shorter(boshen: Boshen, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("classes:\n  review_record: {years: 30}\n", "utf-8")
    done = boshen("retention", "due", "--format", "json", BOSHEN_RETENTION=str(own))
    assert next(r for r in json.loads(done.stdout) if r["key"] == "b2020")["why"] == "not_yet"
    own.write_text("classes:\n  review_record: {years: 1}\n", "utf-8")
    refused = boshen("retention", "classes", BOSHEN_RETENTION=str(own))
    assert refused.returncode == 2
    assert "法定最低" in refused.stderr


def test_classes_name_law_article_and_length(boshen: Boshen) -> None:
    done = boshen("retention", "classes", "--format", "json")
    by_id = {row["class"]: row for row in json.loads(done.stdout)}
    assert by_id["review_record"] | {"title": "", "kinds": []} == {
        "class": "review_record",
        "starts": "broadcast_end",
        "floor": {"years": 3, "days": 0},
        "keep": {"years": 3, "days": 0},
        "law": "LIVE",
        "article": "27",
        "title": "",
        "kinds": [],
    }
    assert by_id["raw_audio"]["floor"] is None


@pytest.mark.usefixtures("ledger")
def test_an_identity_document_is_stored_encrypted_and_read_with_a_reason(
    boshen: Boshen, tmp_path: Path
) -> None:
    file = tmp_path / "id.pdf"
    file.write_bytes(b"%PDF-1.7 110101199001011234")
    digest = boshen("attachment", "add", file, "--as", "品控", "--identity").stdout.strip()
    kept = b"".join(p.read_bytes() for p in (tmp_path / "boshen.attachments").rglob("*") if p.is_file())
    assert b"19900101" not in kept
    assert (tmp_path / "boshen.attachments.key").stat().st_mode & 0o777 == 0o600
    out = tmp_path / "out.pdf"
    refused = boshen("attachment", "read", digest, "--as", "审核", "--why", "看看", "--to", out)
    assert (refused.returncode, out.exists()) == (2, False)
    assert boshen("attachment", "read", digest, "--as", "品控", "--why", "核验", "--to", out).returncode == 0
    assert out.read_bytes() == file.read_bytes()
    assert boshen("attachment", "rotate-key", "--as", "管理").returncode == 0
    checked = boshen("attachment", "check")
    assert (checked.returncode, checked.stdout) == (0, "附件完好 1 个，有问题 0 个。\n")
    (tmp_path / "boshen.attachments.key").unlink()
    assert boshen("attachment", "check").returncode == 2
    lost = boshen("attachment", "lost-key", "--as", "管理")
    assert digest in lost.stdout
    assert boshen("ledger", "verify").returncode == 0


@pytest.mark.usefixtures("ledger")
def test_a_host_sees_and_contests_their_own_record(boshen: Boshen) -> None:
    shown = boshen("person-data", "小云", "--as", "小云")
    told = json.loads(shown.stdout)
    (flag,) = told["broadcasts"][0]["flags"]
    assert flag["said"] == [SAID]
    done = boshen("contest", "小云", "--about", flag["id"], "--statement", "有价签为证", "--as", "小云")
    assert done.returncode == 0, done.stderr
    told = json.loads(boshen("person-data", "小云", "--as", "法务").stdout)
    assert [act["act"] for act in told["own"]] == ["registered", "shown", "contested"]
    assert boshen("person-data", "小云", "--as", "审核").returncode == 2


@pytest.mark.usefixtures("ledger")
def test_a_listen_is_listed_and_a_minors_stretch_is_closed(boshen: Boshen, tmp_path: Path) -> None:
    media = Path(__file__).parents[1] / "data" / "four_sentences.ogg"
    clip = (
        "sound",
        "clip",
        "b2020",
        media,
        "--from",
        "0.5",
        "--until",
        "1.5",
        "--as",
        "审核",
        "--why",
        "复核",
    )
    assert boshen(*clip, "--to", tmp_path / "a.mp3").returncode == 0
    assert (tmp_path / "a.mp3").stat().st_size > 1000
    listed = json.loads(boshen("sound", "listens", "--format", "json").stdout)
    assert [(row["broadcast"], row["span"], row["why"]) for row in listed] == [("b2020", [0.5, 1.5], "复核")]
    stretch = ("--from", "1", "--until", "2", "--of", "minor", "--as", "审核", "--why", "有孩子")
    assert boshen("sound", "restrict", "b2020", *stretch).returncode == 0
    refused = boshen(*clip, "--to", tmp_path / "b.mp3")
    assert (refused.returncode, (tmp_path / "b.mp3").exists()) == (2, False)
    assert len(json.loads(boshen("sound", "listens", "--format", "json").stdout)) == 1


@pytest.mark.usefixtures("ledger")
def test_a_backup_is_restored_into_an_empty_database_alone(boshen: Boshen, tmp_path: Path) -> None:
    backup = tmp_path / "b.zip"
    done = boshen("backup", backup)
    assert done.returncode == 0, done.stderr
    refused = boshen("restore", backup)
    assert (refused.returncode, "ledger.not_empty" in refused.stderr) == (2, True)
    restored = boshen("restore", backup, "--db", "sqlite:///new.db")
    assert restored.returncode == 0, restored.stderr
    assert "台账完好" in restored.stdout
    counts = [
        sqlite3.connect(tmp_path / name).execute("SELECT count(*) FROM entry").fetchone()
        for name in ("boshen.db", "new.db")
    ]
    assert counts[0] == counts[1] != (0,)
    backup.write_bytes(backup.read_bytes()[:-40])
    damaged = boshen("restore", backup, "--db", "sqlite:///newer.db")
    assert (damaged.returncode, "ledger.backup" in damaged.stderr) == (2, True)


def test_a_deletion_asked_for_keeps_what_the_law_keeps(boshen: Boshen, ledger: Path) -> None:
    engine = open_database(f"sqlite:///{ledger / 'boshen.db'}")
    with writing(engine, "default") as session:
        do(session, open_record(session, "default", "training", "t1"), "held", None, {"hosts": ["小云"]})
        do(session, open_record(session, "default", "host", "小云"), "submitted", None, {"name": "王某"})
    engine.dispose()
    asked = due(boshen, "--person", "小云")
    assert (asked["training t1"], asked["host 小云"], asked["broadcast b2020"]) == ("due", "not_yet", "due")
    done = boshen("retention", "erase", "--as", "法务", "--why", "本人请求", "--person", "小云")
    assert done.returncode == 0, done.stderr
    assert "training t1" not in due(boshen)
    assert boshen("ledger", "verify").returncode == 0
