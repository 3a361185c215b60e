"""Batches of clips through faster-whisper: sound in, tokens with times out.

The same calls as faster-whisper's BatchedInferencePipeline, whose batches these are, but each clip's
result depends on nothing outside its batch, features are made a batch at a time, and decoding may go
on for as many tokens as fast Mandarin needs (the pipeline stops at 224).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, TypeVar

import numpy as np
from ctranslate2 import StorageView
from faster_whisper.audio import pad_or_trim
from faster_whisper.transcribe import get_compression_ratio, get_suppressed_tokens
from numpy.typing import NDArray

from monitor.media.block import SAMPLE_RATE
from monitor.speech.characters import Token
from monitor.speech.model import SpeechModel
from monitor.speech.vad import Samples

BATCH = 8
BEAM = 5
TOKENS_PER_SECOND = 14
"""Nine characters a second, at one and a half tokens each: nobody speaks faster for long."""
SPARE_TOKENS = 32

Features = NDArray[np.float32]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sound:
    """What the model is given of one clip: log-mel features (bands, 3000), and how long it is in s."""

    features: Features
    duration: float


@dataclass(frozen=True, slots=True)
class Heard:
    """What the model made of one clip. Times of `tokens` count from the clip's start.

    ended: the model ended the text itself, rather than running into the limit.
    """

    tokens: tuple[Token, ...]
    no_speech_prob: float
    avg_logprob: float
    compression_ratio: float
    ended: bool

    @property
    def text(self) -> str:
        return "".join(token.text for token in self.tokens)


def sound(model: SpeechModel, samples: Samples) -> Sound:
    """`samples` (16 kHz, at most 30 s) as the model hears them."""
    features = model.whisper.feature_extractor(samples)[..., :-1]
    return Sound(pad_or_trim(features), len(samples) / SAMPLE_RATE)


class Decoder:
    """Decodes batches with one prompt. Deterministic: beam search, no sampling."""

    def __init__(self, model: SpeechModel, prompt: str | None) -> None:
        self._whisper = model.whisper
        # clip by clip a CPU encodes and aligns faster, and in an eighth of the memory
        self._step = 1 if model.device == "cpu" else BATCH
        self._tokenizer = model.tokenizer
        before = self._tokenizer.encode(prompt) if prompt else []
        self._prompt: list[int] = self._whisper.get_prompt(self._tokenizer, before, without_timestamps=True)
        self._suppressed = get_suppressed_tokens(self._tokenizer, [-1])

    def decode(self, batch: Sequence[Sound]) -> list[Heard]:
        encoded = [
            self._whisper.encode(np.stack([item.features for item in some])) for some in self._in_steps(batch)
        ]
        limit = self._limit(max(item.duration for item in batch))
        results = self._whisper.model.generate(
            _together(encoded),
            [self._prompt] * len(batch),
            beam_size=BEAM,
            # CTranslate2 makes min(max_length / 2, max_length - prompt) new tokens.
            max_length=2 * limit,
            suppress_tokens=self._suppressed,
            return_scores=True,
            return_no_speech_prob=True,
        )
        texts = [[t for t in result.sequences_ids[0] if t < self._tokenizer.eot] for result in results]
        frames = [max(100, ceil(item.duration * 100)) for item in batch]
        steps = zip(encoded, self._in_steps(texts), self._in_steps(frames), strict=True)
        aligned = [found for step in steps for found in self._aligned(*step)]
        return [self._heard(r, a, limit) for r, a in zip(results, aligned, strict=True)]

    def _in_steps(self, items: Sequence[T]) -> list[Sequence[T]]:
        return [items[at : at + self._step] for at in range(0, len(items), self._step)]

    def _aligned(
        self, encoded: StorageView, texts: Sequence[list[int]], frames: Sequence[int]
    ) -> list[list[dict[str, Any]]]:
        found: list[list[dict[str, Any]]] = self._whisper.find_alignment(
            self._tokenizer, texts, encoded, frames
        )
        return found

    def _limit(self, duration: float) -> int:
        room = self._whisper.max_length - len(self._prompt)
        return int(min(room, SPARE_TOKENS + ceil(TOKENS_PER_SECOND * duration)))

    def _heard(self, result: Any, aligned: list[dict[str, Any]], limit: int) -> Heard:
        ids = result.sequences_ids[0]
        return Heard(
            tokens=tuple(
                Token(word["word"], float(word["start"]), float(word["end"]), float(word["probability"]))
                for word in aligned
            ),
            no_speech_prob=float(result.no_speech_prob),
            avg_logprob=float(result.scores[0] * len(ids) / (len(ids) + 1)),
            compression_ratio=float(get_compression_ratio(self._tokenizer.decode(ids))),
            ended=len(ids) < limit,
        )


def _together(encoded: Sequence[StorageView]) -> StorageView:
    if len(encoded) == 1:
        return encoded[0]
    return StorageView.from_array(np.concatenate([np.asarray(part) for part in encoded]))
