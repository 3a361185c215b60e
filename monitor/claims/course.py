"""The course of a broadcast: the order its products were to come in, and what has been shown so far."""

from math import exp

from monitor.claims.broadcast import Broadcast
from monitor.claims.catalogue import Catalogue, Product

_NEXT, _PUT_OFF, _LEFT, _LISTED = 4.0, 3.0, 2.0, 1.0
_SHOWN, _UNLISTED, _NO_SHEET = 0.6, 0.25, 1.0
_DUE = 4.0
_STRAYED = 0.3
_RECENT = 10
"""Utterances for which a product spoken of, or left, is near at hand."""
_PATIENCE_S = 60.0
"""Seconds after which a turn of the run sheet that nobody announced is as good as certain (1 - 1/e)."""


class Course:
    """Knows the sheet, the clock and the products shown; gives the shares of where the talk may go."""

    def __init__(self, catalogue: Catalogue, broadcast: Broadcast) -> None:
        self._turns = list(broadcast.run_sheet)
        self.has_sheet = bool(self._turns)
        self._all = [product.id for product in catalogue.products]
        listed = list(dict.fromkeys(turn.product for turn in self._turns))
        self._order = listed or [p.id for p in sorted(catalogue.products, key=_number)]
        self._near: dict[str, int] = {}
        self._now = 0
        self._clock: float | None = None
        self.left: list[str] = []
        self.announces = False
        self.strayed = False
        self._changes = [0, 0]
        self.due: str | None = None

    def pass_on(self, start: float | None, on_air: str) -> float:
        """To the next utterance; how likely the talk has moved to the product `due` by the clock since."""
        self._now += 1
        before, self._clock = self._clock, start if start is not None else self._clock
        turned = False
        while start is not None and self._turns and self._turns[0].at <= start:
            turn = self._turns.pop(0)
            self.due, turned, before = turn.product, True, turn.at
            if self.due == on_air:
                self.strayed = False
        if start is None or self.due in (None, on_air) or self.strayed:
            return 0.0
        if not self.announces:
            return 0.97 if turned else 0.0
        return 1 - exp(-max(0.0, start - (before or 0.0)) / _PATIENCE_S)

    @property
    def silence(self) -> float:
        """How likely this host's next change comes unannounced, by those before."""
        return (self._changes[False] + 0.5) / (sum(self._changes) + 1.5)

    def speak_of(self, product: str) -> None:
        """It was asked about, put off or called: the talk may come to it."""
        self._near[product] = self._now

    def show(self, before: str, product: str, *, announced: bool) -> None:
        """The talk has gone from one product to another."""
        if before:
            self.left = [*(p for p in self.left if p != before), before]
            self._near[before] = self._now
        self.left = [p for p in self.left if p != product]
        self.announces = self.announces or announced
        self.strayed = self.due is not None and product != self.due
        self._changes[announced] += 1

    def anywhere(self, on_air: str) -> tuple[dict[str, float], float]:
        """Shares of the products the talk may go to when nothing is said of where it goes."""
        known = {*self._order, *self._recent(on_air)}
        return self._shares({p: self._weight(p, on_air) for p in known}, on_air)

    def onward(self, on_air: str) -> tuple[dict[str, float], float]:
        """Shares of the products that the next one may be."""
        ahead = self._ahead(on_air)
        weights = {p: 1.5 for p in self._order if p not in self.left and p != on_air}
        weights |= {p: 0.3 for p in self.left if p != on_air}
        if ahead:
            weights[ahead] = 24.0 if self.has_sheet else 4.0
        if self.due and self.due != on_air and self.due not in self.left and not self.strayed:
            weights[self.due] = weights.get(self.due, 0.0) + 8.0
        for product in self._recent(on_air):
            weights[product] = weights.get(product, 0.0) + (3.0 if product not in self.left else 0.0)
        return self._shares(weights, on_air)

    def backward(self, on_air: str) -> tuple[dict[str, float], float]:
        """Shares of the products shown before, the latest first."""
        weights = {p: 0.05 for p in self._order if p != on_air}
        for age, product in enumerate(reversed([p for p in self.left if p != on_air])):
            weights[product] = 5.0 if age == 0 else 2.0
        return self._shares(weights, on_air)

    def _ahead(self, on_air: str) -> str | None:
        """The next of the order after what is on air that was not shown yet; else the first of them."""
        at = self._order.index(on_air) + 1 if on_air in self._order else 0
        for product in (*self._order[at:], *self._order[:at]):
            if product not in self.left and product != on_air:
                return product
        return None

    def _weight(self, product: str, on_air: str) -> float:
        weight = _SHOWN if product in self.left else _LISTED
        if product not in self._order:
            weight = _UNLISTED
        weight += _NEXT if self.has_sheet and product == self._ahead(on_air) else 0.0
        if product == self.due:
            weight += _DUE * (_STRAYED if self.strayed else 1.0)
        if product in self._recent(on_air):
            weight += _LEFT if product in self.left else _PUT_OFF
        return weight

    def _recent(self, on_air: str) -> list[str]:
        return [p for p, then in self._near.items() if p != on_air and self._now - then <= _RECENT]

    def _shares(self, weights: dict[str, float], on_air: str) -> tuple[dict[str, float], float]:
        """Shares of one product each; what is on air is not gone to."""
        other = _UNLISTED if self.has_sheet else _NO_SHEET
        weights[on_air] = 0.0
        total = sum(weights.values()) + other * max(0, len(self._all) - len(weights))
        return {p: w / total for p, w in weights.items()}, other / total


def _number(product: Product) -> int:
    digits = "".join(filter(str.isdigit, product.link or ""))
    return int(digits) if digits else 10**6
