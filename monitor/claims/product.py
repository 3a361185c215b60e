"""A product and what was approved of it."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

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


class Price(Entry):
    """Yuan."""

    live: float | None = Field(None, ge=0)
    list: float | None = Field(None, ge=0)


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
