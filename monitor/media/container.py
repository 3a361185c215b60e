"""A recording's file opened by FFmpeg under whitelists: its tracks, its clock, what it promises."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition, Stream

from monitor.media.sniff import HEAD_LENGTH, is_script, mp4_index_is_missing, ogg_breaks_off, promised_size
from monitor.media.wire import RefusalError

FORMATS = "wav,mp3,flac,ogg,mov,mp4,matroska,webm,flv,mpegts"
NAMES = {"mov,mp4,m4a,3gp,3g2,mj2": "mp4", "matroska,webm": "matroska"}
MICROSECONDS = 1_000_000
READ_FAILURES = 50


@dataclass(frozen=True)
class Promise:
    """How long the file says its sound is, in seconds; `whole` if it speaks of all tracks together."""

    seconds: float
    whole: bool

    def broken_by(self, reached: float) -> bool:
        return self.seconds - reached > max(1.0, 0.02 * self.seconds)


def open_container(fd: int) -> InputContainer:
    """Only `fd` can be read through it: no other file, no network, no format that names others."""
    head = os.pread(fd, HEAD_LENGTH, 0)
    if is_script(head):
        raise RefusalError("media.disguised")
    options = {"fd": str(fd), "format_whitelist": FORMATS, "protocol_whitelist": "fd"}
    try:
        container = av.open("fd:", options=options, container_options=options)
    except (av.error.InvalidDataError, av.error.EOFError, ValueError) as error:
        if mp4_index_is_missing(fd, head):
            raise RefusalError("media.truncated", at=0.0) from error
        raise RefusalError("media.not_media") from error
    _refuse_stump(container, fd, head)
    return container


def _refuse_stump(container: InputContainer, fd: int, head: bytes) -> None:
    """Refuse a file that is shorter in bytes than its own structure says."""
    length = duration(container) or 0.0
    if ogg_breaks_off(fd, head):
        raise RefusalError("media.truncated", at=length)
    size = os.fstat(fd).st_size
    promised = promised_size(fd, head)
    if promised is None or promised <= size:
        return
    if container.format.name == "wav":  # its length is reckoned from what is there
        length *= promised / size
    if Promise(length, whole=True).broken_by(length * size / promised):
        raise RefusalError("media.truncated", at=length * size / promised)


def duration(container: InputContainer) -> float | None:
    """Declared or estimated length in seconds; a live recording may have none."""
    return container.duration / MICROSECONDS if container.duration and container.duration > 0 else None


def promise(container: InputContainer, stream: av.AudioStream) -> Promise | None:
    """None for containers that declare nothing reliable: mp3, ogg, ts."""
    length = duration(container)
    name = container.format.name
    if name.startswith("mov") and stream.duration and stream.time_base:
        return Promise(float(stream.duration * stream.time_base), whole=False)
    if name.startswith("matroska") and (tagged := _tagged_duration(stream)):
        return Promise(tagged, whole=False)
    if length and (name in ("wav", "flac", "flv") or name.startswith("matroska")):
        return Promise(length, whole=True)
    return None


def _tagged_duration(stream: av.AudioStream) -> float | None:
    """Matroska's per-track DURATION tag, `HH:MM:SS.fraction`."""
    try:
        hours, minutes, seconds = stream.metadata.get("DURATION", "").split(":")
        return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
    except ValueError:
        return None


def choose(container: InputContainer, number: int | None) -> av.AudioStream:
    """The audio track asked for, else the one flagged as default, else the first."""
    streams = container.streams.audio
    if not streams:
        raise RefusalError("media.no_audio")
    if number is not None:
        if not 0 <= number < len(streams):
            tracks = [describe(s, n) for n, s in enumerate(streams)]
            raise RefusalError("media.no_such_track", track=number, tracks=tracks)
        return streams[number]
    return next((s for s in streams if s.disposition & Disposition.default), streams[0])


def describe(stream: av.AudioStream, number: int) -> dict[str, object]:
    """The fields of a Track."""
    codec = stream.codec_context
    return {
        "number": number,
        "codec": codec.codec.canonical_name if codec else "unknown",
        "sample_rate": codec.sample_rate if codec else 0,
        "channels": codec.channels if codec else 0,
        "language": stream.metadata.get("language", ""),
        "title": stream.metadata.get("title", ""),
    }


def packets(container: InputContainer) -> Iterator[Packet[Stream]]:
    """Packets of every track. Unreadable places are passed over as far as the container can find its way."""
    failures = 0
    while failures < READ_FAILURES:
        try:
            for packet in container.demux():
                failures = 0
                if packet.size:
                    yield packet
            return
        except av.error.EOFError:
            return
        except IndexError:  # a packet of a track that appeared just now; PyAV passes over it from here on
            continue
        except av.error.InvalidDataError:
            failures += 1
        except OSError as error:
            detail = os.strerror(error.errno or 0)
            raise RefusalError("media.unreadable", reason="media.reason.system", detail=detail) from error
