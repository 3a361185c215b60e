"""One normal form of Chinese text, with a map from every normal character to the original ones."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")
_LONGEST_NUMBER = 12
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
        kept = [i for i in range(len(self.text)) if begin <= self.begins[i] < stop]
        if not kept:
            return Normal("", (), ())
        first, last = kept[0], kept[-1] + 1
        return Normal(self.text[first:last], self.begins[first:last], self.ends[first:last])


@cache
def _simplified() -> dict[str, str]:
    """Traditional to simplified, one character for one."""
    blocks = [chr(c) for c in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00))]
    turned = OpenCC("t2s").convert("\n".join(blocks)).split("\n")
    return {old: new for old, new in zip(blocks, turned, strict=True) if len(new) == 1 and old != new}


@cache
def _plain_character(character: str) -> str:
    if unicodedata.category(character) in ("Cf", "Mn", "Me", "Cc", "Cs"):
        return " " if character in "\n\t\r" else ""
    table = _simplified()
    wide = unicodedata.normalize("NFKC", character).lower()
    return "".join(table.get(c, c) for c in wide if unicodedata.category(c) not in ("Cf", "Mn", "Me"))


def plain(text: str) -> Normal:
    """NFKC, simplified, lower case; zero-width and combining characters dropped. Digits stay digits."""
    letters: list[str] = []
    begins: list[int] = []
    for at, character in enumerate(text):
        for letter in _plain_character(character):
            letters.append(letter)
            begins.append(at)
    return Normal("".join(letters), tuple(begins), tuple(b + 1 for b in begins))


def spoken(source: Normal) -> Normal:
    """A plain form with its digits as they are spoken: 48 → 四十八, 90% → 百分之九十, 2.5 → 二点五."""
    letters: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    at, text = 0, source.text
    while at < len(text):
        stop, said = _number_at(text, at)
        for letter in said:
            letters.append(letter)
            begins.append(source.begins[at])
            ends.append(source.ends[stop - 1])
        at = stop
    return Normal("".join(letters), tuple(begins), tuple(ends))


def normal(text: str) -> Normal:
    """The form in which text is matched: plain, with numbers as they are spoken."""
    return spoken(plain(text))


def _number_at(text: str, at: int) -> tuple[int, str]:
    stop = at
    if grouped := _GROUPED.match(text, at):
        stop = grouped.end()
    while stop < len(text) and text[stop].isascii() and text[stop].isdigit():
        stop += 1
    if stop == at:
        return at + 1, text[at]
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
