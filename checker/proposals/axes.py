"""Kinds of a table that some conditions do not tell apart, put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from msgspec import Struct

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.kleene import Codes, Logic, question_key
from lovgraf.conditions.tree import And, Condition, Constant, Not, Or, questions
from lovgraf.proposals.tables import Table
from lovgraf.proposals.views import Numbers
from lovgraf.verdicts.patterns import distinct


class Axis(Struct, frozen=True):
    """Places along one table: a kind for each, and how many kinds it stands for.

    `place_of` has the place of every kind of the table.
    """

    table: Table
    kinds: Numbers
    weights: Numbers
    place_of: Numbers

    @classmethod
    def of(cls, table: Table) -> Axis:
        """Every kind of a table at a place of its own."""
        every = np.arange(table.size)
        return cls(table, every, np.ones(table.size, np.int64), every)

    @property
    def size(self) -> int:
        """The number of places."""
        return len(self.kinds)

    def codes(self, key: str) -> Codes:
        """The code of an atom of the table at each place."""
        codes = self.table.codes[key]
        # In order all there are: a law's whole partition is asked for often.
        return codes if self.kinds is self.place_of else codes[self.kinds]


def axes_of(
    axes: Sequence[Axis],
    conditions: Iterable[Condition],
    atoms: Mapping[str, Atom],
    constants: Mapping[str, Codes],
) -> tuple[Axis, ...]:
    """The axes with those places together that no condition tells apart."""
    own = parts_of(axes, conditions)
    found = []
    for axis, parts in zip(axes, own, strict=True):
        codes = {key: axis.codes(key) for key in axis.table.keys}
        logic = Logic(atoms, {**constants, **codes})
        answers = []
        for part in parts:
            true, false = (np.broadcast_to(a, axis.kinds.shape) for a in logic.evaluate(part))
            answers.append(true + 2 * false.astype(np.int64))
        first, number = distinct(answers, axis.size)
        weights = np.bincount(number, axis.weights, len(first)).astype(np.int64)
        found.append(Axis(axis.table, axis.kinds[first], weights, number[axis.place_of]))
    return tuple(found)


def parts_of(axes: Sequence[Axis], conditions: Iterable[Condition]) -> list[list[Condition]]:
    """For each axis the widest parts of conditions that rest on it alone."""
    owner = {key: n for n, axis in enumerate(axes) for key in axis.table.keys}
    own: list[dict[Condition, None]] = [{} for _ in axes]
    for condition in conditions:
        _collect(condition, owner, own)
    return [list(parts) for parts in own]


def _collect(
    condition: Condition, owner: Mapping[str, int], own: list[dict[Condition, None]]
) -> frozenset[int]:
    """Put the widest parts of a condition that rest on one axis where they belong; the axes."""
    match condition:
        case And(parts) | Or(parts):
            below = [(part, _rests_on(part, owner)) for part in parts]
        case Not(part):
            below = [(part, _rests_on(part, owner))]
        case Constant():
            return frozenset()
        case _:
            below = []
    axes = _rests_on(condition, owner)
    if len(axes) == 1:
        own[next(iter(axes))][condition] = None
        return axes
    if isinstance(condition, And | Or):
        # What several parts say of one axis is one question about it.
        kind = type(condition)
        alone: dict[int, list[Condition]] = {}
        for part, rests in below:
            if len(rests) == 1:
                alone.setdefault(next(iter(rests)), []).append(part)
            else:
                _collect(part, owner, own)
        for axis, several in alone.items():
            own[axis][several[0] if len(several) == 1 else kind(tuple(several))] = None
    elif isinstance(condition, Not):
        _collect(condition.part, owner, own)
    return axes


def _rests_on(condition: Condition, owner: Mapping[str, int]) -> frozenset[int]:
    return frozenset(owner[key] for q in questions(condition) if (key := question_key(q)) in owner)
