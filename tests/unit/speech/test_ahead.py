from collections.abc import Iterator
from threading import Event, get_ident

import pytest

from monitor.speech.ahead import Ahead


def test_everything_comes_through_in_order_from_another_thread() -> None:
    def numbers() -> Iterator[tuple[int, int]]:
        yield from ((i, get_ident()) for i in range(50))

    with Ahead(numbers(), 2) as items:
        found = list(items)

    assert [i for i, _ in found] == list(range(50))
    assert all(thread != get_ident() for _, thread in found)


def test_no_more_than_the_depth_and_one_are_made_in_advance() -> None:
    made: list[int] = []
    made_three = Event()

    def numbers() -> Iterator[int]:
        for i in range(50):
            made.append(i)
            if len(made) == 3:
                made_three.set()
            yield i

    with Ahead(numbers(), 2) as items:
        made_three.wait(10)
        assert made == [0, 1, 2]
        next(items)

    assert len(made) <= 5


def test_an_error_comes_through_after_what_was_made() -> None:
    def numbers() -> Iterator[int]:
        yield 1
        raise OSError("the disk is gone")

    with Ahead(numbers(), 2) as items:
        assert next(items) == 1
        with pytest.raises(OSError, match="the disk is gone"):
            next(items)


def test_leaving_early_stops_and_closes_what_runs() -> None:
    closed = Event()

    def numbers() -> Iterator[int]:
        try:
            while True:
                yield 1
        finally:
            closed.set()

    with Ahead(numbers(), 2) as items:
        next(items)

    assert closed.is_set()
