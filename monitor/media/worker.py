"""The decoding process: a recording on standard input, frames of `monitor.media.wire` on standard output.

Started as `python -c BOOT ORDER`, ORDER being JSON: track, max_samples, memory_mb, cpu_s.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from typing import Any, BinaryIO

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream

from monitor.media.container import (
    NAMES,
    Promise,
    choose,
    describe,
    duration,
    open_container,
    packets,
    promise,
)
from monitor.media.pieces import SAMPLE_RATE, Pieces
from monitor.media.timeline import Timeline
from monitor.media.wire import HEAD, Kind, RefusalError

RECORDING_FD = 0
OPEN_FILES = 32


class Speaker:
    """Sends frames; the recording's description goes before the first piece of it."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe
        self.recording: dict[str, object] | None = None

    def send(self, kind: Kind, body: bytes) -> None:
        if self.recording is not None and kind is not Kind.REFUSED:
            header, self.recording = self.recording, None
            self.send(Kind.RECORDING, json.dumps(header).encode())
        self._pipe.write(HEAD.pack(kind.value, len(body)) + body)
        self._pipe.flush()


class Reader:
    """One audio track of an open container, read to its end."""

    def __init__(self, container: InputContainer, stream: av.AudioStream, pieces: Pieces) -> None:
        self._container = container
        self._stream = stream
        self._pieces = pieces
        self._origin = (container.start_time or 0) / 1_000_000
        self._timeline = Timeline(pieces, self._origin)
        self._reached = 0.0
        self._unstamped = container.format.name == "mp3"
        self._good_bytes = 0
        self._good_seconds = 0.0

    def read(self) -> None:
        for packet in packets(self._container):
            if packet.stream_index == self._stream.index:
                self._decode(packet)
            else:
                self._note(packet)
        self._decode(None)
        self._timeline.finish()

    def keeps(self, promised: Promise | None) -> bool:
        """Whether the file went on for as long as it said."""
        heard = self._pieces.end / SAMPLE_RATE
        reached = max(heard, self._reached) if promised and promised.whole else heard
        return promised is None or not promised.broken_by(reached)

    def _decode(self, packet: Packet[Stream] | None) -> None:
        if packet is not None and packet.is_corrupt:
            self._damaged(packet)
            return
        try:
            frames = self._stream.codec_context.decode(packet)
        except av.error.EOFError:
            return
        except (av.error.FFmpegError, ValueError):
            if packet is not None:
                self._damaged(packet)
            return
        if packet is not None and self._unstamped:
            self._good_bytes += packet.size
            self._good_seconds += _seconds(packet)
        for frame in frames:
            if frame.is_corrupt:
                self._timeline.damaged(frame.samples / frame.sample_rate)
            else:
                self._timeline.hear(frame)

    def _damaged(self, packet: Packet[Stream]) -> None:
        """An MP3 has no time stamps: rubbish of any length counts as one frame, so its bytes are measured."""
        seconds = _seconds(packet)
        if self._unstamped and self._good_bytes:
            measured = packet.size * self._good_seconds / self._good_bytes
            self._timeline.damaged(measured)
            self._timeline.delay(measured - seconds)
        else:
            self._timeline.damaged(seconds)

    def _note(self, packet: Packet[Stream]) -> None:
        if packet.pts is not None and packet.time_base:
            end = float((packet.pts + (packet.duration or 0)) * packet.time_base)
            self._reached = max(self._reached, end - self._origin)


def _seconds(packet: Packet[Stream]) -> float:
    return float((packet.duration or 0) * packet.time_base) if packet.time_base else 0.0


def decode(order: dict[str, Any], speaker: Speaker) -> None:
    container = open_container(RECORDING_FD)
    stream = choose(container, order["track"])
    if stream.codec_context is None:
        raise RefusalError("media.decoder_failed", reason="media.reason.codec")
    length = duration(container)
    if length and length * SAMPLE_RATE > order["max_samples"]:
        raise RefusalError("media.too_long")
    stream.codec_context.thread_count = 1
    speaker.recording = {
        "container": NAMES.get(container.format.name, container.format.name),
        "duration_s": length,
        "tracks": [describe(s, n) for n, s in enumerate(container.streams.audio)],
        "chosen": list(container.streams.audio).index(stream),
    }
    pieces = Pieces(speaker.send, order["max_samples"])
    reader = Reader(container, stream, pieces)
    reader.read()
    if not reader.keeps(promise(container, stream)):
        raise RefusalError("media.truncated", at=pieces.end / SAMPLE_RATE)
    speaker.send(Kind.DONE, b"")


def confine(order: dict[str, Any]) -> None:
    """Limits on memory, processor time and open files; no core dump."""
    memory = order["memory_mb"] << 20
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (order["cpu_s"], order["cpu_s"]))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    order = json.loads(sys.argv[1])
    speaker = Speaker(os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)
    try:
        confine(order)
        decode(order, speaker)
    except BrokenPipeError:
        os._exit(0)
    except RefusalError as refusal:
        _refuse(speaker, refusal)
    except MemoryError:
        _refuse(speaker, RefusalError("media.decoder_failed", reason="media.reason.memory"))
    except Exception as error:
        _refuse(
            speaker,
            RefusalError("media.decoder_failed", reason="media.reason.internal", detail=type(error).__name__),
        )


def _refuse(speaker: Speaker, refusal: RefusalError) -> None:
    try:
        speaker.send(Kind.REFUSED, json.dumps({"code": refusal.code, "fields": refusal.fields}).encode())
    except BrokenPipeError:
        os._exit(0)
