"""How times are written in refusals."""

import pytest

from monitor.media.decode import clock


@pytest.mark.parametrize(
    ("seconds", "written"), [(0, "0:00:00"), (59.9, "0:00:59"), (3661, "1:01:01"), (90_000, "25:00:00")]
)
def test_clock(seconds: float, written: str) -> None:
    assert clock(seconds) == written
