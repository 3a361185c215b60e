"""`boshen catalogue`: into tables and back."""

import csv
import json
from pathlib import Path

import pytest
import yaml

from tests.installed import SAMPLES, Boshen

CATALOGUE = SAMPLES / "catalogue.yaml"


@pytest.mark.parametrize("suffix", ["xlsx", "csv", "yaml"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_catalogue_comes_back_as_it_was(boshen: Boshen, tmp_path: Path, suffix: str, lang: str) -> None:
    table, back, straight = tmp_path / f"table.{suffix}", tmp_path / "back.yaml", tmp_path / "straight.yaml"
    done = boshen("catalogue", "export", CATALOGUE, table, "--lang", lang)
    assert (done.returncode, "10" in done.stdout, "28" in done.stdout) == (0, True, True)
    assert boshen("catalogue", "import", table, back).returncode == 0
    assert boshen("catalogue", "import", CATALOGUE, straight).returncode == 0
    assert back.read_bytes() == straight.read_bytes()
    assert len(yaml.safe_load(back.read_text("utf-8"))["products"]) == 10


def test_a_form_to_fill_in_and_what_is_filled_in(boshen: Boshen, tmp_path: Path) -> None:
    empty, form, filled = tmp_path / "empty.yaml", tmp_path / "form.csv", tmp_path / "filled.csv"
    empty.write_text("products: []\n", "utf-8")
    assert boshen("catalogue", "export", empty, form).returncode == 0
    (head,) = csv.reader(form.read_text("utf-8-sig").splitlines())
    row = {"商品编号": "cup", "商品名称": "保温杯", "品类": "日用品", "卖点编号": "hot", "卖点": "保温24小时"}
    filled.write_text(",".join(head) + "\n" + ",".join(row.get(h, "") for h in head) + "\n", "gb18030")
    assert boshen("catalogue", "import", filled, tmp_path / "new.yaml").returncode == 0
    said = tmp_path / "said.txt"
    said.write_text("这款保温杯可以保温48小时\n", "utf-8")
    assert boshen("check", said, "--catalogue", tmp_path / "new.yaml").returncode == 1


def test_every_fault_is_told_and_nothing_is_written(boshen: Boshen, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text(
        "商品编号,商品名称,类目名,品类,卖点编号,卖点,失效日期\ncup,杯,,日用,a,轻,明年\npot,壶,,其他,b,,\n",
        "utf-8",
    )
    chinese = boshen("catalogue", "import", table, tmp_path / "new.yaml")
    english = boshen("catalogue", "import", table, tmp_path / "new.yaml", "--lang", "en")
    assert chinese.returncode == english.returncode == 2
    assert "4 处问题" in chinese.stderr
    for words in (
        "第 1 行 C 列：不认识的表头“类目名”",
        "第 2 行 D 列：没有品类 日用",
        "第 2 行 G 列",
        "第 3 行 F 列",
    ):
        assert words in chinese.stderr
    assert "daily_goods" in english.stderr
    assert "row 2 column G: “失效日期” should be a date" in english.stderr
    assert not (tmp_path / "new.yaml").exists()


def test_what_is_there_is_not_overwritten(boshen: Boshen, tmp_path: Path) -> None:
    target = tmp_path / "table.xlsx"
    target.write_text("mine", "utf-8")
    done = boshen("catalogue", "export", CATALOGUE, target)
    assert (done.returncode, "[file.exists]" in done.stderr) == (2, True)
    assert target.read_text("utf-8") == "mine"


def test_a_target_of_another_kind(boshen: Boshen, tmp_path: Path) -> None:
    done = boshen("catalogue", "import", CATALOGUE, tmp_path / "table.xlsx")
    assert (done.returncode, ".yaml" in done.stderr) == (2, True)


def test_decisions_of_reviewers_become_wordings(boshen: Boshen, tmp_path: Path) -> None:
    decisions, grown, said = tmp_path / "decisions.jsonl", tmp_path / "grown.yaml", tmp_path / "said.txt"
    row = {"product": "scarf", "selling_point": "scarf-fade", "decision": "same_as_approved"}
    rows = [row | {"claim": "泡一晚上水都是清的"}, row | {"claim": "洗几次会掉色"}]
    decisions.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), "utf-8")
    done = boshen("catalogue", "learn", decisions, CATALOGUE, grown)
    assert (done.returncode, "第 2 行" in done.stderr, grown.exists()) == (1, True, True)
    assert "泡一晚上水都是清的" in grown.read_text("utf-8")
    said.write_text("看真丝围巾，泡一晚上水都是清的\n", "utf-8")
    assert boshen("check", said, "--catalogue", grown).returncode == 0
