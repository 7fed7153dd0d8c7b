"""How many queries run at once: a quick lane, and a slow one for those that take long.

A query that outlasts its patience yields to the others (a lower priority) and changes lanes; where
the slow lane is full it is ended. Nobody waits for long: whoever finds no place is turned away.
"""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PATIENCE = 0.3
"""Seconds after which a query counts as slow."""
_NICE = 12


class Full(Exception):
    """No place came free."""


class Cancelled(Exception):
    """Whoever asked wants no answer any more; the child is dead."""


class Lanes:
    """Places: `quick` and `slow` ones at once, and `waiting` clients for up to `wait` seconds."""

    def __init__(
        self, quick: int | None = None, slow: int = 3, waiting: int = 24, wait: float = 3.0
    ) -> None:
        self._quick = threading.BoundedSemaphore(quick or (os.cpu_count() or 1) + 1)
        self._slow = threading.BoundedSemaphore(slow)
        self._waiting = threading.BoundedSemaphore(waiting)
        self._wait = wait

    @contextmanager
    def place(self) -> Iterator[Place]:
        """A place for one query. Raises `Full`."""
        if not self._waiting.acquire(blocking=False):
            raise Full
        try:
            if not self._quick.acquire(timeout=self._wait):
                raise Full
        finally:
            self._waiting.release()
        place = Place(self._quick, self._slow)
        try:
            yield place
        finally:
            place.leave()


class Place:
    """The place of one query, first in the quick lane."""

    def __init__(self, quick: threading.Semaphore, slow: threading.Semaphore) -> None:
        self._held, self._quick, self._slow = quick, quick, slow

    def overtime(self, pid: int, spent: float) -> float | None:
        """How long a query may go on that has spent so much processor time.

        One that only waited for a busy machine is asked again later. A slow one gives way and
        goes on, or ends.
        """
        if spent < PATIENCE / 2:
            return PATIENCE
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, pid, _NICE)
        if not self._slow.acquire(blocking=False):
            return None
        self._held.release()
        self._held = self._slow
        return math.inf

    def leave(self) -> None:
        """Give the place back."""
        self._held.release()
