"""Speed of the rules on one core, beside pyahocorasick, `re` and FlashText on the same patterns.

    python -m bench.rules_speed [--more N]

Text: the project's own sentences, written one after another. Prints JSON: characters a second for
the normal form, for each stream and for all three together, with the shipped lexicons and with N
(100,000) random patterns of four characters more; microseconds an utterance for normal form, scan
and context. Times are the processor's, the best of several rounds. Peers are the `bench` extra.
"""

import argparse
import json
import random
import re
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import ahocorasick
from flashtext import KeywordProcessor

from bench.sentences import sentences
from monitor.rules.examine import Examiner, Goods
from monitor.rules.lexicon import Lexicon, load_lexicons
from monitor.rules.rule import Pattern
from monitor.rules.streams import FILLERS, WEAK_FILLERS, Spelling, Streams, spellings_of
from monitor.text.clauses import clauses
from monitor.text.normal import forget, plain, spoken
from monitor.text.syllables import encode
from monitor.text.utterance import Utterance

UTTERANCE = 40
ROUNDS = 5
SLOW = 20_000
_SEED = 20_261_123
_FILLERS = re.compile(f"[{FILLERS}{WEAK_FILLERS}]")
_GOODS = Goods("health_food")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--more", type=int, default=100_000)
    more = parser.parse_args().more
    lines = sentences()
    lexicon = load_lexicons()
    text = spoken(plain("，".join(lines))).text
    own = spellings(lexicon)
    figures = {
        "characters": len(text),
        "normal_form": rate(lambda: spoken(plain("，".join(lines))), text),
        "shipped": scanning(own, text),
        f"with_{more}_more": scanning(own + random_patterns(more), text),
        "utterances": utterances(lexicon, lines),
    }
    print(json.dumps(figures, ensure_ascii=False, indent=2))


def spellings(lexicon: Lexicon) -> list[Spelling]:
    return list(
        spellings_of([rule for rule in lexicon.rules if rule.status == "active"], list(lexicon.coded))
    )


def random_patterns(count: int) -> list[Spelling]:
    chance = random.Random(_SEED)
    common = [chr(code) for code in range(0x4E00, 0x4E00 + 3500)]
    every = frozenset(Pattern(phrases=["词"]).mechanisms)
    words = {"".join(chance.choices(common, k=4)) for _ in range(count)}
    return [Spelling(word, word, mechanisms=every) for word in sorted(words)]


def scanning(known: list[Spelling], text: str) -> dict[str, Any]:
    streams, build = timed(lambda: Streams(known, frozenset()))
    words = sorted({spelling.text for spelling in known})

    def three() -> None:
        streams.characters.matches(text)
        streams.syllables.matches(encode(text))
        streams.without_fillers.matches(encode(_FILLERS.sub("", text)))

    return {
        "patterns": len(words),
        "build_s": round(build, 2),
        "characters_stream": rate(lambda: streams.characters.matches(text), text),
        "three_streams": rate(three, text),
        "peers": peers(words, text),
    }


def peers(words: list[str], text: str) -> dict[str, int]:
    """Characters a second of each peer over the first stream alone, a shorter text for the slow ones."""
    automaton = ahocorasick.Automaton()
    for word in words:
        automaton.add_word(word, word)
    automaton.make_automaton()
    flash = KeywordProcessor(case_sensitive=True)
    flash.non_word_boundaries = set()
    for word in words:
        flash.add_keyword(word)
    pattern = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    short = text[:SLOW] if len(words) < SLOW else text[: SLOW // 40]
    return {
        "pyahocorasick": rate(lambda: list(automaton.iter(text)), text),
        "flashtext": rate(lambda: flash.extract_keywords(text), text),
        "re": rate(lambda: pattern.findall(short), short, rounds=1),
    }


def utterances(lexicon: Lexicon, lines: list[str]) -> dict[str, Any]:
    """Microseconds from the text of an utterance to its charges; of each utterance the best of the rounds."""
    examiner = Examiner(lexicon)
    texts = joined(lines)
    spent = [float("inf")] * len(texts)
    for _ in range(ROUNDS):
        forget()
        for at, text in enumerate(texts):
            spent[at] = min(spent[at], timed(partial(judge, examiner, text))[1] * 1e6)
    spent.sort()
    return {
        "count": len(spent),
        "characters_mean": round(statistics.mean(map(len, texts)), 1),
        "median_us": round(statistics.median(spent), 1),
        "p99_us": round(spent[int(len(spent) * 0.99)], 1),
        "worst_us": round(spent[-1], 1),
    }


def judge(examiner: Examiner, text: str) -> None:
    cut = clauses(Utterance(text))
    for at, clause in enumerate(cut):
        examiner.examine(clause, _GOODS, cut[max(0, at - 4) : at])


def joined(lines: list[str]) -> list[str]:
    """Sentences put together to utterances of about 40 characters."""
    found, held = [], ""
    for line in lines:
        held = f"{held}，{line}" if held else line
        if len(held) >= UTTERANCE - 6:
            found.append(held[: UTTERANCE + 6])
            held = ""
    return found


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.process_time()
    result = work()
    return result, time.process_time() - begun


def rate(work: Callable[[], Any], text: str, rounds: int = ROUNDS) -> int:
    """Characters a second, of the fastest round."""
    work()
    return round(len(text) / max(1e-9, min(timed(work)[1] for _ in range(rounds))))


if __name__ == "__main__":
    main()
