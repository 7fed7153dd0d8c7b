"""The facts and terms by which cells are told apart when they are described, axis by axis.

Only facts on which it depends whether a cell is one of some are kept; on each axis as few as tell
apart what matters there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import prod

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import replace

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.coding import Bools
from lovgraf.conditions.kleene import Codes, Logic, question_key
from lovgraf.conditions.tree import (
    TRUE,
    Condition,
    Count,
    Leaf,
    Not,
    OneOf,
    Range,
    Scalar,
    all_of,
    any_of,
    questions,
)
from lovgraf.facts.fact import Column, Judgment
from lovgraf.proposals.axes import Axis, parts_of
from lovgraf.proposals.case_space import CaseSpace
from lovgraf.proposals.limits import too_large
from lovgraf.proposals.simplify import simplified
from lovgraf.verdicts.patterns import distinct

# The condition that a fact has one of some codes.


def among(atom: Atom, codes: Sequence[int]) -> Condition:
    """The condition that an atom of one value has one of some codes (sorted)."""
    coding, fact = atom.coding, atom.coding.key
    if atom.compare is not None:
        return atom.compare if list(codes) == [1] else Not(atom.compare)
    values = [code for code in codes if code < coding.classes]
    none = coding.none in codes
    if len(values) == coding.classes:
        return TRUE if none or not coding.can_be_none else Count(fact)
    if none and not values:
        return Not(Count(fact))
    return any_of(_values(atom, values), *([Not(Count(fact))] if none else ()))


def _values(atom: Atom, codes: Sequence[int]) -> Condition:
    fact, partition = atom.coding.key, atom.partition
    if partition.boolean:
        return Leaf(fact, OneOf(frozenset({codes[0] == 1})))
    if partition.groups:
        if 0 not in codes:
            return Leaf(fact, OneOf(frozenset().union(*(partition.groups[c - 1] for c in codes))))
        others = [g for n, g in enumerate(partition.groups, 1) if n not in codes]
        wanted = frozenset().union(*others)
        if isinstance(atom.fact, Column) and atom.fact.code_list:
            rest = frozenset[Scalar](atom.fact.code_list.notations) - wanted
            if 0 < len(rest) <= len(wanted) + 1:
                return Leaf(fact, OneOf(rest))
        named = Not(Leaf(fact, OneOf(wanted)))
        return all_of(Count(fact), named) if atom.coding.can_be_none else named
    parts = []
    for _, run in groupby(enumerate(codes), key=lambda pair: pair[1] - pair[0]):
        several = [code for _, code in run]
        parts.append(Leaf(fact, _range(atom, several[0], several[-1])))
    return any_of(*parts)


def _range(atom: Atom, first: int, last: int) -> Range:
    """The values from one class to another."""
    cuts = atom.partition.cuts
    low = cuts[first - 1] if first else None
    high = cuts[last] if last < len(cuts) else None
    return Range(
        low=low.value if low else None,
        high=high.value if high else None,
        low_included=not (low and low.after),
        high_included=bool(high and high.after),
    )


Numbers = npt.NDArray[np.int64]
Marks = npt.NDArray[np.uint8]
"""0 where a cell is not failing, 1 where it is, `_UNKNOWN` where that is of no interest."""
_UNKNOWN = 3
_FEW = 1 << 22
_MOST_ROWS = 100_000


class Variable(Struct, frozen=True):
    """What cells may be told apart by: a condition for each set of its classes.

    `values` has the class of each cell; `meanings` the codes of the atom for each class. A term
    has no atom, and the classes false and true.
    """

    values: Numbers
    size: int
    cost: float
    atom: Atom | None = None
    meanings: tuple[tuple[int, ...], ...] = ()
    term: Condition = TRUE

    def literal(self, classes: int) -> Condition:
        """The condition that the class is in a set (a bit each)."""
        if self.atom is None:
            return self.term if classes == 2 else Not(self.term)
        chosen = [n for n in range(self.size) if classes >> n & 1]
        return among(self.atom, sorted(code for n in chosen for code in self.meanings[n]))


class Merged:
    """The cells of a case space, with places on an axis together that never fail differently.

    Cells that are not `within` may fail or not.
    """

    def __init__(self, everyone: CaseSpace, failing: Bools, within: Bools) -> None:
        self._everyone = everyone
        axes = everyone.axes
        marks: Marks = np.where(within, failing, _UNKNOWN).astype(np.uint8).reshape(everyone.shape)
        self._classes = [np.zeros(axis.size, np.int64) for axis in axes]
        for n in sorted(range(len(axes)), key=lambda n: axes[n].size):
            marks, self._classes[n] = _merged(marks, n)
        self._marks = marks
        self._relevant = [n for n, own in enumerate(self._classes) if own.max(initial=0) > 0]
        self._axis_of = {key: n for n, axis in enumerate(axes) for key in axis.table.keys}

    def spanning(self, terms: Sequence[Condition]) -> tuple[Condition, ...]:
        """The terms that say something of several axes, all of which count."""
        relevant = set(self._relevant)
        return tuple(
            term for term in terms
            if len(span := self._span(plain := simplified(term))) > 1
            and span <= relevant and _known(self._everyone, plain)
        )  # fmt: skip

    def _span(self, plain: Condition) -> set[int]:
        return {self._axis_of[key] for key in _keys(plain) if key in self._axis_of}

    def projected(
        self, prefer: Sequence[Condition], across: Sequence[Condition]
    ) -> tuple[list[Variable], Bools]:
        """Variables over as few rows as tell failing cells from others, and which rows are failing.

        `across` are those of the terms `prefer` that may say something of several axes.
        Rows of which only cells that may fail or not are known are left out. Raises `TooLarge`.
        """
        everyone, classes, relevant = self._everyone, self._classes, self._relevant
        terms = [(term, simplified(term)) for term in prefer]
        wide = [simplified(term) for term in across]
        parts = parts_of(everyone.axes, wide)
        local: dict[int, tuple[list[Variable], Numbers]] = {}
        for n in relevant:
            own = [t for t in terms if self._span(t[1]) == {n} and _known(everyone, t[1])]
            target = [classes[n][everyone.axes[n].place_of]]
            logic = _logic(everyone, everyone.axes[n])
            target += [np.asarray(_on(logic, part, everyone.axes[n])) for part in parts[n]]
            local[n] = _local(everyone, everyone.axes[n], own, target, len(prefer))
        sizes = [len(local[n][1]) for n in relevant]
        if prod(sizes) > _MOST_ROWS:
            raise too_large(key for n in relevant for key in everyone.axes[n].table.keys)
        grid = np.unravel_index(np.arange(prod(sizes)), sizes)
        variables: list[Variable] = []
        codes = everyone.partition.constants_as_codes()
        place: list[Numbers] = [np.zeros(1, np.int64) for _ in everyone.axes]
        for n, rows in zip(relevant, grid, strict=True):
            axis, (own_variables, kinds) = everyone.axes[n], local[n]
            variables += [replace(v, values=v.values[kinds][rows]) for v in own_variables]
            place[n] = classes[n][axis.place_of[kinds][rows]]
            codes |= {key: axis.table.codes[key][kinds][rows] for key in axis.table.keys}
        logic = Logic(everyone.atoms, codes)
        for number, (term, plain) in enumerate(zip(across, wide, strict=True)):
            values = np.broadcast_to(logic.evaluate(plain)[0], (prod(sizes),)).astype(np.int64)
            variables.append(Variable(values, 2, 0.3 * number / len(prefer), term=term))
        found = self._marks[tuple(np.broadcast_to(p, (prod(sizes),)) for p in place)]
        kept = np.flatnonzero(found != _UNKNOWN)
        variables = [replace(v, values=v.values[kept]) for v in variables]
        return [v for v in variables if v.values.min() != v.values.max()], found[kept] == 1


def supports(variables: Sequence[Variable], target: Numbers | Bools) -> Iterator[list[int]]:
    """Sets of variables that tell the classes of cells apart, none of them needless.

    One keeps rather what has a name, one rather facts. Raises `ValueError` where all do not.
    """
    whole = list(range(len(variables)))
    tells = _TellsApart(variables, target)
    if not tells(whole):
        raise ValueError("no condition on the facts tells these cells apart")
    seen: set[tuple[int, ...]] = set()
    by_cost = sorted(whole, key=lambda n: (-variables[n].cost, -n))
    for order in (by_cost, by_cost[::-1]):
        kept = set(whole)
        for n in order:
            if tells(sorted(kept - {n})):
                kept.discard(n)
        support = tuple(sorted(kept))
        if support not in seen:
            seen.add(support)
            yield list(support)


class _TellsApart:
    """Whether some variables tell the classes of cells apart; quick for few combinations."""

    def __init__(self, variables: Sequence[Variable], target: Numbers | Bools) -> None:
        self._values = [v.values.astype(np.int32) for v in variables]
        self._sizes = [v.size for v in variables]
        self._target = target.astype(np.min_scalar_type(int(target.max(initial=0))))

    def __call__(self, chosen: Sequence[int]) -> bool:
        own = [self._values[n] for n in chosen]
        size = prod(self._sizes[n] for n in chosen)
        if size > _FEW:
            first, number = distinct(own, len(self._target))
            return bool((self._target[first][number] == self._target).all())
        place = np.zeros(len(self._target), np.int32)
        for values, n in zip(own, chosen, strict=True):
            place *= self._sizes[n]
            place += values
        some = np.empty(size, self._target.dtype)  # looked up only where it is written
        some[place] = self._target
        return bool((some[place] == self._target).all())


def _merged(marks: Marks, axis: int) -> tuple[Marks, Numbers]:
    """With places on an axis together that never fail differently, and the class of each place.

    A place that nothing is known of at some cell goes with any.
    """
    classes: list[Marks] = []
    number = []
    for place in np.moveaxis(marks, axis, 0):
        for n, own in enumerate(classes):
            if not ((own ^ place) == 1).any():
                # 0 and 1 differ in this way only; 3 is unknown and gives way.
                classes[n] = own & place
                break
        else:
            n = len(classes)
            classes.append(place.copy())
        number.append(n)
    return np.moveaxis(np.stack(classes), 0, axis), np.array(number, np.int64)


def _keys(condition: Condition) -> set[str]:
    return {question_key(question) for question in questions(condition)}


def _known(everyone: CaseSpace, condition: Condition) -> bool:
    keys = _keys(condition)
    return keys <= set(everyone.atoms) and not any(
        isinstance(everyone.atoms[key].fact, Judgment) for key in keys
    )


def _logic(everyone: CaseSpace, axis: Axis) -> Logic:
    codes: dict[str, Codes] = everyone.partition.constants_as_codes()
    return Logic(everyone.atoms, {**codes, **axis.table.codes})


def _on(logic: Logic, condition: Condition, axis: Axis) -> Numbers:
    true = logic.evaluate(condition)[0]
    return np.broadcast_to(true, (axis.table.size,)).astype(np.int64)


def _local(
    everyone: CaseSpace,
    axis: Axis,
    terms: Sequence[tuple[Condition, Condition]],
    target: Sequence[Numbers],
    many: int,
) -> tuple[list[Variable], Numbers]:
    """Variables of an axis that tell some classes of its kinds apart, and a kind for each row."""
    logic = _logic(everyone, axis)
    variables = [
        Variable(_on(logic, plain, axis), 2, 0.3 * number / many, term=term)
        for number, (term, plain) in enumerate(terms)
    ]
    variables += _facts(everyone, axis, logic)
    variables = [v for v in variables if v.values.min() != v.values.max()]
    _, classes = distinct(target, axis.table.size)
    chosen: dict[int, None] = {}
    for support in supports(variables, classes):
        chosen |= dict.fromkeys(support)
    kept = [variables[n] for n in sorted(chosen)]
    kinds, _ = distinct([v.values for v in kept], axis.table.size)
    return kept, kinds


def _facts(everyone: CaseSpace, axis: Axis, logic: Logic) -> Iterator[Variable]:
    """A variable for each atom; one for each question about an atom of several values or texts."""
    for key in axis.table.keys:
        atom, codes = everyone.atoms[key], axis.table.codes[key]
        if atom.partition.tests or (atom.fact is not None and atom.fact.multi):
            for question in everyone.partition.questions_of(key):
                yield Variable(_on(logic, question, axis), 2, 0.7, term=question)
            continue
        alike = everyone.partition.alike[key]
        present, values = np.unique(codes, return_inverse=True)
        last = atom.coding.classes + atom.coding.can_be_none
        meanings = tuple(tuple(np.flatnonzero(alike[:last] == c).tolist()) for c in present)
        yield Variable(values.reshape(-1), len(present), 0.6, atom, meanings)
