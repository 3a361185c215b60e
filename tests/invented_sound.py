"""Recordings made for a test: bursts of tone at known times, in any container PyAV can write."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from monitor.media.block import SAMPLE_RATE, AudioBlock, Lost

BURST = 0.2
# Every container with a codec it usually carries.
CODECS = {
    "wav": "pcm_s16le",
    "mp3": "libmp3lame",
    "m4a": "aac",
    "flac": "flac",
    "ogg": "libopus",
    "mp4": "aac",
    "flv": "aac",
    "mkv": "flac",
    "webm": "libopus",
    "ts": "aac",
}


@dataclass(frozen=True)
class Sound:
    """One audio track to write. pts_jumps: from time t on (seconds), stamps are moved by d seconds."""

    samples: NDArray[np.float32]
    rate: int = 48_000
    channels: int = 2
    codec: str = "pcm_s16le"
    language: str = ""
    title: str = ""
    default: bool = False
    pts_jumps: Sequence[tuple[float, float]] = ()

    @property
    def layout(self) -> str:
        return "stereo" if self.channels == 2 else "mono"


def bursts(
    seconds: float, at: Iterable[float], rate: int = 48_000, pitch: float = 1000.0
) -> NDArray[np.float32]:
    """Silence with a tone of BURST seconds from each of the given times."""
    time = np.arange(round(seconds * rate)) / rate
    on = np.zeros(len(time), bool)
    for start in at:
        on |= (time >= start) & (time < start + BURST)
    return (0.4 * np.sin(2 * np.pi * pitch * time) * on).astype(np.float32)


def write(
    path: Path, *sounds: Sound, picture_s: float = 0.0, container: str | None = None, **options: str
) -> Path:
    """Write the tracks side by side; with `picture_s`, a video track of that many seconds too."""
    with av.open(str(path), "w", format=container, options=options) as out:
        packets = []
        video = out.add_stream("flv1" if path.suffix == ".flv" else "mpeg4", rate=5) if picture_s else None
        streams = [_stream(out, sound) for sound in sounds]
        if video is not None:
            video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
            for number in range(round(picture_s * 5)):
                frame = av.VideoFrame(64, 64, "yuv420p")
                frame.pts, frame.time_base = number, Fraction(1, 5)
                packets += video.encode(frame)
            packets += video.encode(None)
        for stream, sound in zip(streams, sounds, strict=True):
            packets += _encode(stream, sound)
        packets.sort(key=lambda packet: packet.dts * packet.time_base)
        out.mux(packets)
    return path


def _stream(out: av.container.OutputContainer, sound: Sound) -> av.AudioStream:
    options = {"strict": "experimental"} if sound.codec == "vorbis" else {}
    stream = out.add_stream(sound.codec, rate=sound.rate, options=options, layout=sound.layout)
    stream.metadata.update({k: v for k, v in (("language", sound.language), ("title", sound.title)) if v})
    if sound.default:
        stream.disposition = av.stream.Disposition.default
    return stream


def _encode(stream: av.AudioStream, sound: Sound) -> list[av.Packet]:
    context = stream.codec_context
    context.open()
    whole = av.AudioFrame.from_ndarray(
        np.stack([sound.samples] * sound.channels), format="fltp", layout=sound.layout
    )
    whole.sample_rate, whole.pts = sound.rate, 0
    resampler = av.AudioResampler(
        format=context.format.name,
        layout=sound.layout,
        rate=sound.rate,
        frame_size=context.frame_size or 1024,
    )
    packets: list[av.Packet] = []
    for frame in [*resampler.resample(whole), *resampler.resample(None)]:
        packets += stream.encode(frame)
    packets += stream.encode(None)
    for packet in packets:
        time = packet.pts * packet.time_base
        moved = sum(d for t, d in sound.pts_jumps if time >= t)
        packet.pts = packet.dts = packet.pts + round(moved / packet.time_base)
    return packets


def heard(pieces: Iterable[AudioBlock | Lost]) -> tuple[NDArray[np.float32], list[Lost]]:
    """The whole timeline, losses as silence, and the losses. The pieces must follow one another."""
    parts: list[NDArray[np.float32]] = []
    losses: list[Lost] = []
    end = 0
    for piece in pieces:
        assert piece.offset == end
        end = piece.end
        if isinstance(piece, Lost):
            losses.append(piece)
        parts.append(np.zeros(end - piece.offset, np.float32) if isinstance(piece, Lost) else piece.samples)
    return np.concatenate(parts), losses


def onsets(samples: NDArray[np.float32]) -> list[float]:
    """Where each burst begins, in seconds."""
    step = SAMPLE_RATE // 200
    loud = np.abs(samples[: len(samples) // step * step]).reshape(-1, step).max(axis=1) > 0.1
    rises = np.flatnonzero(loud & ~np.concatenate([[False], loud[:-1]]))
    return [
        float(rise) / 200
        for rise, before in zip(rises, [-100, *rises[:-1]], strict=True)
        if rise - before > 30
    ]
