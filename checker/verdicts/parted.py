"""What can occur in many records, found out part by part.

Atoms of a component rest on the same columns. Of a record of which most columns are known, few of
them still rest on what is unknown, and most of these on something else than the others do: then
what can occur of some says nothing of the rest. Each such part is asked for by many norms, and what
it leaves of a record is found out once for all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from lovgraf.conditions.coding import Bools
from lovgraf.conditions.kleene import Codes
from lovgraf.verdicts.alike import asked_about
from lovgraf.verdicts.component import Component, Ground
from lovgraf.verdicts.knowledge import Knowledge, KnownFacts, knowledge
from lovgraf.verdicts.patterns import Classes, Numbers, distinct, groups
from lovgraf.verdicts.symbols import Facts
from lovgraf.verdicts.told import Told

if TYPE_CHECKING:
    from lovgraf.verdicts.feasible import Combinations

Relation = tuple[Bools | None, bool]
"""Which points of a grid can occur (None for all), and whether that was found out in full."""
_MOST = 100_000
"""Ways to part components to remember."""
_IN_PARTS = (None, False)
"""What a part gives of which nothing can occur, or not all could be found out."""


@dataclass
class Parted:
    """Finds what is left of components in records of which something is told."""

    feasible: Combinations
    facts: Facts
    _parts: dict[object, tuple[Component, ...]] = field(default_factory=dict, repr=False)

    def left(
        self,
        component: Component,
        classes: Mapping[str, Classes],
        codes: Mapping[str, Codes],
        told: Told,
        size: int,
        kind: Numbers | None,
    ) -> Numbers:
        """See `Combinations.left`."""
        columns = [np.asarray(codes[key]) for key in component.keys]
        if kind is None:
            kind = np.arange(size)

        def find(places: Numbers) -> Numbers:
            return self._left(component, classes, columns, told.take(places), kind[places])

        name = component, tuple([classes[key] for key in component.live])
        return told.once(name, find)

    def _left(
        self,
        component: Component,
        classes: Mapping[str, Classes],
        codes: Sequence[Codes],
        told: Told,
        kind: Numbers,
    ) -> Numbers:
        """The same of records of which it is not known."""
        shown, number = distinct(codes, len(codes[0]))
        number = number[kind]
        below = self.feasible.below_live(component)
        given = told.once(("given", below), lambda places: _given(told, below, places))
        _, alike = distinct([number, given], len(kind))
        found = np.empty(len(kind), np.int64)
        for rows in groups(alike):
            row = int(rows[0])
            at = shown[number[row]]
            own = {key: int(code[at]) for key, code in zip(component.keys, codes, strict=True)}
            known: frozenset[str] = told.kept.things[given[row]]
            alone = _Alike(self.feasible, component, classes, own, known, told.take(rows))
            found[rows] = alone.left(self.parts(component, own, known), len(rows))
        return found

    def parts(
        self, component: Component, codes: Mapping[str, int], given: frozenset[str]
    ) -> tuple[Component, ...]:
        """The parts of a component in records with some codes of which some facts are `given`."""
        atoms = self.feasible.atoms
        blank = [max(codes[key], atoms[key].coding.unknown - 1) for key in component.keys]
        entry = component, tuple(blank), given
        if entry not in self._parts:
            if len(self._parts) > _MOST:
                self._parts.clear()
            self._parts[entry] = tuple(self._split(component, codes, given))
        return self._parts[entry]

    def _split(
        self, component: Component, codes: Mapping[str, int], given: frozenset[str]
    ) -> list[Component]:
        partners = self.facts.sets.partners
        apart: list[tuple[set[str], set[str], set[str]]] = []
        for key in self.feasible.asked_for(component, codes):
            reached = self.facts.reached(asked_about(self.feasible.atoms[key], key), given)
            linking = {iri for iri in reached if iri not in given or iri in partners}
            if not linking and key not in component.live:
                continue  # what is given says it
            for iri in linking & partners.keys():
                linking |= {*partners[iri]}
            keys, every = {key}, {*reached}
            for other in [one for one in apart if one[1] & linking]:
                apart.remove(other)
                keys |= other[0]
                linking |= other[1]
                every |= other[2]
            apart.append((keys, linking, every))
        known = knowledge(self.feasible.facts, self.feasible.atoms, codes)
        below = self.feasible.below_live(component)
        return [self._part(component, keys, every, below, given, known) for keys, _, every in apart]

    def _part(
        self,
        component: Component,
        keys: Collection[str],
        reached: Collection[str],
        below: frozenset[str],
        given: frozenset[str],
        known: Knowledge,
    ) -> Component:
        beyond = frozenset(reached) - below
        ground = Ground(
            below.intersection(reached),
            Knowledge(known.known & beyond, known.unknown & beyond),
            frozenset(component.keys).intersection(reached) - given,
        )
        live = [key for key in component.live if key in keys]
        return Component(tuple(live), tuple(sorted(keys)), ground)


@dataclass(frozen=True)
class _Alike:
    """Records with the same `codes` of the atoms of a component, of which the same facts are
    `given`."""

    feasible: Combinations
    component: Component
    classes: Mapping[str, Classes]
    codes: Mapping[str, int]
    given: frozenset[str]
    told: Told

    def left(self, parts: Sequence[Component], size: int) -> Numbers:
        """What is left of the component in each of the records, by number."""
        each = [self.told.once(self._name(part), partial(self._of_part, part)) for part in parts]
        whole = self.told.kept.number(("left", *_IN_PARTS), _IN_PARTS)
        first, alike = distinct(each, size)
        found = np.array([self._joined(parts, [own[row] for own in each]) for row in first])
        result: Numbers = found[alike]
        for row in np.flatnonzero(np.any([own == whole for own in each], axis=0)).tolist():
            # Of all of them at once it is told what a part cannot say.
            result[row] = self._related(self.component, self.told.known(row))
        return result

    def _name(self, part: Component) -> object:
        return part, tuple([self.classes[key] for key in part.live])

    def _of_part(self, part: Component, rows: Numbers) -> Numbers:
        """The same of a part in some of the records."""
        assert part.ground is not None
        below = part.ground.below
        told = self.told.take(rows, below.intersection(self.told.numbers))
        first, alike = self.feasible.kinds(
            part, self.classes, self.codes, self.given & below, told, len(rows)
        )
        found = [self._related(part, told.known(row)) for row in first.tolist()]
        return np.array(found, np.int64)[alike]

    def _related(self, component: Component, known: KnownFacts) -> int:
        relation = self.feasible.related(component, self.classes, self.codes, known)
        return _number(self.told, relation)

    def _joined(self, parts: Sequence[Component], numbers: Sequence[int]) -> int:
        """What several parts leave together."""
        sizes = [len(self.classes[key]) for key in self.component.live]
        points, exact = np.ones(sizes, np.bool_), True
        for part, number in zip(parts, numbers, strict=True):
            some, whole = self.told.kept.things[number]
            exact = exact and whole
            if some is not None:
                each = zip(self.component.live, sizes, strict=True)
                points &= some.reshape([size if key in part.live else 1 for key, size in each])
        return _number(self.told, (None if points.all() else points, exact))


def _number(told: Told, relation: Relation) -> int:
    """The number of what is left."""
    points, exact = relation
    name = None if points is None else (points.shape, points.tobytes())
    return told.kept.number(("left", name, exact), relation)


def _given(told: Told, below: frozenset[str], places: Numbers) -> Numbers:
    """The number of the facts that are given in some records, of some."""
    iris = sorted(below.intersection(told.numbers))
    columns = [told.there(iri)[places] for iri in iris]
    first, alike = distinct(columns, len(places))
    found = []
    for row in first.tolist():
        there = tuple([(iri, own[row]) for iri, own in zip(iris, columns, strict=True) if own[row]])
        found.append(told.kept.number(there, frozenset([iri for iri, _ in there])))
    return np.array(found, np.int64)[alike]
