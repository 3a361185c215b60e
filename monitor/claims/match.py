"""A clause held against the approved selling points of its product."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from rapidfuzz import fuzz

from monitor.claims.catalogue import SellingPoint
from monitor.claims.finding import Difference
from monitor.claims.slots import FLUFF, Slots, read_slots, with_hedges
from monitor.text.normal import Normal, normal
from monitor.text.quantities import Comparator, Quantity
from monitor.text.segment import segment
from monitor.text.syllables import encode
from monitor.text.units import UNITS

LIKENESS = 82.0
COVERAGE = 0.6
_PARTS = re.compile(r"[，。；;,、！!？?\n（）()]|并且|同时|而且")
_SYMBOL_FROM = 0xF600
_SMALLER_IS_STRONGER = re.compile(
    r"见效|起效|充(?:满|到|至|电)|快充|速热|只需|仅需|只要|噪音|噪声|低噪|低于|不超过|误差|轻至|薄至|仅重|厚度|耗电|能耗|卡路里|热量|含糖|脂肪|掉粉"
)
_IN_USE = re.compile(r"可用|能用|以用|使用|续航|待机|能打|能跑")
_SPECIFICATIONS = frozenset({"mass", "volume", "power", "charge", "voltage"})
_SYNONYMS = [
    {"补水", "保湿", "锁水", "水润"},
    {"持妆", "不脱妆", "不掉妆", "定妆"},
    {"保温", "锁温", "保热"},
    {"续航", "能用", "待机", "可用"},
    {"重量", "净含量", "净重", "重"},
    {"静音", "低噪", "噪音", "声音"},
    {"防水", "不怕水"},
    {"透气", "不闷", "不闷汗"},
    {"质保", "保修", "包修"},
    {"含", "含有", "富含", "添加", "内含", "加"},
    {"采用", "选用", "使用", "用"},
    {"不含", "没有添加", "无添加", "不添加", "零添加", "没有加", "没加", "没有"},
    {"产自", "来自", "源自", "原产", "产地"},
    {"增强", "提高", "提升"},
    {"容量", "能装", "装"},
]


class Outcome(StrEnum):
    APPROVED = "approved"
    EXCEEDS = "exceeds"
    WEAKER = "weaker"
    OUT_OF_DATE = "out_of_date"


@dataclass(frozen=True, slots=True)
class Form:
    """A text ready to be compared. sound: each number as one symbol, particles left out."""

    original: str
    normal: Normal
    sound: str
    terms: tuple[str, ...]
    slots: Slots

    @property
    def text(self) -> str:
        return self.normal.text

    def written(self, quantity: Quantity) -> str:
        begin, stop = self.normal.span(quantity.begin, quantity.stop)
        return self.original[begin:stop]


@dataclass(frozen=True, slots=True)
class Match:
    """likeness: 0..100, of the words without their slots."""

    point: SellingPoint
    form: Form
    likeness: float
    outcome: Outcome
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class Approved:
    """A selling point and the forms it may be said in: whole, or one of its parts."""

    point: SellingPoint
    forms: tuple[Form, ...]


def form_of(text: str) -> Form:
    said = normal(text)
    slots = read_slots(said.text)
    skeleton = _skeleton(said.text, slots.numbers)
    skeleton = with_hedges(skeleton)
    kept = FLUFF.sub("", skeleton)
    return Form(
        text, said, encode(re.sub(r"[\W_]", "", kept)), tuple(_terms(FLUFF.sub(" ", skeleton))), slots
    )


def approved(point: SellingPoint) -> Approved:
    parts = [part.strip() for part in _PARTS.split(point.text) if len(part.strip()) > 2]
    texts = dict.fromkeys([point.text, *parts])
    return Approved(point, tuple(form_of(text) for text in texts))


def matches(said: Form, points: Sequence[Approved], day: date) -> list[Match]:
    """Every selling point that the clause resembles, those that approve it first, then the likest."""
    found = [match for point in points if (match := _match(said, point, day))]
    order = list(Outcome)
    return sorted(found, key=lambda m: (order.index(m.outcome), -m.likeness))


def covers(form: Form, words: str) -> bool:
    """Whether the words, or their synonyms, are among those of the form."""
    return any(encode(word) in encode(form.text) for word in _alike(words))


def _match(said: Form, point: Approved, day: date) -> Match | None:
    likest = max(
        (
            (likeness(said, form), fuzz.ratio(form.sound, said.sound, processor=None), -i, form)
            for i, form in enumerate(point.forms)
        ),
        key=lambda x: x[:3],
    )
    value, *_, form = likest
    if value < LIKENESS:
        return None
    outcome, difference = _compare(said, form, point.point, day)
    return Match(point.point, form, value, outcome, difference)


def likeness(said: Form, form: Form) -> float:
    """0..100: how far the claim's words, numbers apart, are among the words said."""
    aligned = 0.0
    if len(form.sound) >= 3 and len(said.sound) >= 2:
        aligned = fuzz.partial_ratio(form.sound, said.sound, processor=None)
        whole = fuzz.ratio(form.sound, said.sound, processor=None)
        if len(said.sound) < len(form.sound):
            aligned = max(whole, aligned * (1.0 if len(said.sound) >= 4 else 0.8))
    covered = _coverage(said, form)
    by_terms = LIKENESS + (covered - COVERAGE) * 40 if covered >= COVERAGE else 0.0
    return max(aligned, by_terms, LIKENESS if _only_a_figure(said, form) else 0.0)


