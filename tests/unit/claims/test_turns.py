"""Whole broadcasts of which the host leaves the run sheet."""

from pathlib import Path

import pytest

from bench.on_air import BOUND, CATALOGUE, DATA, right, written
from monitor.claims.catalogue import load_catalogue


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.yaml")), ids=lambda path: path.stem)
def test_claims_are_given_to_the_product_on_air(path: Path) -> None:
    found, count, wrong = right(written(path), load_catalogue(CATALOGUE))
    assert found / count >= BOUND, wrong
