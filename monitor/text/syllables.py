"""Toneless syllables, one symbol a character, so that text can be searched by its sound.

Readings are pypinyin's (MIT); a table is built once, so encoding is a lookup.
"""

import unicodedata
from functools import cache
from itertools import product

from pypinyin import lazy_pinyin
from pypinyin.constants import PINYIN_DICT

_FIRST = 0xE000
_READINGS = 8


@cache
def _numbering() -> dict[str, str]:
    """A private-use character for each toneless syllable."""
    return {}


def _symbol(syllable: str) -> str:
    numbering = _numbering()
    if syllable not in numbering:
        numbering[syllable] = chr(_FIRST + len(numbering))
    return numbering[syllable]


def _toneless(reading: str) -> str:
    letters = unicodedata.normalize("NFD", reading.replace("ü", "v"))
    letters = letters.replace("ü", "v")
    return "".join(c for c in letters if unicodedata.category(c) != "Mn")


@cache
def _table() -> dict[int, str]:
    return {
        code: _symbol(_toneless(readings.split(",")[0]))
        for code, readings in PINYIN_DICT.items()
        if 0x3400 <= code < 0xA000 or code == 0x3007
    }


def encode(text: str) -> str:
    """Each Chinese character as the symbol of its commonest syllable; others as they are. Same length."""
    return text.translate(_table())


def readings(phrase: str) -> list[str]:
    """The encodings a phrase may have: character by character, and as pypinyin reads it in context."""
    by_table = encode(phrase)
    in_context = lazy_pinyin(phrase)
    if len(in_context) != len(phrase):
        return [by_table]
    choices = [
        (table,) if not _is_symbol(table) else tuple({table, _symbol(_toneless(said))})
        for table, said in zip(by_table, in_context, strict=True)
    ]
    return ["".join(choice) for choice in product(*choices)][:_READINGS]


def syllable_count(phrase: str) -> int:
    """How many characters of the phrase have a syllable."""
    return sum(map(_is_symbol, encode(phrase)))


def _is_symbol(character: str) -> bool:
    return _FIRST <= ord(character) < 0xF900


def same_sound(left: str, right: str) -> bool:
    return encode(left) == encode(right)
