"""Every word of the rules found in a text: by characters, by sound, and by sound with fillers left out."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

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
_PHRASE = "|".join(rf"(?<![{_ASKING}]){filler}" for filler in PHRASE_FILLERS)
_STRONG = rf"[{FILLERS}]|{_PHRASE}"
_FILLER = re.compile(rf"(?P<strong>{_STRONG})|[{WEAK_FILLERS}]|(?<=(.))\2")
_LITTLE = "小"
_JOINING = frozenset("和合毛银")


class Finder:
    """Looks for the words of one set of rules in texts in normal form."""

    def __init__(self, streams: Streams) -> None:
        self._streams = streams

    def words(self, text: str) -> Words:
        """The places of every word of which an automaton knows."""
        found: Words = {}
        sound, coded = encode(text), False
        for begin, stop, spellings in self._streams.characters.find(text):
            coded = coded or spellings.coded
            if not spellings.coded or stop - begin > 1 or text[begin - 1 : begin] in NUMERALS:
                _keep(found, begin, stop, spellings.every, "characters")
            else:
                # a code of one character is a unit: 米 for 元 stands after a figure alone
                _keep(found, begin, stop, [s for s in spellings.every if not s.evasion], "characters")
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
                _keep(found, begin, stop, spellings.named(said, around), "syllables")
        if fillers := list(_FILLER.finditer(text)):
            self._filled(found, text, sound, fillers)
        if weak:
            _keep_supported(found, weak, text)
        return _less_codes_within(found) if coded else found

    def _filled(self, found: Words, text: str, sound: str, fillers: list[re.Match[str]]) -> None:
        """Words with fillers inside, or with a filler in place of an inner syllable."""
        every = [filler.span() for filler in fillers]
        strong = [filler.span() for filler in fillers if filler["strong"]]
        if strong:
            for begin, stop, spellings in self._streams.in_place_of_syllables(text):
                _keep(found, begin, stop, spellings.every, "replaced", text[begin:stop])
            self._dropped(found, text, sound, strong, "fillers")
        if len(every) > len(strong):
            self._dropped(found, text, sound, every, "weak_fillers")

    def _dropped(
        self, found: Words, text: str, sound: str, fillers: list[tuple[int, int]], stream: str
    ) -> None:
        if self._streams.joints.isdisjoint(_joints(sound, fillers)):
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
                        _keep(found, first, last, (spelling,), how, text[first:last])


def is_filled(word: str) -> bool:
    """Whether a word of the language has in it what is taken for a filler: 父母."""
    return len(word) > 1 and word not in PHRASE_FILLERS and re.search(_STRONG, word) is not None


def _keep(
    found: Words, begin: int, stop: int, spellings: Iterable[Spelling], stream: str, said: str = ""
) -> None:
    """Puts the words of `spellings` at their place, unless a surer stream has found them there."""
    for spelling in spellings:
        places, place = found.setdefault(spelling.word, {}), (begin, stop, spelling.rule)
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


def _keep_supported(found: Words, weak: list[Place], text: str) -> None:
    """Keeps words of two syllables that have something to support them right beside them."""
    begins, ends = set(), set()
    for places in found.values():
        for begin, stop, _ in places:
            if stop - begin > 1:
                begins.add(begin)
                ends.add(stop)
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
