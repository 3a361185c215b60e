"""An iterator run ahead of its consumer, in a thread of its own."""

from collections.abc import Iterator
from queue import Full, Queue
from threading import Event, Thread
from typing import Generic, TypeVar

T = TypeVar("T")

PATIENCE = 0.1
"""Seconds after which a full queue is looked at again, to see whether anybody still waits."""


class _Failed:
    def __init__(self, error: BaseException) -> None:
        self.error = error


class _Done:
    pass


class Ahead(Generic[T]):
    """Yields what `items` yields, at most `depth` of them made in advance; errors come through.

    `items` runs and is closed in the thread. Leaving the `with` block stops it.
    """

    def __init__(self, items: Iterator[T], depth: int) -> None:
        self._items = items
        self._queue: Queue[T | _Failed | _Done] = Queue(depth)
        self._abandoned = Event()
        self._thread = Thread(target=self._run, daemon=True)

    def __enter__(self) -> Iterator[T]:
        self._thread.start()
        return self._taken()

    def __exit__(self, *_: object) -> None:
        self._abandoned.set()
        self._thread.join()

    def _taken(self) -> Iterator[T]:
        while True:
            item = self._queue.get()
            if isinstance(item, _Done):
                return
            if isinstance(item, _Failed):
                raise item.error
            yield item

    def _run(self) -> None:
        try:
            for item in self._items:
                if not self._put(item):
                    break
            end: _Failed | _Done = _Done()
        except BaseException as error:
            end = _Failed(error)
        close = getattr(self._items, "close", None)
        if close:
            close()
        self._put(end)

    def _put(self, item: T | _Failed | _Done) -> bool:
        while not self._abandoned.is_set():
            try:
                self._queue.put(item, timeout=PATIENCE)
            except Full:
                continue
            return True
        return False
