"""The ways in which a rule's words may be written, and the automata that find them in a text."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.rules.rule import Coded, Mechanism, Pattern, Rule
from monitor.text.automaton import Automaton
from monitor.text.normal import normal
from monitor.text.segment import frequency
from monitor.text.syllables import encode, readings, syllable_count

FILLERS = "某母谋莫磨抹膜猛姆墨摸魔摩锰慕"
WEAK_FILLERS = "和合银毛小的"
PHRASE_FILLERS = ("那个什么", "那什么", "那个啥", "什么")
_COMMON = "的"
SOUND_FROM = 3
NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿两半")
_OF_FIGURES = NUMERALS | {"第"}

_WILD = "\uf8ff"
_AS_WILD = {ord(filler): _WILD for filler in FILLERS}
Place = tuple[int, int, "Spellings"]


@dataclass(frozen=True, slots=True)
class Spelling:
    """A way to write `word`. evasion: the code and its meaning, or empty. rule: the only one it is for."""

    word: str
    text: str
    evasion: str = ""
    rule: str = ""
    mechanisms: frozenset[Mechanism] = frozenset()


class Spellings:
    """All that one text stands for. numerals, coded: whether any has a numeral, or is a code.

    literal: the one text that all of them are found by in characters too, or empty.
    """

    __slots__ = ("coded", "every", "literal", "numerals")

    def __init__(self, spellings: Iterable[Spelling]) -> None:
        self.every = tuple(spellings)
        self.numerals = any(not NUMERALS.isdisjoint(spelling.text) for spelling in self.every)
        self.coded = any(spelling.evasion for spelling in self.every)
        texts = {spelling.text if "characters" in spelling.mechanisms else "" for spelling in self.every}
        self.literal = texts.pop() if len(texts) == 1 else ""

    def named(self, said: str, around: tuple[str, str] | None = None) -> Iterable[Spelling]:
        """Those whose numerals stand in `said` too: numerals are not recognised by their sound.

        around: what stands before and behind `said`, where a lone numeral in it may be misheard for
        another syllable, as in 一声推荐.
        """
        by_sound = NUMERALS.isdisjoint(said) or (around is not None and _is_lone(said, *around))
        if by_sound and not self.numerals:
            return self.every
        return [
            spelling
            for spelling in self.every
            if same_numerals(spelling.text, said) or (by_sound and NUMERALS.isdisjoint(spelling.text))
        ]


class Stream:
    """One automaton over spellings in one encoding."""

    def __init__(self, spellings: Iterable[tuple[str, Spelling]]) -> None:
        by_text: dict[str, dict[Spelling, None]] = defaultdict(dict)
        for text, spelling in spellings:
            by_text[text][spelling] = None
        self._spellings = [Spellings(found) for found in by_text.values()]
        self._automaton = Automaton(list(by_text))

    def matches(self, text: str) -> list[tuple[int, int, int]]:
        """Half-open place of each text found, and its number; overlapping."""
        return self._automaton.places(text)

    def find(self, text: str) -> list[Place]:
        spellings = self._spellings
        return [(begin, stop, spellings[index]) for begin, stop, index in self.matches(text)]


class Streams:
    """Every automaton of one set of rules: characters, syllables, and syllables without fillers.

    A word of two syllables is looked for by its sound only where fillers were dropped, or where
    another word of its pattern may support it (`supported`).
    """

    def __init__(self, spellings: list[Spelling], supported: frozenset[str]) -> None:
        sounds = {s.text: readings(s.text) for s in spellings}
        spoken = {text for text in sounds if _is_spoken(text)}
        filled = [s for s in spellings if "fillers" in s.mechanisms and len(s.text) > 1 and not s.evasion]
        self.characters = Stream((s.text, s) for s in spellings if "characters" in s.mechanisms)
        self.syllables = Stream(
            (sound, s)
            for s in spellings
            if "syllables" in s.mechanisms and s.text in spoken
            if len(s.text) >= SOUND_FROM or s.word in supported
            for sound in sounds[s.text]
        )
        self.without_fillers = Stream((sound, s) for s in filled for sound in sounds[s.text])
        self._short = frozenset(s.text for s in filled if len(s.text) == 2)
        self._joints = _joints(sound for s in filled for sound in sounds[s.text])
        self._long_joints = _joints(sound for s in filled if len(s.text) > 2 for sound in sounds[s.text])
        self._replaced = Stream(
            (f"{sound[:at]}{_WILD}{sound[at + 1 :]}", s)
            for s in filled
            if s.text in spoken and len(s.text) >= SOUND_FROM
            for sound in sounds[s.text]
            for at in range(1, len(sound) - 1)
        )

    def may_join(self, text: str, sound: str, begin: int, stop: int) -> bool:
        """Whether what stands on both sides of a run of fillers are neighbours in a word; else none was put.

        的 between two characters is too common to be put into a word of two: it must be theirs by writing.
        """
        sounds = sound[begin - 1 : begin] + sound[stop : stop + 1]
        if sounds not in self._joints:
            return False
        is_common = text[begin:stop] == _COMMON and text[stop : stop + 1] != text[stop + 1 : stop + 2]
        written = text[begin - 1 : begin] + text[stop : stop + 1]
        return not is_common or sounds in self._long_joints or written in self._short

    def in_place_of_syllables(self, text: str) -> list[Place]:
        """Words of three syllables or more of which a filler replaces an inner one."""
        return self._replaced.find(encode(text.translate(_AS_WILD)))


def _joints(sounds: Iterable[str]) -> frozenset[str]:
    """Neighbouring syllables."""
    return frozenset(sound[at : at + 2] for sound in sounds for at in range(len(sound) - 1))


def same_numerals(word: str, said: str) -> bool:
    """Whether numerals stand in both at the same places."""
    return word == said or all(
        w == s for w, s in zip(word, said, strict=True) if w in NUMERALS or s in NUMERALS
    )


def _is_lone(said: str, before: str, after: str) -> bool:
    """Whether the only numeral of `said` belongs to no figure and no ordinal."""
    at = [at for at, character in enumerate(said, 1) if character in NUMERALS]
    whole = f"{before or ' '}{said}{after}"
    beside = {whole[at[0] - 1], *whole[at[0] + 1 : at[0] + 2]}
    return len(at) == 1 and beside.isdisjoint(_OF_FIGURES)


class Fillers:
    """The text, or its sound, with fillers left out, and the way back."""

    def __init__(self, text: str, places: list[tuple[int, int]]) -> None:
        self._cuts: list[int] = []
        self._gone = [0]
        parts, at = [], 0
        for begin, stop in places:
            parts.append(text[at:begin])
            self._cuts.append(begin - self._gone[-1])
            self._gone.append(self._gone[-1] + stop - begin)
            at = stop
        self.text = "".join([*parts, text[at:]])

    def bridged(self, begin: int, stop: int) -> tuple[int, int, int] | None:
        """The original place of a bare one, and how many fillers it spans; None where it spans none."""
        first, last = bisect_right(self._cuts, begin), bisect_right(self._cuts, stop - 1)
        return (begin + self._gone[first], stop + self._gone[last], last - first) if first != last else None


def spellings_of(rules: Iterable[Rule], coded: list[Coded]) -> Iterator[Spelling]:
    """Every way to write every word of the rules that a mechanism of its patterns allows."""
    words: dict[str, set[Mechanism]] = defaultdict(set)
    aliased: dict[tuple[str, str], set[Mechanism]] = defaultdict(set)
    own: dict[str, list[Coded]] = {}
    for rule in rules:
        own[rule.id] = rule.aliases
        for pattern in rule.patterns:
            for word in needed(pattern):
                words[word].update(pattern.mechanisms)
                if rule.aliases:
                    aliased[word, rule.id].update(pattern.mechanisms)
        for word in rule.allow:
            words[word].update(("characters", "syllables", "fillers", "coded"))
    for word, mechanisms in sorted(words.items()):
        allowed = frozenset(mechanisms)
        yield Spelling(word, normal(word).text, "", "", allowed)
        yield from _in_code(word, "", allowed, coded)
    for (word, rule_id), mechanisms in sorted(aliased.items()):
        yield from _in_code(word, rule_id, frozenset(mechanisms), own[rule_id])


def _in_code(
    word: str, rule: str, mechanisms: frozenset[Mechanism], coded: list[Coded]
) -> Iterator[Spelling]:
    if "coded" not in mechanisms:
        return
    for code in coded:
        if code.means in word:
            for said in code.words:
                text = normal(word.replace(code.means, said)).text
                yield Spelling(word, text, f"{said}={code.means}", rule, mechanisms)


def is_quantity(word: str) -> bool:
    return word.startswith("{")


def is_letter(word: str) -> bool:
    """Whether a word is a single character, too common to be looked for everywhere."""
    return len(word) == 1


def anchor(pattern: Pattern) -> list[str]:
    """The group whose words are looked for first, the rarest; the others then only near them."""
    if pattern.phrases:
        return pattern.phrases
    spoken = [group for group in pattern.all if not any(map(is_quantity, group))]
    return min(spoken, key=lambda group: (sum(map(is_letter, group)), sum(map(frequency, group))), default=[])


def needed(pattern: Pattern) -> list[str]:
    """The words of a pattern that its automata must hold: all but the single characters beside an anchor."""
    first = set(anchor(pattern))
    return [w for w in pattern.words if not is_quantity(w) and (w in first or not is_letter(w))]


def _is_spoken(text: str) -> bool:
    return len(text) > 1 and syllable_count(text) == len(text)
