"""`boshen check --script`: a script or a run sheet before the broadcast."""

import json
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.acceptance.test_check import KEYS, rows
from tests.installed import SAMPLES, Boshen

CATALOGUE = SAMPLES / "catalogue.yaml"
SCRIPT = """\
# 3号链接

- **老周：** 这款防晒霜防晒**一百**倍（展示瓶身，保证三天见效），防水防汗

## 鱼油软胶囊
1. 每粒一千毫克，根治高血脂
2. 本品不能代替药物
"""


def test_findings_by_line_with_the_approved_wording(boshen: Boshen, tmp_path: Path) -> None:
    script = tmp_path / "script.md"
    script.write_text(SCRIPT, "utf-8")
    done = boshen("check", script, "--script", "--catalogue", CATALOGUE, "--format", "jsonl")
    found = rows(done.stdout)
    assert done.returncode == 1
    assert all(KEYS | {"line", "suggestion"} == row.keys() for row in found)
    told = [(row["line"], row["verdict"], row["product"], row["suggestion"]) for row in found]
    assert told == [
        (3, "exceeds_approval", "sunscreen", "防晒五十倍"),
        (6, "prohibited", "fishoil", "有助于维持血脂健康水平"),
    ]
    begin, stop = found[0]["span"]  # type: ignore[misc]
    assert found[0]["text"] == SCRIPT.splitlines()[2]
    assert str(found[0]["text"])[begin:stop] == "这款防晒霜防晒**一百**倍"


def test_a_document_and_a_run_sheet(boshen: Boshen, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("2号链接", 1)
    document.add_table(1, 1).cell(0, 0).text = "这款精华含有百分之十的烟酰胺"
    document.save(str(tmp_path / "script.docx"))
    book = openpyxl.Workbook()
    book.active.append(("时间", "商品", "话术"))
    book.active.append(("20:00", "精华液", "含有百分之十的烟酰胺"))
    book.save(tmp_path / "run.xlsx")
    for name in ("script.docx", "run.xlsx"):
        done = boshen("check", tmp_path / name, "--script", "--catalogue", CATALOGUE, "--format", "json")
        (row,) = json.loads(done.stdout)
        assert (row["line"], row["verdict"], row["suggestion"]) == (
            2,
            "exceeds_approval",
            "含有百分之五的烟酰胺",
        )


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "建议改说：防晒五十倍"), ("en", "Say instead: 防晒五十倍")]
)
def test_the_table_says_what_to_say_instead(boshen: Boshen, tmp_path: Path, lang: str, words: str) -> None:
    script = tmp_path / "script.txt"
    script.write_text("这款防晒霜防晒一百倍\n", "utf-8")
    done = boshen("check", script, "--script", "--catalogue", CATALOGUE, "--lang", lang)
    assert words in done.stdout


def test_a_script_that_keeps_to_what_was_approved_is_clear(boshen: Boshen, tmp_path: Path) -> None:
    script = tmp_path / "script.txt"
    script.write_text("主播：大家好\n【1号链接】\n这款面霜含有神经酰胺\n", "utf-8")
    given = ("check", script, "--script", "--catalogue", CATALOGUE, "--format", "jsonl")
    done = boshen(*given)
    assert (done.returncode, done.stdout) == (0, "")
    (row,) = rows(boshen(*given, "--all").stdout)
    assert (row["line"], row["verdict"], row["suggestion"]) == (3, "approved", None)


def test_without_the_option_nothing_changes(boshen: Boshen, tmp_path: Path) -> None:
    said = tmp_path / "said.txt"
    said.write_text("这款防晒霜防晒一百倍\n", "utf-8")
    (row,) = rows(boshen("check", said, "--catalogue", CATALOGUE, "--format", "jsonl").stdout)
    assert row.keys() == KEYS
    refused = boshen("check", tmp_path / "script.docx", "--catalogue", CATALOGUE)
    assert (refused.returncode, "[file.unreadable]" in refused.stderr) == (2, True)


def test_faults_of_a_run_sheet_are_told_with_their_cells(boshen: Boshen, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "流程"
    for row in (("商品", "话术"), ("电饭锅", "很快"), ("面霜 精华液", "很轻")):
        book.active.append(row)
    book.save(tmp_path / "run.xlsx")
    done = boshen("check", tmp_path / "run.xlsx", "--script", "--catalogue", CATALOGUE)
    assert done.returncode == 2
    assert "[file.table]" in done.stderr
    assert "工作表“流程” 第 2 行 A 列" in done.stderr
    assert "智能电饭煲" in done.stderr
    assert "第 3 行 A 列" in done.stderr
