"""Amounts that are told without a number and its unit: 一昼夜, 三个九, 早上八点到下午四点, ipx七."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

_HOUR, _DAY, _MONTH, _YEAR = 3600.0, 86_400.0, 365 / 12 * 86_400.0, 365 * 86_400.0
_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_LENGTHS = {"月": _MONTH, "年": _YEAR, "钟头": _HOUR, "小时": _HOUR, "礼拜": 7 * _DAY, "星期": 7 * _DAY}
_LENGTH = "|".join(_LENGTHS)
_NIGHT = 8 * _HOUR
_NUMERAL = "零一二三四五六七八九十"
_PART = r"早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|凌晨|今早|今晚|早|晚"
_NEXT = r"第二天|次日|隔天|转天|明天|明早|后半夜"
_O_CLOCK = re.compile(
    rf"(?P<part>{_PART})(?P<hour>[{_NUMERAL}两]{{1,2}})点(?P<half>半)?(?:钟|整)?(?P<between>[^。！？]{{0,24}}?)到(?:了)?"
    rf"(?P<next>{_NEXT})?(?:的)?(?P<part_2>{_PART})?(?P<hour_2>[{_NUMERAL}两]{{1,2}})点(?P<half_2>半)?(?![{_NUMERAL}])"
)
_EVENING = re.compile(r"下午|傍晚|晚|夜里")


class Amount(NamedTuple):
    """Half-open `begin` to `stop`; `low` to `high` in the dimension's base unit, as in Quantity."""

    begin: int
    stop: int
    low: float
    high: float
    dimension: str
    unit: str
    is_about: bool = False


def amounts(text: str) -> Iterator[Amount]:
    """Of a text in normal form, the earlier readings first; they may overlap."""
    for pattern, reading in _READINGS:
        for match in pattern.finditer(text):
            if (read := reading(match)) is not None:
                low, high, dimension, unit, about = read
                yield Amount(*match.span(), low, high, dimension, unit, about)


_Read = tuple[float, float, str, str, bool]


def _clock(match: re.Match[str]) -> _Read | None:
    """From one hour of the day to another, of the next day where it is not later."""
    first = _hour(match["part"], match["hour"], match["half"])
    last = _hour(
        match["part_2"] or ("早上" if match["next"] else match["part"]), match["hour_2"], match["half_2"]
    )
    if first is None or last is None:
        return None
    hours = last - first + (24 if match["next"] or last <= first else 0)
    return hours * _HOUR, hours * _HOUR, "time", "小时", False


def _hour(part: str, said: str, half: str | None) -> float | None:
    tens, _, ones = said.rpartition("十")
    number = _DIGIT.get(ones, 0) + (10 * _DIGIT.get(tens, 1) if "十" in said else 0)
    if number > 24:
        return None
    late = _EVENING.search(part) is not None and number < 12
    return number + (12 if late else 0) + (0.5 if half else 0)


def _nines(match: re.Match[str]) -> _Read:
    """五个九 is 99.999 %."""
    share = float(f"{100 - 10.0 ** (2 - _DIGIT[match['count']]):.9g}")
    return share, share, "percent", "%", False


def _whole_percent(_: re.Match[str]) -> _Read:
    return 100, 100, "percent", "%", False


def _days_and_nights(match: re.Match[str]) -> _Read:
    days = _DAY * _DIGIT.get(match["days"], 1)
    return days, days, "time", "天", False


def _night(_: re.Match[str]) -> _Read:
    return _NIGHT, _NIGHT, "time", "小时", True


def _from_morning(_: re.Match[str]) -> _Read:
    return 12 * _HOUR, 12 * _HOUR, "time", "小时", True


def _about_one(match: re.Match[str]) -> _Read:
    one = _LENGTHS[match["unit"]]
    return one, one, "time", match["unit"], True


def _half(match: re.Match[str]) -> _Read:
    half = _LENGTHS[match["unit"]] / 2
    return half, half, "time", match["unit"], False


def _quarters(match: re.Match[str]) -> _Read:
    minutes = 15 * _DIGIT[match["quarters"]]
    return minutes * 60.0, minutes * 60.0, "time", "分钟", False


def _most_of_a_year(_: re.Match[str]) -> _Read:
    return 7 * _MONTH, 10 * _MONTH, "time", "月", True


def _year_or_half(_: re.Match[str]) -> _Read:
    return _YEAR / 2, _YEAR, "time", "年", True


def _proof(match: re.Match[str]) -> _Read:
    """The grade against water, the last digit of ipx四, ip六七 or ip六十七."""
    grade = float(_DIGIT.get(match["water"][-1], 0))
    return grade, grade, "grade:ip", "级", False


_READINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Read | None]], ...] = (
    (re.compile(r"百分百|百分之百|百分之一百"), _whole_percent),
    (re.compile(r"(?P<count>[二三四五六七])个九(?![零一二三四五六七八九十百千])"), _nines),
    (_O_CLOCK, _clock),
    (re.compile(r"(?P<days>[一整两三])(?:整)?天[一整两三](?:整)?[夜宿]"), _days_and_nights),
    (re.compile(r"(?P<days>[一整两三四五])个?(?:对时|昼夜)"), _days_and_nights),
    (
        re.compile(
            r"(?<![零一二三四五六七八九十两几])(?:一整?|整整?一?|通)(?:个)?(?:夜|宿|晚上|晚)(?![间里总点])"
        ),
        _night,
    ),
    (
        re.compile(r"从早[^，。]{0,3}到[^，。]{0,2}(?:晚|黑|天黑)(?![上][零一二三四五六七八九十])"),
        _from_morning,
    ),
    (re.compile(r"(?P<quarters>[一两三])刻钟"), _quarters),
    (re.compile(rf"个把(?P<unit>{_LENGTH})"), _about_one),
    (re.compile(rf"半拉(?:个)?(?P<unit>{_LENGTH})"), _half),
    (re.compile(r"大半年|多半年"), _most_of_a_year),
    (re.compile(r"一年半载"), _year_or_half),
    (
        re.compile(r"ip ?(?:[x零一二三四五六]|[一二三四五六](?=十))?(?P<water>十?[一二三四五六七八九])"),
        _proof,
    ),
)
