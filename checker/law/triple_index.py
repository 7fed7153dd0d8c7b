"""Triples of numbers by two of their three; a copy shares what neither of the two changes."""

from __future__ import annotations

from collections.abc import Iterator

Inner = dict[int, list[int]]


class Index:
    """Lists of numbers by two numbers, in the order in which they were added.

    `by` may be read as it is; `add` and `remove` change it.
    """

    def __init__(self, by: dict[int, Inner] | None = None) -> None:
        self.by: dict[int, Inner] = {} if by is None else by
        self._copied = False
        """Whether parts may be shared: all but those of `_own` and, with their lists, `_new`."""
        self._own: set[int] = set()
        self._new: set[int] = set()

    def copy(self) -> Index:
        """The same in an index of its own; a part is copied only once one of the two changes it."""
        copy = Index(dict(self.by))
        for index in (self, copy):
            index._copied, index._own, index._new = True, set(), set()
        return copy

    def _changing(self, first: int) -> Inner:
        inner = self.by.get(first)
        if inner is None:
            inner = self.by[first] = {}
            if self._copied:
                self._new.add(first)
        elif self._copied and first not in self._new and first not in self._own:
            self._own.add(first)
            inner = self.by[first] = dict(inner)
        return inner

    def add(self, first: int, second: int, third: int) -> None:
        """Add a triple that is not there."""
        inner = self._changing(first)
        if self._copied and first not in self._new:
            inner[second] = [*inner.get(second, ()), third]
        else:
            inner.setdefault(second, []).append(third)

    def remove(self, first: int, second: int, third: int) -> None:
        """Remove a triple that is there."""
        inner = self._changing(first)
        left = inner[second] = inner[second].copy()
        left.remove(third)

    def has(self, first: int, second: int, third: int) -> bool:
        """Whether a triple is there."""
        inner = self.by.get(first)
        return inner is not None and third in inner.get(second, ())

    def under(self, first: int) -> Inner:
        """What is there under a first number."""
        return self.by.get(first, {})

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        for first, inner in self.by.items():
            for second, several in inner.items():
                for third in several:
                    yield first, second, third
