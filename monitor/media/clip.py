"""Short pieces of a recording's sound, as MP3 that browsers play: 16 kHz mono, 32 kbit/s."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from monitor.media.block import SAMPLE_RATE, AudioBlock, Lost
from monitor.media.decode import open_recording

MEDIA_TYPE = "audio/mpeg"
_FRAME = 1152
_BIT_RATE = 32_000


def clips(
    path: Path, spans: Sequence[tuple[float, float]], track: int | None = None, *, max_hours: float = 24.0
) -> Iterator[tuple[int, bytes]]:
    """Each span's index and its sound, in the order in which the spans end.

    spans: (start, end) in media seconds; what lies outside the recording is left out, and a span wholly
    outside yields nothing. Lost stretches are silent. One pass over the recording; memory is that of the
    encoded clips that overlap. Raises as `open_recording` and its Decoder.
    """
    waiting = sorted(range(len(spans)), key=lambda i: spans[i][0], reverse=True)
    cutting: dict[int, _Clip] = {}
    with open_recording(path, track, max_hours=max_hours) as decoder:
        for piece in decoder:
            while waiting and spans[waiting[-1]][0] * SAMPLE_RATE < piece.end:
                index = waiting.pop()
                cutting[index] = _Clip(*spans[index])
            for clip in cutting.values():
                clip.take(piece)
            yield from _finished(cutting, piece.end)
            if not waiting and not cutting:
                return
        yield from _finished(cutting, None)


def _finished(cutting: "dict[int, _Clip]", end: int | None) -> Iterator[tuple[int, bytes]]:
    """Take out the clips that end by sample `end`, or all; empty ones are passed over."""
    done = [index for index, clip in cutting.items() if end is None or clip.end <= end]
    for index in sorted(done, key=lambda i: cutting[i].end):
        if sound := cutting.pop(index).finish():
            yield index, sound


class _Clip:
    """One span being encoded."""

    def __init__(self, start: float, end: float) -> None:
        self.start = max(0, round(start * SAMPLE_RATE))
        self.end = round(end * SAMPLE_RATE)
        self._file = io.BytesIO()
        self._out = av.open(self._file, "w", format="mp3")
        self._stream = self._out.add_stream("libmp3lame", rate=SAMPLE_RATE, layout="mono")
        self._stream.codec_context.bit_rate = _BIT_RATE
        self._queue = av.AudioFifo()
        self._empty = True

    def take(self, piece: AudioBlock | Lost) -> None:
        begin, end = max(self.start, piece.offset), min(self.end, piece.end)
        for part in range(begin, end, SAMPLE_RATE):
            self._encode(_cut(piece, part, min(part + SAMPLE_RATE, end)))

    def finish(self) -> bytes:
        if rest := self._queue.read(0, partial=True):
            self._out.mux(self._stream.encode(rest))
        self._out.mux(self._stream.encode(None))
        self._out.close()
        return b"" if self._empty else self._file.getvalue()

    def _encode(self, samples: NDArray[np.float32]) -> None:
        self._empty = False
        frame = av.AudioFrame.from_ndarray(samples[np.newaxis, :], format="fltp", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        self._queue.write(frame)
        for whole in self._queue.read_many(_FRAME // 2):
            self._out.mux(self._stream.encode(whole))


def _cut(piece: AudioBlock | Lost, begin: int, end: int) -> NDArray[np.float32]:
    if isinstance(piece, Lost):
        return np.zeros(end - begin, np.float32)
    return np.ascontiguousarray(piece.samples[begin - piece.offset : end - piece.offset])
