"""A recording decoded in another process, block by block, on the media clock."""

import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from monitor.clock import clock
from monitor.errors import DecoderFailed, MediaEmpty, MediaError, MediaMissing, MediaUnreadable
from monitor.media.block import SAMPLE_RATE, AudioBlock, Lost
from monitor.media.child import Child
from monitor.media.recording import Recording, Track
from monitor.media.wire import OFFSET, Kind, RefusalError

STALL_S = 60.0
CPU_S = 60
CPU_S_PER_HOUR = 600

_REFUSALS = {kind.code: kind for kind in MediaError.__subclasses__()}


def open_recording(
    path: Path,
    track: int | None = None,
    *,
    max_hours: float = 24.0,
    memory_mb: int = 1024,
    stall_s: float = STALL_S,
) -> "Decoder":
    """Start decoding one audio track; returns once its first sound is there.

    track: number among the audio tracks; None takes the one flagged as default, else the first.
    memory_mb: address space of the decoding process. stall_s: longest wait for it, seconds.

    Raises MediaMissing, MediaUnreadable, MediaEmpty, NotMedia, MediaDisguised, NoAudioTrack, NoSuchTrack,
    MediaTooLong (by its header), MediaTruncated (by its structure) and DecoderFailed.
    """
    return Decoder(path, track, max_hours, memory_mb, stall_s)


class Decoder:
    """Sound and losses in order, contiguous from sample 0; at most one second of sound a block.

    Memory does not grow with the recording: a reader that waits makes the decoding process wait.
    Iterating may raise MediaTruncated, MediaTooLong, MediaUnreadable and DecoderFailed: then what came
    before stands, but the recording is not whole. Use as a context manager, or call `close`.
    """

    recording: Recording

    def __init__(
        self, path: Path, track: int | None, max_hours: float, memory_mb: int, stall_s: float
    ) -> None:
        self._path = path
        self._limit_s = max_hours * 3600
        order: dict[str, object] = {
            "track": track,
            "max_samples": round(self._limit_s * SAMPLE_RATE),
            "memory_mb": memory_mb,
            "cpu_s": CPU_S + round(max_hours * CPU_S_PER_HOUR),
        }
        with _regular_file(path) as fd:
            size = os.fstat(fd).st_size
            self._child = Child(fd, order, stall_s)
        try:
            self.recording = _recording(path, size, json.loads(self._first()))
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __iter__(self) -> Iterator[AudioBlock | Lost]:
        for kind, body in self._frames():
            if kind is Kind.SOUND:
                yield AudioBlock(OFFSET.unpack_from(body)[0], _samples(body))
            elif kind is Kind.LOST:
                yield Lost(**json.loads(body))

    def close(self) -> None:
        """End the decoding process, whatever it is doing."""
        self._child.close()

    def _first(self) -> bytes:
        return next(self._frames())[1]

    def _frames(self) -> Iterator[tuple[Kind, bytes]]:
        try:
            yield from self._child.frames()
        except RefusalError as refusal:
            raise self._error(refusal) from None

    def _error(self, refusal: RefusalError) -> MediaError:
        fields = {"file": str(self._path), "limit": clock(self._limit_s)} | refusal.fields
        if isinstance(at := fields.get("at"), float):
            fields["at"] = clock(at)
        if isinstance(tracks := fields.get("tracks"), list):
            fields["tracks"] = "; ".join(str(Track(**track)) for track in tracks)
        return _REFUSALS.get(refusal.code, DecoderFailed)(**fields)


@contextmanager
def _regular_file(path: Path) -> Iterator[int]:
    """The file opened for reading; a folder, a device or a pipe is refused without waiting for it."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise MediaMissing(file=str(path)) from error
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise MediaUnreadable(file=str(path), reason="media.reason.system", detail=detail) from error
    try:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode):
            raise MediaUnreadable(file=str(path), reason="media.reason.not_a_file")
        if not status.st_size:
            raise MediaEmpty(file=str(path))
        yield fd
    finally:
        os.close(fd)


def _recording(path: Path, size: int, header: dict[str, Any]) -> Recording:
    tracks = tuple(Track(**track) for track in header["tracks"])
    return Recording(path, header["container"], header["duration_s"], size, tracks, tracks[header["chosen"]])


def _samples(body: bytes) -> NDArray[np.float32]:
    return np.frombuffer(body, "<i2", offset=OFFSET.size).astype(np.float32) / 32768.0
