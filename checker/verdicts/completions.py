"""Verdicts of cells that Kleene's logic leaves open: the one that all their completions share.

A completion gives each open fact one value of each class that the norm tells apart; what cannot be
is dropped (semantics, section 3). Cells that a norm sees alike are settled once, many at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Protocol

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.coding import Bools
from lovgraf.conditions.kleene import Codes, Logic, Pair
from lovgraf.conditions.tree import Question
from lovgraf.verdicts.bits import BITS, ONLY, differs, join
from lovgraf.verdicts.decide import (
    BREACHED,
    UNATTAINABLE,
    UNCERTAIN,
    UNDETERMINED,
    Reason,
    Verdicts,
    decide,
    reason_of,
)
from lovgraf.verdicts.feasible import Component
from lovgraf.verdicts.knowledge import KnownFacts
from lovgraf.verdicts.outlook import ALL_POSSIBLE
from lovgraf.verdicts.patterns import (
    Classes,
    Numbers,
    different,
    distinct,
    groups,
    residue,
    told_apart,
)
from lovgraf.verdicts.program import Program
from lovgraf.verdicts.told import Told

MAX_COMPLETIONS = 1 << 18
"""Completions of one cell; what leaves more open is undetermined."""
_AT_ONCE = 1 << 21
"""Completions that are looked at together, of several cells."""
_FEW = 4
"""Records up to which it is not asked which of them leave the same."""


class Possible(Protocol):
    """Tells which answers can occur together, as `Combinations` does."""

    @property
    def truths(self) -> dict[tuple[str, Question], Pair]:
        """What each code of an atom says of a question."""

    def classes(self, program: Program) -> Mapping[str, Classes]:
        """The codes of each atom that a norm tells apart."""

    def apart(self, live: tuple[str, ...], keys: tuple[str, ...]) -> list[Component]:
        """The components of a norm's atoms that have something to complete."""

    def related(
        self,
        component: Component,
        classes: Mapping[str, Classes],
        codes: Mapping[str, int],
        known_facts: KnownFacts | None = None,
        /,
    ) -> tuple[Bools | None, bool]:
        """Which points of a grid over a component's open atoms can occur (None for all), and
        whether that was found out in full."""

    def kinds(
        self,
        component: Component,
        codes: Mapping[str, Codes],
        told: Told,
        size: int,
        classes: Mapping[str, Classes],
        /,
    ) -> tuple[Numbers, Numbers]:
        """The first of `size` records of each kind of which the same can occur, and the kind of
        each record; `codes` has those of a component's atoms."""


class Settled(Struct):
    """A verdict for each cell, and the place of its reason; -1 for none."""

    verdicts: Verdicts
    reason: Numbers
    reasons: list[Reason] = field(default_factory=list)
    _places: dict[Reason, int] = field(default_factory=dict)

    def place(self, reason: Reason) -> int:
        """The place of a reason."""
        if reason not in self._places:
            self._places[reason] = len(self.reasons)
            self.reasons.append(reason)
        return self._places[reason]


def settle(
    program: Program,
    atoms: Mapping[str, Atom],
    codes: Mapping[str, Codes],
    size: int,
    feasible: Possible | None,
    told: Told | None = None,
) -> Settled:
    """The verdicts of `size` cells that Kleene's logic leaves open, and what they turn on.

    Whether what it takes can be had is not asked: `UNATTAINABLE` counts as `BREACHED`. `codes` has
    the atoms of the program, and others perhaps that say what can occur; `told` is what is known
    beside the codes, of one record a cell.
    """
    asked = sorted(codes)
    beside = [] if told is None else [*told.numbers.values()]
    first, number = distinct([*(codes[key] for key in asked), *beside], size)
    own = {key: codes[key][first] for key in asked}
    known = None if told is None else told.take(first)
    classes = feasible.classes(program) if feasible else told_apart(program.conditions, atoms)
    norm = _Norm(program, atoms, classes, feasible)
    found = Settled(np.full(len(first), UNDETERMINED, np.uint8), np.full(len(first), -1, np.int64))
    open_ = residue(program, atoms, own, len(first), feasible.truths if feasible else {})
    keys = sorted(open_.live)
    _, alike = distinct([open_.live[key] for key in keys], len(first))
    _, same = distinct(open_.seen, len(first))
    for rows in groups(alike):
        live = [key for key in keys if open_.live[key][rows[0]]]
        _Alike(norm, tuple(live), own, known, same, rows, found).settle()
    return Settled(found.verdicts[number], found.reason[number], found.reasons)


