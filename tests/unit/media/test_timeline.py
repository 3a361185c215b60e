"""Frames are laid on the media clock by their time stamps: gaps, repeats, resets, wrong stamps."""

import json
from fractions import Fraction

import av
import numpy as np
import pytest

from monitor.media.pieces import SAMPLE_RATE, Pieces
from monitor.media.timeline import Timeline
from monitor.media.wire import OFFSET, Kind

FRAME = 0.1


class Result:
    """Sound as one list of samples with losses as zeros, and the losses in seconds."""

    def __init__(self) -> None:
        self.samples: list[int] = []
        self.losses: list[tuple[float, float, str]] = []

    def __call__(self, kind: Kind, body: bytes) -> None:
        if kind is Kind.SOUND:
            self.samples += np.frombuffer(body, "<i2", offset=OFFSET.size).tolist()
        else:
            lost = json.loads(body)
            self.losses.append((lost["offset"] / SAMPLE_RATE, lost["end"] / SAMPLE_RATE, lost["reason"]))
            self.samples += [0] * (lost["end"] - lost["offset"])

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE

    def level(self, time: float) -> float:
        return self.samples[round(time * SAMPLE_RATE)] / 32768


def frame(stamp: float | None, level: float = 0.5, rate: int = 16_000, layout: str = "mono") -> av.AudioFrame:
    channels = 2 if layout == "stereo" else 1
    samples = np.full((channels, round(FRAME * rate)), level, np.float32)
    made = av.AudioFrame.from_ndarray(samples, format="fltp", layout=layout)
    made.sample_rate = rate
    made.time_base = Fraction(1, 1000)
    made.pts = None if stamp is None else round(stamp * 1000)
    return made


def lay(*frames: av.AudioFrame | float, origin: float = 0.0) -> Result:
    """Frames in order; a number among them stands for damaged packets of so many seconds."""
    result = Result()
    timeline = Timeline(Pieces(result, 3600 * SAMPLE_RATE), origin)
    for each in frames:
        if isinstance(each, float):
            timeline.damaged(each)
        else:
            timeline.hear(each)
    timeline.finish()
    return result


def test_frames_that_follow_one_another_have_no_gap() -> None:
    result = lay(*(frame(n * FRAME) for n in range(20)))
    assert result.losses == []
    assert result.seconds == pytest.approx(2.0)


def test_stamps_that_tremble_are_not_followed() -> None:
    stamps = [n * FRAME + (0.03 if n % 2 else -0.03) for n in range(20)]
    result = lay(*(frame(s) for s in stamps))
    assert result.losses == []
    assert result.seconds == pytest.approx(2.0)


def test_time_0_is_the_containers_start() -> None:
    result = lay(frame(1.4), frame(1.5), origin=1.4)
    assert result.losses == []
    assert result.seconds == pytest.approx(0.2)


def test_a_track_that_begins_late_is_silent_until_then() -> None:
    result = lay(frame(0.5), frame(0.6))
    assert result.losses == []
    assert result.seconds == pytest.approx(0.7)
    assert (result.level(0.25), result.level(0.6)) == pytest.approx((0.0, 0.5), abs=0.01)


def test_priming_before_the_start_moves_nothing() -> None:
    result = lay(frame(-0.02), frame(0.08), frame(0.18))
    assert result.losses == []
    assert result.seconds == pytest.approx(0.3)


def test_a_leap_ahead_is_a_gap() -> None:
    result = lay(frame(0.0), frame(2.0), frame(2.1))
    assert result.losses == [(pytest.approx(0.1), pytest.approx(2.0), "gap")]
    assert result.seconds == pytest.approx(2.2)


def test_a_leap_over_damage_is_damage_even_if_short() -> None:
    result = lay(frame(0.0), 0.02, frame(0.12), frame(0.22))
    assert result.losses == [(pytest.approx(0.1), pytest.approx(0.12), "damaged")]


def test_damage_at_the_end_is_as_long_as_its_packets() -> None:
    result = lay(frame(0.0), 0.25, 0.25)
    assert result.losses == [(pytest.approx(0.1), pytest.approx(0.6), "damaged")]


def test_damage_without_stamps_is_as_long_as_its_packets() -> None:
    result = lay(frame(None), 0.5, frame(None))
    assert result.losses == [(pytest.approx(0.1), pytest.approx(0.6), "damaged")]
    assert result.seconds == pytest.approx(0.7)


def test_sound_that_comes_twice_is_heard_once() -> None:
    result = lay(
        *(frame(s, level) for s, level in [(0.0, 0.1), (0.1, 0.2), (0.0, 0.9), (0.1, 0.9), (0.2, 0.3)])
    )
    assert result.losses == []
    assert result.seconds == pytest.approx(0.3)
    assert result.level(0.25) == pytest.approx(0.3, abs=0.01)


def test_a_reset_clock_goes_on_where_it_was() -> None:
    result = lay(*(frame(s) for s in [100.0, 100.1, 0.0, 0.1, 0.2]), origin=100.0)
    assert result.losses == []
    assert result.seconds == pytest.approx(0.5)


@pytest.mark.parametrize("wrong", [5000.0, -70.0, 0.9])
def test_one_wrong_stamp_is_not_believed(wrong: float) -> None:
    result = lay(*(frame(s) for s in [0.0, 0.1, 0.2, wrong, 0.4, 0.5]))
    assert result.losses == []
    assert result.seconds == pytest.approx(0.6)


def test_a_change_of_rate_and_channels_in_the_middle() -> None:
    result = lay(
        *(frame(n * FRAME, rate=44_100) for n in range(5)),
        *(frame(n * FRAME, rate=48_000, layout="stereo") for n in range(5, 10)),
    )
    assert result.losses == []
    assert result.seconds == pytest.approx(1.0, abs=0.001)
    assert (result.level(0.25), result.level(0.75)) == pytest.approx((0.5, 0.5), abs=0.01)


def test_stamps_that_are_early_after_damage_are_delayed() -> None:
    result = Result()
    timeline = Timeline(Pieces(result, 3600 * SAMPLE_RATE), 0.0)
    timeline.hear(frame(0.0))
    timeline.damaged(0.5)
    timeline.delay(0.5)
    timeline.hear(frame(0.1))
    timeline.finish()
    assert result.losses == [(pytest.approx(0.1), pytest.approx(0.6), "damaged")]
