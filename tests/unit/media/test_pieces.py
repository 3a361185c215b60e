"""Blocks of one second, losses whole, nothing out of order, nothing over the limit."""

import json

import pytest

from monitor.media.pieces import BYTES, SAMPLE_RATE, Pieces
from monitor.media.wire import OFFSET, Kind, RefusalError

HOUR = 3600 * SAMPLE_RATE


class Sent(list[tuple[object, ...]]):
    """What was sent, as ("sound", offset, end) and ("lost", offset, end, reason)."""

    def __call__(self, kind: Kind, body: bytes) -> None:
        if kind is Kind.SOUND:
            (offset,) = OFFSET.unpack_from(body)
            self.append(("sound", offset, offset + (len(body) - OFFSET.size) // BYTES))
        else:
            lost = json.loads(body)
            self.append(("lost", lost["offset"], lost["end"], lost["reason"]))


def sound(samples: int) -> bytes:
    return b"\1\0" * samples


def test_sound_goes_out_in_blocks_of_a_second() -> None:
    pieces = Pieces(sent := Sent(), HOUR)
    pieces.sound(sound(10_000))
    pieces.sound(sound(30_000))
    assert sent == [("sound", 0, 16_000), ("sound", 16_000, 32_000)]
    pieces.finish()
    assert sent[2:] == [("sound", 32_000, 40_000)]


def test_a_loss_cuts_the_block_before_it() -> None:
    pieces = Pieces(sent := Sent(), HOUR)
    pieces.sound(sound(100))
    pieces.lost(300, "gap")
    pieces.sound(sound(50))
    pieces.finish()
    assert sent == [("sound", 0, 100), ("lost", 100, 300, "gap"), ("sound", 300, 350)]


def test_losses_of_one_reason_are_one() -> None:
    pieces = Pieces(sent := Sent(), HOUR)
    pieces.lost(100, "damaged")
    pieces.lost(200, "damaged")
    pieces.lost(250, "gap")
    assert sent == []
    pieces.sound(sound(10))
    pieces.finish()
    assert sent == [("lost", 0, 200, "damaged"), ("lost", 200, 250, "gap"), ("sound", 250, 260)]


def test_a_loss_that_ends_before_the_clock_is_none() -> None:
    pieces = Pieces(sent := Sent(), HOUR)
    pieces.sound(sound(100))
    pieces.lost(100, "gap")
    pieces.finish()
    assert sent == [("sound", 0, 100)]


def test_losses_alone_are_an_empty_recording() -> None:
    pieces = Pieces(sent := Sent(), HOUR)
    pieces.lost(100, "damaged")
    with pytest.raises(RefusalError) as caught:
        pieces.finish()
    assert caught.value.code == "media.empty"
    assert sent == []


def test_silence_fills_up_to_a_sample() -> None:
    pieces = Pieces(sent := Sent(), HOUR)
    pieces.silence(16_100)
    pieces.finish()
    assert sent == [("sound", 0, 16_000), ("sound", 16_000, 16_100)]


@pytest.mark.parametrize("grow", ["sound", "silence", "lost"])
def test_nothing_goes_past_the_limit(grow: str) -> None:
    pieces = Pieces(Sent(), 1000)
    pieces.sound(sound(1000))
    with pytest.raises(RefusalError) as caught:
        {
            "sound": lambda: pieces.sound(sound(1)),
            "silence": lambda: pieces.silence(10**15),
            "lost": lambda: pieces.lost(10**15, "gap"),
        }[grow]()
    assert caught.value.code == "media.too_long"
