"""Rule words found in text: by characters, by sound, and by sound with fillers left out."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise, permutations
from typing import NamedTuple

from monitor.rules.grade import Step
from monitor.rules.rule import Coded, Pattern, Rule
from monitor.rules.streams import (
    FILLERS,
    NUMERALS,
    PHRASE_FILLERS,
    WEAK_FILLERS,
    Fillers,
    Place,
    Spelling,
    Streams,
    anchor,
    is_letter,
    is_quantity,
    spellings_of,
)
from monitor.text.normal import normal
from monitor.text.quantities import quantities
from monitor.text.segment import segment
from monitor.text.syllables import encode

_STRADDLE_UP_TO = 3
_WEAK = frozenset({"two_syllables", "weak_fillers"})
_MECHANISM = {
    "characters": "characters",
    "quantity": "characters",
    "syllables": "syllables",
    "two_syllables": "syllables",
    "fillers": "fillers",
    "weak_fillers": "fillers",
    "replaced": "fillers",
}
_GRAVEST = ("replaced", "weak_fillers", "fillers", "two_syllables", "syllables", "characters", "quantity")
# 什么 is what is asked for, and not put inside a word, in 有什么效果
_ASKING = "有没是做干为吃喝用治看说要叫个这那凭算像多"
_PHRASE = "|".join(rf"(?<![{_ASKING}]){filler}" for filler in PHRASE_FILLERS)
_STRONG = re.compile(rf"[{FILLERS}]|{_PHRASE}")
_ANY = re.compile(rf"[{FILLERS}{WEAK_FILLERS}]|{_PHRASE}|(?<=(.))\1")
_LITTLE = "小"
_JOINING = frozenset("和合毛银")


class Found(NamedTuple):
    """One word of a rule at half-open normal characters. stream: how it was found.

    rule: the only rule that may use it, or empty. coded: whether a coded word stood for it.
    """

    begin: int
    stop: int
    stream: str
    evasion: tuple[str, ...] = ()
    rule: str = ""
    coded: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One pattern of one rule, over half-open normal characters. gaps: what lies between its words.

    barred: why it does not count, where it does not; only `considered` tells of such hits.
    """

    rule: Rule
    pattern: Pattern
    begin: int
    stop: int
    stream: str
    evasion: tuple[str, ...]
    gaps: tuple[tuple[int, int], ...] = ()
    barred: Step | None = None


class _Group:
    """Words of which one must be said. letters: those of a single character, looked for only when asked."""

    def __init__(self, words: Iterable[str], *, by_character: bool) -> None:
        words = list(words)
        self.words = frozenset(word for word in words if not is_quantity(word))
        self.letters = frozenset(word for word in self.words if by_character and is_letter(word))
        self.dimensions = tuple(word.strip("{}") for word in words if is_quantity(word))

    def may_stand(self, scan: "_Scan") -> bool:
        """Whether one of the words may be there; cheap, and right where it says no."""
        if not self.words.isdisjoint(scan.words) or not self.letters.isdisjoint(scan.letters):
            return True
        return bool(self.dimensions) and not NUMERALS.isdisjoint(scan.letters)


class _Use:
    """A pattern of a rule, with the groups of words it asks for."""

    def __init__(self, rule: Rule, pattern: Pattern) -> None:
        self.rule, self.pattern = rule, pattern
        self.mechanisms = frozenset(pattern.mechanisms)
        by_character = "characters" in self.mechanisms
        groups = [pattern.phrases] if pattern.phrases else pattern.all
        self.groups = [_Group(group, by_character=by_character) for group in groups]

    def takes(self, place: Found) -> bool:
        if place.rule and place.rule != self.rule.id:
            return False
        mechanisms = self.mechanisms
        return _MECHANISM[place.stream] in mechanisms and (not place.coded or "coded" in mechanisms)


Words = dict[str, dict[tuple[int, int], Found]]


