"""Whole broadcasts of which the host leaves the run sheet."""

from pathlib import Path

import pytest

from bench.on_air import BOUND, right, scripts, written


@pytest.mark.parametrize("path", scripts(), ids=lambda path: path.stem)
def test_claims_are_given_to_the_product_on_air(path: Path) -> None:
    found, count, wrong = right(written(path))
    assert found / count >= BOUND, wrong
