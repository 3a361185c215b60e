"""Stretches of time: half-open, joined where they touch."""

from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.claims.period import ALWAYS, FOREVER, Period, Periods, common, days, united, without

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def hours(*spans: tuple[int, int | None]) -> Periods:
    def at(hour: int | None) -> datetime:
        return FOREVER if hour is None else NOON + timedelta(hours=hour)

    return tuple(Period(at(begin), at(end)) for begin, end in spans)


def test_a_period_holds_its_first_moment_and_not_its_end() -> None:
    (period,) = hours((0, 1))
    assert NOON in period
    assert NOON + timedelta(hours=1) not in period
    assert NOON + timedelta(minutes=59) in period


def test_periods_that_touch_or_overlap_are_one() -> None:
    assert united(hours((2, 3), (0, 1), (1, 2), (5, 7), (6, 6), (6, 9))) == hours((0, 3), (5, 9))


@pytest.mark.parametrize(
    ("left", "right", "both"),
    [
        (hours((0, 4)), hours((2, None)), hours((2, 4))),
        (hours((0, 4), (6, 8)), hours((3, 7)), hours((3, 4), (6, 7))),
        (hours((0, 4)), hours((4, 8)), ()),
        (hours((0, 4)), ALWAYS, hours((0, 4))),
        (hours((0, 4)), (), ()),
    ],
)
def test_what_periods_have_in_common(left: Periods, right: Periods, both: Periods) -> None:
    assert common(left, right) == common(right, left) == both


def test_what_is_taken_away_is_gone() -> None:
    assert without(hours((0, 9)), hours((3, 4), (8, None))) == hours((0, 3), (4, 8))
    assert without(hours((0, 9)), ()) == hours((0, 9))
    assert without(hours((0, 9)), ALWAYS) == ()


def test_days_are_those_of_shanghai_and_both_are_within() -> None:
    (period,) = days(date(2026, 3, 1), date(2026, 3, 2))
    assert period.begin == datetime(2026, 2, 28, 16, tzinfo=UTC)
    assert period.end == datetime(2026, 3, 2, 16, tzinfo=UTC)


def test_a_licence_without_an_end_is_often_written_with_the_last_day_there_is() -> None:
    assert days(None, None) == ALWAYS == days(None, date.max)
