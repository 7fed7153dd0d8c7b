"""Conditions that are to hold together, solved apart where they ask about different tables.

The tables of a partition are independent, so what rests on different tables is counted apart and
multiplied: nothing is written out for all tables at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from math import prod

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from lovgraf.conditions.coding import Bools
from lovgraf.conditions.kleene import question_key
from lovgraf.conditions.tree import And, Condition, Not, Or, Question, questions
from lovgraf.proposals.case_space import CaseSpace
from lovgraf.proposals.counting import Formula, Kinds
from lovgraf.proposals.limits import TooLarge, refusal, too_large
from lovgraf.proposals.simplify import simplified
from lovgraf.proposals.tables import Table
from lovgraf.proposals.views import Numbers
from lovgraf.verdicts.decide import UNDETERMINED
from lovgraf.verdicts.program import Program

Floats = npt.NDArray[np.float64]
_MOST_TRIED = 20_000
"""Cells among which the least odd is looked for."""


class Part(Struct, frozen=True):
    """One of the conditions that hold together: certainly, or (not `certain`) not certainly not."""

    condition: Condition
    certain: bool = True

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions that it asks."""
        return (self.condition,)

    def formula(self, kinds: Kinds) -> Formula:
        """Where it holds."""
        plain = simplified(self.condition)
        if self.certain:
            return kinds.certainly(plain)
        return kinds.denied(kinds.certainly(plain, False))

    def holds(self, cells: CaseSpace) -> Bools:
        """In which cells it holds, along the axes that it rests on."""
        return cells.along(self.condition, certainly=self.certain)


