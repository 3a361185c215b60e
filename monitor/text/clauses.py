"""Words into host sentences, and sentences into clauses that can hold one claim."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from monitor.speech.word import Word
from monitor.text.utterance import Clause, Utterance

PAUSE = 0.6
LONGEST = 60
RUN_ON = 16

_SENTENCE_END = "。！？!?；;…"
_MARKS = re.compile(r"[。！？!?；;，,…：:\n\t]|(?<!\d)\.|\.(?!\d)|(?<![A-Za-z0-9])\s|\s(?![A-Za-z0-9])")
_JOINTS = re.compile(
    r"(?=然后|而且|但是|不过|所以|另外|还有就是|并且|同时|再加上|如果|因为|接下来|就是说)|(?<=的话呢)|(?<=对不对)|(?<=是不是)"
    r"|(?<=[啊呢吧哦哈啦嘛])(?=[^啊呢吧哦哈啦嘛了的。，！？])"
)


def utterances(words: Iterable[Word]) -> Iterator[Utterance]:
    """Host sentences: cut at pauses over 0.6 s and sentence marks, and before 60 characters are passed."""
    held: list[Word] = []
    for word in words:
        too_long = sum(len(w.text) for w in held) + len(word.text) > LONGEST
        if held and (word.start - held[-1].end > PAUSE or too_long):
            yield _utterance(held)
            held = []
        held.append(word)
        if word.text and word.text.rstrip()[-1:] in tuple(_SENTENCE_END):
            yield _utterance(held)
            held = []
    if held:
        yield _utterance(held)


def clauses(utterance: Utterance) -> list[Clause]:
    """The utterance cut at punctuation and pauses, and run-on speech at its particles and joints."""
    cuts = {0, len(utterance.text), *_pauses(utterance)}
    for mark in _MARKS.finditer(utterance.text):
        if not _inside_number(utterance.text, mark.start()):
            cuts.add(mark.end())
    edges = sorted(cuts)
    pieces = [p for begin, stop in pairwise(edges) for p in _shorter(utterance, begin, stop)]
    trimmed = (_trimmed(utterance, begin, stop) for begin, stop in pieces)
    return [clause for clause in trimmed if clause.begin < clause.stop]


def _utterance(words: list[Word]) -> Utterance:
    text = "".join(w.text for w in words)
    return Utterance(text, words[0].start, words[-1].end, tuple(words))


def _inside_number(text: str, at: int) -> bool:
    grouped = re.match(r"\d{3}(?!\d)", text[at + 1 : at + 5])
    return text[at] in ",，" and text[at - 1 : at].isdigit() and grouped is not None


def _pauses(utterance: Utterance) -> Iterator[int]:
    at = 0
    for word, following in pairwise(utterance.words):
        at += len(word.text)
        if following.start - word.end > PAUSE:
            yield at


def _shorter(utterance: Utterance, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    """Pieces of a run-on stretch, each at least a few characters long."""
    text = utterance.text[begin:stop]
    if len(text) <= RUN_ON:
        yield begin, stop
        return
    last = 0
    for joint in _JOINTS.finditer(text):
        if joint.start() - last >= 5 and len(text) - joint.start() >= 3:
            yield from _bounded(begin + last, begin + joint.start())
            last = joint.start()
    yield from _bounded(begin + last, stop)


def _bounded(begin: int, stop: int) -> Iterator[tuple[int, int]]:
    """No clause is longer than an utterance may be, however the text was given."""
    for at in range(begin, stop, LONGEST):
        yield at, min(at + LONGEST, stop)


def _trimmed(utterance: Utterance, begin: int, stop: int) -> Clause:
    while begin < stop and _is_edge(utterance.text[begin]):
        begin += 1
    while begin < stop and _is_edge(utterance.text[stop - 1]):
        stop -= 1
    return Clause(utterance, begin, stop)


def _is_edge(character: str) -> bool:
    return character.isspace() or character in "，,。.！!？?；;：:、…~～—"
