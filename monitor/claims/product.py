"""A product and what was approved of it."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator
from pydantic_core import PydanticCustomError

from monitor.claims.period import Periods

_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class SellingPoint(Entry):
    """An approved claim of one product; valid on both of its days. also: wordings a reviewer took for it."""

    id: str = Field(min_length=1)
    text: str = Field(min_length=1)
    also: list[_Words] = []
    evidence: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    allow_weaker: bool = False

    @field_validator("also", mode="before")
    @classmethod
    def _no_wordings(cls, value: object) -> object:
        return [] if value is None else value

    @property
    def wordings(self) -> tuple[str, ...]:
        """Every way in which it was approved, its text first."""
        return self.text, *self.also


class SelectedPoint(SellingPoint):
    """A point of the ledger's selection: it counts in its periods only."""

    periods: Periods

    def counts_at(self, moment: datetime) -> bool:
        return any(moment in period for period in self.periods)


class Bundle(Entry):
    """`buy` pieces paid for, `get` pieces received (as many unless said), `pay` yuan for all of them."""

    buy: int = Field(ge=1)
    get: int | None = Field(None, ge=2)
    pay: float | None = Field(None, ge=0)

    @model_validator(mode="after")
    def _gives(self) -> Self:
        if self.pieces < self.buy or (self.pay is None and self.pieces == self.buy):
            raise PydanticCustomError("value.bundle", "a bundle gives more pieces, or has a price")
        return self

    @property
    def pieces(self) -> int:
        return self.get or self.buy

    def __str__(self) -> str:
        more = f"得{self.get}" if self.get else ""
        return f"买{self.buy}{more}" + ("" if self.pay is None else f"付{self.pay:g}")


class Reduction(Entry):
    """`off` yuan less from `reach` yuan on."""

    reach: float = Field(gt=0)
    off: float = Field(gt=0)

    def __str__(self) -> str:
        return f"满{self.reach:g}减{self.off:g}"


class Gift(Entry):
    """threshold: the yuan from which on it is given."""

    text: _Words
    threshold: float | None = Field(None, gt=0)

    def __str__(self) -> str:
        return self.text if self.threshold is None else f"满{self.threshold:g}送{self.text}"


class Sold(Entry):
    """The price from one day on, until the next."""

    since: date
    live: float = Field(ge=0)

    def __str__(self) -> str:
        return f"{self.since.isoformat()} {self.live:g}"


class Price(Entry):
    """Yuan. bundles, reductions, gifts: all that there are; None where nothing is said of them."""

    live: float | None = Field(None, ge=0)
    list: float | None = Field(None, ge=0)
    history: tuple[Sold, ...] = ()
    bundles: tuple[Bundle, ...] | None = None
    reductions: tuple[Reduction, ...] | None = None
    gifts: tuple[Gift, ...] | None = None

    @field_validator("history")
    @classmethod
    def _in_order(cls, history: tuple[Sold, ...]) -> tuple[Sold, ...]:
        if any(later.since <= earlier.since for earlier, later in pairwise(history)):
            raise PydanticCustomError("value.history", "the days of the history are not in order")
        return history

    def lowest_before(self, day: date, days: int = 7) -> float | None:
        """The lowest price of that many days before a day, as far as the history goes back."""
        begin = day - timedelta(days=days)
        held = [entry for entry in self.history if entry.since < day]
        within = [entry for entry in held if entry.since > begin]
        at_begin = [entry for entry in held if entry.since <= begin][-1:]
        return min((entry.live for entry in (*at_begin, *within)), default=None)


class Product(Entry):
    """category: a node of `lexicons/categories.yaml`. link: the number hosts call it by."""

    id: str = Field(min_length=1)
    name: str = Field(min_length=1)
    category: str
    aliases: list[str] = []
    link: str | None = None
    price: Price = Price()
    claims: list[SellingPoint] = []
    registered_functions: list[str] = []
    registration_no: str | None = None
    required_statements: list[str] = []

    @field_validator("aliases", "claims", "registered_functions", "required_statements", mode="before")
    @classmethod
    def _nothing_is_empty(cls, value: object) -> object:
        return [] if value is None else value

    @field_validator("price", mode="before")
    @classmethod
    def _no_price(cls, value: object) -> object:
        return {} if value is None else value

    @property
    def wordings(self) -> list[tuple[int, str]]:
        """Every wording of every selling point, with the place of its point among the claims."""
        return [(at, text) for at, point in enumerate(self.claims) for text in point.wordings]
