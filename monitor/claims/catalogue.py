"""The catalogue file: products with their approved selling points."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from monitor.claims.also import departing
from monitor.claims.index import Index
from monitor.claims.product import Entry, Price, Product, SelectedPoint, SellingPoint
from monitor.rules.category import Categories
from monitor.rules.lexicon import shipped_categories
from monitor.text.yaml_file import YamlFile

__all__ = ["Catalogue", "Price", "Product", "SelectedPoint", "SellingPoint", "load_catalogue"]


class _CatalogueFile(Entry):
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
        """Over the wordings of all products, one product after another."""
        return Index(text for product in self.products for _, text in product.wordings)


def load_catalogue(path: Path, categories: Categories | None = None) -> Catalogue:
    """The products of `path`; `categories` is the shipped tree unless given.

    FileError with file and line for an unknown key or category, a missing key, a bad
    value, an id used twice, or a further wording that leaves its selling point.
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
            for k, told in departing(claim):
                raise document.bad_value(("products", i, "claims", j, "also", k), "value.departs", **told)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    return Catalogue(tuple(products), digest)
