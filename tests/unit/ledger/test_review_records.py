"""What acts make of corrections, tasks, cases, notices and republished clips, without a database."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from monitor.claims.cells import Refused
from monitor.ledger.act import Done
from monitor.ledger.review import case, correction, notice, task
from monitor.ledger.review import slice as clips
from monitor.ledger.review.correction import Leniency, leniency
from monitor.ledger.review.notice import Matched, Missed, Spoken, nearest
from monitor.ledger.review.notice_table import moment
from monitor.ledger.review.policy import POLICY

BEGAN = datetime(2026, 3, 1, 12, tzinfo=UTC)


def acts(*done: tuple[str, dict[str, Any]]) -> list[Done]:
    return [
        Done(f"a{n}", "r", n, kind, f"person{n}", BEGAN + timedelta(hours=n), body)
        for n, (kind, body) in enumerate(done, 1)
    ]


@pytest.mark.parametrize("course", [correction.COURSE, task.COURSE, case.COURSE, notice.COURSE, clips.COURSE])
def test_every_step_of_a_course_is_somebodys_to_do(course: Any) -> None:
    assert all(POLICY[course.kind, kind] for kind in course.steps)


@pytest.mark.parametrize(
    ("spoken", "corrected", "earned"),
    [
        ([60.0], 90.0, Leniency.PROMPT),
        ([60.0, 600.0], 900.0, Leniency.PROMPT),
        ([60.0], 661.0, Leniency.LATE),
        ([60.0, 200.0], 90.0, Leniency.SAID_AGAIN),
    ],
)
def test_a_correction_earns_leniency_if_it_is_prompt_and_kept_to(
    spoken: list[float], corrected: float, earned: Leniency
) -> None:
    assert leniency(spoken, corrected) is earned


def test_a_correction_is_dated_once_it_is_confirmed() -> None:
    said = {"broadcast": "b1", "flags": ["f"], "said": "口误", "at": "2026-03-01T12:30:00Z"}
    recorded = acts(("recorded", said))
    assert correction.correction_of("c", recorded).corrected_at is None
    confirmed = acts(("recorded", said), ("confirmed", {"note": ""}))
    assert correction.correction_of("c", confirmed).corrected_at == BEGAN + timedelta(minutes=30)


def test_a_body_with_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError):
        task.Opened.model_validate({"what": "x", "owner": "o", "deadline": BEGAN, "colour": "red"})


def test_a_task_is_overdue_by_its_deadline_as_extended() -> None:
    opened = ("opened", {"what": "改", "owner": "ou", "deadline": "2026-03-02T00:00:00Z"})
    extended = ("extended", {"deadline": "2026-03-05T00:00:00Z", "reason": "等报告"})
    at = datetime(2026, 3, 3, tzinfo=UTC)
    assert task.task_of("t", acts(opened)).is_overdue(at)
    assert not task.task_of("t", acts(opened, extended)).is_overdue(at)
    assert not task.task_of("t", acts(opened, ("done", {"note": ""}))).is_overdue(at)
    returned = acts(opened, ("done", {}), ("returned", {"reason": "没改完"}))
    assert task.task_of("t", returned).state == "open"


def test_a_case_holds_what_was_gathered_and_not_dropped() -> None:
    found = case.case_of(
        "c",
        acts(
            ("opened", {"what": "complaint", "title": "x"}),
            ("gathered", {"flags": ["f1", "f2"], "products": ["p1"], "notices": []}),
            ("dropped", {"flags": ["f1"], "products": [], "notices": [], "reason": "不相干"}),
            ("hold_placed", {"reason": "检查"}),
        ),
    )
    assert (found.state, found.holds.flags, found.holds.products) == ("on_hold", ("f2",), ("p1",))


class TestNotices:
    SPOKEN = (
        Spoken("f1", 60.0, "家人们这一款全网最低价"),
        Spoken("f2", 600.0, "三天就能根治痘痘"),
        Spoken(None, 300.0, "大品牌值得信赖"),
    )

    def test_are_matched_by_sound_so_that_a_homophone_is_the_same(self) -> None:
        found = nearest("全网醉低价", 70.0, self.SPOKEN)
        assert isinstance(found, Matched)
        assert (found.flag, found.likeness, found.gap) == ("f1", 100.0, 10.0)

    def test_are_missed_where_the_words_were_said_at_another_time(self) -> None:
        assert nearest("全网最低价", 400.0, self.SPOKEN) == Missed(because="not_flagged")

    def test_without_a_time_take_greater_likeness(self) -> None:
        assert isinstance(nearest("根治痘痘", None, self.SPOKEN), Matched)
        assert nearest("治痘痘很快", None, self.SPOKEN) == Missed(because="not_flagged")

    def test_that_were_heard_and_let_pass_are_told_apart(self) -> None:
        assert nearest("品牌值得信赖", 310.0, self.SPOKEN) == Missed(because="passed")

    def test_of_one_syllable_match_nothing(self) -> None:
        assert nearest("价", 60.0, self.SPOKEN) == Missed(because="not_flagged")


@pytest.mark.parametrize(
    ("value", "wall", "media"),
    [
        ("2026-03-01 20:12:30", datetime(2026, 3, 1, 12, 12, 30, tzinfo=UTC), None),
        ("2026/03/01 20:12:30", datetime(2026, 3, 1, 12, 12, 30, tzinfo=UTC), None),
        ("2026-03-01T12:12:30+00:00", datetime(2026, 3, 1, 12, 12, 30, tzinfo=UTC), None),
        (datetime(2026, 3, 1, 20, 12, 30), datetime(2026, 3, 1, 12, 12, 30, tzinfo=UTC), None),  # noqa: DTZ001
        ("00:12:30", None, 750.0),
        ("12:30", None, 750.0),
        (time(0, 12, 30), None, 750.0),
        (timedelta(minutes=12), None, 720.0),
        (None, None, None),
    ],
)
def test_a_moment_is_wall_time_in_shanghai_or_media_time(
    value: Any, wall: datetime | None, media: float | None
) -> None:
    assert moment(value) == (wall, media)


def test_what_is_no_moment_is_refused() -> None:
    with pytest.raises(Refused):
        moment("晚上八点")


def test_a_slice_shows_its_part_of_its_broadcast_while_it_is_linked() -> None:
    linked = ("linked", {"platform": "p", "broadcast": "b1", "begin": 10.0, "end": 20.0})
    found = clips.slice_of("k", acts(linked))
    assert [found.shows("b1", at) for at in (9.0, 10.0, 20.0)] == [False, True, False]
    assert not found.shows("b2", 15.0)
    assert not clips.slice_of("k", acts(linked, ("unlinked", {"reason": "下架"}))).shows("b1", 15.0)
