"""The sample catalogue is one that the product itself accepts."""

from pathlib import Path

import pytest

from monitor.claims.broadcast import load_broadcast
from monitor.claims.catalogue import Product, load_catalogue

SAMPLES = Path(__file__).parents[3] / "samples"


def products() -> tuple[Product, ...]:
    return load_catalogue(SAMPLES / "catalogue.yaml").products


def test_several_categories_are_covered() -> None:
    assert len(products()) >= 8
    assert len({product.category for product in products()}) >= 4


@pytest.mark.parametrize("product", products(), ids=lambda product: product.id)
def test_every_product_has_prices_and_every_claim_its_evidence(product: Product) -> None:
    assert product.price.live is not None
    assert product.price.list is not None
    assert 0 < product.price.live < product.price.list
    assert len(product.claims) >= 2
    assert all(claim.evidence for claim in product.claims)


def test_no_claim_id_occurs_twice() -> None:
    ids = [claim.id for product in products() for claim in product.claims]
    assert len(ids) == len(set(ids))


def test_health_food_carries_its_registration_and_its_statement() -> None:
    health = [product for product in products() if product.category == "health_food"]
    assert len(health) >= 2
    for product in health:
        assert product.registration_no
        assert product.registered_functions
        assert "不能代替药物" in product.required_statements


@pytest.mark.parametrize("name", ["beauty", "food"])
def test_the_broadcast_files_are_read_and_put_five_products_on_air(name: str) -> None:
    catalogue = load_catalogue(SAMPLES / "catalogue.yaml")
    broadcast = load_broadcast(SAMPLES / "broadcasts" / f"{name}.broadcast.yaml", catalogue)
    assert broadcast.id == f"sample-{name}"
    assert len(broadcast.run_sheet) == 5
