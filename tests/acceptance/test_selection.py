"""`boshen people` and `boshen selection`: what may be said, approved step by step, held against what is."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.installed import Boshen

SUPPLIER = """\
key: s1
name: 某某化妆品有限公司
verification: {verified_on: 2026-01-05, method: 国家企业信用信息公示系统}
"""
SAMPLE = "{key: m1, product: serum, way: evaluation, outcome: passed}\n"

Ledger = Callable[..., CompletedProcess[str]]


@pytest.fixture
def ledger(boshen: Boshen, tmp_path: Path) -> Ledger:
    """Run `boshen WORDS` and expect it to go well."""

    def run(*words: str | Path) -> CompletedProcess[str]:
        done = boshen(*words)
        assert done.returncode == 0, done.stderr
        return done

    (tmp_path / "supplier.yaml").write_text(SUPPLIER, "utf-8")
    (tmp_path / "sample.yaml").write_text(SAMPLE, "utf-8")
    run("people", "add", "root", "--name", "老陈", "--role", "admin")
    run("people", "add", "op", "--name", "小王", "--role", "operator", "--as", "root")
    run("people", "add", "qm", "--name", "老李", "--role", "quality_manager", "--as", "root")
    return run


def test_a_point_is_approved_step_by_step_and_counts_from_then_on(
    boshen: Boshen, ledger: Ledger, catalogue: Path, tmp_path: Path
) -> None:
    ledger("selection", "submit", "supplier", "supplier.yaml", "--as", "op")
    ledger("selection", "import", catalogue, "--supplier", "s1", "--as", "op")
    ledger("selection", "submit", "sample", "sample.yaml", "--as", "op")
    own = boshen("selection", "approve", "point", "serum/serum-1", "--as", "op")
    assert own.returncode == 2
    assert "需要的角色：法务、品控、合规审核" in own.stderr
    for kind, key in (("supplier", "s1"), ("product", "serum"), ("sample", "m1"), ("point", "serum/serum-1")):
        ledger("selection", "approve", kind, key, "--as", "qm", "--reason", "资料齐全")

    shown = json.loads(ledger("selection", "show", "point", "serum/serum-1", "--format", "json").stdout)
    assert (shown["state"], shown["usable"], shown["lacking"]) == ("approved", True, [])
    assert [(act["act"], act["person"], act["reason"]) for act in shown["acts"]] == [
        ("submitted", "小王 (op)", ""),
        ("approved", "老李 (qm)", "资料齐全"),
    ]
    assert "二十四小时" in ledger("selection", "list", "point").stdout
    assert "台账完好" in ledger("ledger", "verify").stdout

    (tmp_path / "said.txt").write_text("这款清润精华液可以补水保湿二十四小时\n", "utf-8")
    assert verdict(boshen, tmp_path, "2026-02-01") == ("unreviewed", "approved_from")
    assert verdict(boshen, tmp_path, "2099-02-01") == ("approved", None)
    ledger("selection", "revoke", "supplier", "s1", "--as", "qm", "--reason", "证照造假")
    assert verdict(boshen, tmp_path, "2099-02-01") == ("unreviewed", "lapsed")
    assert "供应商" in ledger("selection", "show", "product", "serum").stdout


def verdict(boshen: Boshen, folder: Path, day: str) -> tuple[str, str | None]:
    """Of the one thing said in a broadcast on that day."""
    told = f"id: b1\nrole: seller\nstarted_at: {day}T20:00:00+08:00\n"
    (folder / "broadcast.yaml").write_text(told, "utf-8")
    words = ("--selection", "--broadcast", "broadcast.yaml", "--all", "--format", "jsonl")
    (row,) = boshen("check", "said.txt", *words).stdout.splitlines()
    found = json.loads(row)
    return found["verdict"], found["difference"] and found["difference"]["slot"]


@pytest.mark.usefixtures("ledger")
def test_a_file_that_is_wrong_is_told_with_its_line(boshen: Boshen, tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text("key: m1\nproduct: serum\nway: evaluated\n", "utf-8")
    done = boshen("selection", "submit", "sample", "wrong.yaml", "--as", "op")
    assert done.returncode == 2
    assert "wrong.yaml 第 3 行：字段 way" in done.stderr
    missing = boshen("selection", "submit", "product", "sample.yaml", "--as", "op", "--lang", "en")
    assert "[file.unknown_key]" in missing.stderr


def test_what_is_not_there_yet_is_said_with_what_to_do(boshen: Boshen, tmp_path: Path) -> None:
    assert "boshen people add" in boshen("people", "list").stdout
    assert "boshen selection import" in boshen("selection", "list", "--lang", "en").stdout
    assert "Nothing lapses" in boshen("selection", "lapsing", "--lang", "en").stdout
    (tmp_path / "said.txt").write_text("你好\n", "utf-8")
    unknown = boshen("check", "said.txt", "--selection")
    assert unknown.returncode == 2
    assert "[ledger.start_unknown]" in unknown.stderr
    neither = boshen("check", "said.txt")
    assert neither.returncode == 2
    assert "--selection" in neither.stderr
