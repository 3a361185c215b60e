import numpy as np
import pytest
from faster_whisper.vad import get_vad_model

from monitor.speech.vad import FRAME, VoiceActivity


def noise_with_bursts(frames: int) -> np.ndarray:
    rng = np.random.default_rng(7)
    time = np.arange(frames * FRAME) / 16_000
    voiced = sum(np.sin(2 * np.pi * 140 * k * time) / k for k in range(1, 12))
    gate = (np.sin(2 * np.pi * 0.7 * time) > 0) * (1 + np.sin(2 * np.pi * 4 * time))
    return (0.1 * voiced * gate + 0.01 * rng.standard_normal(len(time))).astype(np.float32)


@pytest.mark.parametrize("block", [160, 512, 700, 16_000, 1_000_000])
def test_streaming_equals_the_whole_array_run_of_faster_whisper(block: int) -> None:
    sound = noise_with_bursts(400)
    activity = VoiceActivity()
    heard = np.concatenate([activity.feed(sound[i : i + block]) for i in range(0, len(sound), block)])

    whole = get_vad_model()(sound)

    assert whole.max() - whole.min() > 0.2
    assert heard.shape == whole.shape
    assert np.abs(heard - whole).max() < 1e-4


def test_an_unfilled_frame_waits_and_is_padded_at_the_end() -> None:
    activity = VoiceActivity()

    assert len(activity.feed(np.zeros(FRAME + 100, np.float32))) == 1
    assert len(activity.flush()) == 1
    assert len(activity.flush()) == 0


def test_reset_forgets_what_was_heard() -> None:
    sound = noise_with_bursts(40)
    activity = VoiceActivity()
    first = activity.feed(sound)
    carried = activity.feed(sound)
    activity.reset()

    assert not np.array_equal(carried, first)
    assert np.array_equal(activity.feed(sound), first)
