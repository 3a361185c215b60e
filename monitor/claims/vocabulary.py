"""What hosts call things, as sets of words that stand for one another."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from monitor.text.automaton import Automaton
from monitor.text.syllables import encode

_FOLDER = Path(__file__).parent
Span = tuple[int, int]
_COMMONEST = frozenset(
    "的了是我你他她它这那有就在也都和跟给把被让从到去来上下里个们很太会能要说吗吧呢啊么得着过"
    "一二三四五六七八九十百千万两半"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept said at `begin` to `stop`; not exact where only its sound was written.

    loose: found by a pattern, whose ends say nothing of what stands inside.
    """

    name: str
    begin: int
    stop: int
    exact: bool
    loose: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """Concepts by their words and patterns. within: the wider concepts that each belongs to."""

    words: Mapping[str, tuple[str, ...]]
    patterns: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    within: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        by_word: dict[str, list[str]] = {}
        by_sound: dict[str, list[tuple[str, str]]] = {}
        for name, words in self.words.items():
            for word in words:
                by_word.setdefault(word, []).append(name)
                if len(word) > 1:
                    by_sound.setdefault(encode(word), []).append((name, word))
        object.__setattr__(self, "_by_word", by_word)
        object.__setattr__(self, "_by_sound", by_sound)
        object.__setattr__(self, "_word_list", list(by_word))
        object.__setattr__(self, "_sound_list", list(by_sound))
        object.__setattr__(self, "_words", Automaton(list(by_word)))
        object.__setattr__(self, "_sounds", Automaton(list(by_sound)))

    _by_word: dict[str, list[str]] = field(init=False, repr=False, compare=False)
    _by_sound: dict[str, list[tuple[str, str]]] = field(init=False, repr=False, compare=False)
    _word_list: list[str] = field(init=False, repr=False, compare=False)
    _sound_list: list[str] = field(init=False, repr=False, compare=False)
    _words: Automaton = field(init=False, repr=False, compare=False)
    _sounds: Automaton = field(init=False, repr=False, compare=False)

    def hits(self, text: str, sound: bool = True) -> list[Hit]:
        """Every concept in normal text, the longest words where several of one concept overlap."""
        words, sounds = self._word_list, self._sound_list
        found = [
            Hit(name, begin, stop, True)
            for begin, stop, index in self._words.places(text)
            for name in self._by_word[words[index]]
        ]
        found += [
            Hit(name, match.start(), match.end(), True, loose=True)
            for name, pattern in self.patterns.items()
            for match in pattern.finditer(text)
        ]
        if sound:
            exact = {(hit.name, hit.begin, hit.stop) for hit in found}
            found += [
                Hit(name, begin, stop, False)
                for begin, stop, index in self._sounds.places(encode(text))
                for name, word in self._by_sound[sounds[index]]
                if (name, begin, stop) not in exact and _may_be(text[begin:stop], word)
            ]
        return found

    def maximal(self, text: str, sound: bool = True) -> list[Hit]:
        """The hits that lie in no longer one: of 荧光增白剂 not 荧光 too."""
        found = self.hits(text, sound)
        words = [hit for hit in found if not hit.loose]
        return [hit for hit in found if not any(_inside(hit, other) for other in words)]

    def wider(self, names: Iterable[str]) -> frozenset[str]:
        """The concepts and all those that they belong to."""
        kept = frozenset(names)
        return kept.union(*(self.within.get(name, frozenset()) for name in kept))


def _may_be(written: str, word: str) -> bool:
    """Whether a recogniser may have written that for the word; commonest characters are seldom its errors."""
    return len(word) > 2 or all(
        w == said or said not in _COMMONEST for said, w in zip(written, word, strict=True)
    )


def _inside(hit: Hit, other: Hit) -> bool:
    longer = other.stop - other.begin > hit.stop - hit.begin
    return longer and other.begin <= hit.begin and hit.stop <= other.stop and (other.exact or not hit.exact)


@cache
def concepts() -> Vocabulary:
    """What figures and words of selling points are about."""
    words, patterns = dict[str, str](), dict[str, str]()
    for document in _kinds_of_concepts():
        for name, entry in document.get("attributes", {}).items():
            words[name] = entry["words"]
            patterns |= {name: "|".join(entry["patterns"])} if "patterns" in entry else {}
        words |= document.get("things", {})
    return Vocabulary(
        {name: tuple(str(said).split()) for name, said in words.items()},
        {name: re.compile(pattern) for name, pattern in patterns.items()},
    )


@cache
def attributes() -> frozenset[str]:
    """The concepts that a figure can be the figure of."""
    return frozenset(_measured())


@cache
def weak() -> frozenset[str]:
    """Concepts that many products share: one alone does not say which point is meant."""
    return frozenset(name for document in _kinds_of_concepts() for name in document.get("weak", "").split())


@cache
def less_of(concept: str) -> frozenset[str]:
    """The dimensions in which less of a concept promises more."""
    return frozenset(_measured().get(concept, {}).get("less", "").split())


@cache
def _measured() -> dict[str, Any]:
    return {name: entry for d in _kinds_of_concepts() for name, entry in d.get("attributes", {}).items()}


@cache
def _kinds_of_concepts() -> list[dict[str, Any]]:
    """One document a kind of goods."""
    return [_document(f"concepts/{path.name}") for path in sorted((_FOLDER / "concepts").glob("*.yaml"))]


@cache
def people() -> Vocabulary:
    return _reaches("people")


@cache
def parts() -> Vocabulary:
    return _reaches("parts")


@cache
def substances() -> Vocabulary:
    return _reaches("substances")


def _reaches(section: str) -> Vocabulary:
    entries = _document("people.yaml")[section]
    within = {name: frozenset(entry.get("within", ())) for name, entry in entries.items()}
    full = {name: _closure(name, within) for name in within}
    return Vocabulary({n: tuple(e["words"].split()) for n, e in entries.items()}, within=full)


def _closure(name: str, within: Mapping[str, frozenset[str]]) -> frozenset[str]:
    found, left = set[str](), list(within.get(name, ()))
    while left:
        wider = left.pop()
        if wider not in found:
            found.add(wider)
            left += within.get(wider, ())
    return frozenset(found)


@cache
def _document(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((_FOLDER / name).read_text(encoding="utf-8"))
    return loaded
