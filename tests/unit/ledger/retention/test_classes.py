"""Classes of retention: the law's floor, which an operator may raise and not lower."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from monitor.errors import BadValue, UnknownKey
from monitor.ledger.retention.classes import Length, load_classes, ours
from monitor.messages import LANGUAGES

LONGER = "classes:\n  review_record: {years: 5}\n  raw_audio: {days: 10}\n"


def own(folder: Path, text: str) -> Path:
    file = folder / "retention.yaml"
    file.write_text(text, "utf-8")
    return file


@pytest.mark.parametrize(
    ("id_", "starts", "years", "law"),
    [
        ("review_record", "broadcast_end", 3, "直播电商监督管理办法第27条"),
        ("selection", "last_broadcast", 3, "直播电商监督管理办法第27条"),
        ("agency_selection", "last_broadcast", 3, "直播电商监督管理办法第45条"),
        ("host_identity", "last_broadcast", 3, "直播电商监督管理办法第28条"),
        ("correction", "broadcast_end", 3, "直播电商监督管理办法第31(1)条"),
        ("prize_sale", "last_act", 2, "规范促销行为暂行规定"),
    ],
)
def test_the_floors_are_those_of_the_law(id_: str, starts: str, years: int, law: str) -> None:
    found = load_classes(None)[id_]
    assert (found.starts, found.floor, found.basis("zh")) == (starts, Length(years=years), law)


def test_each_class_has_its_words_and_each_kind_one_class() -> None:
    kinds = [kind for one in ours() for kind in one.kinds]
    assert len(kinds) == len(set(kinds))
    assert all(one.basis(language) for one in ours() for language in LANGUAGES)
    assert all(one.floor is None or one.keep.covers(one.floor) for one in ours())


def test_an_operator_may_ask_for_more_and_for_less_where_there_is_no_floor(tmp_path: Path) -> None:
    found = load_classes(own(tmp_path, LONGER))
    assert found["review_record"].keep == Length(years=5)
    assert found["review_record"].floor == Length(years=3)
    assert found["raw_audio"].keep == Length(days=10)


@pytest.mark.parametrize("short", ["{years: 2}", "{days: 1095}", "{years: 2, days: 360}", "{}"])
def test_nothing_goes_below_the_floor(tmp_path: Path, short: str) -> None:
    with pytest.raises(BadValue) as refused:
        load_classes(own(tmp_path, f"classes:\n  review_record: {short}\n"))
    assert refused.value.fields["line"] == 2


def test_days_that_are_as_many_as_the_years_can_have_are_enough(tmp_path: Path) -> None:
    assert load_classes(own(tmp_path, "classes:\n  review_record: {days: 1098}\n"))


def test_a_class_there_is_not_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="review_record"):
        load_classes(own(tmp_path, "classes:\n  reviews: {years: 4}\n"))
    with pytest.raises(UnknownKey):
        load_classes(own(tmp_path, "classes:\n  review_record: {months: 4}\n"))


@pytest.mark.parametrize(
    ("ended", "length", "first"),
    [
        (datetime(2026, 2, 1, 12, tzinfo=UTC), Length(years=3), date(2029, 2, 2)),
        (datetime(2026, 2, 1, 17, tzinfo=UTC), Length(years=3), date(2029, 2, 3)),
        (datetime(2028, 2, 29, 1, tzinfo=UTC), Length(years=3), date(2031, 3, 2)),
        (datetime(2026, 2, 1, 12, tzinfo=UTC), Length(days=60), date(2026, 4, 3)),
    ],
)
def test_a_length_has_passed_on_the_day_after_its_last_in_shanghai(
    ended: datetime, length: Length, first: date
) -> None:
    assert length.after(ended) == first
