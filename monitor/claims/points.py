"""The approved selling points of a catalogue, each brought into comparable form when first needed."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import accumulate, islice

from monitor.claims.catalogue import Catalogue, Product, SelectedPoint
from monitor.claims.index import Index
from monitor.claims.match import Approved, Form, Match, Outcome, approved, denied_by_any, matches
from monitor.claims.period import BEGINNING, midnight

MANY = 200
"""A product with more points than these is compared by its index's candidates alone."""
_TRIED = 16


@dataclass
class _Own:
    """The points of one product. index: over their wordings, only where there are many."""

    product: Product
    index: Index | None
    wordings: list[tuple[int, str]]
    forms: dict[int, Approved] = field(default_factory=dict)

    @cached_property
    def by_key(self) -> dict[str, set[int]]:
        """The points that have a key: one without any of a clause's cannot be like it."""
        found: dict[str, set[int]] = defaultdict(set)
        for number, point in enumerate(self._all):
            for worded in (point, *point.also):
                for form in worded.forms:
                    for key in form.keys:
                        found[key].add(number)
        return dict(found)

    @cached_property
    def _always_denied(self) -> frozenset[str] | None:
        """What the points deny; None where that is a matter of when."""
        if any(isinstance(point, SelectedPoint) for point in self.product.claims):
            return None
        return denied_by_any(self._all, BEGINNING)

    @property
    def _all(self) -> list[Approved]:
        return self.at(range(len(self.product.claims)))

    def like(self, said: Form, day: date, moment: datetime | None) -> list[Match]:
        """Those that the clause resembles, of all of the product's."""
        by_key = self.by_key
        numbers = set[int]().union(*[by_key[key] for key in said.keys if key in by_key])
        denied = self._always_denied
        if denied is None:
            denied = denied_by_any(self._all, moment or midnight(day))
        return matches(said, self.at(sorted(numbers)), day, moment, denied)

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
        self._begins = list(accumulate((len(p.wordings) for p in self._products), initial=0))
        self._own: dict[str, _Own] = {}

    def of(self, product: Product, said: str) -> list[Approved]:
        """The points that the clause is held against: all, or of very many those that sound near it."""
        own = self._of(product)
        if own.index is None:
            return own.at(range(len(product.claims)))
        return own.at(sorted({own.wordings[number][0] for number in own.index.near(said).tolist()}))

    def like(
        self, product: Product, said: Form, heard: Form, day: date, moment: datetime | None
    ) -> list[Match]:
        """The points of a product that a clause resembles; heard: the clause with the names in it."""
        own = self._of(product)
        if own.index is None:
            return own.like(said, day, moment)
        return matches(said, self.of(product, heard.text), day, moment)

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
            own_number, wording = self._of(other).wordings[number - self._begins[at]]
            if (product is None or other.id != product.id) and wording not in seen:
                seen.add(wording)
                yield other, own_number

    def _of(self, product: Product) -> _Own:
        if product.id not in self._own:
            many, wordings = len(product.claims) > MANY, product.wordings
            index = Index(text for _, text in wordings) if many else None
            self._own[product.id] = _Own(product, index, wordings)
        return self._own[product.id]
