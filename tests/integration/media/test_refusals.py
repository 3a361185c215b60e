"""What cannot be used is refused by name, before any sound is handed on."""

import os
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from monitor.errors import (
    DecoderFailed,
    MediaDisguised,
    MediaEmpty,
    MediaError,
    MediaMissing,
    MediaTooLong,
    MediaTruncated,
    MediaUnreadable,
    NoAudioTrack,
    NoSuchTrack,
    NotMedia,
)
from monitor.media.block import SAMPLE_RATE
from monitor.media.decode import open_recording
from monitor.media.probe import digest, probe
from tests.invented_sound import CODECS, Sound, bursts, heard, write


def tone(seconds: float, rate: int = 16_000) -> Sound:
    """Noise, so that every second of a compressed file has its share of the bytes."""
    noise = np.random.default_rng(7).normal(0, 0.1, round(seconds * rate)).astype(np.float32)
    return Sound(noise, rate, 1)


def as_bytes(text: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / "broadcast.mp4"
        path.write_bytes(text.encode())
        return path

    return make


def folder(base: Path) -> Path:
    return base


def missing(base: Path) -> Path:
    return base / "no.wav"


def below_a_file(base: Path) -> Path:
    (base / "a").write_bytes(b"x")
    return base / "a" / "b.wav"


def pipe(base: Path) -> Path:
    os.mkfifo(base / "pipe.wav")
    return base / "pipe.wav"


def device(base: Path) -> Path:
    del base
    return Path("/dev/zero")


def pictures_only(base: Path) -> Path:
    return write(base / "a.mp4", picture_s=2.0)


def no_samples(base: Path) -> Path:
    with wave.open(str(base / "a.wav"), "wb") as out:
        out.setparams((1, 2, 16_000, 0, "NONE", ""))
    return base / "a.wav"


def another_container(base: Path) -> Path:
    return write(base / "a.aiff", Sound(bursts(1.0, [0.5]), codec="pcm_s16be"))


def rubbish(base: Path) -> Path:
    path = base / "a.mp3"
    path.write_bytes(b"\x01\x02\x03\x04" * 50_000)
    return path


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (missing, MediaMissing),
        (below_a_file, MediaMissing),
        (folder, MediaUnreadable),
        (pipe, MediaUnreadable),
        (device, MediaUnreadable),
        (as_bytes(""), MediaEmpty),
        (no_samples, MediaEmpty),
        (pictures_only, NoAudioTrack),
        (rubbish, NotMedia),
        (another_container, NotMedia),
        (as_bytes("a letter to the editor\n" * 100), NotMedia),
        (as_bytes('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'), NotMedia),
        (as_bytes("ffconcat version 1.0\nfile 'secret.wav'\n"), MediaDisguised),
        (as_bytes("file 'secret.wav'\n"), MediaDisguised),
        (as_bytes("\ufeff#EXTM3U\n#EXTINF:3,\nsecret.wav\n"), MediaDisguised),
        (as_bytes("[playlist]\nFile1=secret.wav\n"), MediaDisguised),
        (as_bytes("http://10.0.0.1/a.ts\n"), MediaDisguised),
        (
            as_bytes('<?xml version="1.0"?>\n<MPD type="static"><BaseURL>secret.wav</BaseURL></MPD>'),
            MediaDisguised,
        ),
        (as_bytes("v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nm=audio 5004 RTP/AVP 0\r\n"), MediaDisguised),
    ],
)
def test_refused_before_any_sound(
    tmp_path: Path, make: Callable[[Path], Path], error: type[MediaError]
) -> None:
    write(tmp_path / "secret.wav", tone(1.0))
    path = make(tmp_path)
    with pytest.raises(error) as caught:
        probe(path)
    assert str(path) in caught.value.sentence("zh")
    assert str(path) in caught.value.sentence("en")


def test_a_script_without_a_known_head_still_reads_no_other_file(tmp_path: Path) -> None:
    write(tmp_path / "secret.wav", tone(1.0))
    script = tmp_path / "a.wav"
    script.write_text("# a comment first\nffconcat version 1.0\nfile secret.wav\n", encoding="utf-8")
    with pytest.raises(NotMedia):
        probe(script)


