"""Chains of places: one word of every group of a pattern, near each other."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate, pairwise, permutations

from monitor.rules.found import Found
from monitor.rules.rule import Pattern

_GRAVEST = ("replaced", "weak_fillers", "fillers", "two_syllables", "syllables", "characters", "quantity")


Chain = list[Found]


class Cover:
    """Places inside which others do not count. What only sounds like one covers no literal word."""

    def __init__(self, places: list[Found]) -> None:
        self._every = _Reach(places)
        self._literal = _Reach([place for place in places if place.stream == "characters"])

    def over(self, place: Found) -> Found | None:
        """The one that has all of `place` inside it, or None."""
        return (self._literal if place.stream == "characters" else self._every).over(place)


class _Reach:
    def __init__(self, places: list[Found]) -> None:
        places = sorted(places)
        self._begins = [place.begin for place in places]
        self._furthest = list(accumulate(places, _further))

    def over(self, place: Found) -> Found | None:
        at = bisect_right(self._begins, place.begin)
        return self._furthest[at - 1] if at and place.stop <= self._furthest[at - 1].stop else None


def _further(one: Found, other: Found) -> Found:
    return one if one.stop > other.stop else other


def chains(groups: list[list[Found]], pattern: Pattern, ends: list[int]) -> Iterator[Chain]:
    """One place of every group, each beginning within reach of the one before, none behind an end.

    ends: where sentences end, in order.
    """
    if len(groups) == 1:
        yield from ([place] for place in groups[0])
        return
    ranked = [sorted(group, key=lambda place: (place.begin, -place.stop)) for group in groups]
    for order in [ranked] if pattern.ordered else permutations(ranked):
        for first in order[0]:
            chain = [first]
            for group in order[1:]:
                at = bisect_left(group, chain[-1].stop, key=lambda place: place.begin)
                if at == len(group) or group[at].begin - chain[-1].stop > pattern.within:
                    break
                if ends and bisect_left(ends, chain[-1].stop) != bisect_left(ends, group[at].begin):
                    break
                chain.append(group[at])
            if len(chain) == len(order):
                yield chain


def is_supported(chain: Chain) -> bool:
    """Two syllables alone prove nothing: they need a word of the same pattern right beside them."""
    weak = [i for i, place in enumerate(chain) if place.is_weak]
    if not weak:
        return True
    at = weak[0]
    beside = [
        (chain[i], chain[at]) if i < at else (chain[at], chain[i])
        for i in (at - 1, at + 1)
        if 0 <= i < len(chain)
    ]
    strong = [
        pair
        for pair in beside
        if all(p.stop - p.begin >= 2 for p in pair) and pair[1].begin - pair[0].stop <= 1
    ]
    return len(weak) == 1 and bool(strong)


def stream_of(chain: Chain) -> str:
    """How the least certain of its words was found."""
    streams = {place.stream for place in chain}
    return next(stream for stream in _GRAVEST if stream in streams)


def evasion_of(chain: Chain) -> tuple[str, ...]:
    return tuple(dict.fromkeys(said for place in chain for said in place.evasion))


def gaps_of(chain: Chain) -> tuple[tuple[int, int], ...]:
    """What lies between its words."""
    return tuple((left.stop, right.begin) for left, right in pairwise(chain))
