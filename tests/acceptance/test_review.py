"""`boshen review`, `task`, `case`, `notice`, `slice`: a flag from the queue to the decision, and beside."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.claims.finding import Citation, Decision, Difference, Finding, Severity, Step, Verdict
from monitor.ledger import act
from monitor.ledger.database import open_database, writing
from monitor.ledger.scans import BroadcastFacts, RecordingFacts, Versions, finish, start_or_resume
from monitor.speech.coverage import Coverage, Fate, Stretch
from tests.installed import Boshen

TENANT = "default"
PEOPLE = {
    "rui": ["reviewer"],
    "lan": ["legal"],
    "qin": ["quality_manager"],
    "ou": ["operator"],
    "an": ["auditor"],
    "zhu": ["host"],
}
Run = Callable[..., str]


def findings() -> list[Finding]:
    said = Finding(
        text="这一款全网最低价",
        span=(3, 8),
        claim="全网最低价",
        verdict=Verdict.PROHIBITED,
        decision=Decision.BLOCK,
        severity=Severity.HIGH,
        start=60.0,
        end=62.0,
        rule="price.lowest",
        product="p1",
        citations=(Citation("AD", "28", "2021-04-29"),),
        action="correct_now",
        trace=(Step("rule.hit", {"words": "全网最低价", "stream": "characters"}),),
        messages={"zh": "疑似禁止性表述", "en": "suspected"},
    )
    exceeds = Finding(
        text="补水保湿七十二小时",
        span=(4, 9),
        claim="补水保湿七十二小时",
        verdict=Verdict.EXCEEDS_APPROVAL,
        decision=Decision.REVIEW,
        severity=Severity.MEDIUM,
        start=90.0,
        end=92.0,
        product="p1",
        selling_point="p1-1",
        difference=Difference("number", "二十四小时", "七十二小时"),
        slots=("72h",),
    )
    return [said, exceeds]


@pytest.fixture
def db(tmp_path: Path) -> str:
    """A scanned broadcast with two flags, and people."""
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    engine = open_database(url)
    began = datetime(2026, 3, 1, 12, tzinfo=UTC)
    lease = start_or_resume(
        engine,
        TENANT,
        RecordingFacts("ab" * 32, "a.mp4", "mp4", 0, 16_000 * 600),
        BroadcastFacts("evening", "频道一", "zhu", "seller", began),
        Versions("demo", "d" * 64, True, "l", "c", "s"),
    )
    finish(engine, lease, Coverage([Stretch(0, 16_000 * 600, Fate.TRANSCRIBED)]), findings())
    with writing(engine, TENANT) as session:
        for key, roles in PEOPLE.items():
            record = act.open_record(session, TENANT, "person", key)
            act.do(session, record, "registered", None, {"name": key, "roles": roles})
    engine.dispose()
    return url


@pytest.fixture
def run(boshen: Boshen, db: str) -> Run:
    """What a command prints; it must end as expected."""

    def called(*words: str | Path, ends: int = 0) -> str:
        done = boshen(*words, BOSHEN_DB=db)
        assert done.returncode == ends, (done.stdout, done.stderr)
        return done.stderr if ends == 2 else done.stdout

    return called


def queued(run: Run, ends: int = 1) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run("review", "queue", "--format", "jsonl", ends=ends).splitlines()]


def shown(run: Run, flag: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(run("review", "show", flag, "--format", "json"))
    return loaded


def test_a_flag_goes_from_the_queue_to_the_decision_and_back(run: Run) -> None:
    grave, mild = queued(run)
    assert (grave["severity"], mild["severity"]) == ("high", "medium")
    flag = grave["flag"]
    told = run("review", "show", flag[:8])
    assert "price.lowest" in told
    assert "广告法" in told
    assert "还没有人处理" in told
    assert "[ledger.no_lease]" in run(
        "review", "decide", flag, "confirmed", "--reason", "prohibited", "--as", "rui", ends=2
    )
    run("review", "take", flag, "--as", "rui")
    held = run("review", "take", flag, "--as", "lan", ends=2)
    assert "[ledger.lease_held]" in held
    assert "rui" in held
    run(
        "review",
        "decide",
        flag,
        "confirmed",
        "--reason",
        "prohibited",
        "--as",
        "rui",
        "--suggest",
        "re_review",
    )
    assert [one["flag"] for one in queued(run)] == [mild["flag"]]
    assert "重新审核商品" in run("review", "suggestions")
    run("review", "undo", flag, "--as", "rui")
    assert len(queued(run)) == 2
    assert [one["act"] for one in shown(run, flag)["history"]] == ["confirmed", "undone"]
    assert "price.lowest" in run("review", "queue", ends=1)
    assert "没有符合条件" in run("review", "list", "--state", "closed")


def test_who_may_not_is_told_so_in_their_language(run: Run) -> None:
    flag = queued(run)[0]["flag"]
    told = run("review", "take", flag, "--as", "an", ends=2)
    assert "[ledger.not_allowed]" in told
    assert "合规审核" in told
    assert "[ledger.no_person]" in run("review", "take", flag, "--as", "nobody", ends=2)
    english = run("review", "take", flag, "--as", "ou", "--lang", "en", ends=2)
    assert "quality manager" in english
    assert "[ledger.reason]" in _decide(run, flag, "misheard")


def _decide(run: Run, flag: str, reason: str) -> str:
    run("review", "take", flag, "--as", "rui")
    return run("review", "decide", flag, "confirmed", "--reason", reason, "--as", "rui", ends=2)


def test_an_on_air_correction_is_recorded_confirmed_and_shown_beside_the_severity(run: Run) -> None:
    flag = queued(run)[0]["flag"]
    run("review", "correct", flag, "--said", "刚才说错了", "--at", "00:01:30", "--as", "ou")
    run("review", "correction", "correction-1", "confirmed", "--as", "ou", ends=2)
    run("review", "correction", "correction-1", "confirmed", "--as", "rui")
    row = shown(run, flag)
    [made] = row["corrections"]
    assert (made["leniency"], row["severity"]) == ("prompt", "high")
    assert made["corrected_at"] == "2026-03-01T12:01:30+00:00"
    assert "从轻" in run("review", "show", flag)


def test_an_appeal_is_decided_by_somebody_else(run: Run) -> None:
    flag = queued(run)[0]["flag"]
    run("review", "take", flag, "--as", "rui")
    run("review", "decide", flag, "confirmed", "--reason", "prohibited", "--as", "rui")
    run("review", "appeal", flag, "--statement", "当天确为最低", "--as", "zhu")
    run("review", "take", flag, "--as", "rui")
    own = run("review", "decide", flag, "upheld", "--reason", "decision_right", "--as", "rui", ends=2)
    assert "[ledger.own_matter]" in own
    run("review", "release", flag, "--as", "rui")
    run("review", "take", flag, "--as", "lan")
    run("review", "decide", flag, "overturned", "--reason", "evidence_received", "--as", "lan")
    assert shown(run, flag)["state"] == "dismissed"


def test_a_task_is_done_by_its_owner_and_verified_by_another(run: Run) -> None:
    flag = queued(run)[0]["flag"]
    assert "没有记录" in run("task", "list")
    run("task", "open", "改脚本", "--owner", "ou", "--by", "2020-01-01", "--flag", flag, "--as", "qin")
    assert "已逾期" in run("task", "list")
    run("task", "extend", "task-1", "--by", "2099-01-01", "--reason", "等检测报告", "--as", "qin")
    assert "[ledger.not_allowed]" in run("task", "done", "task-1", "--as", "rui", ends=2)
    run("task", "done", "task-1", "--as", "ou")
    run("task", "verify", "task-1", "--as", "rui")
    [row] = json.loads(run("task", "list", "--format", "json"))
    assert (row["state"], row["overdue"], row["deadline"][:4]) == ("verified", False, "2099")


def test_a_case_gathers_flags_and_holds_them(run: Run) -> None:
    flag = queued(run)[0]["flag"]
    run("case", "open", "inspection", "市场监管现场检查", "--by", "某区局", "--as", "rui")
    run("case", "gather", "case-1", "--flag", flag[:8], "--product", "p1", "--as", "rui")
    assert "[ledger.not_allowed]" in run(
        "case", "hold", "case-1", "--reason", "检查期间", "--as", "rui", ends=2
    )
    run("case", "hold", "case-1", "--reason", "检查期间", "--as", "lan")
    assert "[ledger.wrong_state]" in run("case", "close", "case-1", "--reason", "了结", "--as", "lan", ends=2)
    run("case", "lift", "case-1", "--reason", "检查结束", "--as", "lan")
    run("case", "close", "case-1", "--reason", "了结", "--as", "lan")
    [row] = json.loads(run("case", "list", "--format", "json"))
    assert (row["state"], row["holds"]["flags"], row["holds"]["products"]) == ("closed", [flag], ["p1"])


def test_a_platforms_notices_are_matched_and_what_was_missed_is_counted(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "notices.csv"
    rows = [
        "平台,通知编号,违规原话,场次,违规时间",
        "某平台,1,全网最低价,evening,2026-03-01 20:01:10",
        "某平台,2,三天根治痘痘,evening,00:05:00",
        "某平台,3,全网最低价,other,00:01:00",
    ]
    file.write_text("\n".join(rows), "utf-8")
    assert "对上标记 1，漏报 1，场次未扫描 1" in run("notice", "import", file, "--as", "rui")
    assert "以前已有 3" in run("notice", "import", file, "--as", "rui")
    assert "没有听到相近的话 1" in run("notice", "list")
    file.write_text("\n".join(["平台,通知编号,违规原话,罚款", "某平台,4,最低价,3"]), "utf-8")
    unknown = run("notice", "import", file, "--as", "rui", ends=2)
    assert "D 列" in unknown
    assert "罚款" in unknown


def test_a_republished_clip_that_shows_a_flag_is_told(run: Run) -> None:
    grave, mild = queued(run)
    url = "https://example.com/v/1"
    words = ("--broadcast", "evening", "--platform", "某平台", "--from", "00:00:50", "--to", "00:01:20")
    run("slice", "link", url, *words, "--as", "ou")
    assert len(shown(run, grave["flag"])["slices"]) == 1
    assert shown(run, mild["flag"])["slices"] == []
    assert url not in run("slice", "list", "--format", "json")
    run("slice", "unlink", url, "--reason", "已下架", "--as", "ou")
    assert shown(run, grave["flag"])["slices"] == []
