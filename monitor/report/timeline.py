"""The coverage bar: what became of every second, drawn as one SVG path per kind of stretch."""

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.media.block import SAMPLE_RATE
from monitor.speech.coverage import Coverage, Fate, Stretch

TICK_STEPS = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400)
TICKS_AT_MOST = 8

_TOP_AND_HEIGHT = {"non_speech": (11, 2)}


@dataclass(frozen=True, slots=True)
class Band:
    """All stretches of one kind: kind code, seconds in all, SVG path on a 24 high canvas, x in seconds."""

    kind: str
    seconds: float
    path: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Speech that cannot be answered for, in media seconds; `kind` is unsure, lost or unprocessed."""

    start: float
    end: float
    kind: str
    reason: str


def kind(stretch: Stretch) -> str:
    """The stretch's fate, or 'unsure' for words not to be relied on."""
    return "unsure" if stretch.fate is Fate.TRANSCRIBED and not stretch.confident else stretch.fate.value


def bands(coverage: Coverage) -> tuple[Band, ...]:
    """One band a kind, present ones only, the worst drawn last."""
    found = []
    for each in ("non_speech", "transcribed", "unsure", "unprocessed", "lost"):
        own = [s for s in _merged(coverage.stretches) if kind(s) == each]
        if own:
            seconds = sum(s.end - s.start for s in own) / SAMPLE_RATE
            found.append(Band(each, seconds, "".join(_box(s, each) for s in own)))
    return tuple(found)


def gaps(coverage: Coverage) -> tuple[Gap, ...]:
    """What was lost, left unprocessed or not heard for sure, in order of time."""
    return tuple(
        Gap(s.start / SAMPLE_RATE, s.end / SAMPLE_RATE, kind(s), s.reason)
        for s in _merged(coverage.stretches)
        if kind(s) in ("unsure", "lost", "unprocessed")
    )


def ticks(seconds: float) -> tuple[int, ...]:
    """Round times for the axis, 0 first; none so near the end that its label would not fit."""
    step = next((s for s in TICK_STEPS if seconds / s <= TICKS_AT_MOST), int(seconds // TICKS_AT_MOST) or 1)
    return tuple(at for at in range(0, int(seconds) + 1, step) if at <= seconds * 0.97)


def _merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    found: list[Stretch] = []
    for stretch in stretches:
        last = found[-1] if found else None
        if last and (kind(last), last.reason) == (kind(stretch), stretch.reason):
            found[-1] = Stretch(last.start, stretch.end, last.fate, last.confident, last.reason)
        else:
            found.append(stretch)
    return found


def _box(stretch: Stretch, of_kind: str) -> str:
    top, height = _TOP_AND_HEIGHT.get(of_kind, (0, 24))
    start, length = stretch.start / SAMPLE_RATE, (stretch.end - stretch.start) / SAMPLE_RATE
    return f"M{start:.2f} {top}h{length:.2f}v{height}h-{length:.2f}z"