class Scanner:
    """Compiled rules. `scan` takes text in normal form. always: patterns of figures alone."""

    def __init__(self, rules: Iterable[Rule], coded: Iterable[Coded] = ()) -> None:
        rules = list(rules)
        uses = [_Use(rule, pattern) for rule in rules for pattern in rule.patterns]
        self._by_anchor: dict[str, list[_Use]] = defaultdict(list)
        self.always = [use for use in uses if not anchor(use.pattern)]
        for use in uses:
            for word in dict.fromkeys(anchor(use.pattern)):
                self._by_anchor[word].append(use)
        supported = frozenset(w for use in uses if len(use.groups) > 1 for g in use.groups for w in g.words)
        self.streams = Streams(list(spellings_of(rules, list(coded))), supported)

    def scan(self, text: str) -> list[Hit]:
        """Every pattern that is found, less what an allow phrase covers; in reading order."""
        return self.hits(text, self.words(text))

    def hits(self, text: str, words: Words, *, every: bool = False) -> list[Hit]:
        """The patterns that the `words` found in a text make up; with `every` the barred ones too."""
        if not words and not self.always:
            return []
        scan, by_anchor = _Scan(text, words), self._by_anchor
        uses = {id(use): use for word in words if word in by_anchor for use in by_anchor[word]}
        found = [hit for use in (*self.always, *uses.values()) for hit in scan.hits(use, every=every)]
        return sorted(found, key=_place)

    def words(self, text: str) -> Words:
        """The places of every word of which an automaton knows."""
        found: Words = {}
        sound, coded = encode(text), False
        for begin, stop, spellings in self.streams.characters.find(text):
            coded = coded or spellings.coded
            if stop - begin > 1 or not spellings.coded or text[begin - 1 : begin] in NUMERALS:
                _keep(found, begin, stop, spellings, "characters")
            else:
                # a code of one character is a unit: 米 for 元 stands after a figure alone
                _keep(found, begin, stop, [s for s in spellings if not s.evasion], "characters")
        weak = []
        for begin, stop, spellings in self.streams.syllables.find(sound):
            if stop - begin == 2:
                weak.append((begin, stop, spellings))
            else:
                coded = coded or spellings.coded
                _keep(found, begin, stop, spellings.named(text[begin:stop]), "syllables")
        if _ANY.search(text):
            self._filled(found, text, sound)
        if weak:
            _keep_supported(found, weak, text)
        return _less_codes_within(found) if coded else found

    def _filled(self, found: Words, text: str, sound: str) -> None:
        """Words with fillers inside, or with a filler in place of an inner syllable."""
        every = [filler.span() for filler in _ANY.finditer(text)]
        strong = [filler.span() for filler in _STRONG.finditer(text)]
        if strong:
            for begin, stop, spellings in self.streams.in_place_of_syllables(text):
                _keep(found, begin, stop, spellings, "replaced", text[begin:stop])
            self._dropped(found, text, sound, strong, "fillers")
        if len(every) > len(strong):
            self._dropped(found, text, sound, every, "weak_fillers")

    def _dropped(
        self, found: Words, text: str, sound: str, fillers: list[tuple[int, int]], stream: str
    ) -> None:
        if self.streams.joints.isdisjoint(_joints(sound, fillers)):
            return
        bare, kept_text = Fillers(sound, fillers), Fillers(text, fillers).text
        for begin, stop, spellings in self.streams.without_fillers.find(bare.text):
            if bridged := bare.bridged(begin, stop):
                first, last, count = bridged
                kept = kept_text[begin:stop]
                doubled = text[first - 1 : first] == _LITTLE in text[first:last]
                repeated = text[last : last + 1] == kept[-1] and last - first > len(kept)
                first, last = first - doubled, last + repeated
                joined = count == 1 and not _JOINING.isdisjoint(text[first:last])
                for spelling in spellings.named(kept):
                    how = _dropped_by(stream, spelling.text, kept, count + joined + repeated + 2 * doubled)
                    if how:
                        _keep(found, first, last, (spelling,), how, text[first:last])


