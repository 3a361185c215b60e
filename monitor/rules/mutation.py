"""Sentences changed the way evasion and recognisers change them, for the tests beside the rules."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from opencc import OpenCC

from monitor.rules.scan import Hit
from monitor.text.normal import Normal, normal
from monitor.text.syllables import encode, syllable_count

_FILLER = "某"
_SOUND_FROM = 3
_NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾两半几")
"""Numbers are never heard by their sound, so none is put in or taken out."""


class Mutation(StrEnum):
    FILLER = "filler"
    TRADITIONAL = "traditional"
    FULL_WIDTH = "full_width"
    HOMOPHONE = "homophone"


@dataclass(frozen=True, slots=True)
class Mutated:
    kind: Mutation
    text: str


def rewritten(text: str) -> Iterator[Mutated]:
    """The same words in other characters, where that makes a difference."""
    for kind, other in ((Mutation.TRADITIONAL, _traditional(text)), (Mutation.FULL_WIDTH, _wide(text))):
        if other != text:
            yield Mutated(kind, other)


def evaded(text: str, hits: Sequence[Hit]) -> Iterator[Mutated]:
    """The first of `hits` that allows it with a filler inside one word, and with a word of the same sound.

    hits: of one rule in the normal form of `text`.
    """
    form = normal(text)
    disguises = (
        (Mutation.FILLER, "fillers", 2, _with_filler),
        (Mutation.HOMOPHONE, "syllables", _SOUND_FROM, _same_sound),
    )
    for kind, mechanism, least, disguise in disguises:
        able = [hit for hit in hits if mechanism in hit.pattern.mechanisms]
        words = (word for hit in able for word in _words(hit, form, least))
        changed = ((begin, stop, disguise(text[begin:stop])) for begin, stop in words)
        for begin, stop, other in (found for found in changed if found[2]):
            yield Mutated(kind, f"{text[:begin]}{other}{text[stop:]}")
            break


def _words(hit: Hit, form: Normal, least: int) -> list[tuple[int, int]]:
    """Where the rule's words stand as they are written in it, the longest first; original code points."""
    written = {normal(word).text for word in hit.pattern.words}
    edges = [hit.begin, *(edge for gap in hit.gaps for edge in gap), hit.stop]
    found = []
    for begin, stop in zip(edges[::2], edges[1::2], strict=True):
        word = form.text[begin:stop]
        if word in written and syllable_count(word) == len(word) >= least:
            found.append(form.span(begin, stop))
    return sorted(found, key=lambda span: span[0] - span[1])


def _with_filler(word: str) -> str:
    middle = len(word) // 2
    return word[:middle] + _FILLER + word[middle:]


def _same_sound(word: str) -> str | None:
    """The word with one character, near its middle, replaced by another of the same syllable."""
    for at in sorted(range(len(word)), key=lambda i: abs(i - len(word) // 2)):
        for other in _by_sound().get(encode(word[at]), ()):
            if normal(other).text == other != word[at] and not _NUMERALS & {other, word[at]}:
                return word[:at] + other + word[at + 1 :]
    return None


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")


def _traditional(text: str) -> str:
    return str(_converter().convert(text))


@cache
def _by_sound() -> dict[str, list[str]]:
    """The 3,755 commonest characters (GB 2312, level 1) by their syllable."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in range(0xB0, 0xD8):
        for character in bytes(b for cell in range(0xA1, 0xFF) for b in (row, cell)).decode(
            "gb2312", "ignore"
        ):
            found[encode(character)].append(character)
    return found
