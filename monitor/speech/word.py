"""What was recognised."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Word:
    """One Chinese character, or one run of other letters, with its times in media seconds.

    text: simplified, punctuation kept on the word it follows. raw: as the model wrote it.
    confidence: 0..1.
    """

    text: str
    start: float
    end: float
    confidence: float
    raw: str


class Label(StrEnum):
    """Why the words of a passage are not to be relied on. Nothing labelled is deleted."""

    UNSURE = "unsure"
    HALLUCINATED = "hallucinated"
    CUT_SHORT = "cut_short"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Passage:
    """One stretch of detected speech and what was heard in it; times in media seconds."""

    start: float
    end: float
    words: tuple[Word, ...]
    labels: tuple[Label, ...] = ()
    no_speech_prob: float = 0.0
    avg_logprob: float = 0.0
    compression_ratio: float = 1.0
