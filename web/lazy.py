"""Something that is made at its first use, for all threads alike."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Lazy(Generic[T]):
    """What `make` gives, made at the first call."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make, self._lock = make, threading.Lock()
        self.made: T | None = None
        """What was made; None before."""

    def __call__(self) -> T:
        """The one there is."""
        with self._lock:
            if self.made is None:
                self.made = self._make()
            return self.made
