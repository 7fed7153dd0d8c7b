"""Which answers can occur together in some complete record (semantics, sections 3 and 6).

Facts that rest on the same columns are not independent: who is 18 is 15, and what had expired by a
date had expired by every later one. Nothing that a real record could have is ever left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from checker.conditions.atoms import Atom
from checker.conditions.coding import Bools
from checker.records.facts import Column, FactVocabulary
from checker.verdicts.knowledge import knowledge
from checker.verdicts.points import Points
from checker.verdicts.search import Search
from checker.verdicts.symbols import Symbols, opaque
from checker.verdicts.values import ColumnValues
from checker.verdicts.worlds import Calendar, TooMuchWork, World

Codes = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class _Component:
    """Atoms that rest on the same columns: those to complete, and all others."""

    live: tuple[str, ...]
    others: tuple[str, ...]


@dataclass
class Combinations:
    """The combinations of codes that can occur in records on a date."""

    facts: FactVocabulary
    atoms: Mapping[str, Atom]
    as_of: date
    _columns: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)
    _components: dict[tuple[tuple[str, ...], ...], list[_Component]] = field(
        default_factory=dict, repr=False
    )
    _relations: dict[tuple[tuple[str, ...], Codes], Bools | None] = field(
        default_factory=dict, repr=False
    )

    def __post_init__(self) -> None:
        self._values = ColumnValues(self.facts, self.atoms)
        self._calendar = Calendar()

    def mask(
        self, unknown: Mapping[str, npt.NDArray[np.int64]], codes: Mapping[str, int]
    ) -> Bools | None:
        """For a grid over the unknown atoms' codes, which points can occur; None means all.

        `codes` has the record's code of each atom of a norm, that of an unknown one with what it
        says of the columns that are blank. A component that is contradictory already, or takes too
        much work, is left free.
        """
        axes = tuple(unknown)
        result: Bools | None = None
        for component in self._apart(axes, tuple(sorted(codes))):
            key = component.live, tuple((k, codes[k]) for k in component.others)
            if key not in self._relations:
                self._relations[key] = self._relation(component, unknown, codes)
            found = self._relations[key]
            if found is None:
                continue
            order = np.argsort([axes.index(k) for k in component.live])
            live = {component.live[n] for n in order}
            shape = [len(d) if k in live else 1 for k, d in unknown.items()]
            part = np.transpose(found, order).reshape(shape)
            result = part if result is None else result & part
        if result is None:
            return None
        return np.broadcast_to(result, tuple(len(d) for d in unknown.values()))

    def _apart(self, live: tuple[str, ...], keys: tuple[str, ...]) -> list[_Component]:
        """The components that have something to complete."""
        if (live, keys) not in self._components:
            groups: list[tuple[set[str], set[str]]] = []
            for key in dict.fromkeys((*live, *keys)):
                atoms, columns = {key}, set(self._below(key))
                if not columns:
                    continue
                for other in [g for g in groups if g[1] & columns]:
                    groups.remove(other)
                    atoms |= other[0]
                    columns |= other[1]
                groups.append((atoms, columns))
            self._components[live, keys] = [
                _Component(
                    tuple(sorted(atoms & set(live), key=self._order)),
                    tuple(sorted(atoms & set(keys), key=self._order)),
                )
                for atoms, _ in groups
                if atoms & set(live)
            ]
        return self._components[live, keys]

    def _below(self, key: str) -> frozenset[str]:
        """The columns that an atom rests on."""
        if key not in self._columns:
            compare = self.atoms[key].compare
            iris = [compare.fact, compare.other] if compare else [key]
            self._columns[key] = frozenset(
                fact.iri
                for fact in self.facts.lineage(iris)
                if isinstance(fact, Column) or opaque(fact)
            )
        return self._columns[key]

    def _order(self, key: str) -> tuple[bool, int, str]:
        """Codes before days, and what rests on little before what rests on much."""
        below = self._below(key)
        dated = any(self.facts[iri].datatype == "date" for iri in below)
        return dated, len(below), key

    def _relation(
        self,
        component: _Component,
        domains: Mapping[str, npt.NDArray[np.int64]],
        codes: Mapping[str, int],
    ) -> Bools | None:
        own = {key: codes[key] for key in component.others}
        asked = frozenset(component.others) | frozenset(component.live)
        known = knowledge(self.facts, self.atoms, own)
        symbols = Symbols(self.facts, self._values, self.as_of, known, asked)
        axes = [
            (key, [code])
            for key, code in own.items()
            if key not in component.live and code < self.atoms[key].coding.unknown
        ]
        settled = len(axes)
        axes += [(key, domains[key].tolist()) for key in component.live]
        search = Search(self.atoms, symbols, self.facts)
        try:
            found = search.relation(axes, World({}, Points(), self._calendar, search.spend))
        except TooMuchWork:
            return None
        found = found.reshape(found.shape[settled:])
        return found if found.any() and not found.all() else None
