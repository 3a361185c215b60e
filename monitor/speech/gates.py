"""The gates that faster-whisper's batched mode ignores, applied to each clip's result.

Thresholds are Whisper's own. A clip that fails is decoded again; what still fails keeps its words
and is labelled.
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from math import inf

import yaml

from monitor.speech.characters import UNIT, Token, simplified
from monitor.speech.decoding import Heard
from monitor.speech.word import Label

NO_SPEECH = 0.6
LOW_LOGPROB = -1.0
REPETITIVE = 2.4
FAINT = 0.65
"""Mean probability of the voiced frames below which voice activity hardly believed itself."""
UNHEARD_TAIL = 1.5
"""Seconds of speech that the words leave uncovered before the text counts as ended early."""
SKIPPED = 3.0
"""Seconds of speech between two words, or under one character, that count as passed over. Alignment
gives a comma up to two and a half."""
SLOWEST = 1.0
"""Characters or words a second of speech; half of slow speech."""
LONG_ENOUGH = 4.0
"""Seconds of speech from which a rate means something."""


def labels(
    heard: Heard, speech: Sequence[tuple[float, float]], voice: float, units: int
) -> tuple[Label, ...]:
    """What is wrong with a clip's result; nothing if it may be relied on.

    speech: where there is speech, in seconds from the clip's start. voice: how sure voice
    activity is of it, 0.5..1. units: how many words were heard.
    """
    found = []
    if invented(heard, voice):
        found.append(Label.HALLUCINATED)
    elif heard.avg_logprob < LOW_LOGPROB or heard.compression_ratio > REPETITIVE:
        found.append(Label.UNSURE)
    if cut_short(heard, speech, units):
        found.append(Label.CUT_SHORT)
    elif skipped(heard.tokens, speech):
        found.append(Label.SKIPPED)
    return tuple(found)


def silent(heard: Heard) -> bool:
    """The model says, without words, that nobody speaks."""
    return not heard.text.strip() and heard.no_speech_prob > NO_SPEECH


def invented(heard: Heard, voice: float) -> bool:
    """Words where there is hardly speech, or a line known from subtitles and nothing else."""
    if not heard.text.strip():
        return False
    unheard = heard.no_speech_prob > NO_SPEECH and heard.avg_logprob < LOW_LOGPROB
    return unheard or voice < FAINT or known_line(heard.text)


def known_line(text: str) -> bool:
    """Whether `text` is one of the lines that Whisper is known to invent, once or repeated."""
    rest = re.sub(r"[\W_]", "", simplified(text)).lower()
    line = _line().match(rest)
    while line:
        rest = rest[line.end() :]
        if not rest:
            return True
        line = _line().match(rest)
    return False


@cache
def _line() -> re.Pattern[str]:
    found = yaml.safe_load((files("monitor.speech") / "hallucinations.yaml").read_text(encoding="utf-8"))
    return re.compile("|".join(f"(?:{line})" for line in found["lines"]))


def cut_short(heard: Heard, speech: Sequence[tuple[float, float]], units: int) -> bool:
    """Whether speech goes on after the last word, or the words are too few for it."""
    spoken = _spoken(speech, 0, inf)
    if not heard.ended or not units:
        return True
    last = max(token.end for token in heard.tokens)
    return _spoken(speech, last, inf) > UNHEARD_TAIL or (spoken >= LONG_ENOUGH and units < SLOWEST * spoken)


def skipped(tokens: Sequence[Token], speech: Sequence[tuple[float, float]]) -> bool:
    """Whether speech was passed over: before the first word, between two, or under one too long for it."""
    at = 0.0
    for token in tokens:
        if _spoken(speech, at, token.start) > SKIPPED:
            return True
        characters = max(1, len(UNIT.findall(token.text)))
        if _spoken(speech, token.start, token.end) > SKIPPED * characters:
            return True
        at = max(at, token.end)
    return False


def _spoken(speech: Sequence[tuple[float, float]], begin: float, end: float) -> float:
    """Seconds of speech between two times."""
    return sum(max(0.0, min(end, stop) - max(begin, start)) for start, stop in speech)
