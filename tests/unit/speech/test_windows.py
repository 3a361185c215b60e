from collections.abc import Iterator

import numpy as np
import pytest

from monitor.media.block import AudioBlock, Lost
from monitor.speech import windows as module
from monitor.speech.vad import FRAME
from monitor.speech.windows import EARLIEST, LONGEST, Window, windows

SECOND = 16_000


class LoudIsSpeech:
    """Voice activity that hears speech wherever a frame is loud."""

    def __init__(self) -> None:
        self._rest = np.empty(0, np.float32)

    def feed(self, samples: np.ndarray) -> np.ndarray:
        sound = np.concatenate((self._rest, samples))
        whole = len(sound) // FRAME * FRAME
        self._rest = sound[whole:]
        return np.abs(sound[:whole].reshape(-1, FRAME)).max(axis=1)

    def flush(self) -> np.ndarray:
        return self.feed(np.zeros(-len(self._rest) % FRAME, np.float32))


@pytest.fixture(autouse=True)
def _loud_is_speech(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "VoiceActivity", LoudIsSpeech)


def blocks(sound: np.ndarray, size: int = SECOND) -> Iterator[AudioBlock]:
    for at in range(0, len(sound), size):
        yield AudioBlock(at, sound[at : at + size])


def talk(seconds: float, *pauses: float) -> np.ndarray:
    """Loud sound with a pause of 0.8 s at each of `pauses`."""
    sound = np.full(int(seconds * SECOND), 0.9, np.float32)
    for at in pauses:
        sound[int(at * SECOND) : int((at + 0.8) * SECOND)] = 0
    return sound


def bounds(found: list[Window]) -> list[tuple[int, int]]:
    return [(window.begin, window.end) for window in found]


def test_a_window_ends_in_the_first_pause_after_five_minutes() -> None:
    found = list(windows(blocks(talk(400, 250, 310, 320))))

    assert len(found) == 2
    assert 310 * SECOND < found[0].end < 310.8 * SECOND
    assert found[0].end % FRAME == 0
    assert bounds(found)[1] == (found[0].end, 400 * SECOND)


def test_a_pause_that_began_before_five_minutes_ends_the_window_there() -> None:
    found = list(windows(blocks(talk(400, 299.7))))

    assert EARLIEST - 8 * FRAME <= found[0].end <= EARLIEST


def test_without_a_pause_a_window_ends_before_six_minutes_where_it_is_quietest() -> None:
    sound = talk(700)
    sound[340 * SECOND : 340 * SECOND + 3000] = 0.6
    found = list(windows(blocks(sound)))

    assert 340 * SECOND <= found[0].end <= 340 * SECOND + 3000
    assert all(window.end - window.begin <= LONGEST <= 360 * SECOND for window in found)
    assert found[-1].end == 700 * SECOND


def test_a_short_recording_is_one_window() -> None:
    found = list(windows(blocks(talk(3.21))))

    assert bounds(found) == [(0, len(talk(3.21)))]
    assert len(found[0].probabilities) == -(-len(talk(3.21)) // FRAME)


def test_no_sound_is_no_window() -> None:
    assert list(windows([])) == []


@pytest.mark.parametrize("pauses", [(), (310, 320), (200, 299.8, 602)])
def test_what_a_window_holds_does_not_depend_on_what_came_before_or_on_the_blocks(
    pauses: tuple[float, ...],
) -> None:
    sound = talk(700, *pauses)
    sound += np.random.default_rng(1).uniform(0, 0.05, len(sound)).astype(np.float32)
    uninterrupted = list(windows(blocks(sound)))
    resumed = list(windows(blocks(sound, 7001), uninterrupted[0].end))

    assert bounds(resumed) == bounds(uninterrupted)[1:]
    for one, other in zip(resumed, uninterrupted[1:], strict=True):
        assert np.array_equal(one.samples, other.samples)
        assert np.array_equal(one.probabilities, other.probabilities)


def test_windows_hold_the_recording_once() -> None:
    sound = np.random.default_rng(2).uniform(-1, 1, 800 * SECOND).astype(np.float32)

    held = np.concatenate([window.samples for window in windows(blocks(sound, 7001))])

    assert np.array_equal(held, sound)


def test_lost_sound_is_silence_with_its_reason() -> None:
    pieces = [AudioBlock(0, talk(2)), Lost(32_000, 48_000, "media.damaged"), AudioBlock(48_000, talk(1))]

    (window,) = windows(pieces)

    assert window.lost == (Lost(32_000, 48_000, "media.damaged"),)
    assert not window.samples[32_000:48_000].any()
    assert window.samples[48_000:].all()


def test_a_loss_longer_than_a_window_is_shared_out() -> None:
    length = 2400 * SECOND
    found = list(windows([Lost(0, length, "media.damaged"), AudioBlock(length, talk(1))]))

    assert len(found) > 5
    assert [w.lost[0].offset for w in found] == [w.begin for w in found]
    assert sum(w.lost[0].end - w.lost[0].offset for w in found) == length


def test_a_gap_in_the_sound_is_refused() -> None:
    with pytest.raises(ValueError, match="jumps from 16000 to 20000"):
        list(windows([AudioBlock(0, talk(1)), AudioBlock(20_000, talk(1))]))


def test_sound_that_begins_too_late_is_refused() -> None:
    with pytest.raises(ValueError, match="jumps"):
        list(windows([AudioBlock(100, talk(1))]))
