"""Sound and losses in order, in blocks, counted against the limit."""

import json
from collections.abc import Callable

from monitor.media.wire import OFFSET, Kind, RefusalError

SAMPLE_RATE = 16_000
BYTES = 2
BLOCK = SAMPLE_RATE * BYTES
SILENCE = bytes(BLOCK)


class Pieces:
    """Sends sound in blocks of one second and each loss whole, contiguous from sample 0.

    A loss waits for sound after it, so that a recording without any sound sends nothing at all.
    """

    def __init__(self, send: Callable[[Kind, bytes], None], limit: int) -> None:
        self._send = send
        self._limit = limit
        self._sent = 0
        self._sound = bytearray()
        self._losses: list[tuple[int, int, str]] = []
        self.heard = False

    @property
    def end(self) -> int:
        """Where the next sample will stand on the media clock."""
        lost = self._losses[-1][1] if self._losses else self._sent
        return lost + len(self._sound) // BYTES

    def sound(self, data: bytes) -> None:
        """Append 16-bit samples."""
        if not data:
            return
        self.heard = True
        self._send_losses()
        self._sound += data
        self._check_limit(self.end)
        while len(self._sound) >= BLOCK:
            self._send_block(BLOCK)

    def silence(self, until: int) -> None:
        """Nothing is missing up to sample `until`: there the track is silent."""
        self._check_limit(until)
        while (wanted := until - self.end) > 0:
            self.sound(SILENCE[: wanted * BYTES])

    def lost(self, until: int, reason: str) -> None:
        """What stood before sample `until` could not be decoded."""
        begin = self.end
        if until <= begin:
            return
        self._check_limit(until)
        self._send_block(len(self._sound))
        if self._losses and self._losses[-1][2] == reason:
            begin = self._losses.pop()[0]
        self._losses.append((begin, until, reason))

    def finish(self) -> None:
        if not self.heard:
            raise RefusalError("media.empty")
        self._send_block(len(self._sound))
        self._send_losses()

    def _check_limit(self, end: int) -> None:
        if end > self._limit:
            raise RefusalError("media.too_long")

    def _send_block(self, length: int) -> None:
        if length:
            self._send(Kind.SOUND, OFFSET.pack(self._sent) + self._sound[:length])
            del self._sound[:length]
            self._sent += length // BYTES

    def _send_losses(self) -> None:
        for offset, end, reason in self._losses:
            self._send(Kind.LOST, json.dumps({"offset": offset, "end": end, "reason": reason}).encode())
            self._sent = end
        self._losses.clear()
