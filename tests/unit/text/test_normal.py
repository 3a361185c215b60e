import pytest

from monitor.text.normal import normal, plain, read_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("保溫４８小時", "保温四十八小时"),
        ("99.9%", "百分之九十九点九"),
        ("100%有效", "百分之百有效"),
        ("12,000帕", "一万二千帕"),
        ("２０２５年", "二零二五年"),
        ("编号007", "编号零零七"),
        ("治\u200b疗\u2060", "治疗"),
        ("ＡＢＣ Vx", "abc vx"),
        ("㎏", "kg"),
    ],
)
def test_different_spellings_have_one_normal_form(text: str, expected: str) -> None:
    assert normal(text).text == expected


def test_every_normal_character_leads_back_to_the_original() -> None:
    text = "保溫\u200b48小時"
    form = normal(text)
    begin = form.text.index("四十八")
    first, last = form.span(begin, begin + 3)
    assert text[first:last] == "48"
    hours = form.text.index("小时")
    first, last = form.span(hours, hours + 2)
    assert text[first:last] == "小時"


def test_the_map_is_as_long_as_the_form_for_odd_letters() -> None:
    form = plain("ﬁ①İß㍿e\u0301")
    assert len(form.text) == len(form.begins) == len(form.ends)
    assert all(begin < end for begin, end in zip(form.begins, form.ends, strict=True))


@pytest.mark.parametrize(
    ("value", "spoken"),
    [
        (0, "零"),
        (10, "十"),
        (20, "二十"),
        (105, "一百零五"),
        (12_000, "一万二千"),
        (10_005, "一万零五"),
        (100_000_000, "一亿"),
    ],
)
def test_numbers_are_read_as_they_are_spoken(value: int, spoken: str) -> None:
    assert read_number(value) == spoken


def test_private_characters_that_stand_for_syllables_are_dropped() -> None:
    assert normal("降\ue000血\uf8ff糖").text == "降血糖"


def test_a_part_leads_back_to_the_whole() -> None:
    form = normal("保溫\u200b48小時。好")
    part = form.cut(3, 8)
    assert part.text == "四十八小时。"
    assert part.span(0, 3) == (3, 5)
    assert form.cut(9, 9).text == ""


def test_text_in_everyday_characters_is_plain_as_each_of_them_is() -> None:
    everyday = [chr(code) for code in range(0x20, 0xFFFF)]
    assert [c for c in everyday if plain(c).text != "".join(plain(f"{c}Ａ").text[:-1])] == []
