"""Which of a few products a clause is about, by the words and figures of their approved points."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

from monitor.claims.catalogue import Product
from monitor.text.normal import normal
from monitor.text.quantities import quantities
from monitor.text.syllables import encode

_NO_WORD = re.compile(r"[\W_零一二三四五六七八九十百千万两半]+")
_MARGIN = 1.5
_PRICE = 3.0
_FIGURE = 2.0


class Content:
    """Weighs words: a pair of syllables counts by how few products speak of it."""

    def __init__(self, products: Iterable[Product]) -> None:
        self._products = {product.id: product for product in products}
        self._pairs = {product.id: _pairs_of(product) for product in self._products.values()}
        self._spread = Counter(pair for pairs in self._pairs.values() for pair in pairs)
        self._figures = {product.id: _figures_of(product) for product in self._products.values()}

    def likest(self, text: str, products: Sequence[Product]) -> Product | None:
        """The product that a clause in normal form speaks of; None where it might be any of them."""
        pairs, measured = _pairs(text), quantities(text)
        figures = {(q.dimension, q.low, q.high) for q in measured}
        money = {q.low for q in measured if q.dimension == "money"}
        scores = sorted(
            ((self._score(pairs, figures, money, p), -i, p) for i, p in enumerate(products)),
            reverse=True,
            key=lambda s: s[:2],
        )
        (best, _, product), (second, _, _) = scores[:2]
        return product if best >= second + _MARGIN else None

    def _score(
        self, pairs: set[str], figures: set[tuple[str, float, float]], money: set[float], product: Product
    ) -> float:
        count = len(self._products)
        words = sum(log(1 + count / self._spread[pair]) for pair in pairs & self._pairs[product.id])
        priced = _PRICE if money & {product.price.live, product.price.list} else 0.0
        return words + priced + _FIGURE * len(figures & self._figures[product.id])


def _pairs_of(product: Product) -> set[str]:
    texts = [product.name, *product.aliases, *(claim.text for claim in product.claims)]
    return {pair for text in texts for pair in _pairs(normal(text).text)}


def _figures_of(product: Product) -> set[tuple[str, float, float]]:
    measured = [q for claim in product.claims for q in quantities(normal(claim.text).text)]
    return {(q.dimension, q.low, q.high) for q in measured}


def _pairs(text: str) -> set[str]:
    parts = [encode(part) for part in _NO_WORD.split(text)]
    return {part[at : at + 2] for part in parts for at in range(len(part) - 1)}
