"""Which products a clause may be about, by the words, figures and prices it says."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import log

from monitor.claims.catalogue import Product
from monitor.claims.form import fluff
from monitor.claims.kind import kind_of
from monitor.text.normal import normal, read_number
from monitor.text.quantities import quantities
from monitor.text.syllables import encode

_NO_WORD = re.compile(r"[\W_零一二三四五六七八九十百千万两半]+")
_DIGITS = "零一二三四五六七八九十百千万两点"
_UNPRICED = r"(?![十百千万亿点倍瓦克斤升度成年月天个小分秒号粒片丸家人岁毫厘])"
_LEAST_PRICE = 10
_PAIR, _WORD, _LETTER, _FIGURE, _PRICE = 1.0, 1.5, 0.8, 1.8, 4.5
_MOST_WORDS, _MOST_POINTS, _MOST_PRICE = 4.2, 2.4, 3.3
"""A clause's look and use say at most so much, and what was approved or may be claimed: a host who says of
one product what was approved for another, or asks its price, must not be taken to speak of the other."""
_AGAIN = 0.25
"""The weight of what was just said once more: saying it twice is no second witness."""

_SORTS = {"w": "words", "e": "points", "p": "points", "#": "points", "$": "price"}
_MOST = {"words": _MOST_WORDS, "points": _MOST_POINTS, "price": _MOST_PRICE}


class Content:
    """Weighs what is said, in nats for a product against all others; the fewer share it, the more it weighs.

    The same words weigh little when they come again within `remembered` clauses.
    """

    def __init__(self, products: Iterable[Product]) -> None:
        self._owners: dict[str, set[str]] = defaultdict(set)
        self._weights: dict[str, float] = {}
        self._prices: dict[str, re.Pattern[str]] = {}
        self._count = 0
        for product in products:
            self._count += 1
            self._learn(product)
        self._words = [key for key in self._owners if key[0] in "we"]
        self._heard: list[frozenset[str]] = []

    def evidence(self, text: str, remembered: int = 8) -> dict[str, float]:
        """Of a clause in normal form: the weight of each product that it says something of, by id."""
        keys = frozenset(self._keys(text))
        heard = frozenset().union(*self._heard[-remembered:])
        self._heard = [*self._heard[-remembered:], keys]
        said: dict[tuple[str, bool], dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for key in keys:
            for owner in self._owners[key]:
                said[_SORTS[key[0]], key in heard][owner] += self._weight(key)
        found: dict[str, float] = defaultdict(float)
        for (sort, again), weights in said.items():
            for owner, weight in weights.items():
                found[owner] += min(weight, _MOST[sort]) * (_AGAIN if again else 1.0)
        return dict(found)

    def _weight(self, key: str) -> float:
        rare = log(1 + self._count / len(self._owners[key])) / log(1 + self._count)
        if key[0] in "we":
            return (_WORD if len(key) > 2 else _LETTER) * rare * log(1 + self._count)
        if key[0] == "p":
            return _PAIR * rare * log(1 + self._count)
        return (_PRICE if key[0] == "$" else _FIGURE) * rare

    def _learn(self, product: Product) -> None:
        texts = [product.name, *product.aliases, *(claim.text for claim in product.claims)]
        for text in texts:
            for pair in _pairs(normal(text).text):
                self._owners["p" + pair].add(product.id)
        for claim in product.claims:
            for figure in _figures(normal(claim.text).text):
                self._owners["#" + figure].add(product.id)
        kind = kind_of(product)
        for word in (*(kind.words if kind else ()), *_own_names(product)):
            self._owners["w" + normal(word).text].add(product.id)
        for word in kind.effects if kind else ():
            self._owners["e" + normal(word).text].add(product.id)
        for price in (product.price.live, product.price.list):
            if price and price >= _LEAST_PRICE and price == int(price):
                key = f"${price:g}"
                self._owners[key].add(product.id)
                said = re.escape(read_number(int(price)))
                self._prices[key] = re.compile(rf"(?<![{_DIGITS}]){said}{_UNPRICED}")

    def _keys(self, text: str) -> Iterator[str]:
        for pair in _pairs(text):
            if "p" + pair in self._owners:
                yield "p" + pair
        yield from (word for word in self._words if word[1:] in text)
        yield from ("#" + figure for figure in _figures(text) if "#" + figure in self._owners)
        yield from (key for key, said in self._prices.items() if said.search(text))


def _own_names(product: Product) -> frozenset[str]:
    """What a name says beside its aliases: 五常 of 五常大米."""
    parts = {normal(product.name).text}
    for alias in sorted(product.aliases, key=len, reverse=True):
        parts = {part for whole in parts for part in whole.split(normal(alias).text)}
    return frozenset(part for part in parts if 1 < len(part) < 5)


def _figures(text: str) -> set[str]:
    """Quantities with a unit; one of something is no figure."""
    return {q.canonical for q in quantities(text) if q.dimension not in ("number", "money") and q.low != 1}


def _pairs(text: str) -> set[str]:
    parts = [encode(part) for part in _NO_WORD.split(fluff().sub(" ", text))]
    return {part[at : at + 2] for part in parts for at in range(len(part) - 1)}
