"""The decoding process: bounded, confined, never left behind, never mistaken for the end of the sound."""

from pathlib import Path

import numpy as np
import psutil
import pytest

from monitor.errors import DecoderFailed
from monitor.media.block import SAMPLE_RATE
from monitor.media.decode import open_recording
from tests.invented_sound import Sound, write


def decoding() -> list[psutil.Process]:
    """The decoding processes of this one, which has others: a browser's, a database's."""
    children = psutil.Process().children()
    return [child for child in children if any("monitor.media.worker" in word for word in child.cmdline())]


def child() -> psutil.Process:
    (process,) = decoding()
    return process


def silence(path: Path, seconds: int) -> Path:
    return write(path, Sound(np.zeros(seconds * 8000, np.float32), 8000, 1, "flac"))


def test_leaving_early_ends_the_process(tmp_path: Path) -> None:
    with open_recording(silence(tmp_path / "a.flac", 600)) as decoder:
        next(iter(decoder))
        process = child()
        assert process.is_running()
    assert not process.is_running()


def test_a_refusal_leaves_no_process(tmp_path: Path) -> None:
    with pytest.raises(DecoderFailed):
        open_recording(silence(tmp_path / "a.flac", 60), memory_mb=16)
    assert decoding() == []


def test_a_killed_process_is_a_failure(tmp_path: Path) -> None:
    with open_recording(silence(tmp_path / "a.flac", 600)) as decoder:
        child().kill()
        with pytest.raises(DecoderFailed) as caught:
            list(decoder)
    assert "SIGKILL" in str(caught.value)


def test_a_process_that_stands_still_is_a_failure(tmp_path: Path) -> None:
    with open_recording(silence(tmp_path / "a.flac", 600), stall_s=5.0) as decoder:
        child().suspend()
        with pytest.raises(DecoderFailed) as caught:
            list(decoder)
    assert "no progress in 5 s" in str(caught.value)


def test_a_reader_that_pauses_makes_the_process_wait(tmp_path: Path) -> None:
    with open_recording(silence(tmp_path / "a.flac", 600)) as decoder:
        pieces = iter(decoder)
        next(pieces)
        while child().status() != psutil.STATUS_SLEEPING:
            pass
        assert sum(piece.end - piece.offset for piece in pieces) == 599 * SAMPLE_RATE


def test_memory_does_not_grow_with_the_recording(tmp_path: Path) -> None:
    def peaks(seconds: int) -> tuple[int, int]:
        """Largest resident memory of the decoding process near its end, and of this one, bytes."""
        with open_recording(silence(tmp_path / f"{seconds}.flac", seconds)) as decoder:
            for piece in decoder:
                if piece.end == (seconds - 5) * SAMPLE_RATE:
                    return child().memory_info().rss, psutil.Process().memory_info().rss
        raise AssertionError

    (short_child, short_parent), (long_child, long_parent) = peaks(30), peaks(1800)
    assert long_child < 1.1 * short_child
    assert long_parent < short_parent + (200 << 20)  # the test itself made half an hour of silence
