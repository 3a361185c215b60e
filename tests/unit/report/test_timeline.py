import pytest

from monitor.media.block import SAMPLE_RATE
from monitor.report.timeline import Gap, bands, gaps, ticks
from monitor.speech.coverage import Coverage, Fate, Stretch


def covered(*stretches):
    """(seconds, fate, confident, reason) one after another."""
    found = Coverage()
    for seconds, fate, confident, reason in stretches:
        begin = found.end
        found.add(Stretch(begin, begin + round(seconds * SAMPLE_RATE), fate, confident, reason))
    return found


HEARD = covered(
    (2, Fate.NON_SPEECH, True, ""),
    (3, Fate.TRANSCRIBED, True, ""),
    (1, Fate.TRANSCRIBED, True, ""),
    (2, Fate.TRANSCRIBED, False, "unsure"),
    (1.5, Fate.LOST, True, "damaged"),
    (0.5, Fate.LOST, True, "damaged"),
    (4, Fate.UNPROCESSED, True, ""),
)


def test_each_kind_of_stretch_has_one_band_with_its_seconds():
    assert [(band.kind, band.seconds) for band in bands(HEARD)] == [
        ("non_speech", 2),
        ("transcribed", 4),
        ("unsure", 2),
        ("unprocessed", 4),
        ("lost", 2),
    ]


def test_a_band_draws_neighbours_of_one_kind_as_one_box_in_seconds():
    heard = bands(HEARD)[1]
    assert heard.path == "M2.00 0h4.00v24h-4.00z"


def test_gaps_are_what_cannot_be_answered_for():
    assert gaps(HEARD) == (
        Gap(6, 8, "unsure", "unsure"),
        Gap(8, 10, "lost", "damaged"),
        Gap(10, 14, "unprocessed", ""),
    )


def test_a_recording_heard_throughout_has_no_gaps():
    assert gaps(covered((5, Fate.TRANSCRIBED, True, ""))) == ()


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (30, (0, 5, 10, 15, 20, 25)),
        (324, (0, 60, 120, 180, 240, 300)),
        (0.4, (0,)),
        (86_400, tuple(range(0, 83_000, 14_400))),
    ],
)
def test_ticks_are_round_and_leave_room_for_the_last_label(seconds, expected):
    assert ticks(seconds) == expected


def test_the_longest_broadcast_still_has_few_ticks():
    assert len(ticks(90 * 3600.0)) <= 9
