"""Every word of the rules found in a text: by characters, by sound, and by sound with fillers left out."""

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator

from monitor.rules.found import Found, Words
from monitor.rules.streams import (
    FILLERS,
    NUMERALS,
    PHRASE_FILLERS,
    WEAK_FILLERS,
    Fillers,
    Place,
    Spelling,
    Streams,
)
from monitor.text.normal import normal
from monitor.text.syllables import encode

# 什么 is what is asked for, and not put inside a word, in 有什么效果
_ASKING = "有没是做干为吃喝用治看说要叫个这那凭算像多"
_PHRASE = "|".join(f"{word[0]}(?<![{_ASKING}]{word[0]}){word[1:]}" for word in PHRASE_FILLERS)
_STRONG = re.compile(f"[{FILLERS}]|{_PHRASE}")
_FILLER = re.compile(f"{_STRONG.pattern}|[{WEAK_FILLERS}]")
_DOUBLED = re.compile(r"(.)\1+")
_LITTLE = "小"
_JOINING = frozenset("和合毛银")

Span = tuple[int, int]


Sighting = tuple[int, int, Iterable[Spelling], str, str]
"""Half-open normal characters, what is spelt there, the stream that has it, and the words as told where
fillers were put. A bare tuple: there are fifteen in an utterance."""


class Sightings:
    """Every place of a text where words of the rules are met with, the surest streams first."""

    def __init__(self, every: list[Sighting], *, coded: bool) -> None:
        self._every, self._coded = every, coded
        self.words = dict.fromkeys([spelling.word for seen in every for spelling in seen[2]])

    def places(self, wanted: Container[str]) -> Words:
        """Where the wanted words are, each place by the surest stream that has it."""
        found: Words = {}
        for begin, stop, spellings, stream, said in self._every:
            for spelling in spellings:
                if spelling.word in wanted:
                    _keep(found.setdefault(spelling.word, {}), spelling, begin, stop, stream, said)
        return _less_codes_within(found) if self._coded else found


class Finder:
    """Looks for the words of one set of rules in texts in normal form."""

    def __init__(self, streams: Streams) -> None:
        self._streams = streams

    def look(self, text: str) -> Sightings:
        """Every word of which an automaton knows."""
        sound = encode(text)
        seen, coded = self._spelt(text)
        weak = []
        for begin, stop, spellings in self._streams.syllables.find(sound):
            said = text[begin:stop]
            if spellings.literal == said:
                continue
            if stop - begin == 2:
                weak.append((begin, stop, spellings))
            else:
                coded = coded or spellings.coded
                around = text[begin - 1 : begin], text[stop : stop + 1]
                seen.append((begin, stop, spellings.named(said, around), "syllables", ""))
        if fillers := _fillers(text):
            seen += self._filled(text, sound, fillers)
        if weak:
            seen += _supported(seen, weak, text)
        return Sightings(seen, coded=coded)

    def _spelt(self, text: str) -> tuple[list[Sighting], bool]:
        """What is written as the rules write it, and whether any of it is a code."""
        seen: list[Sighting] = []
        coded = False
        for begin, stop, spellings in self._streams.characters.find(text):
            every: Iterable[Spelling] = spellings.every
            if spellings.coded:
                coded = True
                if stop - begin == 1 and text[begin - 1 : begin] not in NUMERALS:
                    # a code of one character is a unit: 米 for 元 stands after a figure alone
                    every = [spelling for spelling in every if not spelling.evasion]
            seen.append((begin, stop, every, "characters", ""))
        return seen, coded

    def _filled(self, text: str, sound: str, every: list[Span]) -> Iterator[Sighting]:
        """Words with fillers inside, or with a filler in place of an inner syllable."""
        strong = [filler.span() for filler in _STRONG.finditer(text)]
        if strong:
            for begin, stop, spellings in self._streams.in_place_of_syllables(text):
                yield begin, stop, spellings.every, "replaced", text[begin:stop]
            yield from self._dropped(text, sound, strong, "fillers")
        if len(every) > len(strong):
            yield from self._dropped(text, sound, every, "weak_fillers")

    def _dropped(self, text: str, sound: str, fillers: list[Span], stream: str) -> Iterator[Sighting]:
        if not any(self._streams.may_join(text, sound, *run) for run in _runs(fillers)):
            return
        bare, kept_text = Fillers(sound, fillers), Fillers(text, fillers).text
        for begin, stop, spellings in self._streams.without_fillers.find(bare.text):
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
                        yield first, last, (spelling,), how, text[first:last]


def is_filled(word: str) -> bool:
    """Whether a word of the language has in it what is taken for a filler: 父母."""
    return len(word) > 1 and word not in PHRASE_FILLERS and _STRONG.search(word) is not None


def _fillers(text: str) -> list[Span]:
    """What may have been put inside words: characters and phrases, and characters said twice."""
    found = [filler.span() for filler in _FILLER.finditer(text)]
    if _DOUBLED.search(text):
        repeated = {
            (at, at + 1) for run in _DOUBLED.finditer(text) for at in range(run.start() + 1, run.end())
        }
        return sorted(repeated.union(found))
    return found


def _keep(
    places: dict[tuple[int, int, str], Found],
    spelling: Spelling,
    begin: int,
    stop: int,
    stream: str,
    said: str,
) -> None:
    """Puts the word of `spelling` at its place, unless a surer stream has found it there."""
    place = begin, stop, spelling.rule
    if not places or (place not in places and (begin, stop, "") not in places):
        coded = spelling.evasion
        evasion = (f"{said}={spelling.word}",) if said else (coded,) if coded else ()
        places[place] = Found(begin, stop, stream, evasion, spelling.rule, bool(coded), spelling.text)


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


def _supported(seen: list[Sighting], weak: list[Place], text: str) -> Iterator[Sighting]:
    """Words of two syllables that have something to support them right beside them."""
    begins, ends = set(), set()
    for begin, stop, _, _, _ in seen:
        if stop - begin > 1:
            begins.add(begin)
            ends.add(stop)
    for begin, stop, spellings in weak:
        beside = begin in ends or begin - 1 in ends or stop in begins or stop + 1 in begins
        # a quantity beside it: its figures stand within a few characters
        if beside or not NUMERALS.isdisjoint(text[max(0, begin - 8) : stop + 6]):
            yield begin, stop, spellings.named(text[begin:stop]), "two_syllables", ""


def _runs(fillers: list[Span]) -> Iterator[Span]:
    """Fillers said one upon another as one."""
    begin, stop = fillers[0]
    for following in fillers[1:]:
        if following[0] != stop:
            yield begin, stop
            begin = following[0]
        stop = following[1]
    yield begin, stop


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