def _only_a_figure(said: Form, form: Form) -> bool:
    """Whether nothing but a specification was said, of a dimension that the claim has too: 一瓶是一斤的."""
    figures = {q.dimension for q in said.slots.numbers if q.dimension in _SPECIFICATIONS}
    words = [term for term in said.terms if len(term) > 1]
    return not words and bool(figures & {q.dimension for q in form.slots.numbers})


def _coverage(said: Form, form: Form) -> float:
    """The share of the claim's terms, by length, that were said; a number counts by its dimension."""
    weight = hit = 0.0
    said_sound = encode(said.text)
    for term in form.terms:
        weight += len(term)
        if any(encode(word) in said_sound for word in _alike(term)):
            hit += len(term)
    dimensions = {q.dimension for q in said.slots.numbers}
    for quantity in form.slots.numbers:
        weight += 2
        hit += 2 if quantity.dimension in dimensions else 0
    content = hit - 2 * len([q for q in form.slots.numbers if q.dimension in dimensions])
    if weight < 3:
        return 1.0 if weight == 2 and form.terms[0] in said.text else 0.0
    return hit / weight if content >= 2 else 0.0


def _compare(said: Form, form: Form, point: SellingPoint, day: date) -> tuple[Outcome, Difference | None]:
    outcome, number = _numbers(form, said)
    beyond = number if outcome is Outcome.EXCEEDS else None
    if beyond := _negation(form, said) or beyond or _certainty(form, said) or _people(form.slots, said.slots):
        return Outcome.EXCEEDS, beyond
    if late := _validity(point, day):
        return Outcome.OUT_OF_DATE, late
    if outcome is Outcome.WEAKER and point.allow_weaker:
        return Outcome.APPROVED, None
    return outcome, number


def _negation(form: Form, said: Form) -> Difference | None:
    if form.slots.negative == said.slots.negative:
        return None
    if not said.slots.denied and any(encode(words) in encode(said.text) for words in form.slots.denied):
        return None
    return Difference("negation", form.original, said.original)


