import pytest

from monitor.work.scores import Rate, score

CASES = [(True, True)] * 6 + [(True, False)] * 2 + [(False, True)] * 4 + [(False, False)] * 8


def test_precision_recall_and_f1() -> None:
    found = score(CASES, seed=1)
    assert (found.tp, found.fp, found.fn, found.tn) == (6, 2, 4, 8)
    assert found.precision.value == pytest.approx(0.75)
    assert found.recall.value == pytest.approx(0.6)
    assert found.f1.value == pytest.approx(2 / 3, abs=1e-4)


def width(rate: Rate) -> float:
    assert rate.low is not None
    assert rate.value is not None
    assert rate.high is not None
    assert rate.low < rate.value < rate.high
    return rate.high - rate.low


def test_the_interval_holds_the_value_and_narrows_with_more_cases() -> None:
    few, many = (width(score(cases, seed=1).f1) for cases in (CASES, CASES * 50))
    assert many < few / 4


def test_a_binomial_interval_is_met() -> None:
    """60 of 100 found: the textbook's normal interval is 0.504 to 0.696."""
    recall = score([(True, True)] * 60 + [(False, True)] * 40, seed=3).recall
    assert recall.low == pytest.approx(0.504, abs=0.015)
    assert recall.high == pytest.approx(0.696, abs=0.015)


def test_the_same_seed_gives_the_same_interval() -> None:
    assert score(CASES, seed=7) == score(CASES, seed=7)
    assert score(CASES * 9, seed=7) != score(CASES * 9, seed=8)


def test_nothing_to_divide_by() -> None:
    assert score([], seed=1).f1 == Rate(None)
    silent = score([(False, False)] * 3, seed=1)
    assert (silent.precision, silent.recall, silent.f1) == (Rate(None), Rate(None), Rate(None))
    assert score([(False, True)], seed=1).recall == Rate(0.0, 0.0, 0.0)
