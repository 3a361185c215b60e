"""Short forms of `bench.ledger_tamper` and `bench.ledger_bundles`."""

import pytest

from bench import ledger_bundles, ledger_tamper


@pytest.mark.xdist_group("ledger_figures")
def test_tampering_is_detected() -> None:
    found = ledger_tamper.run(every=61)
    assert found["sound_before_and_after"]
    assert found["missed"] == []


@pytest.mark.xdist_group("ledger_figures")
def test_bad_bundles_are_named_by_the_offline_verifier() -> None:
    found = ledger_bundles.run(every=9)
    assert found["good_pass"]
    assert found["missed"] == {}
