import pytest

from monitor.text.spoken import label, spoken


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("主播：这款（拿起产品）保湿【特写】二十四小时", "这款保湿二十四小时"),
        ("老周：大家好", "大家好"),
        ("主播小云（激动）：大家好", "大家好"),
        ("1、补水保湿", "补水保湿"),
        ("（1）补水保湿", "补水保湿"),
        ("•补水保湿", "补水保湿"),
        ("展示（近景（手部））完毕", "展示完毕"),
        ("（没有关上", "（没有关上"),
        ("原价：199元", "原价：199元"),
        ("小米：当季新米", "小米：当季新米"),
        ("1.5升大容量", "1.5升大容量"),
        ("1、保湿\n2、美白", "保湿\n美白"),
        ("**24**小时", "**24**小时"),
    ],
)
def test_marks_and_directions_are_not_said(line: str, said: str) -> None:
    assert spoken(line).text == said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("- **主播：** 根**治**痘痘", "根治痘痘"),
        ("## 3号链接 ##", "3号链接"),
        ("> 1. *保证*三天`见效`", "保证三天见效"),
        ("- [ ] ~~保湿~~", "保湿"),
        ("见[报告](http://a.b/c)吧![图](x.png)", "见报告吧"),
        ("10*10厘米的 a_b", "10*10厘米的 a_b"),
        ("根<b>治</b><!-- 注 -->痘痘", "根治痘痘"),
        ("| 卖点 | 补水 |", "\n 卖点 \n 补水 \n"),
        ("|---|:--:|", ""),
        ("---", ""),
        (r"\*保湿\*", "保湿"),
    ],
)
def test_marks_of_markdown_are_not_said(line: str, said: str) -> None:
    assert spoken(line, markdown=True).text == said


def test_a_span_points_into_the_line_as_written() -> None:
    line = "- **主播：** 根**治**痘痘"
    said = spoken(line, markdown=True)
    begin, stop = said.span(0, 2)
    assert line[begin:stop] == "根**治"


def test_what_a_line_begins_with_in_brackets_is_its_label() -> None:
    assert label("**【3号链接】** 大家好", markdown=True) == "3号链接"
    assert label("【3号链接】大家好") == "3号链接"
    assert label("大家好【3号链接】") is None


@pytest.mark.timeout(20)
@pytest.mark.parametrize("part", ["<!--", "![", "[", "（", "**", "<a", "> ", "1、", "|-", "`"])
def test_a_long_line_of_marks_is_read_in_time(part: str) -> None:
    spoken(part * 50_000, markdown=True)
