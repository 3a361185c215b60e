"""Rule words found in text: by characters, by sound, and by sound with fillers left out."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, permutations

from ahocorasick_rs import AhoCorasick, MatchKind

from monitor.rules.rule import Coded, Pattern, Rule
from monitor.text.normal import normal
from monitor.text.quantities import quantities
from monitor.text.segment import segment
from monitor.text.syllables import encode, readings, syllable_count

FILLERS = frozenset("某母谋莫磨抹膜猛姆墨")
_STRADDLE_UP_TO = 3
_SOUND_FROM = 3
_SUPPORTED = 2
_WEAK = "two_syllables"


@dataclass(frozen=True, slots=True)
class Found:
    """One word of a rule at half-open normal characters. stream: how it was found."""

    begin: int
    stop: int
    stream: str
    evasion: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One pattern of one rule, over half-open normal characters. gaps: what lies between its words."""

    rule: Rule
    pattern: Pattern
    begin: int
    stop: int
    stream: str
    evasion: tuple[str, ...]
    gaps: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A way in which `word` may be written; coded: the code and its meaning, or empty."""

    word: str
    coded: str = ""


class _Stream:
    """One automaton over spellings in one encoding."""

    def __init__(self, spellings: Iterable[tuple[str, _Spelling]]) -> None:
        self._by_text: dict[str, list[_Spelling]] = defaultdict(list)
        for text, spelling in spellings:
            self._by_text[text].append(spelling)
        self._texts = list(self._by_text)
        self._automaton = AhoCorasick(self._texts, matchkind=MatchKind.Standard) if self._texts else None

    def find(self, text: str) -> Iterator[tuple[_Spelling, int, int]]:
        if self._automaton is None or not text:
            return
        for index, begin, stop in self._automaton.find_matches_as_indexes(text, overlapping=True):
            for spelling in self._by_text[self._texts[index]]:
                yield spelling, begin, stop


class Scanner:
    """Compiled rules. `scan` takes text in normal form."""

    def __init__(self, rules: Iterable[Rule], coded: Iterable[Coded] = ()) -> None:
        self._rules = list(rules)
        words = {w for rule in self._rules for p in rule.patterns for w in p.words if not _is_quantity(w)}
        words |= {word for rule in self._rules for word in rule.allow}
        spellings = list(_spellings(words, list(coded)))
        self._characters = _Stream(spellings)
        self._sounds = _Stream(_sounds(spellings, _SOUND_FROM))
        self._bare_sounds = _Stream(_sounds(spellings, 2))
        self._first_words = _rules_by_word(self._rules)

    def scan(self, text: str) -> list[Hit]:
        """Every pattern that is found, less what an allow phrase covers; in reading order."""
        found = self._words(text)
        if not found:
            return []
        candidates = {id(rule): rule for word in found for rule in self._first_words.get(word, ())}
        measured = _Measured(text)
        hits = [hit for rule in candidates.values() for hit in _rule_hits(rule, found, measured)]
        return sorted(hits, key=lambda hit: (hit.begin, -hit.stop))

    def _words(self, text: str) -> dict[str, list[Found]]:
        found: dict[str, dict[tuple[int, int], Found]] = defaultdict(dict)
        for spelling, begin, stop in self._characters.find(text):
            self._add(found, spelling, Found(begin, stop, "characters", _named(spelling)))
        sound = encode(text)
        for spelling, begin, stop in self._sounds.find(sound):
            self._add(found, spelling, Found(begin, stop, "syllables", _named(spelling)))
        for spelling, begin, stop in self._bare_sounds.find(sound):
            if stop - begin == _SUPPORTED:
                self._add(found, spelling, Found(begin, stop, _WEAK, _named(spelling)))
        for spelling, hit in self._without_fillers(text):
            self._add(found, spelling, hit)
        tokens = _Tokens(text)
        return {
            word: kept
            for word, places in found.items()
            if (kept := [place for place in places.values() if not tokens.straddled(place)])
        }

    @staticmethod
    def _add(found: dict[str, dict[tuple[int, int], Found]], spelling: _Spelling, hit: Found) -> None:
        found[spelling.word].setdefault((hit.begin, hit.stop), hit)

    def _without_fillers(self, text: str) -> Iterator[tuple[_Spelling, Found]]:
        kept = [i for i, character in enumerate(text) if character not in FILLERS]
        if len(kept) == len(text):
            return
        bare = "".join(text[i] for i in kept)
        places = [*self._characters.find(bare), *self._bare_sounds.find(encode(bare))]
        for spelling, begin, stop in places:
            first, last = kept[begin], kept[stop - 1] + 1
            if stop - begin > 1 and last - first > stop - begin:
                yield spelling, Found(first, last, "fillers", (f"{text[first:last]}={spelling.word}",))


class _Tokens:
    """Word boundaries by a private jieba, worked out only when asked."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [], 0
        for token in segment(self._text):
            starts.append(at)
            at += len(token)
        return [*starts, at]

    def straddled(self, hit: Found) -> bool:
        """Whether a short hit's edge cuts a word that goes on outside it, as in 大麻|烦."""
        if hit.stream != "characters" or not 1 < hit.stop - hit.begin <= _STRADDLE_UP_TO:
            return False
        left, right = self._token(hit.begin), self._token(hit.stop - 1)
        if left[0] <= hit.begin and hit.stop <= left[1]:
            return False
        return left[0] < hit.begin or right[1] > hit.stop

    def _token(self, at: int) -> tuple[int, int]:
        index = bisect_left(self._starts, at + 1) - 1
        return self._starts[index], self._starts[index + 1]


