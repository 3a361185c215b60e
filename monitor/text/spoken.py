"""The words of a written line that are meant to be said, each with its place in the line."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_OPENING, _CLOSING = "（【", "）】"
_LIST = re.compile(
    r"^\s*(?:[-*+•·●○■◆▪–—☆★]\s+|[•·●○■◆▪☆★]|\d{1,3}[.．)）](?!\d)\s*|\d{1,3}、(?!\d)\s*|[一二三四五六七八九十]{1,3}[、．]\s*"
    r"|[(（](?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）]\s*|[①-⑳]\s*)",
    re.MULTILINE,
)
_ROLE = (
    r"主播|副播|助播|男播|女播|助理|场控|中控|嘉宾|主持人?|旁白|画外音|观众|粉丝|导播|口播|话术|台词|"
    r"host|guest|assistant|co-?host"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚"
    "卢姜崔钟谭陆汪范石廖贾夏韦付方邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤云"
)
_NICKNAME = rf"[老小大][{_SURNAMES}]|阿[一-龥]|[一-龥]{{1,3}}(?:姐|哥|老师|总|妹|叔|姨|医生|博士|经理|店长)"
_SPEAKER = re.compile(
    rf"^\s*(?:(?:{_ROLE})[\w\s]{{0,6}}|{_NICKNAME})\s*[：:]\s*", re.IGNORECASE | re.MULTILINE
)
_BLOCKS = (
    re.compile(r"<!--.{0,2000}?-->"),
    re.compile(r"!\[[^\]]{0,500}\]\([^)]{0,2000}\)"),
    re.compile(r"</?[A-Za-z][^<>]{0,500}>"),
    re.compile(r"^\s{0,3}(?:>\s?)+"),
    re.compile(r"^\s{0,3}#{1,6}(?:\s+|$)|\s+#+\s*$"),
)
_INLINE = (
    re.compile(r"^\s{0,3}(?:[-*_=]\s*){3,}$"),
    re.compile(r"^\s{0,3}(?:```+|~~~+).*$"),
    re.compile(r"\[(?=[^\]]{0,500}\]\()|(?<=\S)\]\([^)]{0,2000}\)"),
    re.compile(r"\\(?=[^\w\s])"),
)
_TABLE_RULE = re.compile(r"^\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?\s*)?$")
_TABLE_ROW = re.compile(r"^\s*\|.*\|\s*$")
_EMPHASIS = re.compile(
    r"`+|~~|(?<![0-9])\*{1,3}|\*{1,3}(?![0-9])|(?<![A-Za-z0-9])_{1,3}|_{1,3}(?![A-Za-z0-9])"
)
_TASK = re.compile(r"^\s*\[[ xX]\]\s+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Spoken:
    """`places[i]` is the code point of the line that `text[i]` stands at."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def whole(cls, line: str) -> "Spoken":
        return cls(line, tuple(range(len(line))))

    def span(self, begin: int, stop: int) -> tuple[int, int]:
        """The half-open code points of the line for those of `text`."""
        return (self.places[begin], self.places[stop - 1] + 1) if begin < stop else (0, 0)

    def without(self, *patterns: re.Pattern[str]) -> "Spoken":
        """What is left when each of `patterns` in turn is taken out."""
        left = self
        for pattern in patterns:
            left = left.but((found.start(), found.end()) for found in pattern.finditer(left.text))
        return left

    def but(self, spans: Iterable[tuple[int, int]]) -> "Spoken":
        out = {at for begin, stop in spans for at in range(begin, stop)}
        kept = [at for at in range(len(self.text)) if at not in out]
        return Spoken("".join(self.text[at] for at in kept), tuple(self.places[at] for at in kept))


def spoken(line: str, markdown: bool = False) -> Spoken:
    """The line without list marks, speaker marks and stage directions in （） or 【】."""
    said = _unmarked(line, markdown)
    said = said.but((begin, stop) for begin, stop in directions(said.text))
    return said.without(_LIST, _TASK, _SPEAKER, _LIST)


def label(line: str, markdown: bool = False) -> str | None:
    """The words of the 【…】 that a line begins with."""
    bare = _unmarked(line, markdown).text.strip()
    begin, stop = next(directions(bare), (0, 0))
    return bare[1 : stop - 1] if begin == 0 < stop and bare.startswith("【") else None


def directions(text: str) -> Iterator[tuple[int, int]]:
    """Where stage directions stand, brackets included; a bracket without its partner is a letter."""
    open_at: list[int] = []
    for at, character in enumerate(text):
        if character in _OPENING:
            open_at.append(at)
        elif character in _CLOSING:
            partner = _OPENING[_CLOSING.index(character)]
            while open_at and text[open_at[-1]] != partner:
                open_at.pop()
            if open_at:
                begin = open_at.pop()
                if not open_at:
                    yield begin, at + 1


def _unmarked(line: str, markdown: bool) -> Spoken:
    """Without list marks and those of markdown; the cells of a table are apart as clauses are."""
    said = Spoken.whole(line)
    if markdown and _TABLE_RULE.match(line):
        return Spoken("", ())
    if markdown and _TABLE_ROW.match(line):
        said = Spoken(line.replace("|", "\n"), said.places)
    if markdown:
        said = said.without(*_BLOCKS, _LIST, *_INLINE, _EMPHASIS, _TASK)
    return said.without(_LIST, _LIST)
