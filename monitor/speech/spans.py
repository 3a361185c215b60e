"""From speech probabilities to the cuts of a recording that the model hears. All in samples.

The thresholds are Silero's practice: speech begins at 0.5 and goes on until it has been below 0.35
for a while.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from monitor.media.block import SAMPLE_RATE
from monitor.speech.vad import FRAME, Probabilities, Samples

THRESHOLD = 0.5
NEGATIVE_THRESHOLD = 0.35
MIN_SPEECH = 3 * FRAME
MIN_SILENCE = 10 * FRAME
PAD = SAMPLE_RATE // 5
LONGEST = 28 * SAMPLE_RATE
WIDEST_GAP = 2 * SAMPLE_RATE
"""Speech further apart is not merged: long silences make Whisper invent, or pass over what follows."""
SHORTEST = SAMPLE_RATE // 10
"""What is left of speech beside a lost stretch and is shorter than this holds no syllable."""
QUIET = SAMPLE_RATE // 10
HOP = SAMPLE_RATE // 100


class Span(NamedTuple):
    """Samples `start` to `end`, half-open."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Clip:
    """A contiguous cut of the recording, silences included, and the speech in it."""

    speech: tuple[Span, ...]

    @property
    def start(self) -> int:
        return self.speech[0].start

    @property
    def end(self) -> int:
        return self.speech[-1].end

    @property
    def spoken(self) -> int:
        """Samples of speech."""
        return sum(span.length for span in self.speech)


def speech_spans(probabilities: Probabilities, length: int) -> list[Span]:
    """Where there is speech in `length` samples, padded by 0.2 s or half the silence between."""
    runs = [run for run in _runs(probabilities, length) if run.length >= MIN_SPEECH]
    ends = [0, *(run.end for run in runs)]
    starts = [*(run.start for run in runs), length]
    spans = []
    for index, run in enumerate(runs):
        before = run.start - ends[index]
        after = starts[index + 1] - run.end
        before = before // 2 if index else before
        after = after - after // 2 if index < len(runs) - 1 else after
        spans.append(Span(run.start - min(PAD, before), run.end + min(PAD, after)))
    return spans


def _runs(probabilities: Probabilities, length: int) -> Iterable[Span]:
    start: int | None = None
    quiet = 0
    for frame, probability in enumerate(probabilities.tolist()):
        if probability >= THRESHOLD:
            start = frame if start is None else start
            quiet = 0
        elif start is not None and (quiet or probability < NEGATIVE_THRESHOLD):
            quiet += 1
            if quiet * FRAME >= MIN_SILENCE:
                yield Span(start * FRAME, (frame + 1 - quiet) * FRAME)
                start, quiet = None, 0
    if start is not None:
        yield Span(start * FRAME, min((len(probabilities) - quiet) * FRAME, length))


def without(spans: Iterable[Span], holes: Sequence[Span]) -> list[Span]:
    """`spans` cut at `holes` (both in order); slivers that are left are dropped."""
    left = list(spans)
    for hole in holes:
        left = [part for span in left for part in _beside(span, hole)]
    return left


def _beside(span: Span, hole: Span) -> list[Span]:
    if hole.end <= span.start or span.end <= hole.start:
        return [span]
    parts = Span(span.start, hole.start), Span(hole.end, span.end)
    return [part for part in parts if part.length >= SHORTEST]


def clips(
    spans: Iterable[Span], samples: Samples, holes: Sequence[Span] = (), longest: int = LONGEST
) -> list[Clip]:
    """`spans` merged into clips of at most `longest` samples, none of them over a hole.

    A span that is longer by itself is split where `samples` are quietest.
    """
    merged: list[list[Span]] = []
    for span in (part for whole in spans for part in _split(whole, samples, longest)):
        if merged and _joins(merged[-1], span, holes, longest):
            merged[-1].append(span)
        else:
            merged.append([span])
    return [Clip(tuple(group)) for group in merged]


def _joins(group: list[Span], span: Span, holes: Sequence[Span], longest: int) -> bool:
    gap = Span(group[-1].end, span.start)
    fits = span.end - group[0].start <= longest and gap.length <= WIDEST_GAP
    return fits and not any(gap.start <= hole.start < gap.end for hole in holes)


def _split(span: Span, samples: Samples, longest: int) -> Iterable[Span]:
    while span.length > longest:
        cut = quietest(samples, span.start + longest // 2, span.start + longest)
        yield Span(span.start, cut)
        span = Span(cut, span.end)
    yield span


def quietest(samples: Samples, start: int, end: int) -> int:
    """The middle of the quietest 0.1 s between `start` and `end`; the first of equals."""
    power = np.add.reduceat(samples[start:end].astype(np.float64) ** 2, np.arange(0, end - start, HOP))
    energy = np.convolve(power, np.ones(QUIET // HOP), mode="valid")
    return start + int(np.argmin(energy)) * HOP + QUIET // 2


def voice(probabilities: Probabilities, spans: Iterable[Span]) -> float:
    """How sure voice activity is of the speech in `spans`: 0.5..1, the mean of its voiced frames."""
    frames = np.concatenate([probabilities[span.start // FRAME : -(-span.end // FRAME)] for span in spans])
    voiced = frames[frames >= THRESHOLD]
    return float(voiced.mean()) if len(voiced) else THRESHOLD
