"""Rule words found in text: by characters, by sound, and by sound with fillers left out."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from monitor.rules.chain import Chain, Cover, Found, chains, evasion_of, gaps_of, is_supported, stream_of
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
from monitor.text.segment import Segmenter, Tokens, segment
from monitor.text.syllables import encode

_STRADDLE_UP_TO = 3
# 什么 is what is asked for, and not put inside a word, in 有什么效果
_ASKING = "有没是做干为吃喝用治看说要叫个这那凭算像多"
_PHRASE = "|".join(rf"(?<![{_ASKING}]){filler}" for filler in PHRASE_FILLERS)
_STRONG = re.compile(rf"[{FILLERS}]|{_PHRASE}")
_ANY = re.compile(rf"[{FILLERS}{WEAK_FILLERS}]|{_PHRASE}|(?<=(.))\1")
_LITTLE = "小"
_JOINING = frozenset("和合毛银")
_SENTENCE_END = re.compile(r"[。!?;]")


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

    def moved(self, by: int) -> "Hit":
        """The same hit of a text that begins elsewhere."""
        gaps = tuple([(begin + by, stop + by) for begin, stop in self.gaps])
        begin, stop = self.begin + by, self.stop + by
        return Hit(self.rule, self.pattern, begin, stop, self.stream, self.evasion, gaps, self.barred)


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
    """A pattern of a rule, with the groups of words it asks for. beside: those but the anchor."""

    def __init__(self, rule: Rule, pattern: Pattern) -> None:
        self.rule, self.pattern = rule, pattern
        self.mechanisms = frozenset(pattern.mechanisms)
        self.allow = frozenset(rule.allow)
        by_character = "characters" in self.mechanisms
        groups = [pattern.phrases] if pattern.phrases else pattern.all
        self.groups = [_Group(group, by_character=by_character) for group in groups]
        first = anchor(pattern)
        self.beside = [made for made, group in zip(self.groups, groups, strict=True) if group is not first]

    def takes(self, place: Found) -> bool:
        if place.rule and place.rule != self.rule.id:
            return False
        mechanisms = self.mechanisms
        return place.mechanism in mechanisms and (not place.coded or "coded" in mechanisms)


Words = dict[str, dict[tuple[int, int, str], Found]]


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
        spellings = list(spellings_of(rules, list(coded)))
        self.streams = Streams(spellings, supported)
        self._segmenter = Segmenter(s.text for s in spellings if 2 <= len(s.text) <= _STRADDLE_UP_TO)

    def scan(self, text: str) -> list[Hit]:
        """Every pattern that is found, less what an allow phrase covers; in reading order."""
        return self.hits(text, self.words(text))

    def hits(self, text: str, words: Words, *, every: bool = False) -> list[Hit]:
        """The patterns that the `words` found in a text make up; with `every` the barred ones too."""
        if not words and not self.always:
            return []
        scan, by_anchor = _Scan(text, words, self._segmenter), self._by_anchor
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
            said = text[begin:stop]
            if spellings.literal == said:
                continue
            if stop - begin == 2:
                weak.append((begin, stop, spellings))
            else:
                coded = coded or spellings.coded
                _keep(found, begin, stop, spellings.named(said), "syllables")
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

    def __init__(self, text: str, words: Words, segmenter: Segmenter) -> None:
        self.text = text
        self.words = words
        self.letters = frozenset(text)
        self._segmenter = segmenter

    def hits(self, use: _Use, *, every: bool) -> Iterator[Hit]:
        for group in use.beside:
            if not group.may_stand(self):
                return
        groups = [self._places(group, use) for group in use.groups]
        if not all(groups):
            return
        ends = self._ends if len(groups) > 1 else []
        allowed = Cover([p for w, ps in self.words.items() if w in use.allow for p in ps.values()])
        told = set()
        for chain in chains([self._free(group, allowed) for group in groups], use.pattern, ends):
            if is_supported(chain):
                told.add((chain[0].begin, chain[-1].stop))
                yield _hit(use, chain)
        if every:
            for chain in chains(groups, use.pattern, ends):
                if (chain[0].begin, chain[-1].stop) not in told:
                    yield replace(_hit(use, chain), barred=self._reason(chain, allowed))

    def _free(self, group: list[Found], allowed: Cover) -> list[Found]:
        return [place for place in group if not allowed.over(place) and not self.straddled(place)]

    def _places(self, group: _Group, use: _Use) -> list[Found]:
        said = [w for w in self.words if w in group.words]
        places = [p for word in said for p in self.words[word].values() if use.takes(p)]
        if not group.letters.isdisjoint(self.letters):
            letters = group.letters.difference(said)
            places += [place for letter in letters & self.letters for place in self._letter(letter)]
        for dimension in group.dimensions:
            places += self._measured.get(dimension, [])
        return places

    @cached_property
    def _ends(self) -> list[int]:
        return [end.start() for end in _SENTENCE_END.finditer(self.text)]

    def _letter(self, letter: str) -> list[Found]:
        places, at = [], self.text.find(letter)
        while at >= 0:
            places.append(Found(at, at + 1, "characters"))
            at = self.text.find(letter, at + 1)
        return places

    @cached_property
    def _measured(self) -> dict[str, list[Found]]:
        found: dict[str, list[Found]] = defaultdict(list)
        for quantity in quantities(self.text):
            found[quantity.dimension].append(Found(quantity.begin, quantity.stop, "quantity"))
        return found

    @cached_property
    def _tokens(self) -> Tokens:
        return Tokens(segment(self.text))

    @cached_property
    def _taught_tokens(self) -> Tokens:
        return Tokens(self._segmenter.cut(self.text))

    def straddled(self, place: Found) -> bool:
        """Whether a hit cuts a word that goes on outside it, as in 大麻|烦, or only sounds like one.

        What was not found by its characters must not be a common word of its own, as 益生菌 is, and
        what is taken for a filler not a part of one, as in 父母.
        """
        if place.stream == "quantity" or place.stop - place.begin < 2:
            return False
        if place.stream == "characters":
            if place.stop - place.begin > _STRADDLE_UP_TO:
                return False
            cut = self._taught_tokens.cut_by(place.begin, place.stop)
            return any(self.text[slice(*token)] not in self._segmenter.learned for token in cut)
        if self._tokens.cut_by(place.begin, place.stop) or self._tokens.is_one(place.begin, place.stop):
            return True
        return place.mechanism == "fillers" and self._has_filled_word(place)

    def _has_filled_word(self, place: Found) -> bool:
        tokens = [self.text[a:b] for a, b in self._tokens.within(place.begin, place.stop)]
        return any(len(t) > 1 and t not in PHRASE_FILLERS and _STRONG.search(t) for t in tokens)

    def _reason(self, chain: Chain, allowed: Cover) -> Step:
        for place in chain:
            if around := allowed.over(place):
                return Step("rule.allowed", {"words": self.text[around.begin : around.stop]})
        for place in chain:
            if self.straddled(place):
                is_literal = place.stream == "characters"
                tokens = self._taught_tokens if is_literal else self._tokens
                begin, stop = tokens.around(place.begin, place.stop)
                return Step("rule.straddled", {"words": self.text[begin:stop]})
        return Step("rule.unsupported", {"words": self.text[chain[0].begin : chain[-1].stop]})


def _keep(
    found: Words, begin: int, stop: int, spellings: Iterable[Spelling], stream: str, said: str = ""
) -> None:
    """Puts the words of `spellings` at their place, unless a surer stream has found them there."""
    for spelling in spellings:
        places = found.setdefault(spelling.word, {})
        if (begin, stop, "") not in places and (begin, stop, spelling.rule) not in places:
            coded = spelling.evasion
            evasion = (f"{said}={spelling.word}",) if said else (coded,) if coded else ()
            places[begin, stop, spelling.rule] = Found(
                begin, stop, stream, evasion, spelling.rule, bool(coded)
            )


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


def _hit(use: _Use, chain: Chain) -> Hit:
    return Hit(
        use.rule,
        use.pattern,
        chain[0].begin,
        chain[-1].stop,
        stream_of(chain),
        evasion_of(chain),
        gaps_of(chain),
    )
