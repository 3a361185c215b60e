"""The approved selling points of a catalogue, each brought into comparable form when first needed."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import accumulate, islice

from monitor.claims.catalogue import Catalogue, Product
from monitor.claims.index import Index
from monitor.claims.match import Approved, Form, Match, Outcome, approved, matches

MANY = 200
"""A product with more points than these is compared by its index's candidates alone."""
_TRIED = 16


@dataclass
class _Own:
    """The points of one product. index: only where there are many."""

    product: Product
    index: Index | None
    forms: dict[int, Approved] = field(default_factory=dict)

    def at(self, numbers: Sequence[int]) -> list[Approved]:
        for number in numbers:
            if number not in self.forms:
                self.forms[number] = approved(self.product.claims[number])
        return [self.forms[number] for number in numbers]


class Points:
    """Of one catalogue, for one Detector: the forms last as long as it does."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._products = catalogue.products
        self._index = catalogue.index
        self._begins = list(accumulate((len(p.claims) for p in self._products), initial=0))
        self._own: dict[str, _Own] = {}

    def of(self, product: Product, said: Form) -> list[Approved]:
        """The points that the clause is held against: all, or of very many those that sound near it."""
        own = self._of(product)
        if own.index is None:
            return own.at(range(len(product.claims)))
        return own.at(sorted(own.index.near(said.text).tolist()))

    def elsewhere(
        self, said: Form, product: Product | None, day: date, moment: datetime | None = None
    ) -> Iterator[tuple[Product, Match]]:
        """Other products whose points approve the clause at that time, the nearest first, and how."""
        for other, number in islice(self._near(said, product), _TRIED):
            for match in matches(said, self._of(other).at([number]), day, moment):
                if match.outcome is Outcome.APPROVED:
                    yield other, match

    def _near(self, said: Form, product: Product | None) -> Iterator[tuple[Product, int]]:
        """Points of other products that sound near the clause, of each wording the first."""
        seen = set()
        for number in self._index.near(said.text).tolist():
            at = bisect_right(self._begins, number) - 1
            other = self._products[at]
            own_number = number - self._begins[at]
            wording = other.claims[own_number].text
            if (product is None or other.id != product.id) and wording not in seen:
                seen.add(wording)
                yield other, own_number

    def _of(self, product: Product) -> _Own:
        if product.id not in self._own:
            many = len(product.claims) > MANY
            index = Index(point.text for point in product.claims) if many else None
            self._own[product.id] = _Own(product, index)
        return self._own[product.id]
