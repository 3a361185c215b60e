"""How strongly a claim is said: hedged, certain, amplified, total; and the rungs of one thing."""

import re
from functools import cache
from pathlib import Path

import yaml

from monitor.text.syllables import encode

_SHIPPED = Path(__file__).parent / "ladders.yaml"
_BY_SOUND = ("有助于", "有利于", "有益于")


@cache
def _pattern(section: str) -> re.Pattern[str]:
    return re.compile("|".join(_document()[section]))


@cache
def _document() -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = yaml.safe_load(_SHIPPED.read_text(encoding="utf-8"))
    return loaded


@cache
def _ladders() -> list[list[re.Pattern[str]]]:
    return [[re.compile(rung) for rung in rungs] for rungs in _document()["ladders"]]


def hedges(text: str) -> tuple[str, ...]:
    return tuple(found.group() for found in _pattern("hedges").finditer(with_hedges(text)))


def certainties(text: str) -> tuple[str, ...]:
    return tuple(found.group() for found in _pattern("certain").finditer(text))


def amplifications(text: str) -> tuple[str, ...]:
    return tuple(found.group() for found in _pattern("amplified").finditer(text))


def is_total(text: str) -> bool:
    """Whether the effect said leaves nothing over; also by the sound of 清除 and 全部."""
    return _pattern("total").search(text) is not None or _sounds_total(encode(text))


def words_of_strength() -> str:
    """A pattern of every word that says how strongly and not what."""
    return "|".join([*_document()["hedges"], *_document()["certain"]])


def blanked(text: str) -> str:
    """The text without the words of certainty and totality, whose 不 and 没 deny nothing."""
    for section in ("total", "certain"):
        text = _pattern(section).sub(lambda found: " " * len(found.group()), text)
    return text


def climbs(approved: str, said: str) -> bool:
    """Whether the words said stand on a higher rung of a ladder than the approved ones."""
    return any(_rung(rungs, said) > _rung(rungs, approved) >= 0 for rungs in _ladders())


def _rung(rungs: list[re.Pattern[str]], text: str) -> int:
    return max((at for at, rung in enumerate(rungs) if rung.search(text)), default=-1)


def with_hedges(text: str) -> str:
    """Hedges of three syllables set right where only their sound was written: 由助于 → 有助于."""
    sound, letters = encode(text), list(text)
    for hedge in _BY_SOUND:
        at = sound.find(encode(hedge))
        if at >= 0:
            letters[at : at + len(hedge)] = hedge
    return "".join(letters)


def _sounds_total(sound: str) -> bool:
    return any(encode(word) in sound for word in ("清除掉", "一干二净", "全军覆没", "一点不留", "一个不剩"))
