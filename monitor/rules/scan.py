"""Rules found in a text: patterns whose words stand near each other, less what is allowed."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from monitor.rules.chain import Chain, Cover, chains, evasion_of, gaps_of, is_supported, stream_of
from monitor.rules.finder import Finder, Sightings, is_filled
from monitor.rules.found import Found, Words
from monitor.rules.grade import Step
from monitor.rules.rule import Coded, Pattern, Rule
from monitor.rules.streams import NUMERALS, Streams, anchor, is_letter, is_quantity, spellings_of
from monitor.text.quantities import quantities
from monitor.text.segment import Segmenter, Tokens, segment

_STRADDLE_UP_TO = 3
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

    def is_absent(self, said: frozenset[str], letters: frozenset[str]) -> bool:
        """Whether none of the words can be there; cheap, and right where it says yes."""
        if not self.words.isdisjoint(said) or not self.letters.isdisjoint(letters):
            return False
        return not self.dimensions or NUMERALS.isdisjoint(letters)

    @property
    def cost(self) -> tuple[bool, bool, int]:
        """What sorts the groups least likely to be there first, and figures, which cost most, last."""
        return bool(self.dimensions), bool(self.letters), len(self.words)


class _Use:
    """A pattern of a rule, with the groups of words it asks for.

    beside: those but the anchor, the least likely first. order: the groups' numbers, likewise.
    """

    def __init__(self, rule: Rule, pattern: Pattern) -> None:
        self.rule, self.pattern = rule, pattern
        self.mechanisms = frozenset(pattern.mechanisms)
        self.allow = frozenset(rule.allow)
        by_character = "characters" in self.mechanisms
        groups = [pattern.phrases] if pattern.phrases else pattern.all
        self.groups = [_Group(group, by_character=by_character) for group in groups]
        first = anchor(pattern)
        self.order = sorted(range(len(groups)), key=lambda at: self.groups[at].cost)
        self.beside = [self.groups[at] for at in self.order if groups[at] is not first]
        self.words = self.allow.union(*(group.words for group in self.groups))

    def takes(self, place: Found) -> bool:
        if place.rule and place.rule != self.rule.id:
            return False
        mechanisms = self.mechanisms
        return place.mechanism in mechanisms and (not place.coded or "coded" in mechanisms)


class _Index:
    """Patterns by the words that are looked for first, each with the group least likely to be there."""

    def __init__(self, uses: Iterable[_Use]) -> None:
        # patterns of figures alone: no word of theirs can be found first
        self._always: list[_Use] = []
        self._by_word: dict[str, list[tuple[_Group | None, _Use]]] = defaultdict(list)
        for use in uses:
            words = dict.fromkeys(anchor(use.pattern))
            if not words:
                self._always.append(use)
            for word in words:
                self._by_word[word].append((use.beside[0] if use.beside else None, use))

    def likely(self, words: Iterable[str], letters: frozenset[str]) -> list[_Use]:
        """Those of which every group may be there."""
        by_word, said = self._by_word, frozenset(words)
        asked = dict.fromkeys(self._always)
        for word in words:
            if word in by_word:
                for rarest, use in by_word[word]:
                    if rarest is None or not rarest.is_absent(said, letters):
                        asked[use] = None
        return [use for use in asked if not any(group.is_absent(said, letters) for group in use.beside)]


class Scanner:
    """Compiled rules. Texts are given in normal form."""

    def __init__(self, rules: Iterable[Rule], coded: Iterable[Coded] = ()) -> None:
        rules = list(rules)
        self._rules = frozenset(rule.id for rule in rules)
        self._uses = uses = [_Use(rule, pattern) for rule in rules for pattern in rule.patterns]
        self._indexes: dict[frozenset[str], _Index] = {}
        supported = frozenset(w for use in uses if len(use.groups) > 1 for g in use.groups for w in g.words)
        spellings = list(spellings_of(rules, list(coded)))
        self._finder = Finder(Streams(spellings, supported))
        self._segmenter = Segmenter(s.text for s in spellings if 2 <= len(s.text) <= _STRADDLE_UP_TO)

    def scan(self, text: str) -> list[Hit]:
        """Every pattern that is found, less what an allow phrase covers; in reading order."""
        return self.hits(text, self.look(text), reached=self._rules)

    def look(self, text: str) -> Sightings:
        """Every word of the rules that is met with."""
        return self._finder.look(text)

    def hits(self, text: str, seen: Sightings, *, reached: frozenset[str] | None = None) -> list[Hit]:
        """The patterns of the rules `reached` that the words met with make up; without it of every rule,
        the barred ones too."""
        letters = frozenset(text)
        uses = self._index(self._rules if reached is None else reached).likely(seen.words, letters)
        if not uses:
            return []
        wanted = {word for word in seen.words if any(word in use.words for use in uses)}
        scan = _Scan(text, letters, seen.places(wanted), self._segmenter)
        found = [hit for use in uses for hit in scan.hits(use, every=reached is None)]
        return sorted(found, key=_place)

    def _index(self, reached: frozenset[str]) -> _Index:
        if reached not in self._indexes:
            self._indexes[reached] = _Index(use for use in self._uses if use.rule.id in reached)
        return self._indexes[reached]


class _Scan:
    """One text with the words found in it; what costs more is worked out only when asked."""

    def __init__(self, text: str, letters: frozenset[str], words: Words, segmenter: Segmenter) -> None:
        self.text = text
        self.letters = letters
        self.words = words
        self._segmenter = segmenter

    def hits(self, use: _Use, *, every: bool) -> Iterator[Hit]:
        found: list[list[Found]] = [[] for _ in use.groups]
        for at in use.order:
            found[at] = self._places(use.groups[at], use)
            if not found[at]:
                return
        ends = self._ends if len(found) > 1 else []
        if len(found) > 1 and not any(chains(found, use.pattern, ends)):
            return
        allowed = Cover([p for w, ps in self.words.items() if w in use.allow for p in ps.values()])
        told = set()
        for chain in chains([self._free(group, allowed) for group in found], use.pattern, ends):
            if is_supported(chain):
                told.add((chain[0].begin, chain[-1].stop))
                yield _hit(use, chain)
        if every:
            for chain in chains(found, use.pattern, ends):
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
            return self._is_part(place)
        if self._tokens.is_one(place.begin, place.stop):
            return True
        cut = self._tokens.cut_by(place.begin, place.stop)
        if cut and (self._is_part(place) or not all(self._is_spelt(place, *token) for token in cut)):
            return True
        tokens = self._tokens.within(place.begin, place.stop)
        return place.mechanism == "fillers" and any(is_filled(self.text[a:b]) for a, b in tokens)

    def _is_part(self, place: Found) -> bool:
        """Whether a common word goes on outside the place; beyond three characters none is taken to."""
        if place.stop - place.begin > _STRADDLE_UP_TO:
            return False
        cut = self._taught_tokens.cut_by(place.begin, place.stop)
        return any(self.text[slice(*token)] not in self._segmenter.learned for token in cut)

    def _is_spelt(self, place: Found, begin: int, stop: int) -> bool:
        """Whether the place's part of the word at `begin` to `stop`, if not just a character, is as spelt."""
        first, last = max(begin, place.begin), min(stop, place.stop)
        spelt = place.spelt[first - place.begin : last - place.begin]
        is_aligned = len(place.spelt) == place.stop - place.begin
        return is_aligned and len(spelt) > 1 and self.text[first:last] == spelt

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


def _place(hit: Hit) -> tuple[int, int]:
    return hit.begin, -hit.stop


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
