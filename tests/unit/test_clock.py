"""How media times are written."""

import pytest

from monitor.clock import clock


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "00:00"), (61.9, "01:01"), (3599.9, "59:59"), (3600, "1:00:00"), (36_061, "10:01:01")],
)
def test_clock(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown
