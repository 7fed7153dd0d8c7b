"""Results that take long and depend on the law and a date alone: made beside the pages, and kept.

A page waits a moment for it, and then says that it is being prepared.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Hashable
from concurrent.futures import Future, wait
from typing import Any, TypeVar

from lovgraf_web.threads import begun

T = TypeVar("T")
_Job = tuple["Future[Any]", Callable[[], Any]]
_MOST = 200


class NotMade(Exception):
    """It could not be made this time; it is tried again when it is asked for again."""


class Prepared:
    """Makes one thing at a time, in a thread that ends when there is nothing to do and holds up
    nobody who ends the process; keeps the last ones."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: dict[Hashable, Future[Any]] = {}
        self._jobs: deque[_Job] = deque()
        self._thread: threading.Thread | None = None

    def get(self, key: Hashable, make: Callable[[], T], seconds: float) -> T | None:
        """What `make` gives, None while it is being made. Raises what `make` raises, but for
        `NotMade`: that is told as not there yet."""
        with self._lock:
            if key not in self._made:
                future: Future[Any] = Future()
                self._made[key] = future
                self._jobs.append((future, make))
                if len(self._made) > _MOST:
                    self._made.pop(next(iter(self._made))).cancel()
            if self._jobs and self._thread is None:
                self._thread = begun(self._work)
            found: Future[T] = self._made[key]
        wait([found], seconds)
        if not found.done():
            return None
        if isinstance(found.exception(), NotMade):
            with self._lock:
                if self._made.get(key) is found:
                    del self._made[key]
            return None
        return found.result()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._jobs:
                    self._thread = None
                    return
                future, make = self._jobs.popleft()
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(make())
                except Exception as error:  # noqa: BLE001  # whoever asks for it gets it
                    future.set_exception(error)
