"""One utterance against very many selling points: time and recall of the index, beside RapidFuzz over all."""

import random
import statistics
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from rapidfuzz import fuzz, process

from bench.claim_catalogue import composed_catalogue
from bench.claim_noise import DELETIONS, HOMOPHONES, misheard
from bench.sentences import sentences
from monitor.claims.broadcast import Broadcast
from monitor.claims.catalogue import Catalogue
from monitor.claims.detector import Detector
from monitor.claims.index import Index
from monitor.rules.lexicon import load_lexicons
from monitor.text.normal import plain, spoken
from monitor.text.syllables import encode

DAY = date(2026, 3, 1)
POINTS = 100_000
PRODUCTS = 5_000
P99_MS = 1.0
RECALL = 0.995
TIMES_FASTER = 100.0
ROUNDS = 3
_LENGTH = 40


@dataclass(frozen=True)
class Asked:
    """An utterance that speaks of selling point `number`."""

    said: str
    number: int


def measured(seed: int, points: int = POINTS, asked: int = 4000, peers: int = 20) -> dict[str, Any]:
    """The section `index`. Times are the processor's; of each utterance the best of three."""
    catalogue = composed_catalogue(max(1, points * PRODUCTS // POINTS), points, seed)
    texts = [point.text for product in catalogue.products for point in product.claims]
    index, build = _timed(partial(Index, texts))
    questions = questions_on(texts, asked, random.Random(seed))
    spent, found, candidates = [], 0, []
    for question in questions:
        ask = partial(index.near, question.said)
        near, took = _timed(ask)
        spent.append(1000 * min(took, *(_timed(ask)[1] for _ in range(ROUNDS - 1))))
        found += question.number in near
        candidates.append(len(near))
    spent.sort()
    mean = statistics.mean(spent)
    peer = _peer(texts, questions[:peers])
    p99, recall = spent[int(len(spent) * 0.99)], found / len(questions)
    return {
        "points": len(texts),
        "distinct_texts": len(set(texts)),
        "products": len(catalogue.products),
        "build_s": round(build, 2),
        "build_peak_mb": round(_peak(partial(Index, texts)) / 1e6),
        "index_mb": round(index.nbytes / 1e6, 1),
        "detector": _detector(catalogue),
        "noise": {"homophones": HOMOPHONES, "deletions": DELETIONS},
        "utterances": len(questions),
        "characters_mean": round(statistics.mean(len(q.said) for q in questions), 1),
        "mean_ms": round(mean, 3),
        "median_ms": round(statistics.median(spent), 3),
        "p99_ms": round(p99, 3),
        "worst_ms": round(spent[-1], 3),
        "candidates_median": statistics.median(candidates),
        "candidates_p99": sorted(candidates)[int(len(candidates) * 0.99)],
        "recall": round(recall, 4),
        "rapidfuzz": peer | {"times_slower": round(peer["mean_ms"] / mean)},
        "bounds": {"p99_ms": P99_MS, "recall": RECALL, "times_slower": TIMES_FASTER},
        "met": p99 <= P99_MS and recall >= RECALL and peer["mean_ms"] / mean >= TIMES_FASTER,
    }


def questions_on(texts: Sequence[str], count: int, chance: random.Random) -> list[Asked]:
    """Utterances of about 40 characters, a selling point with noise in it among a host's other words."""
    talk = sentences()
    made = []
    for _ in range(count):
        number = chance.randrange(len(texts))
        said = spoken(plain(texts[number])).text
        around = chance.choice(talk)[: max(0, _LENGTH - len(said))]
        words = f"{around}{said}" if chance.random() < 0.5 else f"{said}{around}"
        made.append(Asked(misheard(words, chance), number))
    return made


def _peer(texts: Sequence[str], questions: Sequence[Asked]) -> dict[str, Any]:
    """RapidFuzz over every selling point, on the same syllables."""
    sounds = [encode(spoken(plain(text)).text) for text in texts]
    spent = []
    for question in questions:
        said = encode(spoken(plain(question.said)).text)
        ask = partial(process.extract, said, sounds, scorer=fuzz.partial_ratio, processor=None, limit=50)
        spent.append(_timed(ask)[1])
    return {
        "call": "process.extract(scorer=partial_ratio, processor=None, limit=50)",
        "utterances": len(spent),
        "mean_ms": round(statistics.mean(spent) * 1000, 1),
    }


def _detector(catalogue: Catalogue) -> dict[str, float]:
    """A Detector over the whole catalogue: the index is built with it, no point is compared yet."""
    lexicons = load_lexicons()

    def build() -> Detector:
        return Detector(lexicons, Catalogue(catalogue.products, catalogue.version), Broadcast("b"), DAY)

    return {"build_s": round(_timed(build)[1], 2), "peak_mb": round(_peak(build) / 1e6)}


def _peak(work: Callable[[], Any]) -> int:
    """Bytes allocated at most at one time, what is held when it begins left out."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.process_time()
    result = work()
    return result, time.process_time() - begun