class _Norm(Struct, frozen=True):
    """What is the same for all cells of a norm."""

    program: Program
    atoms: Mapping[str, Atom]
    classes: Mapping[str, Classes]
    feasible: Possible | None


class _Alike(Struct, dict=True):
    """Cells that leave the same atoms open; `rows` are theirs among all.

    `same` numbers all rows by what a norm sees of them.
    """

    norm: _Norm
    live: tuple[str, ...]
    codes: Mapping[str, Codes]
    told: Told | None
    same: Numbers
    rows: Numbers
    found: Settled

    def __post_init__(self) -> None:
        self.classes = {key: self.norm.classes[key] for key in self.live}
        self.shape = tuple(len(classes) for classes in self.classes.values())
        self.axes = tuple(range(1, len(self.shape) + 1))

    def settle(self) -> None:
        """Give every row its verdict and reason."""
        if prod(self.shape) > MAX_COMPLETIONS:
            every = len(self.rows)
            turning = np.ones((every, len(self.live)), np.bool_)
            whole = np.full(every, ALL_POSSIBLE, np.uint8)
            self._name(self.rows, turning, np.ones(every, np.bool_), whole)
            return
        first, number = distinct([self.same[self.rows]], len(self.rows))
        step = max(1, _AT_ONCE // prod(self.shape))
        order = np.argsort(number, kind="stable")
        for start in range(0, len(first), step):
            low, high = np.searchsorted(number[order], [start, start + step])
            some = order[low:high]
            self._decide(self.rows[first[start : start + step]], some, number[some] - start)

    def _decide(self, shown: Numbers, some: Numbers, number: Numbers) -> None:
        """Settle rows of which some show what all see: `shown[number]` for `rows[some]`."""
        grid = self._grid(shown)
        own = ONLY[join(grid, self.axes)]
        done = (own != UNCERTAIN)[number]
        self.found.verdicts[self.rows[some[done]]] = own[number[done]]
        if not done.all():
            rest = ~done
            self._drop_impossible(grid, self.rows[some[rest]], number[rest])

    def _grid(self, rows: Numbers) -> Verdicts:
        """The verdicts of all completions of some rows, as bits."""
        codes: dict[str, Codes] = {}
        ones = (1,) * len(self.shape)
        for key, own in self.codes.items():
            codes[key] = own[rows].reshape(-1, *ones)
        for axis, (key, classes) in enumerate(self.classes.items()):
            shape = [1] * (len(self.shape) + 1)
            shape[axis + 1] = len(classes)
            codes[key] = np.array([some[0] for some in classes]).reshape(shape)
        feasible = self.norm.feasible
        logic = Logic(self.norm.atoms, codes, feasible.truths if feasible else {})
        pairs = [logic.evaluate(condition) for condition in self.norm.program.conditions]
        verdicts = decide(self.norm.program, pairs)
        verdicts[verdicts == UNATTAINABLE] = BREACHED
        return np.broadcast_to(BITS[verdicts], (len(rows), *self.shape))

    def _drop_impossible(self, grid: Verdicts, rows: Numbers, number: Numbers) -> None:
        """Settle rows by their possible completions; `grid[number]` are all of a row."""
        ruled, rough = self._ruled_out(rows)
        keys = [self.codes[key][rows] for key in self.live]
        keys += [number, rough.astype(np.int64), *(place for place, _ in ruled)]
        first, item = distinct(keys, len(rows))
        step = max(1, _AT_ONCE // prod(self.shape))
        for start in range(0, len(first), step):
            part = first[start : start + step]
            left = grid[number[part]]
            for place, relations in ruled:
                own = place[part]
                for kind in different([own]).tolist():
                    relation = relations[kind]
                    if relation is not None:
                        left[own == kind] &= relation
            whole = join(left, self.axes)
            verdicts = ONLY[whole]
            several = np.flatnonzero(verdicts == UNCERTAIN)
            verdicts[several] = UNDETERMINED
            self.found.verdicts[rows[part]] = verdicts
            self.found.reason[rows[part]] = -1
            if len(several):
                at = part[several]
                self._turning(left[several], rows[at], rough[at], whole[several])
        self.found.verdicts[rows] = self.found.verdicts[rows[first]][item]
        self.found.reason[rows] = self.found.reason[rows[first]][item]

    def _ruled_out(
        self, rows: Numbers
    ) -> tuple[list[tuple[Numbers, list[Verdicts | None]]], Bools]:
        """For each component which completions can occur in a row: a place in a list of masks; and
        of which rows it was not found out in full."""
        feasible = self.norm.feasible
        rough = np.zeros(len(rows), np.bool_)
        found: list[tuple[Numbers, list[Verdicts | None]]] = []
        told = None if self.told is None else self.told.take(rows)
        for component in feasible.apart(self.live, tuple(self.codes)) if feasible else ():
            own = {key: self.codes[key][rows] for key in component.keys}
            assert feasible is not None
            if told is None:
                first, number = distinct([*own.values()], len(rows))
            elif len(rows) <= _FEW:
                first = number = np.arange(len(rows))
            else:
                first, number = feasible.kinds(component, own, told, len(rows), self.classes)
            places: dict[bytes | None, int] = {}
            different: list[Verdicts | None] = []
            place = np.empty(len(first), np.int64)
            exact = np.ones(len(first), np.bool_)
            for n, row in enumerate(first):
                codes = {key: int(code[row]) for key, code in own.items()}
                known = None if told is None else told.known(row)
                relation, exact[n] = feasible.related(component, self.classes, codes, known)
                entry = None if relation is None else relation.tobytes()
                if entry not in places:
                    places[entry] = len(different)
                    different.append(self._spread(component.live, relation))
                place[n] = places[entry]
            found.append((place[number], different))
            rough |= ~exact[number]
        return found, rough

    def _spread(self, live: tuple[str, ...], relation: Bools | None) -> Verdicts | None:
        """A relation of some axes as bits to keep, over all axes."""
        if relation is None:
            return None
        sizes = zip(self.live, self.shape, strict=True)
        kept = relation.reshape([size if key in live else 1 for key, size in sizes])
        return np.where(kept, np.uint8(255), np.uint8(0))

    def _turning(self, left: Verdicts, rows: Numbers, rough: Bools, whole: Verdicts) -> None:
        """Name what the verdicts of rows turn on: what alone can make another verdict of one."""
        turning = np.stack([differs(left, (axis,)) for axis in self.axes], axis=1)
        _, alike = distinct([self.codes[key][rows] for key in self.live], len(rows))
        for group in groups(alike):
            shared = {
                column: differs(left[group], axes)
                for column, axes in self._resting(int(rows[group[0]])).items()
                if len(axes) > 1
            }
            self._name(rows[group], turning[group], rough[group], whole[group], shared)

    def _resting(self, row: int) -> dict[str, tuple[int, ...]]:
        """The blank columns of a row, with the axes of the open atoms that rest on each."""
        found: dict[str, tuple[int, ...]] = {}
        for axis, key in zip(self.axes, self.live, strict=True):
            coding = self.norm.atoms[key].coding
            if coding.judged_by is None:
                for column in coding.missing(int(self.codes[key][row])):
                    found[column] = (*found.get(column, ()), axis)
        return found

    def _name(
        self,
        rows: Numbers,
        turning: Bools,
        rough: Bools,
        whole: Verdicts,
        shared: Mapping[str, Bools] | None = None,
    ) -> None:
        """Give rows the reasons for what their verdicts turn on (all, where it is nothing alone);
        `whole` are the verdicts that they may come to, as bits.

        The rows are unknown in the same columns, unless nothing is `shared`.
        """
        columns = shared or {}
        own = [self.codes[key][rows] for key in self.live]
        asked = [*turning.T, *columns.values(), rough, whole, *own]
        first, number = distinct(asked, len(rows))
        places = np.empty(len(first), np.int64)
        for n, row in enumerate(first):
            codes = {key: int(code[row]) for key, code in zip(self.live, own, strict=True)}
            keys = [key for key, turns in zip(self.live, turning[row], strict=True) if turns]
            also = {column for column, turns in columns.items() if turns[row]}
            turned = keys if keys or also else self.live
            reason = reason_of(self.norm.atoms, codes, turned, also)
            found = replace(reason, inexact=bool(rough[row]), possible=int(whole[row]))
            places[n] = self.found.place(found)
        self.found.reason[rows] = places[number]