def _numbers(form: Form, said: Form) -> tuple[Outcome, Difference | None]:
    for quantity in form.slots.numbers:
        rivals = [q for q in said.slots.numbers if q.dimension == quantity.dimension]
        if equal := [q for q in rivals if q.equals(quantity)]:
            if _promises_more(quantity, equal[0]):
                written = form.written(quantity), said.written(equal[0])
                return Outcome.EXCEEDS, Difference("comparator", *written)
            if _falls_short(equal[0]) and not _falls_short(quantity):
                written = form.written(quantity), said.written(equal[0])
                outcome = Outcome.EXCEEDS if _is_stronger_smaller(said.text) else Outcome.WEAKER
                return outcome, Difference("number", *written)
        elif rivals:
            difference = Difference("number", form.written(quantity), said.written(rivals[0]))
            weaker = _weaker(quantity, rivals[0], said.text)
            return (Outcome.WEAKER if weaker else Outcome.EXCEEDS), difference
        elif other := [q for q in said.slots.numbers if _same_figure(q, quantity)]:
            return Outcome.EXCEEDS, Difference("unit", form.written(quantity), said.written(other[0]))
    return Outcome.APPROVED, None


def _weaker(approved_: Quantity, said: Quantity, text: str) -> bool:
    """Whether the number said promises less than the approved one."""
    smaller = said.high <= approved_.high and said.low <= approved_.low
    larger = said.low >= approved_.low and said.high >= approved_.high
    inside = approved_.low <= said.low and said.high <= approved_.high
    less = larger if _is_stronger_smaller(text) else smaller
    comparable = approved_.dimension not in ("number", "temperature", "length", "age")
    return inside or (less and comparable and said.comparator is not Comparator.AT_LEAST)


def _is_stronger_smaller(text: str) -> bool:
    return _SMALLER_IS_STRONGER.search(text) is not None and _IN_USE.search(text) is None


def _falls_short(quantity: Quantity) -> bool:
    return "不到" in quantity.written


def _promises_more(approved_: Quantity, said: Quantity) -> bool:
    """最多 48 小时 said without 最多, or any figure said as 至少, promises more than was approved."""
    if said.comparator is approved_.comparator:
        return False
    from_most = approved_.comparator is Comparator.AT_MOST and said.comparator is not Comparator.ABOUT
    return from_most or said.comparator is Comparator.AT_LEAST


def _certainty(form: Form, said: Form) -> Difference | None:
    left, right = form.slots, said.slots
    added = [word for word in right.certain if word not in left.certain]
    if added:
        return Difference("certainty", "、".join(left.hedges or left.certain), added[0])
    if left.hedges and not right.hedges:
        return Difference("certainty", left.hedges[0], said.original)
    return None


def _people(left: Slots, right: Slots) -> Difference | None:
    added = right.people - left.people
    if not added or "everyone" in left.people:
        return None
    return Difference("population", "、".join(left.said_people), "、".join(right.said_people))


def _validity(point: SellingPoint, day: date) -> Difference | None:
    if point.valid_from and day < point.valid_from:
        return Difference("valid_from", point.valid_from.isoformat(), day.isoformat())
    if point.valid_until and day > point.valid_until:
        return Difference("valid_until", point.valid_until.isoformat(), day.isoformat())
    return None


def _same_figure(said: Quantity, approved_: Quantity) -> bool:
    return said.dimension != "number" and bool(_figures(said) & _figures(approved_))


def _figures(quantity: Quantity) -> set[str]:
    """The number before its unit; 七千瓦 is seven kilowatts, or seven thousand watts."""
    figure = quantity.low / UNITS[quantity.unit][1] if quantity.unit in UNITS else quantity.low
    thousands = f"千{quantity.unit}" in quantity.written
    return {f"{figure:.6g}", f"{figure / 1000:.6g}"} if thousands else {f"{figure:.6g}"}


def _skeleton(text: str, numbers: Sequence[Quantity]) -> str:
    parts, at = [], 0
    for quantity in numbers:
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
    words = [t for t in segment(text) if re.fullmatch(r"[\u4e00-\u9fffa-z]+", t)]
    return [part for word in words for part in ((word[:2], word[2:]) if len(word) >= 4 else (word,))]


@cache
def _alike(word: str) -> tuple[str, ...]:
    return tuple({word, *(w for group in _SYNONYMS if word in group for w in group)})