class _Measured:
    """Spoken quantities by dimension, worked out only when a pattern asks."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _by_dimension(self) -> dict[str, list[Found]]:
        found: dict[str, list[Found]] = defaultdict(list)
        for quantity in quantities(self._text):
            found[quantity.dimension].append(Found(quantity.begin, quantity.stop, "quantity"))
        return found

    def find(self, dimension: str) -> list[Found]:
        return self._by_dimension.get(dimension, [])


def _is_quantity(word: str) -> bool:
    return word.startswith("{")


def _named(spelling: _Spelling) -> tuple[str, ...]:
    return (spelling.coded,) if spelling.coded else ()


def _spellings(words: Iterable[str], coded: list[Coded]) -> Iterator[tuple[str, _Spelling]]:
    for word in sorted(words):
        yield normal(word).text, _Spelling(word)
        for code in coded:
            if code.means in word:
                for said in code.words:
                    spelling = normal(word.replace(code.means, said)).text
                    yield spelling, _Spelling(word, f"{said}={code.means}")


def _sounds(spellings: list[tuple[str, _Spelling]], least: int) -> Iterator[tuple[str, _Spelling]]:
    for text, spelling in spellings:
        if syllable_count(text) == len(text) >= least:
            for reading in readings(text):
                yield reading, spelling


def _rules_by_word(rules: list[Rule]) -> dict[str, list[Rule]]:
    by_word: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        for word in {w for pattern in rule.patterns for w in pattern.words}:
            by_word[word].append(rule)
    return by_word


def _rule_hits(rule: Rule, found: dict[str, list[Found]], measured: _Measured) -> Iterator[Hit]:
    allowed = [place for word in rule.allow for place in found.get(word, ())]

    def places(word: str) -> list[Found]:
        if _is_quantity(word):
            return measured.find(word.strip("{}"))
        return [p for p in found.get(word, ()) if not any(_inside(p, a) for a in allowed)]

    for pattern in rule.patterns:
        groups = [pattern.phrases] if pattern.phrases else pattern.all
        if all(any(_is_quantity(w) or w in found for w in group) for group in groups):
            for chain in _chains([[p for w in group for p in places(w)] for group in groups], pattern):
                yield _hit(rule, pattern, chain)


def _chains(groups: list[list[Found]], pattern: Pattern) -> Iterator[list[Found]]:
    """One place of every group, each beginning within reach of the one before."""
    orders = [groups] if pattern.ordered else [list(order) for order in permutations(groups)]
    for order in orders:
        ranked = [sorted(group, key=lambda place: (place.begin, -place.stop)) for group in order]
        for first in ranked[0]:
            chain = [first]
            for group in ranked[1:]:
                at = bisect_left(group, chain[-1].stop, key=lambda place: place.begin)
                if at == len(group) or group[at].begin - chain[-1].stop > pattern.within:
                    break
                chain.append(group[at])
            if len(chain) == len(ranked) and _is_supported(chain):
                yield chain


def _is_supported(chain: list[Found]) -> bool:
    """Two syllables alone prove nothing: they need a word of the same pattern right beside them."""
    weak = [i for i, place in enumerate(chain) if place.stream == _WEAK]
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


def _hit(rule: Rule, pattern: Pattern, chain: list[Found]) -> Hit:
    streams = {place.stream for place in chain}
    stream = next(s for s in ("fillers", _WEAK, "syllables", "characters", "quantity") if s in streams)
    evasion = tuple(dict.fromkeys(e for place in chain for e in place.evasion))
    gaps = tuple((left.stop, right.begin) for left, right in pairwise(chain))
    return Hit(rule, pattern, chain[0].begin, chain[-1].stop, stream, evasion, gaps)


def _inside(place: Found, around: Found) -> bool:
    return around.begin <= place.begin and place.stop <= around.stop
