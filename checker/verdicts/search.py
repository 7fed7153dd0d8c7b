"""The combinations of codes that some world reaches, with what is independent solved apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from checker.conditions.atoms import Atom
from checker.conditions.coding import Bools
from checker.records.facts import Column, Derived, FactVocabulary
from checker.verdicts.coded import coded
from checker.verdicts.points import ORIGIN, Moment
from checker.verdicts.symbols import Symbols, opaque
from checker.verdicts.worlds import Span, TooMuchWork, World

MAX_STEPS = 2500
"""Steps after which a component is left unconstrained (a step takes some 10 microseconds)."""
Axis = tuple[str, list[int]]
"""An atom and the codes that it may have."""


@dataclass
class Search:
    """The search through the completions of one component."""

    atoms: Mapping[str, Atom]
    symbols: Symbols
    facts: FactVocabulary
    steps: int = 0
    _solved: dict[object, Bools] = field(default_factory=dict)
    _touched: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict)

    def spend(self) -> None:
        """Count a step; raises `TooMuchWork` where there have been too many."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise TooMuchWork

    def relation(self, axes: Sequence[Axis], world: World) -> Bools:
        """Which combinations of codes can occur in a world, with a dimension for each axis."""
        if not axes:
            return np.ones((), np.bool_)
        parts = self._apart(axes, world)
        if len(parts) == 1:
            return self._together(axes, world)
        shape = tuple(len(codes) for _, codes in axes)
        result = np.ones(shape, np.bool_)
        for part in parts:
            found = self._together([axes[n] for n in part], world)
            if not found.any():
                return np.zeros(shape, np.bool_)
            result &= found.reshape([len(axes[n][1]) if n in part else 1 for n in range(len(axes))])
        return result

    def _together(self, axes: Sequence[Axis], world: World) -> Bools:
        """The same for atoms that depend on each other, once for worlds that they see alike."""
        same = self._same(axes, world)
        if same not in self._solved:
            self.spend()
            self._solved[same] = self._solve(axes, world)
        return self._solved[same]

    def _solve(self, axes: Sequence[Axis], world: World) -> Bools:
        key, codes = axes[0]
        result = np.zeros([len(domain) for _, domain in axes], np.bool_)
        position = {code: n for n, code in enumerate(codes)}
        for found, after in coded(key, self.atoms[key], codes, world, self.symbols):
            where = [position[code] for code in found]
            if not result[where].all():
                result[where] |= self.relation(axes[1:], after)
            if result.all():
                break
        return result

    def _same(self, axes: Sequence[Axis], world: World) -> object:
        """What worlds have in common that are the same to some atoms."""
        keys = tuple(key for key, _ in axes)
        if keys not in self._touched:
            self._touched[keys] = self._touches(keys)
        touched = self._touched[keys]
        states = frozenset((iri, state) for iri, state in world.states.items() if iri in touched)
        names = sorted(
            (name, n)
            for n, name in enumerate(world.points.names)
            if name == ORIGIN or _owner(world, name) in touched
        )
        most = world.points.most
        days = tuple(tuple(most[i][j] for _, j in names) for _, i in names)
        return keys, states, tuple(name for name, _ in names), days

    def _touches(self, keys: Sequence[str]) -> frozenset[str]:
        """All facts that atoms rest on, and the booleans that the dates among them imply."""
        compared = {key: self.atoms[key].compare for key in keys}
        iris = [i for k, c in compared.items() for i in ((c.fact, c.other) if c else (k,))]
        found = {fact.iri for fact in self.facts.lineage(iris)}
        implied = {
            column.iri
            for column in self.facts.columns.values()
            if found & {*column.implied_true_by, *column.implied_false_by}
        }
        return frozenset(found | implied)

    def _apart(self, axes: Sequence[Axis], world: World) -> list[list[int]]:
        """The positions of atoms that may still depend on each other, as groups."""
        if len(axes) < 2:
            return [list(range(len(axes)))]
        links = _links(world)
        groups: list[tuple[set[str], list[int]]] = []
        for number, (key, _) in enumerate(axes):
            tokens = {links.get(iri, iri) for iri in self._open(key, world)}
            members = [number]
            for group in [g for g in groups if g[0] & tokens]:
                groups.remove(group)
                tokens |= group[0]
                members = group[1] + members
            groups.append((tokens, members))
        return [sorted(members) for _, members in groups]

    def _open(self, key: str, world: World) -> set[str]:
        """The columns that are not settled in a world and on which an atom still depends."""
        compare = self.atoms[key].compare
        queue = [compare.fact, compare.other] if compare else [key]
        found, seen = set[str](), set(queue)
        while queue:
            iri = queue.pop()
            state = world.states.get(iri)
            if state is not None and not isinstance(state, Moment | Span):
                continue
            fact = self.facts[iri]
            below: list[str] = []
            if isinstance(fact, Derived):
                below = fact.operand_facts
                if opaque(fact):
                    found.add(iri)
            elif isinstance(fact, Column):
                found.add(iri)
                if state is None:
                    below = [other for other, _ in fact.none_when]
                    below += [*fact.implied_true_by, *fact.implied_false_by]
            for other in below:
                if other not in seen:
                    seen.add(other)
                    queue.append(other)
        return found


def _links(world: World) -> dict[str, str]:
    """For each date column or date with bounds to another, one name for all it is bound to.

    Two days are bound to each other where more is known than follows from the origin.
    """
    points = world.points
    owner = {name: _owner(world, name) for name in points.names}
    found = {name: name for name in owner.values()}
    origin = points.names.index(ORIGIN)
    for i, first in enumerate(points.names):
        for j, second in enumerate(points.names):
            a, b = found[owner[first]], found[owner[second]]
            if i == j or origin in (i, j) or a == b:
                continue
            if points.most[i][j] < points.most[i][origin] + points.most[origin][j]:
                found = {name: b if root == a else root for name, root in found.items()}
    return found


def _owner(world: World, name: str) -> str:
    """The date that a day is made of."""
    while name in world.calendar.moves:
        name = world.calendar.moves[name][0].point
    return name
