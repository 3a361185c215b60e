"""Music, noise and rooms, made from nothing: what speech in a live room competes with."""

import numpy as np
from numpy.typing import NDArray

from .voice import SAMPLE_RATE

Sound = NDArray[np.float32]
_CHORDS = ((0, 4, 7), (9, 12, 16), (5, 9, 12), (7, 11, 14), (2, 5, 9))


def music(samples: int, dice: np.random.Generator) -> Sound:
    """A chord loop with a bass and a beat, unit RMS."""
    root = 110.0 * 2 ** (dice.integers(0, 12) / 12)
    beat = int(SAMPLE_RATE * 60 / dice.integers(80, 140))
    t = np.arange(beat * 4, dtype=np.float32) / SAMPLE_RATE
    envelope = np.exp(-t * dice.uniform(0.5, 3.0))
    bars = []
    for chord in dice.permutation(len(_CHORDS))[:4]:
        bar = np.zeros(len(t), np.float32)
        for note in _CHORDS[chord]:
            pitch = root * 2 ** (note / 12)
            for overtone in range(1, 4):
                bar += np.sin(2 * np.pi * pitch * overtone * t) / overtone**1.5 * envelope
        bar += 1.2 * np.sin(np.pi * root * t) * envelope
        for k in range(4):
            hit = np.exp(-np.arange(beat) / 300) * dice.standard_normal(beat)
            bar[k * beat : (k + 1) * beat] += 0.8 * hit.astype(np.float32)
        bars.append(bar)
    loop = np.concatenate(bars)
    return unit(np.roll(np.resize(loop, samples), int(dice.integers(0, len(loop)))))


def noise(samples: int, dice: np.random.Generator) -> Sound:
    """White to brownish noise, unit RMS."""
    white = dice.standard_normal(samples).astype(np.float32)
    width = int(dice.integers(1, 12))
    return unit(np.convolve(white, np.ones(width, np.float32) / width, "same"))


def room(sound: Sound, dice: np.random.Generator) -> Sound:
    """A short reverberant tail after the direct sound."""
    tail = np.exp(-np.arange(1600) / dice.uniform(100, 500)) * dice.standard_normal(1600) * 0.15
    tail[0] = 1
    size = len(sound) + len(tail)
    wet = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(tail, size), size)
    return wet[: len(sound)].astype(np.float32)


def unit(sound: Sound) -> Sound:
    scaled: Sound = sound / np.sqrt(np.mean(sound**2) + 1e-9)
    return scaled.astype(np.float32)


def under(speech: Sound, other: Sound, ratio_db: float) -> Sound:
    """`other` (unit RMS) laid under `speech` at a speech-to-other ratio in dB."""
    level = np.sqrt(np.mean(speech**2) + 1e-9) * 10 ** (-ratio_db / 20)
    return (speech + other * level).astype(np.float32)
