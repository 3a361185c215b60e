from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from monitor.media.block import AudioBlock, Lost
from monitor.settings import DEMO_MODEL
from monitor.speech import windows
from monitor.speech.model import SpeechModel
from monitor.speech.vad import FRAME

DATA = Path(__file__).parents[2] / "data"
SECOND = 16_000


@pytest.fixture(scope="session")
def model() -> SpeechModel:
    return SpeechModel(str(DEMO_MODEL))


@pytest.fixture(scope="session")
def speech() -> np.ndarray:
    """17 s: two sentences, a pause of 2 s, two sentences (synthetic)."""
    with av.open(str(DATA / "four_sentences.ogg")) as container:
        to_mono = av.AudioResampler("flt", "mono", SECOND)
        frames = [f for frame in container.decode(audio=0) for f in to_mono.resample(frame)]
    return np.concatenate([frame.to_ndarray()[0] for frame in frames])


@pytest.fixture
def short_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows of 6 to 8 s, so that a short recording has several."""
    monkeypatch.setattr(windows, "EARLIEST", 6 * SECOND // FRAME * FRAME)
    monkeypatch.setattr(windows, "LATE", SECOND)
    monkeypatch.setattr(windows, "LONGEST", 4 * windows.STRIDE)


def blocks(sound: np.ndarray, size: int = SECOND) -> Iterator[AudioBlock | Lost]:
    for at in range(0, len(sound), size):
        yield AudioBlock(at, sound[at : at + size])
