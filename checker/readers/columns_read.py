"""Which columns of a file earlier checks read, so that no others are decoded before anyone asks.

What is kept in the user's cache are places of columns, by a digest of the columns' names.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from hashlib import blake2b

from lovgraf.core.cache import Answers, stable_text

_BYTES = 100
"""Bytes that an answer takes in the cache, about."""


class ColumnsRead:
    """Those of a file with columns of some `names`, as far as it is kept."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._key = blake2b(stable_text([*names]).encode(), digest_size=16).digest()
        self._answers = Answers("columns-read", [], 1 << 20)

    @property
    def names(self) -> list[str] | None:
        """Their names; None where nothing is kept, or names do not tell columns apart."""
        plain = len({*self._names}) == len(self._names) and not any("." in n for n in self._names)
        places = self._answers.get(self._key)
        return [self._names[place] for place in places] if plain and places else None

    def keep(self, asked: Collection[str]) -> None:
        """Keep which of them were read."""
        places = tuple(place for place, name in enumerate(self._names) if name in asked)
        if places != self._answers.get(self._key):
            self._answers.add(self._key, places, _BYTES)
            self._answers.keep()
