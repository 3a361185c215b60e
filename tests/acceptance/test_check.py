"""`boshen check`: the contract of the transcript check."""

import json
from pathlib import Path

from tests.installed import Boshen

KEYS = {
    "start", "end", "text", "span", "claim", "verdict", "decision", "rule", "severity", "product",
    "selling_point", "difference", "citations", "action", "evasion", "trace", "message",
}  # fmt: skip


def rows(output: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


def test_an_approved_claim_passes(boshen: Boshen, catalogue: Path, tmp_path: Path) -> None:
    said = tmp_path / "said.txt"
    said.write_text("这款清润精华液可以补水保湿二十四小时\n", "utf-8")
    done = boshen("check", said, "--catalogue", catalogue, "--format", "jsonl")
    assert (done.returncode, done.stdout) == (0, "")


def test_all_lists_approved_mentions_too(boshen: Boshen, catalogue: Path, tmp_path: Path) -> None:
    said = tmp_path / "said.txt"
    said.write_text("这款清润精华液可以补水保湿二十四小时\n", "utf-8")
    done = boshen("check", said, "--catalogue", catalogue, "--format", "jsonl", "--all")
    (row,) = rows(done.stdout)
    assert done.returncode == 0
    assert (row["verdict"], row["decision"], row["selling_point"]) == ("approved", "pass", "serum-1")


def test_a_changed_number_exceeds_the_approval_and_says_where(
    boshen: Boshen, catalogue: Path, tmp_path: Path
) -> None:
    said = tmp_path / "said.jsonl"
    text = "家人们这款清润精华液可以补水保湿七十二小时"
    said.write_text(json.dumps({"text": text, "start": 3.0, "end": 8.0, "id": "a"}) + "\n", "utf-8")
    done = boshen("check", said, "--catalogue", catalogue, "--format", "jsonl")
    (row,) = rows(done.stdout)
    assert done.returncode == 1
    assert KEYS | {"id"} == row.keys()
    assert (row["verdict"], row["decision"], row["id"]) == ("exceeds_approval", "review", "a")
    assert row["difference"]["approved"] != row["difference"]["said"]  # type: ignore[index]
    begin, stop = row["span"]  # type: ignore[misc]
    assert "七十二小时" in text[begin:stop]
    assert "疑似" in str(row["message"])


def test_a_prohibited_claim_blocks_with_law_and_article(
    boshen: Boshen, catalogue: Path, tmp_path: Path
) -> None:
    said = tmp_path / "said.srt"
    said.write_text("1\n00:00:01,000 --> 00:00:04,000\n这个精华液能根治痘痘没有任何副作用\n", "utf-8")
    done = boshen("check", said, "--catalogue", catalogue, "--format", "json", "--lang", "en")
    found = json.loads(done.stdout)
    assert done.returncode == 1
    blocked = [row for row in found if row["decision"] == "block"]
    assert blocked
    assert all(row["rule"] and row["citations"] for row in blocked)
    assert all("suspected" in row["message"].lower() for row in blocked)


def test_an_unknown_key_is_told_with_its_line_in_the_users_language(
    boshen: Boshen, catalogue: Path, tmp_path: Path
) -> None:
    catalogue.write_text(catalogue.read_text("utf-8").replace("name:", "naem:"), "utf-8")
    said = tmp_path / "said.txt"
    said.write_text("你好\n", "utf-8")
    chinese = boshen("check", said, "--catalogue", catalogue)
    english = boshen("check", said, "--catalogue", catalogue, "--lang", "en")
    assert chinese.returncode == english.returncode == 2
    assert "第 3 行" in chinese.stderr
    assert "naem" in chinese.stderr
    assert "line 3" in english.stderr
    assert "[file.unknown_key]" in english.stderr
