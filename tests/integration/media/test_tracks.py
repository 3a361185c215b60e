"""One audio track is chosen, and named."""

from pathlib import Path

import numpy as np
import pytest

from monitor.media.decode import open_recording
from monitor.media.probe import probe
from tests.invented_sound import Sound, bursts, heard, onsets, write


@pytest.fixture
def two_tracks(tmp_path: Path) -> Path:
    first = Sound(bursts(3.0, [0.5]), codec="aac", channels=1, language="eng", title="interpreter")
    second = Sound(bursts(3.0, [1.5]), codec="flac", language="chi", title="host", default=True)
    return write(tmp_path / "a.mkv", first, second)


def test_the_one_flagged_as_default(two_tracks: Path) -> None:
    recording = probe(two_tracks)
    assert str(recording.chosen) == "1 host chi flac 48000 Hz"
    assert [track.title for track in recording.tracks] == ["interpreter", "host"]
    with open_recording(two_tracks) as decoder:
        assert onsets(heard(decoder)[0]) == pytest.approx([1.5], abs=0.03)


def test_the_one_asked_for(two_tracks: Path) -> None:
    with open_recording(two_tracks, track=0) as decoder:
        assert decoder.recording.chosen.title == "interpreter"
        assert onsets(heard(decoder)[0]) == pytest.approx([0.5], abs=0.03)


def test_the_first_where_none_is_flagged(tmp_path: Path) -> None:
    quiet = Sound(np.zeros(48_000, np.float32), codec="aac")
    path = write(tmp_path / "a.ts", Sound(bursts(1.0, [0.5]), codec="aac"), quiet)
    assert probe(path).chosen.number == 0
