"""The catalogue file: products with their approved selling points."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from monitor.claims.index import Index
from monitor.claims.period import Periods
from monitor.rules.category import Categories
from monitor.rules.lexicon import shipped_categories
from monitor.text.yaml_file import YamlFile


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class SellingPoint(_Entry):
    """An approved claim of one product; valid on both of its days."""

    id: str = Field(min_length=1)
    text: str = Field(min_length=1)
    evidence: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    allow_weaker: bool = False


class SelectedPoint(SellingPoint):
    """A point of the ledger's selection: it counts in its periods only."""

    periods: Periods

    def counts_at(self, moment: datetime) -> bool:
        return any(moment in period for period in self.periods)


class Price(_Entry):
    """Yuan."""

    live: float | None = Field(None, ge=0)
    list: float | None = Field(None, ge=0)


class Product(_Entry):
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


class _CatalogueFile(_Entry):
    products: list[Product]


@dataclass(frozen=True)
class Catalogue:
    """version: a digest of the file, so that a judgement can name what it was held against."""

    products: tuple[Product, ...]
    version: str

    @cached_property
    def by_id(self) -> dict[str, Product]:
        return {product.id: product for product in self.products}

    @cached_property
    def index(self) -> Index:
        """Over the selling points of all products, one product after another."""
        return Index(point.text for product in self.products for point in product.claims)


def load_catalogue(path: Path, categories: Categories | None = None) -> Catalogue:
    """The products of `path`; `categories` is the shipped tree unless given.

    FileError with file and line for an unknown key or category, a missing key, a bad
    value, or an id used twice.
    """
    categories = categories or shipped_categories()
    document = YamlFile(path)
    products = document.into(_CatalogueFile).products
    document.unique((p.id, ("products", i, "id")) for i, p in enumerate(products))
    for i, product in enumerate(products):
        if product.category not in categories:
            near = "、".join(categories.close_to(product.category))
            raise document.bad_value(
                ("products", i, "category"), "value.category", said=product.category, near=near
            )
        claims = list(enumerate(product.claims))
        document.unique((c.id, ("products", i, "claims", j, "id")) for j, c in claims)
        for j, claim in claims:
            if claim.valid_from and claim.valid_until and claim.valid_until < claim.valid_from:
                place = ("products", i, "claims", j, "valid_until")
                raise document.bad_value(place, "value.order", said=claim.valid_until, first=claim.valid_from)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    return Catalogue(tuple(products), digest)
