"""What decoding yields, on the media clock: sound, or a stretch of it that is lost."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000


@dataclass(frozen=True, slots=True)
class AudioBlock:
    """Mono float32 samples in -1..1 at 16 kHz; `offset` is the first one's place on the media clock."""

    offset: int
    samples: NDArray[np.float32]

    @property
    def end(self) -> int:
        return self.offset + len(self.samples)


@dataclass(frozen=True, slots=True)
class Lost:
    """Sound from sample `offset` to `end` could not be decoded; `reason` is a stable code."""

    offset: int
    end: int
    reason: str
