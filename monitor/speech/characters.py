"""Whisper's tokens to words: single Chinese characters, whole runs of Latin letters and digits.

A token may be a word (今天), a character, or bytes of one; its time is shared out evenly among its
characters. Whatever is not a letter or digit stays on the word it follows, so that the words spell
the text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from statistics import fmean
from typing import NamedTuple

from opencc import OpenCC

from monitor.speech.word import Word

RUN = r"[A-Za-z0-9À-ɏ]"
UNIT = re.compile(rf"{RUN}+(?:(?:(?<=[0-9])[.,:/](?=[0-9])|(?<={RUN})['’\-](?={RUN})){RUN}+)*%?|[^\W_]")


class Token(NamedTuple):
    """Text as the model wrote it, its times in seconds, and its probability 0..1."""

    text: str
    start: float
    end: float
    probability: float


class Character(NamedTuple):
    start: float
    end: float
    probability: float


def words(tokens: Sequence[Token]) -> list[Word]:
    """One word for each Chinese character or run of other letters; times to the millisecond.

    The `raw` of all words together is the tokens' text; nothing is lost.
    """
    raw = "".join(token.text for token in tokens)
    characters = [character for token in tokens for character in _characters(token)]
    units = [match.span() for match in UNIT.finditer(raw)]
    if not units:
        return []
    text = simplified(raw)
    cuts = [0, *(start for start, _ in units[1:]), len(raw)]
    return [
        _word(_tidy(text[begin:stop], text[stop:]), raw[begin:stop], characters[slice(*unit)])
        for (begin, stop), unit in zip(pairwise(cuts), units, strict=True)
    ]


def _word(text: str, raw: str, spoken: list[Character]) -> Word:
    return Word(
        text=text,
        start=round(spoken[0].start, 3),
        end=round(spoken[-1].end, 3),
        confidence=round(fmean(character.probability for character in spoken), 4),
        raw=raw,
    )


def _characters(token: Token) -> Iterator[Character]:
    spoken = UNIT.findall(token.text)
    share = (token.end - token.start) / max(1, sum(map(len, spoken)))
    at = token.start
    inside = {i for match in UNIT.finditer(token.text) for i in range(*match.span())}
    for i in range(len(token.text)):
        end = at + share if i in inside else at
        yield Character(at, end, token.probability)
        at = end


def _tidy(text: str, following: str) -> str:
    """Spaces only between two runs of Latin letters or digits."""
    kept = text.strip()
    between_runs = text != text.rstrip() and re.match(RUN, following) and re.search(rf"{RUN}\W*$", kept)
    return "".join(kept.split()) + (" " if between_runs else "")


def simplified(text: str) -> str:
    """Traditional characters made simplified one for one; as given where the length would change."""
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(_one(character) for character in text)


@lru_cache(8192)
def _one(character: str) -> str:
    converted: str = _converter().convert(character)
    return converted if len(converted) == 1 else character


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def within(tokens: Iterable[Token], stretches: Sequence[tuple[float, float]]) -> list[Token]:
    """Tokens with their times held to the stretch of speech that they overlap most.

    Alignment hands every silence to some neighbour; voice activity knows better.
    """
    return [_held(token, stretches) for token in tokens]


def _held(token: Token, stretches: Sequence[tuple[float, float]]) -> Token:
    start, end = max(
        stretches,
        key=lambda s: min(s[1], token.end) - max(s[0], token.start),
        default=(token.start, token.end),
    )
    start, end = max(start, token.start), min(end, token.end)
    return token._replace(start=start, end=end) if start < end else token