def test_a_track_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", tone(1.0))
    with pytest.raises(NoSuchTrack) as caught:
        probe(path, track=3)
    assert "no audio track 3" in str(caught.value)
    assert "0 pcm_s16le 16000 Hz" in str(caught.value)


def test_longer_than_the_limit_by_its_header(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", tone(12.0))
    with pytest.raises(MediaTooLong) as caught:
        probe(path, max_hours=10 / 3600)
    assert "00:10" in str(caught.value)


def test_longer_than_the_limit_by_its_samples(tmp_path: Path) -> None:
    path = write(tmp_path / "a.flac", Sound(np.zeros(12 * 16_000, np.float32), 16_000, 1, "flac"))
    content = bytearray(path.read_bytes())
    content[21] &= 0xF0  # the header's count of samples: unknown
    content[22:26] = bytes(4)
    path.write_bytes(content)
    with open_recording(path, max_hours=10 / 3600) as decoder:
        blocks = []
        with pytest.raises(MediaTooLong):
            blocks.extend(decoder)
    assert decoder.recording.duration_s is None


@pytest.mark.parametrize("container", ["wav", "mp3", "m4a", "mp4", "mkv", "webm", "ogg"])
def test_breaking_off_shows_at_once(tmp_path: Path, container: str) -> None:
    path = cut(tmp_path, container, 0.6)
    with pytest.raises(MediaTruncated):
        probe(path)


@pytest.mark.parametrize(("container", "options"), [("flac", {}), ("flv", {})])
def test_breaking_off_shows_at_the_end(tmp_path: Path, container: str, options: dict[str, str]) -> None:
    path = cut(tmp_path, container, 0.6, **options)
    with open_recording(path) as decoder, pytest.raises(MediaTruncated) as caught:
        heard(decoder)
    assert caught.value.fields["at"] in ("00:05", "00:06")


def test_breaking_off_says_where(tmp_path: Path) -> None:
    path = cut(tmp_path, "m4a", 0.6, movflags="faststart")
    with pytest.raises(MediaTruncated) as caught:
        probe(path)
    assert caught.value.fields["at"] in ("00:05", "00:06")


@pytest.mark.parametrize("container", ["mp3", "ts", "flv", "mkv"])
def test_where_nothing_is_promised_nothing_is_missed(tmp_path: Path, container: str) -> None:
    """A live stream's recording has no length in its header: what is there is used."""
    options = {
        "mp3": {"write_xing": "0"},
        "ts": {},
        "flv": {"flvflags": "no_duration_filesize"},
        "mkv": {"live": "1"},
    }
    path = cut(tmp_path, container, 0.6, **options[container])
    with open_recording(path) as decoder:
        samples, _ = heard(decoder)
    assert len(samples) / SAMPLE_RATE == pytest.approx(6.0, abs=0.5)


@pytest.mark.parametrize("container", ["mp4", "mkv", "flv"])
def test_sound_that_ends_before_the_pictures_is_not_truncated(tmp_path: Path, container: str) -> None:
    path = write(tmp_path / f"a.{container}", Sound(bursts(3.0, [0.5]), codec="aac"), picture_s=10.0)
    with open_recording(path) as decoder:
        samples, _ = heard(decoder)
    assert len(samples) / SAMPLE_RATE == pytest.approx(3.0, abs=0.05)


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    assert digest(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_decoder_over_its_memory_limit(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", tone(30.0))
    with pytest.raises(DecoderFailed) as caught:
        probe(path, memory_mb=16)
    assert "memory limit" in str(caught.value)


def cut(folder: Path, container: str, share: float, **options: str) -> Path:
    """A recording of 10 s of which only the first part is there."""
    sound = tone(10.0, 48_000)
    path = folder / f"a.{container}"
    write(path, Sound(sound.samples, 48_000, 1, CODECS[container]), **options)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    return path
