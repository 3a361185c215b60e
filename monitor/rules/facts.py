"""What is known of a broadcast beside its words; price, stock, deadline and promise talk held against it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from monitor.rules.rule import FactKind
from monitor.text.normal import normal
from monitor.text.quantities import Quantity, quantities

EVERY_PRODUCT = "*"
HISTORY_DAYS = 7

Value = TypeVar("Value")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DayPrice(_Entry):
    """The lowest price, in yuan, at which a product was sold on a day."""

    day: date
    price: float = Field(ge=0)


class Campaign(_Entry):
    """A campaign price holds on both of its days."""

    begins: date
    ends: date

    @model_validator(mode="after")
    def _in_order(self) -> "Campaign":
        if self.ends < self.begins:
            raise ValueError("ends / begins")
        return self


class Facts(_Entry):
    """By product id, or `*` for every product. stock: units on hand. service: promises the shop published."""

    price_history: dict[str, list[DayPrice]] = {}
    stock: dict[str, Annotated[int, Field(ge=0)]] = {}
    campaign: dict[str, Campaign] = {}
    service: dict[str, list[str]] = {}

    @field_validator("*", mode="before")
    @classmethod
    def _nothing_is_empty(cls, value: Any) -> Any:
        return {} if value is None else value

    @property
    def products(self) -> list[tuple[str, str]]:
        """Every product id named, with the kind of fact that names it."""
        kinds = type(self).model_fields
        return [(kind, p) for kind in kinds for p in getattr(self, kind) if p != EVERY_PRODUCT]


class State(StrEnum):
    UNKNOWN = "unknown"
    AGREES = "agrees"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Checked:
    """code: the sentence `fact.<code>`, with its details."""

    state: State
    code: str
    detail: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a clause in normal form at `begin` to `stop`, of a product at its price in yuan, on a day."""

    text: str
    begin: int
    stop: int
    product: str | None = None
    price: float | None = None
    day: date | None = None


def check(kind: FactKind, facts: Facts, said: Said) -> Checked:
    """The words against the facts of that kind; `unknown` where there are none to compare."""
    match kind:
        case "price_history":
            return _price(_of(facts.price_history, said), said)
        case "stock":
            return _stock(_of(facts.stock, said), said)
        case "campaign":
            return _campaign(_of(facts.campaign, said), said)
        case "service":
            return _service(_of(facts.service, said), said)


def _of(known: Mapping[str, Value], said: Said) -> Value | None:
    own = known.get(said.product) if said.product else None
    return own if own is not None else known.get(EVERY_PRODUCT)


def _price(history: list[DayPrice] | None, said: Said) -> Checked:
    day = said.day
    if not history or day is None:
        return Checked(State.UNKNOWN, "price_history.none")
    before = [row for row in history if row.day < day]
    if not before or min(row.day for row in before) > day - timedelta(days=HISTORY_DAYS):
        return Checked(State.UNKNOWN, "price_history.short", {"days": str(HISTORY_DAYS)})
    named = [q for q in quantities(said.text) if q.dimension == "money"]
    if "最" in said.text[said.begin : said.stop] or not named:
        lowest = min(row.price for row in before)
        return _lowest(said.price, lowest)
    recent = [row.price for row in before if row.day >= day - timedelta(days=HISTORY_DAYS)]
    return _former(named[-1], min(recent)) if recent else Checked(State.UNKNOWN, "price_history.none")


def _lowest(price: float | None, lowest: float) -> Checked:
    if price is None:
        return Checked(State.UNKNOWN, "price_history.no_price")
    detail = {"said": f"{price:g}", "known": f"{lowest:g}"}
    differs = price > lowest + 0.005
    return Checked(State.DIFFERS if differs else State.AGREES, "price_history.lowest", detail)


def _former(named: Quantity, recent: float) -> Checked:
    detail = {"said": f"{named.low:g}", "known": f"{recent:g}"}
    differs = named.low > recent + 0.005
    return Checked(State.DIFFERS if differs else State.AGREES, "price_history.former", detail)


def _stock(units: int | None, said: Said) -> Checked:
    if units is None:
        return Checked(State.UNKNOWN, "stock.none")
    counted = [q for q in quantities(said.text) if q.dimension.startswith("count") and q.stop > said.begin]
    if not counted:
        return Checked(State.UNKNOWN, "stock.no_figure", {"known": str(units)})
    detail = {"said": counted[0].written, "known": str(units)}
    return Checked(State.DIFFERS if units > counted[0].high else State.AGREES, "stock.figure", detail)


def _campaign(campaign: Campaign | None, said: Said) -> Checked:
    if campaign is None or said.day is None:
        return Checked(State.UNKNOWN, "campaign.none")
    detail = {"known": campaign.ends.isoformat(), "said": said.day.isoformat()}
    return Checked(State.DIFFERS if campaign.ends > said.day else State.AGREES, "campaign.ends", detail)


def _service(promises: list[str] | None, said: Said) -> Checked:
    if promises is None:
        return Checked(State.UNKNOWN, "service.none")
    words = said.text[said.begin : said.stop]
    published = [normal(promise).text for promise in promises]
    agrees = any(promise in said.text or words in promise for promise in published if promise)
    return Checked(State.AGREES if agrees else State.DIFFERS, "service.published", {"said": words})
