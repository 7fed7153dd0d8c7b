"""The same asked for again while it is being made: made once, and given to all who wait for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


class InFlight:
    """Gives what is being made to whoever asks for the same; keeps nothing once it is made."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._making: dict[Hashable, Future[Any]] = {}

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, or what the same is giving somebody now. Raises what `make` raises."""
        with self._lock:
            found: Future[T] | None = self._making.get(key)
            if found is None:
                mine: Future[T] = Future()
                self._making[key] = mine
        if found is not None:
            return found.result()
        try:
            mine.set_result(make())
        except BaseException as error:
            mine.set_exception(error)
            raise
        finally:
            with self._lock:
                del self._making[key]
        return mine.result()
