"""Gaps and damage are recorded as lost; what comes after stands where it was."""

import random
from pathlib import Path

import numpy as np
import pytest

from monitor.media.block import SAMPLE_RATE
from monitor.media.decode import open_recording
from tests.invented_sound import Sound, bursts, heard, onsets, write

TIMES = [0.5, 2.0, 3.5, 8.5, 10.0, 11.5]
LENGTH = 12.0


def noisy() -> np.ndarray:
    """Bursts over faint noise, so that bytes are spread evenly over time."""
    noise = np.random.default_rng(3).normal(0, 0.01, round(LENGTH * 48_000)).astype(np.float32)
    return bursts(LENGTH, TIMES) + noise


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("a.mp3", "libmp3lame"),
        ("a.m4a", "aac"),
        ("a.flac", "flac"),
        ("a.ogg", "libopus"),
        ("a.flv", "aac"),
        ("a.mkv", "aac"),
        ("a.ts", "aac"),
    ],
)
def test_a_damaged_stretch_is_lost_and_the_rest_used(tmp_path: Path, name: str, codec: str) -> None:
    path = write(
        tmp_path / name,
        Sound(noisy(), codec=codec),
        **({"cluster_time_limit": "1000"} if "mkv" in name else {}),
    )
    content = bytearray(path.read_bytes())
    middle, hurt = len(content) // 2, len(content) // 12
    content[middle : middle + hurt] = random.Random(5).randbytes(hurt)
    path.write_bytes(content)
    with open_recording(path) as decoder:
        samples, losses = heard(decoder)
    lost = sum(loss.end - loss.offset for loss in losses) / SAMPLE_RATE
    assert 0.4 < lost < 2.5
    assert all(4.0 < loss.offset / SAMPLE_RATE < 8.5 for loss in losses)
    assert {loss.reason for loss in losses} <= {"damaged", "gap"}
    assert onsets(samples) == pytest.approx(TIMES, abs=0.04)


def test_a_leap_of_the_clock_is_a_gap(tmp_path: Path) -> None:
    sound = Sound(bursts(4.0, [0.5, 1.5, 2.5, 3.5]), codec="aac", pts_jumps=[(2.0, 3.0)])
    path = write(tmp_path / "a.mkv", sound)
    with open_recording(path) as decoder:
        samples, losses = heard(decoder)
    assert [loss.reason for loss in losses] == ["gap"]
    assert losses[0].offset / SAMPLE_RATE == pytest.approx(2.0, abs=0.05)
    assert losses[0].end / SAMPLE_RATE == pytest.approx(5.0, abs=0.05)
    assert onsets(samples) == pytest.approx([0.5, 1.5, 5.5, 6.5], abs=0.03)


def test_a_damaged_end_is_lost_too(tmp_path: Path) -> None:
    path = write(tmp_path / "a.m4a", Sound(noisy(), codec="aac"), movflags="faststart")
    content = bytearray(path.read_bytes())
    content[-len(content) // 6 :] = bytes(len(content) // 6 + 1)
    path.write_bytes(content)
    with open_recording(path) as decoder:
        samples, losses = heard(decoder)
    assert losses[-1].reason == "damaged"
    assert losses[-1].end == len(samples)
    assert len(samples) / SAMPLE_RATE == pytest.approx(LENGTH, abs=0.1)


def test_tags_after_the_sound_are_no_damage(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp3", Sound(bursts(2.0, [0.5]), codec="libmp3lame"))
    path.write_bytes(path.read_bytes() + b"TAG" + b"x" * 125)
    with open_recording(path) as decoder:
        assert heard(decoder)[1] == []
