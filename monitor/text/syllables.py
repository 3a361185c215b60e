"""Toneless syllables, one symbol a character, so that text can be searched by its sound.

Readings are pypinyin's (MIT); a table is built once, so encoding is a lookup.
"""

import unicodedata
from functools import cache, lru_cache
from itertools import islice, product

import numpy as np
from numpy.typing import NDArray

_FIRST = 0xE000
_READINGS = 8
_CACHED = 65_536
_CODES = 0x110000
_LONG = 64  # from here on a gather over the whole text beats a look-up of each character


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
    # pypinyin takes as long as all else of a command that needs no sound
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415

    return {
        code: _symbol(_toneless(readings.split(",")[0]))
        for code, readings in PINYIN_DICT.items()
        if 0x3400 <= code < 0xA000 or code == 0x3007
    }


@cache
def _by_code() -> NDArray[np.uint32]:
    """The same table by code point."""
    codes = np.arange(_CODES, dtype=np.uint32)
    for code, symbol in _table().items():
        codes[code] = ord(symbol)
    return codes


def encode(text: str) -> str:
    """Each Chinese character as the symbol of its commonest syllable; others as they are. Same length."""
    if len(text) < _LONG:
        return text.translate(_table())
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return _by_code()[codes].tobytes().decode("utf-32-le", "surrogatepass")


@lru_cache(_CACHED)
def readings(phrase: str) -> tuple[str, ...]:
    """The encodings a phrase may have: character by character, and as pypinyin reads it in context."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    by_table = encode(phrase)
    in_context = lazy_pinyin(phrase)
    if len(in_context) != len(phrase):
        return (by_table,)
    choices = [
        (table,) if not _is_symbol(table) else tuple({table, _symbol(_toneless(said))})
        for table, said in zip(by_table, in_context, strict=True)
    ]
    return tuple("".join(choice) for choice in islice(product(*choices), _READINGS))


@lru_cache(_CACHED)
def syllable_count(phrase: str) -> int:
    """How many characters of the phrase have a syllable."""
    return sum(map(_is_symbol, encode(phrase)))


def _is_symbol(character: str) -> bool:
    return _FIRST <= ord(character) < 0xF900
