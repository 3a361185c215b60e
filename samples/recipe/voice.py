"""Synthetic Mandarin by libespeak-ng, with the time of every character and phoneme."""

import ctypes
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

SAMPLE_RATE = 16_000
LANGUAGE = "cmn-latn-pinyin"
SEEN_VARIANTS = (
    "", "f1", "f2", "f3", "f4", "m1", "m2", "m3", "m4", "m5", "m7",
    "Annie", "steph", "linda", "max", "adam", "aunty", "michel",
)  # fmt: skip
UNSEEN_VARIANTS = ("f5", "m6", "anika", "pablo")

_SYNCHRONOUS = 2
_PHONEME_EVENTS = 1
_UTF8 = 1
_RATE, _VOLUME, _PITCH, _RANGE = 1, 2, 3, 4
_LIST_END, _WORD, _PHONEME = 0, 1, 7


class _EventId(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


@dataclass(frozen=True)
class Manner:
    """How a sentence is spoken: espeak-ng variant, words a minute, pitch and range 0-99."""

    variant: str = ""
    rate: int = 210
    pitch: int = 50
    pitch_range: int = 50


@dataclass(frozen=True)
class Speech:
    """One spoken sentence.

    audio: float32 at 16 kHz, peak below 1. chars: (text index, start s, end s) for each spoken
    character. phones: (espeak-ng phoneme name, start s, end s); pauses start with "_".
    """

    text: str
    audio: NDArray[np.float32]
    chars: list[tuple[int, float, float]]
    phones: list[tuple[str, float, float]]


class Synthesiser:
    """libespeak-ng in this process; it holds global state, so one a process."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL("libespeak-ng.so.1")
        self._rate = self._library.espeak_Initialize(_SYNCHRONOUS, 0, None, _PHONEME_EVENTS)
        if self._rate <= 0:
            raise RuntimeError("libespeak-ng did not start")
        self._sound: list[NDArray[np.int16]] = []
        self._events: list[tuple[int, int, float, str]] = []
        self._callback = _Callback(self._receive)
        self._library.espeak_SetSynthCallback(self._callback)

    def _receive(self, wave: ctypes.Array[ctypes.c_short], count: int, events: object) -> int:
        if wave and count > 0:
            self._sound.append(np.ctypeslib.as_array(wave, (count,)).copy())
        at = 0
        while events[at].type != _LIST_END:  # type: ignore[index]
            event = events[at]  # type: ignore[index]
            name = event.id.string.decode("utf-8", "replace") if event.type == _PHONEME else ""
            self._events.append((event.type, event.text_position, event.audio_position / 1000, name))
            at += 1
        return 0

    def say(self, text: str, manner: Manner) -> Speech:
        """Speak `text`; silence around it is trimmed to about 50 ms."""
        self._sound.clear()
        self._events.clear()
        voice = LANGUAGE + ("+" + manner.variant if manner.variant else "")
        if self._library.espeak_SetVoiceByName(voice.encode()):
            raise ValueError(f"no espeak-ng voice {voice}")
        for parameter, value in (
            (_RATE, manner.rate),
            (_VOLUME, 100),
            (_PITCH, manner.pitch),
            (_RANGE, manner.pitch_range),
        ):
            self._library.espeak_SetParameter(parameter, value, 0)
        raw = text.encode()
        self._library.espeak_Synth(raw, len(raw) + 1, 0, 1, 0, _UTF8, None, None)
        sound = np.concatenate(self._sound) if self._sound else np.zeros(0, np.int16)
        audio = resample_poly(sound.astype(np.float32) / 32768, 320, 441).astype(np.float32)
        return _trimmed(text, audio, self._timed_chars(text), self._timed_phones())

    def _timed_phones(self) -> list[tuple[str, float, float]]:
        marks = [(name, at) for kind, _, at, name in self._events if kind == _PHONEME]
        ends = [at for _, at in marks[1:]] + [marks[-1][1]] if marks else []
        return [(name, at, end) for (name, at), end in zip(marks, ends, strict=True) if end > at]

    def _timed_chars(self, text: str) -> list[tuple[int, float, float]]:
        """Each spoken character with its times; none where espeak-ng's account of them is not whole."""
        spoken = [i for i, char in enumerate(text) if char.isalnum()]
        words: list[tuple[int, float]] = []
        ends: list[float] = []
        for kind, position, at, name in self._events:
            # at pauses espeak-ng 1.51 also reports words at stale positions
            if kind == _WORD and position - 1 == spoken[min(len(words), len(spoken) - 1)]:
                words.append((position - 1, at))
                ends.append(at)
            elif kind == _PHONEME and words and not name.startswith("_:"):
                ends[-1] = max(ends[-1], at)
        if len(words) != len(spoken):
            return []
        return [(i, start, end) for (i, start), end in zip(words, ends, strict=True)]


def _trimmed(
    text: str,
    audio: NDArray[np.float32],
    chars: list[tuple[int, float, float]],
    phones: list[tuple[str, float, float]],
) -> Speech:
    loud = np.flatnonzero(np.abs(audio) > 0.006)
    if not len(loud):
        return Speech(text, np.zeros(0, np.float32), [], [])
    first = max(0, int(loud[0]) - 400)
    shift = first / SAMPLE_RATE
    return Speech(
        text,
        np.clip(audio[first : int(loud[-1]) + 800], -1, 1),
        [(i, max(0.0, start - shift), end - shift) for i, start, end in chars],
        [(name, max(0.0, start - shift), end - shift) for name, start, end in phones],
    )
