"""How far each product is believed to be on air: how the talk moves, and what each clause says for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp

NOTHING = ""
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Step:
    """One clause. leave: how likely the talk leaves its product here. towards: the shares of the products
    it may go to; `elsewhere` is that of each product not named there. evidence: nats for products; passing:
    nats for what only this clause is about."""

    leave: float
    towards: Mapping[str, float]
    elsewhere: float
    evidence: Mapping[str, float] = field(default_factory=dict)
    passing: Mapping[str, float] = field(default_factory=dict)

    def share(self, product: str) -> float:
        return self.towards.get(product, self.elsewhere)


class Belief:
    """Shares that sum to one over product ids and NOTHING; starts from nothing."""

    def __init__(self, product: str = NOTHING) -> None:
        self.shares: dict[str, float] = {product: 1.0}

    @property
    def likeliest(self) -> str:
        return max(self.shares, key=lambda product: self.shares[product])

    def take(self, step: Step) -> None:
        """Moves on by one clause."""
        reached = {*self.shares, *step.towards, *step.evidence}
        moved = {
            product: self.shares.get(product, 0.0) * (1 - step.leave)
            + step.leave * step.share(product) * (product != NOTHING)
            for product in reached
        }
        weighed = {product: share * exp(step.evidence.get(product, 0.0)) for product, share in moved.items()}
        self.shares = _normal(weighed)


def looked_back(shares: Sequence[Mapping[str, float]], steps: Sequence[Step]) -> list[dict[str, float]]:
    """The shares after each step as seen from the last: later words tell what the earlier were about."""
    after: Mapping[str, float] | None = None
    found: list[dict[str, float]] = []
    for at in range(len(steps) - 1, -1, -1):
        likely = {p: share * (after or {}).get(p, 1.0) for p, share in shares[at].items()}
        found.append(_normal({p: w * exp(steps[at].passing.get(p, 0.0)) for p, w in likely.items()}))
        after = _before(steps[at], after, {*shares[at], *(shares[at - 1] if at else ())})
    return found[::-1]


def _before(step: Step, after: Mapping[str, float] | None, products: set[str]) -> dict[str, float]:
    """How well each product before `step` tells what `step` and everything after it say."""
    told = {p: exp(step.evidence.get(p, 0.0)) * (after or {}).get(p, 1.0) for p in products}
    moved = sum(step.share(p) * w for p, w in told.items() if p != NOTHING)
    return {p: (1 - step.leave) * told[p] + step.leave * moved for p in products}


def _normal(weights: Mapping[str, float]) -> dict[str, float]:
    total = sum(weights.values())
    return {p: w / total for p, w in weights.items() if w / total > _LEAST}
