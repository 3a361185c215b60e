"""Claims of points that count in their periods only, held against the moment they were said at."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.claims.broadcast import Broadcast
from monitor.claims.catalogue import Catalogue, Product, SelectedPoint
from monitor.claims.detector import Detector, judge_all
from monitor.claims.finding import Difference, Finding, Verdict
from monitor.claims.period import FOREVER, Period
from monitor.rules.lexicon import load_lexicons
from monitor.text.utterance import Utterance

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
BROADCAST = Broadcast("b1", started_at=START, role="seller")
TEXT = "保温二十四小时"


def point(*periods: Period, text: str = TEXT, key: str = "warm") -> SelectedPoint:
    return SelectedPoint(id=key, text=text, periods=periods)


def judged(
    said: str, *points: SelectedPoint, at: float | None = None, broadcast: Broadcast = BROADCAST
) -> list[Finding]:
    cup = Product(id="cup", name="保温杯", category="home_goods", claims=list(points))
    catalogue = Catalogue((cup,), "v")
    detector = Detector(load_lexicons(), catalogue, broadcast, date(2026, 3, 1))
    return judge_all([Utterance(f"这个保温杯{said}", at, at)], detector)


@pytest.mark.parametrize(
    ("after", "verdict", "slot"),
    [
        (0, Verdict.UNREVIEWED, "approved_from"),
        (3599, Verdict.UNREVIEWED, "approved_from"),
        (3600, Verdict.APPROVED, None),
        (7199, Verdict.APPROVED, None),
        (7200, Verdict.UNREVIEWED, "lapsed"),
    ],
)
def test_a_point_counts_for_what_is_said_within_its_period(
    after: int, verdict: Verdict, slot: str | None
) -> None:
    (found,) = judged(TEXT, point(Period(START + HOUR, START + 2 * HOUR)), at=float(after))
    assert (found.verdict, found.difference and found.difference.slot) == (verdict, slot)
    assert found.selling_point == "warm"


def test_the_sentence_says_when_it_lapsed_in_shanghai() -> None:
    (found,) = judged(TEXT, point(Period(START - HOUR, START)), at=60.0)
    assert found.difference == Difference("lapsed", "2026-03-01 20:00:00+08:00", "2026-03-01 20:01:00+08:00")
    assert "自 2026-03-01 20:00:00+08:00 起不再有效" in found.messages["zh"]
    assert "stopped counting at 2026-03-01 20:00:00+08:00" in found.messages["en"]


def test_between_two_periods_it_had_lapsed() -> None:
    gap = point(Period(START - 2 * HOUR, START - HOUR), Period(START + HOUR))
    (found,) = judged(TEXT, gap)
    assert found.difference is not None
    assert found.difference.slot == "lapsed"


def test_a_point_that_never_counted_approves_nothing() -> None:
    (found,) = judged(TEXT, point())
    assert (found.verdict, found.difference and found.difference.slot) == (Verdict.UNREVIEWED, "unapproved")


def test_words_without_a_time_of_their_own_were_said_when_the_broadcast_began() -> None:
    assert judged(TEXT, point(Period(START, FOREVER)))[0].verdict is Verdict.APPROVED
    assert judged(TEXT, point(Period(START + HOUR, FOREVER)))[0].verdict is Verdict.UNREVIEWED


def test_where_nobody_knows_when_the_day_s_first_moment_decides() -> None:
    whenever = replace(BROADCAST, started_at=None)
    approved_that_day = point(Period(START))
    approved_before = point(Period(START - 24 * HOUR))
    assert judged(TEXT, approved_that_day, broadcast=whenever)[0].verdict is Verdict.UNREVIEWED
    assert judged(TEXT, approved_before, broadcast=whenever)[0].verdict is Verdict.APPROVED


def test_a_wording_in_force_speaks_before_one_that_lapsed() -> None:
    old = point(Period(START - 2 * HOUR, START - HOUR), text="保温四十八小时")
    new = point(Period(START - HOUR))
    assert judged(TEXT, old, new)[0].verdict is Verdict.APPROVED
    (beyond,) = judged("保温四十八小时", old, new)
    assert beyond.verdict is Verdict.EXCEEDS_APPROVAL


def test_what_a_lapsed_point_says_is_absent_may_not_be_said_to_be_absent() -> None:
    lapsed = point(Period(START - 2 * HOUR, START - HOUR), text="不添加蔗糖", key="sugar")
    found = judged("不添加蔗糖", lapsed)
    assert [finding.verdict for finding in found] == [Verdict.UNREVIEWED]
