from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from monitor.report.xlsx import CELL_LIMIT, xlsx
from tests.invented_report import coverage, finding, flags, report


def book(of):
    return load_workbook(BytesIO(xlsx(of)))


def column(sheet, title):
    (place,) = [cell.column for cell in sheet[1] if cell.value == title]
    return [sheet.cell(row, place).value for row in range(2, sheet.max_row + 1)]


def facts(sheet):
    return {row[0]: row[1] for row in sheet.iter_rows(min_row=2, max_col=2, values_only=True) if row[0]}


def test_one_row_an_occurrence_in_order_of_time():
    sheet = book(report())["标记"]
    assert column(sheet, "开始") == ["01:01", "05:01", "02:01", "02:56", "03:50", "04:22", "05:11", None]
    assert column(sheet, "标记编号")[:3] == ["F-19be44", "F-19be44", "F-2d0953"]
    assert column(sheet, "判定")[4] == "禁止性表述"
    assert column(sheet, "依据")[4].splitlines()[1] == "直播电商监督管理办法 第31条（2026-02-01 起施行）"
    assert column(sheet, "台账条目")[0] == 11


def test_the_heading_stays_in_view():
    sheet = book(report())["标记"]
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["I"].width >= 40


@pytest.mark.parametrize(
    "said", ['=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "\t=1", "http://x.example"]
)
def test_what_was_said_is_text_and_stays_text_when_edited(said):
    occurrence = replace(finding(2, "黑头"), text=said, claim=said, span=(0, len(said)))
    flag = replace(flags()[0], occurrences=(occurrence,), product_name=said)
    sheet = book(report(flags=(flag,)))["标记"]
    cells = [cell for cell in sheet[2] if cell.value == said]
    assert len(cells) == 3
    for cell in cells:
        assert cell.data_type == "s"
        assert cell.quotePrefix
        assert cell.number_format == "@"
        assert cell.hyperlink is None


def test_text_that_no_cell_can_hold_is_cut_not_dropped():
    long = replace(finding(2, "黑头"), text="很" * (CELL_LIMIT + 5), claim="\ud800半个字符")
    flag = replace(flags()[0], occurrences=(long,))
    sheet = book(report(flags=(flag,)))["标记"]
    assert column(sheet, "原话") == ["很" * CELL_LIMIT]
    assert column(sheet, "标记的话") == ["?半个字符"]


def test_the_second_sheet_tells_of_the_broadcast_and_of_what_was_heard():
    told = facts(book(report())["场次与覆盖"])
    assert told["场次"] == "live-2026-07-01-a"
    assert told["结果"] == "发现 6 项疑似问题"
    assert told["已听清语音的比例"] == "98.6%（要求 95.0%）"
    assert told["规则版本"] == "2026.11.1"
    assert told["台账条数"] == 17
    assert "不能用于真实直播" in told["演示模型"]
    assert "不是法律意见" in told["说明"]


def test_not_heard_enough_is_never_nothing_found():
    told = facts(book(report(flags=(), coverage=coverage(unsure=True)))["场次与覆盖"])
    assert told["结果"] == "未能评估"


def test_english_on_request():
    written = book(report(language="en"))
    assert written.sheetnames == ["Flags", "Broadcast and coverage"]
    assert column(written["Flags"], "Severity")[0] == "High"


def test_the_same_report_gives_the_same_bytes():
    assert xlsx(report()) == xlsx(report())


def test_an_article_that_was_not_confirmed_says_so():
    (first,) = [flag for flag in flags() if flag.id == "F-7c21a0"]
    unsure = replace(first, laws=tuple(replace(law, confirmed=False) for law in first.laws))
    (cell,) = column(book(report(flags=(unsure,)))["标记"], "依据")
    assert all(line.endswith("尚未核对原文") for line in cell.splitlines())
