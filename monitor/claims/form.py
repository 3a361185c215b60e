"""Texts brought into the form in which claims are compared."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from monitor.claims.ladders import with_hedges, words_of_strength
from monitor.claims.product import SellingPoint
from monitor.claims.rates import continued
from monitor.claims.slots import Slots, read_slots
from monitor.claims.vocabulary import concepts
from monitor.claims.words import alike
from monitor.text.normal import Normal, normal
from monitor.text.quantities import Quantity
from monitor.text.segment import segment
from monitor.text.syllables import encode

_REMEMBERED = 4096
_PARTS = re.compile(r"[，。；;,、！!？?\n（）()]|并且|同时(?!充)|而且")
_SYMBOL_FROM = 0xF600
_WORD = re.compile(r"[\u4e00-\u9fffa-z]+")
_MARKS = re.compile(r"[\W_]")
_SUITS = re.compile(r"适合|适用|适宜|用于|可以?用|能用|可食用|人群")
_UNSUITED = re.compile(r"不适[合宜用]|不宜|禁用|慎用|不建议")


@dataclass(frozen=True, slots=True)
class Form:
    """A text ready to be compared. sound: each number as one symbol, particles left out.

    about: the concepts it names, and where each first stands. before: the form of what was said just
    before it in the same breath, where it may leave out what it is about.
    """

    original: str
    normal: Normal
    sound: str
    terms: tuple[str, ...]
    slots: Slots
    about: dict[str, tuple[int, int]]
    keys: frozenset[str]
    before: "Form | None" = None

    @property
    def text(self) -> str:
        return self.normal.text

    @property
    def suits(self) -> bool:
        """Whether it says for whom the goods are."""
        known = bool(self.slots.people) or any(q.dimension == "age" for q in self.slots.numbers)
        return known and _SUITS.search(self.text) is not None and not self.excludes

    @property
    def excludes(self) -> bool:
        """Whether it says for whom the goods are not."""
        return bool(self.slots.people) and _UNSUITED.search(self.text) is not None

    def written(self, quantity: Quantity) -> str:
        begin, stop = self.normal.span(quantity.begin, min(quantity.stop, len(self.normal.begins)))
        return self.original[begin:stop]


@dataclass(frozen=True, slots=True)
class Approved:
    """A selling point and the forms it may be said in: whole, or one of its parts.

    denied: the substances that it says are absent. also: the further wordings of the point, each with its
    forms.
    """

    point: SellingPoint
    forms: tuple[Form, ...]
    denied: frozenset[str]
    also: "tuple[Approved, ...]" = ()

    @property
    def whole(self) -> Form:
        return self.forms[0]


def form_of(text: str, before: Form | None = None, *, heard: bool = True) -> Form:
    """heard: whether a recogniser wrote the text, so that its words may stand for others of their sound."""
    form = _form_alone(text, heard)
    if before is None:
        return form
    slots = form.slots
    if slots.numbers and before.slots.numbers:
        given = continued(slots.numbers, before.slots.numbers, before.text)
        slots = replace(slots, numbers=tuple(given))
    return replace(form, slots=slots, keys=form.keys | before.keys, before=before)


@lru_cache(_REMEMBERED)
def _form_alone(text: str, heard: bool) -> Form:
    said = normal(text)
    slots = read_slots(said.text)
    skeleton = with_hedges(_skeleton(said.text, slots.numbers))
    kept = fluff().sub("", skeleton)
    about = {hit.name: (hit.begin, hit.stop) for hit in reversed(concepts().maximal(said.text, heard))}
    words = tuple(_terms(fluff().sub(" ", skeleton)))
    sound = encode(_MARKS.sub("", kept))
    keys = _keys(sound, slots, about) | _pairs(encode(said.text)) | _pairs_of(words)
    return Form(text, said, sound, words, slots, about, keys, None)


def _keys(sound: str, slots: Slots, about: dict[str, tuple[int, int]]) -> frozenset[str]:
    kinds = {f"figure:{q.dimension[:6]}" for q in slots.numbers}
    if any(q.dimension == "number" for q in slots.numbers):
        kinds.add("figure:percen")
    if any(q.base or q.unit == "度" for q in slots.numbers):
        kinds |= {"figure:percen", "figure:times"}
    marks = {"people": slots.people, "parts": slots.parts, "denied": slots.substances}
    ages = {"people"} if kinds & {"figure:age", "figure:time"} else set[str]()
    found = {name for name, value in marks.items() if value} | ({"parts"} if "surfaces" in about else set())
    return frozenset([*about, *kinds, *found, *ages, *_pairs(sound)])


def _pairs(sound: str) -> frozenset[str]:
    return frozenset(sound[at : at + 2] for at in range(len(sound) - 1))


def _pairs_of(words: Sequence[str]) -> frozenset[str]:
    """Of the words, and of those that may be said for them."""
    return frozenset[str]().union(*(_pairs(encode(other)) for word in words for other in alike(word)))


def approved(point: SellingPoint) -> Approved:
    known = _worded(point, point.text)
    if not point.also:
        return known
    also = tuple(_worded(point, wording) for wording in point.also)
    return replace(known, also=also, denied=known.denied.union(*(wording.denied for wording in also)))


def _worded(point: SellingPoint, wording: str) -> Approved:
    parts = [part.strip() for part in _PARTS.split(wording) if len(part.strip()) > 2]
    texts = dict.fromkeys([wording, *parts])
    forms = tuple(form_of(text, heard=False) for text in texts)
    return Approved(point, forms, frozenset[str]().union(*(form.slots.denied for form in forms)))


@cache
def fluff() -> re.Pattern[str]:
    """Words that say nothing of what is claimed."""
    return re.compile(
        rf"{words_of_strength()}|能够|可以|我们|咱们|这一?[款个支瓶盒台件种]|大家|宝宝们?|宝贝们?|姐妹们?|家人们?|朋友们?|"
        r"非常|特别|真的|确实|那个|然后|来说|相当于|达到|长达|高达|做到|整整|足足|的话|一个|你们|它们|他们|就是|而且|都是|其实|目前|而已|"
        r"[的了呢啊哦吧嘛呀哈啦就也都还能会我它是很给你有嗯呃哎这那]"
    )


def _skeleton(text: str, numbers: Sequence[Quantity]) -> str:
    parts, at = [], 0
    for quantity in sorted(numbers, key=lambda q: q.begin):
        parts += [text[at : quantity.begin], _dimension_symbol(quantity.dimension)]
        at = max(at, quantity.stop)
    return "".join([*parts, text[at:]])


@cache
def _symbols() -> dict[str, str]:
    return {}


def _dimension_symbol(dimension: str) -> str:
    known = _symbols()
    return known.setdefault(dimension, chr(_SYMBOL_FROM + len(known)))


def _terms(text: str) -> list[str]:
    words = [t for t in segment(text) if _WORD.fullmatch(t)]
    return [part for word in words for part in ((word[:2], word[2:]) if len(word) >= 4 else (word,))]
