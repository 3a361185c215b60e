from datetime import date, datetime, time

import pytest

from monitor.claims import cells
from monitor.claims.cells import Refused
from monitor.text.sheet import Unusable


@pytest.mark.parametrize(
    ("cell", "yuan"),
    [(129, 129.0), (129.5, 129.5), ("129", 129.0), ("１，２９９.5", 1299.5), ("¥129元", 129.0), (None, None)],
)
def test_an_amount_is_a_number_or_its_text(cell: object, yuan: float | None) -> None:
    assert cells.amount(cell) == yuan  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", ["九十九", "-1", -1, float("inf"), True, "1,29", date(2026, 1, 1)])
def test_what_is_no_amount_is_refused(cell: object) -> None:
    with pytest.raises(Refused) as caught:
        cells.amount(cell)  # type: ignore[arg-type]
    assert caught.value.code == "cell.number"


@pytest.mark.parametrize(
    "cell",
    [date(2026, 3, 1), datetime(2026, 3, 1), "2026-03-01", "2026/3/1", "2026年3月1日", "2026.3.1 0:00"],  # noqa: DTZ001
)
def test_a_day_is_a_date_or_its_text(cell: object) -> None:
    assert cells.day(cell) == date(2026, 3, 1)  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", ["明年", "2026-02-31", 46082, datetime(2026, 3, 1, 8), time(8)])  # noqa: DTZ001
def test_what_is_no_day_is_refused(cell: object) -> None:
    with pytest.raises(Refused) as caught:
        cells.day(cell)  # type: ignore[arg-type]
    assert caught.value.code == "cell.date"


@pytest.mark.parametrize(
    ("cell", "text"), [(3, "3"), (3.0, "3"), (0.1, "0.1"), ("  a b ", "a b"), (" ", None)]
)
def test_a_number_where_text_is_asked_for_is_its_digits(cell: object, text: str | None) -> None:
    assert cells.text(cell) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (date(2026, 3, 1), "cell.date_text"),
        (True, "cell.text"),
        ("a\x00b", "cell.control"),
        (Unusable("cell.formula", "=A1"), "cell.formula"),
    ],
)
def test_what_is_no_text_is_refused(cell: object, code: str) -> None:
    with pytest.raises(Refused) as caught:
        cells.text(cell)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_yes_and_no() -> None:
    assert [cells.yes(cell) for cell in ("是", "Yes", True, 1, "否", 0, None)] == [True] * 4 + [False] * 2 + [
        None
    ]
    with pytest.raises(Refused):
        cells.yes("也许")


def test_a_list_is_split_at_its_marks_and_no_statement_at_a_comma() -> None:
    assert cells.split("面霜、保湿霜；霜|cream\n乳", cells.WORDS) == ["面霜", "保湿霜", "霜", "cream", "乳"]
    assert cells.split("孕妇、儿童慎用|不能代替药物", cells.STATEMENTS) == ["孕妇、儿童慎用", "不能代替药物"]


@pytest.mark.parametrize("items", [["a、b", "c"], ["a\\", "b"], ["\\、"], ["a\\b|c"], ["一\n二", "三"]])
@pytest.mark.parametrize("marks", [cells.WORDS, cells.STATEMENTS])
def test_a_mark_within_an_item_comes_back_within_it(items: list[str], marks: str) -> None:
    assert cells.split(cells.joined(items, marks), marks) == items
