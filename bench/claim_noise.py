"""What a recogniser does to a claim: characters written as others of the same sound, and characters lost.

Figures are left as they are: numbers are compared as numbers and never by their sound, so that a figure
misheard is another figure, and noise in it would only measure how often the noise makes a false claim.
"""

import random
from collections import defaultdict
from functools import cache

from pypinyin import lazy_pinyin

HOMOPHONES = 0.10
DELETIONS = 0.03
FIGURES = frozenset("零〇一二三四五六七八九十百千万亿两半点0123456789.%")


@cache
def _by_sound() -> dict[str, list[str]]:
    """The 3,755 characters of GB 2312's first level, by toneless syllable."""
    cells = [bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)]
    table = defaultdict(list)
    for character in b"".join(cells).decode("gb2312", "ignore"):
        table[lazy_pinyin(character)[0]].append(character)
    return dict(table)


def misheard(
    text: str, chance: random.Random, homophones: float = HOMOPHONES, deletions: float = DELETIONS
) -> str:
    """`text` with the given shares of its Chinese characters, figures apart, replaced and lost."""
    letters = []
    for character, sound in zip(text, _sounds(text), strict=True):
        drawn = chance.random()
        if character in FIGURES or not "\u4e00" <= character <= "\u9fff":
            letters.append(character)
        elif drawn < homophones:
            others = [c for c in _by_sound().get(sound, []) if c != character and c not in FIGURES]
            letters.append(chance.choice(others) if others else character)
        elif drawn >= homophones + deletions:
            letters.append(character)
    return "".join(letters)


def _sounds(text: str) -> list[str]:
    """The syllable of each character as it is read in this text."""
    sounds: list[str] = lazy_pinyin(text, errors=list)
    return sounds if len(sounds) == len(text) else [lazy_pinyin(c)[0] for c in text]