class Open(Part, frozen=True):
    """That the verdict of a norm turns on a judgment."""

    program: Program | None = None

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions that it asks."""
        assert self.program is not None
        return self.program.conditions

    def formula(self, kinds: Kinds) -> Formula:
        """Where it holds: a judgment is the only thing that is not known of a kind of person, and
        no completion removes it."""
        assert self.program is not None
        *steps, reach = [simplified(condition) for condition in self.program.conditions]
        open_: Formula = True
        found: list[Formula] = []
        for number, step in enumerate(steps):
            true, false = kinds.certainly(step), kinds.certainly(step, False)
            unknown = kinds.denied(kinds.any((true, false)))
            found.append(kinds.all((open_, unknown)))
            open_ = kinds.all((open_, false if number else true))
        norm = self.program.norm
        if norm.kind == "BestEffortObligation":
            found.append(open_)
        elif norm.discretionary:
            found.append(kinds.all((open_, kinds.denied(kinds.certainly(reach, False)))))
        return kinds.any(found)

    def holds(self, cells: CaseSpace) -> Bools:
        """In which cells it holds, along all axes."""
        assert self.program is not None
        return np.asarray(cells.verdicts(self.program) == UNDETERMINED).reshape(cells.shape)


def parts_of(condition: Condition, *, certain: bool = True) -> list[Part]:
    """The parts of a condition that hold together where it holds."""
    return [Part(part, certain) for part in _together(simplified(condition), positive=True)]


def _together(condition: Condition, *, positive: bool) -> Iterator[Condition]:
    match condition:
        case And(parts) if positive:
            for part in parts:
                yield from _together(part, positive=True)
        case Or(parts) if not positive:
            for part in parts:
                yield from _together(part, positive=False)
        case Not(part):
            yield from _together(part, positive=not positive)
        case _:
            yield condition if positive else Not(condition)


class Component(Struct, frozen=True):
    """Parts that ask about some axes (by number), which no other part asks about."""

    axes: tuple[int, ...]
    parts: tuple[Part, ...]


class Conjunction:
    """Parts that are to hold together, on a whole partition."""

    def __init__(self, everyone: CaseSpace, parts: Iterable[Part]) -> None:
        self.everyone = everyone
        self.parts = tuple(dict.fromkeys(parts))
        self._owner = everyone.partition.facets.owner
        self.components = _components([(part, self._axes(part)) for part in self.parts])

    def _axes(self, part: Part) -> frozenset[int]:
        keys = {question_key(q) for c in part.conditions for q in questions(simplified(c))}
        return frozenset(self._owner[key] for key in keys if key in self._owner)

    def of(self, component: Component) -> CaseSpace:
        """The cells of a component, told apart by its parts."""
        axes = tuple(self.everyone.axes[n] for n in component.axes)
        whole = replace(self.everyone, axes=axes, given=None)
        return whole.seen_by(c for part in component.parts for c in part.conditions)

    def held(self, component: Component, cells: CaseSpace) -> Bools:
        """In which cells of a component all of its parts hold."""
        each = sorted((part.holds(cells) for part in component.parts), key=lambda own: own.size)
        return cells.everywhere(reduce(np.logical_and, each, np.ones((), np.bool_)))

    def count(self, further: Iterable[Condition] = ()) -> tuple[int, int]:
        """Of how many kinds of persons all parts hold, and how many there are.

        Those are one kind whom the questions of the parts, and of the conditions `further`, do not
        tell apart. Raises `InputError` where there is too much to go through.
        """
        kinds = self.everyone.partition.facets.kinds(self._asked(further))
        counts = [self._count(component, kinds) for component in self.components]
        every = range(len(self.everyone.axes))
        more = set(every).difference(*(component.axes for component in self.components))
        return kinds.of(more) * prod(counts), kinds.of(every)

    def any(self) -> bool:
        """Whether somebody exists of whom all parts hold."""
        kinds = self.everyone.partition.facets.kinds(self._asked())
        return all(self._count(component, kinds) for component in self.components)

    def _asked(self, more: Iterable[Condition] = ()) -> list[Question]:
        """The questions of the parts and of more conditions."""
        asking = (*more, *(c for part in self.parts for c in part.conditions))
        plain = list(dict.fromkeys(map(simplified, asking)))
        self.everyone.check_known(plain)
        return list(dict.fromkeys(q for condition in plain for q in questions(condition)))

    def _count(self, component: Component, kinds: Kinds) -> int:
        """Of how many kinds of a component all of its parts hold."""
        held = (part.formula(kinds) for part in component.parts)
        try:
            return kinds.count(kinds.all(held), component.axes)
        except TooLarge:
            keys = (k for n in component.axes for k in self.everyone.axes[n].table.keys)
            raise refusal(too_large(keys), self.everyone.facts) from None

    def kinds(self, oddity: Callable[[Table], Floats]) -> Mapping[int, int] | None:
        """A kind on every axis, such that all parts hold and the least odd; None where none is.

        `oddity` tells it of the kinds of a table.
        """
        odd = [oddity(axis.table) for axis in self.everyone.axes]
        found = {n: int(np.argmin(of_kind)) for n, of_kind in enumerate(odd)}
        for component in self.components:
            cells = self.of(component)
            held = self.held(component, cells)
            if not held.any():
                return None
            some = np.flatnonzero(held)
            some = some[:: 1 + len(some) // _MOST_TRIED]
            places = np.unravel_index(some, cells.shape) if cells.axes else ()
            total = np.zeros(len(some))
            best: list[Numbers] = []
            for number, axis, place in zip(component.axes, cells.axes, places, strict=True):
                order = np.argsort(odd[number], kind="stable")[::-1]
                first = np.zeros(axis.size, np.int64)
                first[axis.place_of[order]] = order
                best.append(first[place])
                total += odd[number][best[-1]]
            chosen = int(np.argmin(total))
            found |= {n: int(kind[chosen]) for n, kind in zip(component.axes, best, strict=True)}
        return found


def _components(parts: Sequence[tuple[Part, frozenset[int]]]) -> list[Component]:
    groups: list[tuple[list[Part], set[int]]] = []
    for part, axes in parts:
        own, over = [part], set(axes)
        for group in [group for group in groups if group[1] & over]:
            groups.remove(group)
            own, over = group[0] + own, group[1] | over
        groups.append((own, over))
    return [Component(tuple(sorted(over)), tuple(own)) for own, over in groups]
