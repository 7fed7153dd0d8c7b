"""What takes long and depends on the law and a date alone: made beside the pages, and kept.

A page waits a moment for it, and then says that it is being prepared.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, TypeVar

T = TypeVar("T")
_MOST = 200


class Prepared:
    """Makes one thing at a time, in a thread that begins with the first; keeps the last ones."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: dict[Hashable, Future[Any]] = {}
        self._thread: ThreadPoolExecutor | None = None

    def get(self, key: Hashable, make: Callable[[], T], seconds: float) -> T | None:
        """What `make` gives, None while it is being made. Raises what `make` raises."""
        with self._lock:
            if self._thread is None:
                self._thread = ThreadPoolExecutor(1, "prepared")
            if key not in self._made:
                self._made[key] = self._thread.submit(make)
                if len(self._made) > _MOST:
                    self._made.pop(next(iter(self._made))).cancel()
            future: Future[T] = self._made[key]
        wait([future], seconds)
        return future.result() if future.done() else None