class _Scan:
    """One text with the words found in it; what costs more is worked out only when asked."""

    def __init__(self, text: str, words: Words) -> None:
        self.text = text
        self.words = words
        self.letters = frozenset(text)

    def hits(self, use: _Use, *, every: bool) -> Iterator[Hit]:
        for group in use.groups:
            if not group.may_stand(self):
                return
        groups = [self._places(group, use) for group in use.groups]
        if not all(groups):
            return
        allowed = [p for word in use.rule.allow for p in self.words.get(word, {}).values()]
        free = [[p for p in g if not _covering(p, allowed) and not self.straddled(p)] for g in groups]
        told = set()
        for chain in _chains(free, use.pattern):
            if _is_supported(chain):
                told.add((chain[0].begin, chain[-1].stop))
                yield _hit(use, chain)
        if every:
            for chain in _chains(groups, use.pattern):
                if (chain[0].begin, chain[-1].stop) not in told:
                    yield replace(_hit(use, chain), barred=self._reason(chain, allowed))

    def _places(self, group: _Group, use: _Use) -> list[Found]:
        said = [w for w in self.words if w in group.words]
        places = [p for word in said for p in self.words[word].values() if use.takes(p)]
        if not group.letters.isdisjoint(self.letters):
            letters = group.letters.difference(said)
            places += [Found(i, i + 1, "characters") for i, c in enumerate(self.text) if c in letters]
        for dimension in group.dimensions:
            places += self._measured.get(dimension, [])
        return places

    @cached_property
    def _measured(self) -> dict[str, list[Found]]:
        found: dict[str, list[Found]] = defaultdict(list)
        for quantity in quantities(self.text):
            found[quantity.dimension].append(Found(quantity.begin, quantity.stop, "quantity"))
        return found

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [], 0
        for token in segment(self.text):
            starts.append(at)
            at += len(token)
        return [*starts, at]

    def straddled(self, place: Found) -> bool:
        """Whether a hit cuts a word that goes on outside it, as in 大麻|烦, or only sounds like one.

        What was not found by its characters must not be a common word of its own, as 益生菌 is, and
        what is taken for a filler not a part of one, as in 父母.
        """
        if place.stream == "quantity" or place.stop - place.begin < 2:
            return False
        by_character = place.stream == "characters"
        if by_character and place.stop - place.begin > _STRADDLE_UP_TO:
            return False
        left, right = self._token(place.begin), self._token(place.stop - 1)
        if left == right and left[0] <= place.begin and place.stop <= left[1]:
            return not by_character
        if left[0] < place.begin or right[1] > place.stop:
            return True
        return _MECHANISM[place.stream] == "fillers" and self._has_filled_word(place)

    def _has_filled_word(self, place: Found) -> bool:
        first, last = bisect_left(self._starts, place.begin), bisect_left(self._starts, place.stop)
        tokens = [self.text[a:b] for a, b in pairwise(self._starts[first : last + 1])]
        return any(len(t) > 1 and t not in PHRASE_FILLERS and _STRONG.search(t) for t in tokens)

    def _token(self, at: int) -> tuple[int, int]:
        index = bisect_left(self._starts, at + 1) - 1
        return self._starts[index], self._starts[index + 1]

    def _reason(self, chain: list[Found], allowed: list[Found]) -> Step:
        for place in chain:
            if around := _covering(place, allowed):
                return Step("rule.allowed", {"words": self.text[around.begin : around.stop]})
        for place in chain:
            if self.straddled(place):
                first, last = self._token(place.begin)[0], self._token(place.stop - 1)[1]
                return Step("rule.straddled", {"words": self.text[first:last]})
        return Step("rule.unsupported", {"words": self.text[chain[0].begin : chain[-1].stop]})


def _keep(
    found: Words, begin: int, stop: int, spellings: Iterable[Spelling], stream: str, said: str = ""
) -> None:
    """Puts the words of `spellings` at their place, unless a surer stream has found them there."""
    for spelling in spellings:
        places = found.setdefault(spelling.word, {})
        if (begin, stop) not in places:
            coded = spelling.evasion
            evasion = (f"{said}={spelling.word}",) if said else (coded,) if coded else ()
            places[begin, stop] = Found(begin, stop, stream, evasion, spelling.rule, bool(coded))


def _place(hit: Hit) -> tuple[int, int]:
    return hit.begin, -hit.stop


