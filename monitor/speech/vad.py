"""Voice activity, streaming: Silero v6 from faster-whisper's own ONNX file."""

from functools import cache
from importlib.resources import as_file, files

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from monitor.media.block import SAMPLE_RATE

FRAME = 512
"""Samples in one frame of voice activity: 32 ms."""
CONTEXT = 64
STATE = (1, 1, 128)

Samples = NDArray[np.float32]
Probabilities = NDArray[np.float32]


class VoiceActivity:
    """Speech probabilities of a stream, one per frame, as a run over the whole of it would give.

    Holds what the network needs from before: its LSTM state, the last 64 samples of sound, and
    the samples that do not fill a frame yet. About 2 ms per second of sound.
    """

    sample_rate = SAMPLE_RATE

    def __init__(self) -> None:
        self._session = _session()
        self.reset()

    def reset(self) -> None:
        """Forget everything heard, as at the start of a stream."""
        self._h = np.zeros(STATE, np.float32)
        self._c = np.zeros(STATE, np.float32)
        self._context = np.zeros(CONTEXT, np.float32)
        self._rest = np.empty(0, np.float32)

    def feed(self, samples: Samples) -> Probabilities:
        """Probabilities (n,) of the frames that `samples` (any number, -1..1) completes."""
        sound = np.concatenate((self._rest, samples))
        count = len(sound) // FRAME
        sound, self._rest = sound[: count * FRAME], sound[count * FRAME :]
        if not count:
            return np.empty(0, np.float32)
        frames = sound.reshape(count, FRAME)
        contexts = np.vstack((self._context, frames[:-1, -CONTEXT:]))
        self._context = frames[-1, -CONTEXT:]
        given = {"input": np.hstack((contexts, frames)), "h": self._h, "c": self._c}
        found, self._h, self._c = self._session.run(None, given)
        probabilities: Probabilities = found.reshape(-1)
        return probabilities

    def flush(self) -> Probabilities:
        """The probability of the last, unfilled frame, padded with silence; empty if there is none."""
        if not len(self._rest):
            return np.empty(0, np.float32)
        return self.feed(np.zeros(FRAME - len(self._rest), np.float32))


@cache
def _session() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    options.log_severity_level = 4
    with as_file(files("faster_whisper.assets") / "silero_vad_v6.onnx") as path:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
