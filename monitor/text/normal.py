"""One normal form of Chinese text, with a map from every normal character to the original ones."""

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache

from opencc import OpenCC

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")
_LONGEST_NUMBER = 12
_SHORT = 128
_DROPPED = ("Cf", "Mn", "Me", "Cc", "Cs", "Co")
_DIGIT = re.compile(r"[0-9]")
_GROUPED = re.compile(r"(?<!\d)[1-9]\d{0,2}(?:,\d{3})+(?!\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Normal:
    """`begins[i]`, `ends[i]`: the half-open code points of the original that `text[i]` came from."""

    text: str
    begins: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, begin: int, stop: int) -> tuple[int, int]:
        """The original code points of normal characters `begin` to `stop` (half-open, not empty)."""
        return self.begins[begin], self.ends[stop - 1]

    def cut(self, begin: int, stop: int) -> "Normal":
        """The part that came from original code points `begin` to `stop`."""
        first, last = bisect_left(self.begins, begin), bisect_left(self.begins, stop)
        return Normal(self.text[first:last], self.begins[first:last], self.ends[first:last])


@cache
def _simplified() -> dict[str, str]:
    """Traditional to simplified, one character for one."""
    blocks = [chr(c) for c in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00))]
    turned = OpenCC("t2s").convert("\n".join(blocks)).split("\n")
    return {old: new for old, new in zip(blocks, turned, strict=True) if len(new) == 1 and old != new}


class _Plain(dict[int, str]):
    """The plain letters of each code point, worked out when first met. wide: those that become several."""

    def __init__(self) -> None:
        self.wide: set[str] = set()

    def __missing__(self, code: int) -> str:
        character = chr(code)
        letters = self[code] = _plain_character(character)
        if len(letters) > 1:
            self.wide.add(character)
        return letters


_PLAIN = _Plain()


def _plain_character(character: str) -> str:
    if unicodedata.category(character) in _DROPPED:
        return " " if character in "\n\t\r" else ""
    table = _simplified()
    wide = unicodedata.normalize("NFKC", character).lower()
    return "".join(table.get(c, c) for c in wide if unicodedata.category(c) not in _DROPPED)


_WIDE_MARKS = {"，": ",", "？": "?", "！": "!"}


@cache
def _settled() -> re.Pattern[str]:
    """Text of which only the wide marks are not plain: what most speech is, found out at little cost."""
    chinese = "".join(chr(c) for c in range(0x4E00, 0xA000) if chr(c) not in _simplified())
    return re.compile(f"[{chinese}a-z0-9 ,.?!。{''.join(_WIDE_MARKS)}]*")


def plain(text: str) -> Normal:
    """NFKC, simplified, lower case; zero-width and combining characters dropped. Digits stay digits."""
    if _settled().fullmatch(text):
        for wide, mark in _WIDE_MARKS.items():
            text = text.replace(wide, mark)
        return Normal(text, *_one_to_one(len(text)))
    letters = text.translate(_PLAIN)
    if len(letters) == len(text) and (not _PLAIN.wide or _PLAIN.wide.isdisjoint(text)):
        return Normal(letters, *_one_to_one(len(text)))
    begins = [at for at, character in enumerate(text) for _ in _PLAIN[ord(character)]]
    return Normal(letters, tuple(begins), tuple([b + 1 for b in begins]))


@lru_cache(_SHORT)
def _one_to_one(length: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return tuple(range(length)), tuple(range(1, length + 1))


def spoken(source: Normal) -> Normal:
    """A plain form with its digits as they are spoken: 48 → 四十八, 90% → 百分之九十, 2.5 → 二点五."""
    text, at = source.text, 0
    found = _DIGIT.search(text)
    if found is None:
        return source
    letters: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    while found:
        begin = found.start()
        stop, said = _number_at(text, begin)
        letters += text[at:begin], said
        begins += *source.begins[at:begin], *[source.begins[begin]] * len(said)
        ends += *source.ends[at:begin], *[source.ends[stop - 1]] * len(said)
        at = stop
        found = _DIGIT.search(text, at)
    return Normal(
        "".join([*letters, text[at:]]),
        (*begins, *source.begins[at:]),
        (*ends, *source.ends[at:]),
    )


def normal(text: str) -> Normal:
    """The form in which text is matched: plain, with numbers as they are spoken."""
    return _normal_of_short(text) if len(text) <= _SHORT else spoken(plain(text))


@lru_cache(4096)
def _normal_of_short(text: str) -> Normal:
    return spoken(plain(text))


forget = _normal_of_short.cache_clear
"""Measurements of the normal form itself begin with none remembered."""


def _number_at(text: str, at: int) -> tuple[int, str]:
    """Where the number that begins at `at` ends, and how it is spoken."""
    stop = at
    if grouped := _GROUPED.match(text, at):
        stop = grouped.end()
    while stop < len(text) and text[stop] in "0123456789":
        stop += 1
    whole, decimals = text[at:stop].replace(",", ""), ""
    if stop + 1 < len(text) and text[stop] == "." and text[stop + 1] in "0123456789":
        end = stop + 1
        while end < len(text) and text[end] in "0123456789":
            end += 1
        decimals, stop = text[stop + 1 : end], end
    said = _read(whole, text[stop : stop + 1]) + ("点" + _one_by_one(decimals) if decimals else "")
    if text[stop : stop + 1] == "%":
        return stop + 1, "百分之" + ("百" if said == "一百" else said)
    return stop, said


def _one_by_one(digits: str) -> str:
    return "".join(_DIGITS[int(d)] for d in digits)


def _read(digits: str, after: str) -> str:
    is_code = len(digits) > _LONGEST_NUMBER or (len(digits) > 1 and digits[0] == "0")
    if is_code or (len(digits) == 4 and after == "年"):
        return _one_by_one(digits)
    return read_number(int(digits))


def read_number(value: int) -> str:
    """How a whole number below 10^16 is spoken: 12 → 十二, 105 → 一百零五, 12000 → 一万二千."""
    if value == 0:
        return "零"
    said, gap = "", False
    for group in range(len(_GROUPS) - 1, -1, -1):
        part = value // 10_000**group % 10_000
        if not part:
            gap = bool(said)
            continue
        gap = gap or (bool(said) and part < 1000)
        said += ("零" if gap else "") + _read_group(part) + _GROUPS[group]
        gap = False
    return said[1:] if said.startswith("一十") else said


def _read_group(value: int) -> str:
    said, gap = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if not digit:
            gap = bool(said)
            continue
        said += ("零" if gap else "") + _DIGITS[digit] + _UNITS[place]
        gap = False
    return said
