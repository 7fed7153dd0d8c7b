"""What rows that their cell leaves open were judged in earlier runs, by their names.

A register has tomorrow most of the rows that it has today, and a name tells all that counts of a
row but its values (see `row_names`). What a norm says of it is kept in the user's cache, by law,
day, what is presumed, and the columns that the table has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from lovgraf.check.row_names import name_of
from lovgraf.core.cache import Answers
from lovgraf.engine.in_memory import Memory
from lovgraf.readers.table import InputTable
from lovgraf.verdicts.patterns import DIGEST
from lovgraf.verdicts.repaired import Found

_BYTES = 32
"""Bytes that a verdict takes in the cache with its name, about."""


@dataclass
class KeptRows:
    """Verdicts by norm and name of what a table's rows say; `answers` are those that are kept, and
    None where nothing is."""

    memory: Memory
    table: InputTable
    answers: Answers | None
    _norms: dict[str, bytes | None] = field(default_factory=dict, repr=False)

    def known(self, norm: str, names: Sequence[bytes | None]) -> list[Found | None]:
        """What the norm said of rows with some names before; None where that is not known."""
        key, answers = self.key(norm), self.answers
        if key is None or answers is None:
            return [None] * len(names)
        return [None if name is None else answers.get(_of(name, key)) for name in names]

    def keep(self, norm: str, names: Iterable[bytes | None], found: Iterable[Found]) -> None:
        """Keep what the norm says of rows with some names."""
        key, answers = self.key(norm), self.answers
        if key is not None and answers is not None:
            for name, said in zip(names, found, strict=True):
                if name is not None:
                    answers.add(_of(name, key), said, _BYTES)

    def key(self, norm: str) -> bytes | None:
        """What tells the norm, and how it reads the table, from all others; None where nothing of
        it is kept."""
        if norm not in self._norms:
            own = self.memory.remembered.name(norm)
            profile = self.memory.plan.programs.view.law.profile.digest
            columns = sorted(self.table.values), sorted(self.table.complete)
            self._norms[norm] = own and name_of((own, profile, *columns))
        return self._norms[norm]


def _of(name: bytes, norm: bytes) -> bytes:
    return blake2b(name, digest_size=DIGEST, key=norm).digest()