def _less_codes_within(found: Words) -> Words:
    """糖高 is no code where 血糖高 itself was said."""
    for word, places in found.items():
        if len(places) == 1:
            continue
        length = len(normal(word).text)
        literal = sorted(p.begin for p in places.values() if not p.evasion and p.stream == "characters")
        if not literal or len(literal) == len(places):
            continue
        for key, place in list(places.items()):
            at = bisect_right(literal, place.begin) - 1
            if place.coded and at >= 0 and place.stop <= literal[at] + length:
                del places[key]
    return found


def _keep_supported(found: Words, weak: list[Place], text: str) -> None:
    """Keeps words of two syllables that have something to support them right beside them."""
    strong = [(p.begin, p.stop) for ps in found.values() for p in ps.values() if p.stop - p.begin > 1]
    begins, ends = {begin for begin, _ in strong}, {stop for _, stop in strong}
    for begin, stop, spellings in weak:
        beside = begin in ends or begin - 1 in ends or stop in begins or stop + 1 in begins
        # a quantity beside it: its figures stand within a few characters
        if beside or not NUMERALS.isdisjoint(text[max(0, begin - 8) : stop + 6]):
            _keep(found, begin, stop, spellings.named(text[begin:stop]), "two_syllables")


def _joints(sound: str, fillers: list[tuple[int, int]]) -> Iterator[str]:
    """What stands on both sides of every run of fillers."""
    at = 0
    while at < len(fillers):
        begin, stop = fillers[at]
        while at + 1 < len(fillers) and fillers[at + 1][0] == stop:
            at += 1
            stop = fillers[at][1]
        yield sound[begin - 1 : begin] + sound[stop : stop + 1]
        at += 1


def _dropped_by(stream: str, word: str, kept: str, count: int) -> str | None:
    """The stream in which `kept`, `count` fillers having been left out, is the word; None where it is not.

    Weak fillers are common words: without support of their own (three characters, two fillers, or
    the word's own characters on both sides of 和) they need that of the pattern. 小 put before and
    inside a word counts for three, so that its sound is enough.
    """
    if stream == "fillers" or count > 2:
        return "fillers"
    if len(word) > 2 or count > 1:
        return "fillers" if word == kept else "weak_fillers"
    return "weak_fillers" if word == kept else None


def _covering(place: Found, allowed: list[Found]) -> Found | None:
    return next((a for a in allowed if a.begin <= place.begin and place.stop <= a.stop), None)


def _chains(groups: list[list[Found]], pattern: Pattern) -> Iterator[list[Found]]:
    """One place of every group, each beginning within reach of the one before."""
    if len(groups) == 1:
        yield from ([place] for place in groups[0])
        return
    orders = [groups] if pattern.ordered else [list(order) for order in permutations(groups)]
    for order in orders:
        ranked = [sorted(group, key=lambda place: (place.begin, -place.stop)) for group in order]
        for first in ranked[0] if all(ranked) else ():
            chain = [first]
            for group in ranked[1:]:
                at = bisect_left(group, chain[-1].stop, key=lambda place: place.begin)
                if at == len(group) or group[at].begin - chain[-1].stop > pattern.within:
                    break
                chain.append(group[at])
            if len(chain) == len(ranked):
                yield chain


def _is_supported(chain: list[Found]) -> bool:
    """Two syllables alone prove nothing: they need a word of the same pattern right beside them."""
    weak = [i for i, place in enumerate(chain) if place.stream in _WEAK]
    if not weak:
        return True
    at = weak[0]
    beside = [
        (chain[i], chain[at]) if i < at else (chain[at], chain[i])
        for i in (at - 1, at + 1)
        if 0 <= i < len(chain)
    ]
    strong = [
        pair
        for pair in beside
        if all(p.stop - p.begin >= 2 for p in pair) and pair[1].begin - pair[0].stop <= 1
    ]
    return len(weak) == 1 and bool(strong)


def _hit(use: _Use, chain: list[Found]) -> Hit:
    streams = {place.stream for place in chain}
    stream = next(s for s in _GRAVEST if s in streams)
    evasion = tuple(dict.fromkeys(e for place in chain for e in place.evasion))
    gaps = tuple((left.stop, right.begin) for left, right in pairwise(chain))
    return Hit(use.rule, use.pattern, chain[0].begin, chain[-1].stop, stream, evasion, gaps)
