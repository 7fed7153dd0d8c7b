"""Results that are kept as long as there is place for them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Lasting(Generic[K, V]):
    """Values by key up to a weight in all; those not asked for the longest go first.

    Any number of threads at a time.
    """

    def __init__(self, most: int) -> None:
        self._most, self._weight = most, 0
        self._kept: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: K) -> V | None:
        """What is kept under a key; None for nothing."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def put(self, key: K, value: V, weight: int = 1) -> None:
        """Keep a value, and let go of what there is no place for."""
        with self._lock:
            if (old := self._kept.pop(key, None)) is not None:
                self._weight -= old[1]
            self._kept[key] = value, weight
            self._weight += weight
            while self._weight > self._most:
                self._weight -= self._kept.popitem(last=False)[1][1]

    @property
    def weight(self) -> int:
        """What all that is kept weighs."""
        return self._weight

    def __iter__(self) -> Iterator[K]:
        return iter(list(self._kept))

    def __len__(self) -> int:
        return len(self._kept)
