"""Decoded frames laid on the media clock, as 16 kHz mono.

The clock counts samples; time stamps are watched, not followed, as long as they agree within JITTER.
- Time 0 is the container's start, which sound and pictures share. A track that begins later is silent
  until then.
- Stamps that leap ahead leave a loss: `damaged` if packets in between would not decode, else `gap`.
- Stamps that step back by up to REPEAT mean sound that came twice: it is dropped until they catch up.
- Stamps that fall back further mean that the recorder's clock was reset: the sound goes on where it was.
- One frame whose stamp disagrees with the frames on both sides has a wrong stamp.
"""

from dataclasses import dataclass

import av

from monitor.media.pieces import BYTES, SAMPLE_RATE, Pieces

JITTER = 0.05
JITTER_AFTER_DAMAGE = 0.005
REPEAT = 1.0


@dataclass(frozen=True)
class Held:
    """A frame that waits for the one after it; `stamp` in seconds, `damage` what was lost before it."""

    frame: av.AudioFrame
    stamp: float | None
    damage: float

    @property
    def seconds(self) -> float:
        return self.frame.samples / self.frame.sample_rate


class Timeline:
    """Takes an audio track's frames in order; `origin` is the container's start in seconds."""

    def __init__(self, pieces: Pieces, origin: float) -> None:
        self._pieces = pieces
        self._shift = -origin
        self._delay = 0.0
        self._clock = 0.0
        self._begun = False
        self._damage = 0.0
        self._held: Held | None = None
        self._resampler: av.AudioResampler | None = None
        self._form: tuple[str, str, int] | None = None

    def hear(self, frame: av.AudioFrame) -> None:
        if not frame.samples or not frame.sample_rate:
            return
        stamp = None
        if frame.pts is not None and (base := frame.time_base) is not None:
            # not pts * base: arithmetic on Fractions takes as long as decoding
            stamp = frame.pts * base.numerator / base.denominator + self._delay
        self._place_held(following=stamp)
        self._held = Held(frame, stamp, self._damage)
        self._damage = 0.0

    def damaged(self, seconds: float) -> None:
        """Packets of about this length would not decode."""
        self._damage += max(seconds, 1e-6)

    def delay(self, seconds: float) -> None:
        """All stamps from here on are early by this much more."""
        self._delay += seconds

    def finish(self) -> None:
        self._place_held(following=None)
        self._drain()
        if self._damage > JITTER_AFTER_DAMAGE:
            self._pieces.lost(round((self._clock + self._damage) * SAMPLE_RATE), "damaged")
        self._pieces.finish()

    def _place_held(self, following: float | None) -> None:
        if self._held is not None:
            held, self._held = self._held, None
            if self._make_room(held, following):
                self._append(held.frame)
                self._clock += held.seconds

    def _make_room(self, held: Held, following: float | None) -> bool:
        """Bring the clock to where the frame stands; False if it repeats what was heard."""
        if held.stamp is None:
            self._leap(self._clock + held.damage, held.damage)
            return True
        ahead = held.stamp + self._shift - self._clock
        if abs(ahead) > JITTER and self._stamp_is_wrong(held, following):
            return True
        if ahead > (JITTER_AFTER_DAMAGE if held.damage else JITTER):
            self._leap(self._clock + ahead, held.damage)
        elif -REPEAT <= ahead < -JITTER:
            return not self._begun
        elif ahead < -REPEAT:
            self._shift -= ahead
        return True

    def _stamp_is_wrong(self, held: Held, following: float | None) -> bool:
        if following is None or not self._begun:
            return False
        return abs(following + self._shift - self._clock - held.seconds) <= JITTER

    def _leap(self, to: float, damage: float) -> None:
        if to <= self._clock:
            return
        self._drain()
        until = round(to * SAMPLE_RATE)
        if damage:
            self._pieces.lost(until, "damaged")
        elif self._begun:
            self._pieces.lost(until, "gap")
        else:
            self._pieces.silence(until)
        self._clock = to

    def _append(self, frame: av.AudioFrame) -> None:
        form = (frame.format.name, frame.layout.name, frame.sample_rate)
        if form != self._form:
            self._drain()
            self._form = form
        if self._resampler is None:
            self._resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        self._begun = True
        frame.pts = None
        self._pass_on(self._resampler.resample(frame))

    def _drain(self) -> None:
        if self._resampler is not None:
            self._pass_on(self._resampler.resample(None))
            self._resampler = None

    def _pass_on(self, frames: list[av.AudioFrame]) -> None:
        for frame in frames:
            self._pieces.sound(bytes(frame.planes[0])[: frame.samples * BYTES])
