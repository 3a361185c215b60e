"""Every container and codec is heard whole, on the clock, as 16 kHz mono."""

from pathlib import Path

import numpy as np
import pytest

from monitor.media.block import SAMPLE_RATE, AudioBlock
from monitor.media.decode import open_recording
from monitor.media.probe import probe
from tests.invented_sound import CODECS, Sound, bursts, heard, onsets, write

TIMES = [0.5, 1.7, 2.95, 4.2]
LENGTH = 5.0


@pytest.mark.parametrize(("container", "codec"), CODECS.items())
def test_sound_stands_where_it_was(tmp_path: Path, container: str, codec: str) -> None:
    path = write(tmp_path / f"a.{container}", Sound(bursts(LENGTH, TIMES), codec=codec))
    with open_recording(path) as decoder:
        samples, losses = heard(decoder)
    assert losses == []
    assert onsets(samples) == pytest.approx(TIMES, abs=0.03)
    assert len(samples) / SAMPLE_RATE == pytest.approx(LENGTH, abs=0.05)


@pytest.mark.parametrize(
    ("name", "codec", "rate", "channels"),
    [
        ("a.wav", "pcm_s16le", 8000, 1),
        ("a.wav", "pcm_s24le", 44_100, 2),
        ("a.wav", "pcm_f32le", 96_000, 2),
        ("a.wav", "pcm_mulaw", 8000, 1),
        ("a.mp3", "libmp3lame", 44_100, 2),
        ("a.mp3", "libmp3lame", 16_000, 1),
        ("a.m4a", "alac", 44_100, 2),
        ("a.m4a", "aac", 44_100, 1),
        ("a.flac", "flac", 44_100, 2),
        ("a.ogg", "vorbis", 44_100, 2),
        ("a.ogg", "flac", 16_000, 1),
        ("a.opus", "libopus", 16_000, 1),
        ("a.mp4", "ac3", 44_100, 2),
        ("a.flv", "libmp3lame", 44_100, 2),
        ("a.flv", "aac", 44_100, 1),
        ("a.mkv", "aac", 44_100, 2),
        ("a.mkv", "pcm_s16le", 16_000, 1),
        ("a.webm", "vorbis", 44_100, 2),
        ("a.ts", "mp2", 44_100, 2),
        ("a.ts", "aac", 44_100, 2),
    ],
)
def test_rates_channels_and_codecs(tmp_path: Path, name: str, codec: str, rate: int, channels: int) -> None:
    path = write(tmp_path / name, Sound(bursts(LENGTH, TIMES, rate), rate, channels, codec))
    with open_recording(path) as decoder:
        assert (decoder.recording.chosen.sample_rate, decoder.recording.chosen.channels) in (
            (rate, channels),
            (48_000, channels),  # opus always speaks of 48 kHz
        )
        samples, losses = heard(decoder)
    assert losses == []
    assert onsets(samples) == pytest.approx(TIMES, abs=0.03)


@pytest.mark.parametrize("container", ["mp4", "mkv", "flv", "ts"])
def test_pictures_beside_the_sound_change_nothing(tmp_path: Path, container: str) -> None:
    sound = Sound(bursts(LENGTH, TIMES), codec="aac")
    path = write(tmp_path / f"a.{container}", sound, picture_s=8.0)
    with open_recording(path) as decoder:
        samples, losses = heard(decoder)
    assert losses == []
    assert onsets(samples) == pytest.approx(TIMES, abs=0.03)


def test_a_track_that_begins_after_the_pictures_is_silent_until_then(tmp_path: Path) -> None:
    late = Sound(bursts(LENGTH, TIMES), codec="aac", pts_jumps=[(-1.0, 1.5)])
    path = write(tmp_path / "a.mkv", late, picture_s=8.0)
    with open_recording(path) as decoder:
        samples, losses = heard(decoder)
    assert losses == []
    assert onsets(samples) == pytest.approx([t + 1.5 for t in TIMES], abs=0.03)


def test_blocks_are_one_second_of_floats(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", Sound(bursts(2.5, [0.1]), codec="pcm_s16le"))
    with open_recording(path) as decoder:
        blocks = list(decoder)
    assert [(b.offset, b.end) for b in blocks] == [(0, 16_000), (16_000, 32_000), (32_000, 40_000)]
    assert all(isinstance(b, AudioBlock) and b.samples.dtype == np.float32 for b in blocks)


def test_stereo_is_mixed_down_evenly(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", Sound(bursts(1.0, [0.0]), channels=2))
    with open_recording(path) as decoder:
        samples, _ = heard(decoder)
    assert np.abs(samples).max() == pytest.approx(0.4, abs=0.02)


def test_numbers_that_are_none_or_too_large_stay_in_range(tmp_path: Path) -> None:
    sound = np.full(48_000, np.nan, np.float32)
    sound[24_000:] = 9.0
    path = write(tmp_path / "a.wav", Sound(sound, codec="pcm_f32le", channels=1))
    with open_recording(path) as decoder:
        samples, _ = heard(decoder)
    assert np.abs(samples).max() <= 1.0


def test_probe_describes_the_recording(tmp_path: Path) -> None:
    path = write(tmp_path / "a.m4a", Sound(bursts(2.0, [0.5], 44_100), 44_100, 1, "aac"))
    recording = probe(path)
    assert recording.path == path
    assert recording.container == "mp4"
    assert recording.size == path.stat().st_size
    assert recording.duration_s == pytest.approx(2.0, abs=0.05)
    assert recording.tracks == (recording.chosen,)
    assert (recording.chosen.codec, recording.chosen.sample_rate, recording.chosen.channels) == (
        "aac",
        44_100,
        1,
    )


def test_a_file_name_in_any_bytes_is_opened(tmp_path: Path) -> None:
    made = write(tmp_path / "a.wav", Sound(bursts(1.0, [0.5])))
    path = tmp_path / b"\xd6\xb1\xb2\xa5 %d:1.wav".decode("utf-8", "surrogateescape")
    made.rename(path)
    assert probe(path).container == "wav"
