"""The recording in windows of five to six minutes, each cut at a silence.

What a window holds and where it ends depends only on the samples from its beginning on, never on
what came before or on the size of the blocks: a scan may go on from any window's end.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from monitor.media.block import SAMPLE_RATE, AudioBlock, Lost
from monitor.speech.spans import NEGATIVE_THRESHOLD, quietest
from monitor.speech.vad import FRAME, Probabilities, Samples, VoiceActivity

STRIDE = 64 * FRAME
"""Samples in one call of the voice activity network: 2 s."""
LONGEST = 175 * STRIDE
"""358 s."""
EARLIEST = 300 * SAMPLE_RATE
LATE = 30 * SAMPLE_RATE
"""Where nobody pauses, the quietest point of this much before the longest window's end."""
SILENCE = 16
"""Frames: half a second, as much as ends a window."""


@dataclass(frozen=True, slots=True)
class Window:
    """Samples from `begin` on, silent where they are lost, with a speech probability for each frame."""

    begin: int
    samples: Samples
    probabilities: Probabilities
    lost: tuple[Lost, ...]

    @property
    def end(self) -> int:
        return self.begin + len(self.samples)


def windows(pieces: Iterable[AudioBlock | Lost], begin: int = 0) -> Iterator[Window]:
    """The windows from sample `begin` on, which must be 0 or a window's end.

    `pieces` follow one another without a gap and reach back to `begin` at least; ValueError if not.
    Memory is bounded by one window.
    """
    lost: list[Lost] = []
    gathering = _Gathering(begin)
    for found in _sound(pieces, begin, lost):
        samples = found
        while len(samples):
            samples = gathering.take(samples)
            end = gathering.cut()
            if end is not None:
                yield gathering.window(end, lost)
                gathering = gathering.following(end)
    if gathering.filled:
        yield gathering.last(lost)


def _sound(pieces: Iterable[AudioBlock | Lost], begin: int, lost: list[Lost]) -> Iterator[Samples]:
    at: int | None = None
    for piece in pieces:
        if piece.offset != at and (at is not None or piece.offset > begin):
            raise ValueError(f"sound jumps from {at} to {piece.offset}")
        at = piece.end
        start = max(piece.offset, begin)
        if piece.end <= start:
            continue
        if isinstance(piece, Lost):
            lost.append(Lost(start, piece.end, piece.reason))
            yield from _silence(piece.end - start)
        else:
            yield piece.samples[start - piece.offset :]


def _silence(length: int) -> Iterator[Samples]:
    for at in range(0, length, STRIDE):
        yield np.zeros(min(STRIDE, length - at), np.float32)


class _Gathering:
    """A window that is being filled."""

    def __init__(self, begin: int) -> None:
        self.begin = begin
        self.filled = 0
        self._samples = np.empty(LONGEST, np.float32)
        self._probabilities: list[Probabilities] = []
        self._frames = 0
        self._quiet = 0
        self._activity = VoiceActivity()

    def take(self, samples: Samples) -> Samples:
        """Up to the next stride, hear it, and give back what is over."""
        room = STRIDE - self.filled % STRIDE
        taken = samples[:room]
        self._samples[self.filled : self.filled + len(taken)] = taken
        self.filled += len(taken)
        if self.filled % STRIDE == 0:
            heard = self._activity.feed(self._samples[self.filled - STRIDE : self.filled])
            self._probabilities.append(heard)
        return samples[room:]

    def cut(self) -> int | None:
        """How many samples the window has, once that is known."""
        for probability in self._unseen():
            self._frames += 1
            self._quiet = self._quiet + 1 if probability < NEGATIVE_THRESHOLD else 0
            if self._quiet >= SILENCE and self._frames * FRAME >= EARLIEST:
                return (self._frames - SILENCE // 2) * FRAME
        if self.filled == LONGEST:
            quiet = quietest(self._samples, LONGEST - LATE, LONGEST)
            return quiet // FRAME * FRAME
        return None

    def _unseen(self) -> Iterator[float]:
        heard = STRIDE // FRAME * len(self._probabilities)
        if self._frames < heard:
            yield from self._probabilities[-1].tolist()

    def window(self, length: int, lost: list[Lost]) -> Window:
        end = self.begin + length
        inside = (
            Lost(max(part.offset, self.begin), min(part.end, end), part.reason)
            for part in lost
            if part.offset < end and self.begin < part.end
        )
        heard = np.concatenate(self._probabilities)[: -(-length // FRAME)]
        return Window(self.begin, self._samples[:length], heard, tuple(inside))

    def following(self, length: int) -> "_Gathering":
        """The next window, with the samples that this one does not keep."""
        following = _Gathering(self.begin + length)
        rest = self._samples[length : self.filled]
        while len(rest):
            rest = following.take(rest)
            following.cut()
        return following

    def last(self, lost: list[Lost]) -> Window:
        rest = self.filled % STRIDE
        if rest:
            self._probabilities.append(self._activity.feed(self._samples[self.filled - rest : self.filled]))
            self._probabilities.append(self._activity.flush())
        return self.window(self.filled, lost)
