"""One utterance judged against a product of many points, beside RapidFuzz over the same points."""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from rapidfuzz import fuzz, process

from bench.claim_catalogue import composed_catalogue
from bench.claim_index import DAY, Asked, questions_on
from monitor.claims.broadcast import Broadcast
from monitor.claims.catalogue import Catalogue, Product
from monitor.claims.detector import Detector
from monitor.claims.on_air import OnAir
from monitor.rules.lexicon import load_lexicons
from monitor.text.clauses import clauses
from monitor.text.normal import plain, spoken
from monitor.text.syllables import encode
from monitor.text.utterance import Clause, Utterance

POINTS = 97
TIMES_SLOWER = 40.0
"""At most so many times RapidFuzz's bare likenesses, for a whole judgement of what was never said before."""
_WARMING = 40


def measured(seed: int, asked: int = 300) -> dict[str, Any]:
    """The section `speed`. cold: of utterances heard for the first time; warm: of the same again."""
    product = _product(seed)
    texts = [point.text for point in product.claims]
    questions = questions_on(texts, asked + _WARMING, random.Random(seed))
    detector = Detector(
        load_lexicons(), Catalogue((product,), "speed"), Broadcast("b", role="publisher"), DAY
    )
    judge = partial(_judge, detector, OnAir(product, "only"))
    _times(questions[:_WARMING], judge)
    cold, warm = _times(questions[_WARMING:], judge), _times(questions[_WARMING:], judge)
    sounds = [encode(spoken(plain(text)).text) for text in texts]
    peer = _times(questions[_WARMING:], partial(_likenesses, sounds))
    ratio = statistics.mean(cold) / statistics.mean(peer)
    return {
        "points": len(texts),
        "utterances": asked,
        "cold": _told(cold),
        "warm": _told(warm),
        "rapidfuzz": {"call": "process.cdist(scorer=partial_ratio)"} | _told(peer),
        "times_slower": {
            "cold": round(ratio, 1),
            "warm": round(statistics.mean(warm) / statistics.mean(peer), 1),
        },
        "bounds": {"times_slower_cold": TIMES_SLOWER},
        "met": ratio <= TIMES_SLOWER,
    }


def _product(seed: int) -> Product:
    """All points of a small composed catalogue as those of one product."""
    products = composed_catalogue(16, 2 * POINTS, seed).products
    points = {point.text: point for product in products for point in product.claims}
    claims = [p.model_copy(update={"id": str(at)}) for at, p in enumerate(list(points.values())[:POINTS])]
    return products[0].model_copy(update={"claims": claims})


def _judge(detector: Detector, on_air: OnAir, text: str) -> None:
    before: list[Clause] = []
    for clause in clauses(Utterance(text)):
        detector.judge(clause, on_air, before)
        before = [*before[-3:], clause]


def _likenesses(sounds: Sequence[str], text: str) -> None:
    process.cdist([encode(spoken(plain(text)).text)], sounds, scorer=fuzz.partial_ratio, processor=None)


def _times(questions: Sequence[Asked], work: Callable[[str], None]) -> list[float]:
    """Milliseconds of the processor for each."""
    spent = []
    for question in questions:
        begun = time.process_time()
        work(question.said)
        spent.append(1000 * (time.process_time() - begun))
    return spent


def _told(spent: Sequence[float]) -> dict[str, float]:
    return {
        "mean_ms": round(statistics.mean(spent), 3),
        "median_ms": round(statistics.median(spent), 3),
        "p99_ms": round(sorted(spent)[int(len(spent) * 0.99)], 3),
    }
