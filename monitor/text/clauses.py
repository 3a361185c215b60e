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
_MARK = re.compile(r"[。！？!?；;…：:，,.\s]")
_PARTS = re.compile(
    r"[。！？!?；;…：:\n\t]|[，,](?!(?<=\d[，,])\d{3}(?!\d))|\.(?:(?<!\d\.)|(?!\d))|\s(?:(?<![A-Za-z0-9]\s)|(?![A-Za-z0-9]))"
)
_SPACES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_EDGES = frozenset(_SPACES + "，,。.！!？?；;：:、…~～—")
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
    text = utterance.text
    marks = [mark.end() for mark in _MARK.finditer(text) if _PARTS.match(text, mark.start())]
    found = []
    for whole in pairwise(sorted((0, *marks, *_pauses(utterance), len(text)))):
        for piece in (whole,) if whole[1] - whole[0] <= RUN_ON else _joined(text, *whole):
            begin, stop = _trimmed(text, *piece)
            if begin < stop:
                found.append(Clause(utterance, begin, stop))
    return found


def _utterance(words: list[Word]) -> Utterance:
    text = "".join(w.text for w in words)
    return Utterance(text, words[0].start, words[-1].end, tuple(words))


def _pauses(utterance: Utterance) -> Iterator[int]:
    at = 0
    for word, following in pairwise(utterance.words):
        at += len(word.text)
        if following.start - word.end > PAUSE:
            yield at


def _joined(text: str, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    """Pieces of a run-on stretch, each at least a few characters long."""
    last = begin
    for joint in _JOINTS.finditer(text[begin:stop]):
        at = begin + joint.start()
        if at - last >= 5 and stop - at >= 3:
            yield from _bounded(last, at)
            last = at
    yield from _bounded(last, stop)


def _bounded(begin: int, stop: int) -> Iterator[tuple[int, int]]:
    """No clause is longer than an utterance may be, however the text was given."""
    for at in range(begin, stop, LONGEST):
        yield at, min(at + LONGEST, stop)


def _trimmed(text: str, begin: int, stop: int) -> tuple[int, int]:
    """The stretch without the space and punctuation at its ends."""
    while begin < stop and text[stop - 1] in _EDGES:
        stop -= 1
    while begin < stop and text[begin] in _EDGES:
        begin += 1
    return begin, stop
