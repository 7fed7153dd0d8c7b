"""Triples of numbers by two of their three; a copy shares what neither of the two changes."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

Inner = dict[int, list[int]]
Plain = tuple[bytes, bytes, bytes]
"""What an index holds: see `PackedIndex`."""
_TYPE = "I"


class PackedIndex:
    """An index as numbers one after another, of which a part is made when it is asked for.

    `firsts` are the first numbers in order; of each, what is under it begins in `flat` at the place
    that `starts` has for it, and ends where that of the next number begins: a second number, how
    many third ones, these, and the next second one.
    """

    def __init__(self, plain: Plain = (b"", b"", b"")) -> None:
        """Raises `ValueError` where these are no numbers."""
        self.firsts, self._starts, self._flat = (array(_TYPE) for _ in plain)
        for one, kept in zip((self.firsts, self._starts, self._flat), plain, strict=True):
            one.frombytes(kept)

    def has(self, first: int) -> bool:
        """Whether anything is under a first number."""
        return first + 1 < len(self._starts) and self._starts[first] < self._starts[first + 1]

    def inner(self, first: int) -> Inner:
        """What is under a first number, as lists of nobody else."""
        found: Inner = {}
        if self.has(first):
            flat, at, end = self._flat, self._starts[first], self._starts[first + 1]
            while at < end:
                upto = at + 2 + flat[at + 1]
                found[flat[at]] = flat[at + 2 : upto].tolist()
                at = upto
        return found


def packed(inners: Iterable[tuple[int, Inner]], size: int) -> Plain:
    """An index as plain values, given what is under each first number; all are less than `size`."""
    firsts = array(_TYPE)
    parts: dict[int, list[int]] = {}
    for first, inner in inners:
        own = [n for second, some in inner.items() if some for n in (second, len(some), *some)]
        if own:
            firsts.append(first)
            parts[first] = own
    starts, flat = array(_TYPE, [0]), array(_TYPE)
    for first in range(size):
        flat.extend(parts.get(first, ()))
        starts.append(len(flat))
    return firsts.tobytes(), starts.tobytes(), flat.tobytes()


class Index:
    """Lists of numbers by two numbers, in the order in which they were added.

    What was kept of it may be given; what is under a first number is taken from there once.
    """

    def __init__(self, kept: PackedIndex | None = None) -> None:
        self._by: dict[int, Inner] = {}
        self._kept = PackedIndex() if kept is None else kept
        self._copied = False
        """Whether parts may be shared: all but those of `_own` and, with their lists, `_new`."""
        self._own: set[int] = set()
        self._new: set[int] = set()

    def copy(self) -> Index:
        """The same in an index of its own; a part is copied only once one of the two changes it."""
        copy = Index(self._kept)
        copy._by = dict(self._by)
        for index in (self, copy):
            index._copied, index._own, index._new = True, set(), set()
        return copy

    def _changing(self, first: int) -> Inner:
        inner = self._by.get(first)
        if inner is None:
            inner = self._by[first] = self._kept.inner(first)
            if self._copied:
                self._new.add(first)
        elif self._copied and first not in self._new and first not in self._own:
            self._own.add(first)
            inner = self._by[first] = dict(inner)
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
        return third in self.under(first).get(second, ())

    def under(self, first: int) -> Inner:
        """What is there under a first number: may be read as it is."""
        found = self._by.get(first)
        if found is None:
            found = self._kept.inner(first)
            if found:
                self._by[first] = found
        return found

    def parts(self) -> Iterator[tuple[int, Inner]]:
        """Each first number with what is under it, in the order in which they were added."""
        for first in self._kept.firsts:
            yield first, self.under(first)
        for first in list(self._by):
            if not self._kept.has(first):
                yield first, self._by[first]

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        for first, inner in self.parts():
            for second, several in inner.items():
                for third in several:
                    yield first, second, third
