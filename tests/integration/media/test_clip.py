"""Clips hold the sound of their span, as MP3."""

import io
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from monitor.media.block import SAMPLE_RATE
from monitor.media.clip import clips
from tests.invented_sound import Sound, bursts, onsets, write


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return write(tmp_path / "a.m4a", Sound(bursts(10.0, [1.0, 4.0, 7.0]), codec="aac"))


def played(mp3: bytes) -> NDArray[np.float32]:
    with av.open(io.BytesIO(mp3)) as container:
        context = container.streams.audio[0].codec_context
        assert (container.format.name, context.sample_rate, context.channels) == ("mp3", SAMPLE_RATE, 1)
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])


def test_each_span_in_one_pass(recording: Path) -> None:
    spans = [(6.0, 8.5), (0.0, 2.0), (0.5, 5.0)]
    cut = list(clips(recording, spans))
    assert [index for index, _ in cut] == [1, 2, 0]
    sounds = {index: played(mp3) for index, mp3 in cut}
    assert {i: len(s) / SAMPLE_RATE for i, s in sounds.items()} == pytest.approx(
        {0: 2.5, 1: 2.0, 2: 4.5}, abs=0.04
    )
    assert onsets(sounds[0]) == pytest.approx([1.0], abs=0.03)
    assert onsets(sounds[1]) == pytest.approx([1.0], abs=0.03)
    assert onsets(sounds[2]) == pytest.approx([0.5, 3.5], abs=0.03)


def test_a_span_is_cut_at_the_recordings_edges(recording: Path) -> None:
    ((_, before), (_, after)) = clips(recording, [(-3.0, 2.0), (9.0, 14.0)])
    assert len(played(before)) / SAMPLE_RATE == pytest.approx(2.0, abs=0.04)
    assert len(played(after)) / SAMPLE_RATE == pytest.approx(1.0, abs=0.06)


def test_a_span_outside_yields_nothing(recording: Path) -> None:
    assert list(clips(recording, [(20.0, 30.0), (-5.0, -1.0)])) == []


def test_a_lost_stretch_is_silent(tmp_path: Path) -> None:
    sound = Sound(bursts(4.0, [0.5, 2.5]), codec="aac", pts_jumps=[(2.0, 3.0)])
    ((_, mp3),) = clips(write(tmp_path / "a.mkv", sound), [(0.0, 7.0)])
    assert onsets(played(mp3)) == pytest.approx([0.5, 5.5], abs=0.03)


def test_32_kbit_a_second(recording: Path) -> None:
    ((_, mp3),) = clips(recording, [(0.0, 10.0)])
    assert len(mp3) == pytest.approx(40_000, rel=0.05)
