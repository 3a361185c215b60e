"""Precision, recall and F1 with bootstrap intervals."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ROUNDS = 2000
_EDGES = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its 95 % interval; None where there is nothing to divide by."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """Passages: true and false positives, false and true negatives."""

    tp: int
    fp: int
    fn: int
    tn: int
    precision: Rate
    recall: Rate
    f1: Rate


def score(cases: Iterable[tuple[bool, bool]], seed: int) -> Score:
    """`cases`: whether each passage was flagged, and whether it should have been.

    Drawing passages with replacement is drawing the four counts from their multinomial distribution.
    """
    counted = Counter(cases)
    counts = [counted[cell] for cell in ((True, True), (True, False), (False, True), (False, False))]
    total = sum(counts)
    shares = [count / total for count in counts] if total else [0.0, 0.0, 0.0, 1.0]
    drawn = np.random.default_rng(seed).multinomial(total, shares, ROUNDS)
    tp, fp, fn = (drawn[:, i].astype(np.float64) for i in range(3))
    right, false, missed, silent = counts
    return Score(
        tp=right,
        fp=false,
        fn=missed,
        tn=silent,
        precision=_rate(right, right + false, tp, tp + fp),
        recall=_rate(right, right + missed, tp, tp + fn),
        f1=_rate(2 * right, 2 * right + false + missed, 2 * tp, 2 * tp + fp + fn),
    )


def _rate(part: int, whole: int, parts: NDArray[np.float64], wholes: NDArray[np.float64]) -> Rate:
    if not whole:
        return Rate(None)
    possible = wholes > 0
    low, high = np.percentile(parts[possible] / wholes[possible], _EDGES)
    return Rate(round(part / whole, 4), round(float(low), 4), round(float(high), 4))
