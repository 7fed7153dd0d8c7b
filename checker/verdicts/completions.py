"""Verdicts of cells that Kleene's logic leaves open: the one that all their completions share.

A completion gives each open fact one value of each class that the norm tells apart; what cannot be
is dropped (semantics, section 3). Cells that a norm sees alike are settled once, many at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import prod

import numpy as np

from checker.conditions.atoms import Atom
from checker.conditions.coding import Bools
from checker.conditions.kleene import Codes, Logic, question_key
from checker.conditions.tree import Compare, Count, Leaf, Question, questions
from checker.verdicts.decide import (
    BREACHED,
    UNATTAINABLE,
    UNCERTAIN,
    UNDETERMINED,
    Reason,
    Verdicts,
    decide,
    reason_of,
)
from checker.verdicts.feasible import Combinations
from checker.verdicts.patterns import Numbers, distinct, residue
from checker.verdicts.program import Program
from checker.verdicts.search import Classes

MAX_COMPLETIONS = 1 << 18
"""Completions of one cell; what leaves more open is undetermined."""
_AT_ONCE = 1 << 21
"""Completions that are looked at together, of several cells."""


@dataclass
class Settled:
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
    feasible: Combinations | None,
) -> Settled:
    """The verdicts of `size` cells that Kleene's logic leaves open, and what they turn on."""
    asked = sorted({question_key(q) for c in program.conditions for q in questions(c)})
    first, number = distinct([codes[key] for key in asked], size)
    own = {key: codes[key][first] for key in asked}
    norm = _Norm(program, atoms, _classes(program, atoms), feasible)
    found = Settled(np.full(len(first), UNDETERMINED, np.uint8), np.full(len(first), -1, np.int64))
    open_ = residue(program, atoms, own, len(first))
    keys = sorted(open_.live)
    _, alike = distinct([open_.live[key] for key in keys], len(first))
    _, same = distinct(open_.seen, len(first))
    for rows in _groups(alike):
        live = [key for key in keys if open_.live[key][rows[0]]]
        _Alike(norm, tuple(live), own, same, rows, found).settle()
    return Settled(found.verdicts[number], found.reason[number], found.reasons)


def _groups(numbers: Numbers) -> Iterator[Numbers]:
    """The rows of each number."""
    order = np.argsort(numbers, kind="stable")
    cuts = np.flatnonzero(np.diff(numbers[order])) + 1
    yield from np.split(order, cuts) if len(order) else []


def _classes(program: Program, atoms: Mapping[str, Atom]) -> dict[str, Classes]:
    """The codes that an atom can have in a complete record, as far as a norm tells them apart."""
    asked: dict[str, dict[Question, None]] = {}
    for condition in program.conditions:
        for question in questions(condition):
            asked.setdefault(question_key(question), {})[question] = None
    found: dict[str, Classes] = {}
    for key, own in asked.items():
        coding = atoms[key].coding
        classes: dict[object, list[int]] = {}
        truths = [coding.truth(q)[0] for q in own if isinstance(q, Leaf | Count)]
        compared = any(isinstance(q, Compare) for q in own)
        for code in range(coding.classes + coding.can_be_none):
            same = tuple([bool(truth[code]) for truth in truths])
            classes.setdefault((same, code if compared else None), []).append(code)
        found[key] = tuple(map(tuple, classes.values()))
    return found


@dataclass(frozen=True)
class _Norm:
    """What is the same for all cells of a norm."""

    program: Program
    atoms: Mapping[str, Atom]
    classes: Mapping[str, Classes]
    feasible: Combinations | None


@dataclass
class _Alike:
    """Cells that leave the same atoms open; `rows` are theirs among all.

    `same` numbers all rows by what a norm sees of them.
    """

    norm: _Norm
    live: tuple[str, ...]
    codes: Mapping[str, Codes]
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
            self._name(self.rows, np.ones((len(self.rows), len(self.live)), np.bool_))
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
        verdicts, out = self._grid(shown)
        low, high = self._extent(verdicts, None)
        certain = (low == high) & (low != UNCERTAIN)
        gap, any_gap = out.all(self.axes), out.any(self.axes)
        doubtful = certain & (low == BREACHED) & any_gap & ~gap
        done = (certain & ~doubtful)[number]
        plain = np.where((low == BREACHED) & gap, np.uint8(UNATTAINABLE), low)
        self.found.verdicts[self.rows[some[done]]] = plain[number[done]]
        rest = ~done
        if rest.any():
            self._drop_impossible(verdicts, out, self.rows[some[rest]], number[rest])

    def _grid(self, rows: Numbers) -> tuple[Verdicts, Bools]:
        """The verdicts of all completions of some rows, and where the law's gap is certain."""
        codes: dict[str, Codes] = {}
        ones = (1,) * len(self.shape)
        for key, own in self.codes.items():
            codes[key] = own[rows].reshape(-1, *ones)
        for axis, (key, classes) in enumerate(self.classes.items()):
            shape = [1] * (len(self.shape) + 1)
            shape[axis + 1] = len(classes)
            codes[key] = np.array([some[0] for some in classes]).reshape(shape)
        logic = Logic(self.norm.atoms, codes)
        pairs = [logic.evaluate(condition) for condition in self.norm.program.conditions]
        whole = (len(rows), *self.shape)
        verdicts = np.broadcast_to(decide(self.norm.program, pairs), whole).copy()
        verdicts[verdicts == UNATTAINABLE] = BREACHED
        return verdicts, np.broadcast_to(pairs[4][1], whole)

    def _extent(
        self, verdicts: Verdicts, possible: Bools | None, axes: tuple[int, ...] | None = None
    ) -> tuple[Verdicts, Verdicts]:
        """The lowest and the highest verdict of the possible completions along some axes."""
        over = self.axes if axes is None else axes
        if possible is None:
            return verdicts.min(over), verdicts.max(over)
        lowest = np.where(possible, verdicts, np.uint8(255)).min(over)
        return lowest, np.where(possible, verdicts, np.uint8(0)).max(over)

    def _drop_impossible(
        self, verdicts: Verdicts, out: Bools, rows: Numbers, number: Numbers
    ) -> None:
        """Settle rows by their possible completions; `verdicts[number]` are all of a row."""
        masks, mask = self._masks(rows)
        open_codes = [self.codes[key][rows] for key in self.live]
        first, item = distinct([number, mask, *open_codes], len(rows))
        result, reason = np.empty(len(first), np.uint8), np.empty(len(first), np.int64)
        step = max(1, _AT_ONCE // prod(self.shape))
        for start in range(0, len(first), step):
            part = first[start : start + step]
            grid, possible = verdicts[number[part]], masks[mask[part]]
            low, high = self._extent(grid, possible)
            single = (low == high) & (low != UNCERTAIN)
            gap = (out[number[part]] | ~possible).all(self.axes)
            plain = np.where((low == BREACHED) & gap, np.uint8(UNATTAINABLE), low)
            own = np.where(single, plain, np.uint8(UNDETERMINED))
            result[start : start + step] = own
            self.found.verdicts[rows[part]] = own
            self.found.reason[rows[part]] = -1
            several = ~single
            if several.any():
                self._turning(grid[several], possible[several], rows[part[several]])
            reason[start : start + step] = self.found.reason[rows[part]]
        self.found.verdicts[rows], self.found.reason[rows] = result[item], reason[item]

    def _masks(self, rows: Numbers) -> tuple[Bools, Numbers]:
        """The different sets of possible completions, and which of them each row has."""
        feasible = self.norm.feasible
        if feasible is None:
            return np.ones((1, *self.shape), np.bool_), np.zeros(len(rows), np.int64)
        chosen: list[Numbers] = []
        kinds: list[list[Bools | None]] = []
        for component in feasible.apart(self.live, tuple(self.codes)):
            own = [self.codes[key][rows] for key in component.keys]
            first, number = distinct(own, len(rows))
            places: dict[bytes | None, int] = {}
            different: list[Bools | None] = []
            place = np.empty(len(first), np.int64)
            for n, row in enumerate(first):
                codes = {k: int(c[row]) for k, c in zip(component.keys, own, strict=True)}
                found = feasible.relation(component, self.classes, codes)
                entry = None if found is None else found.tobytes()
                if entry not in places:
                    places[entry] = len(different)
                    different.append(self._spread(component.live, found))
                place[n] = places[entry]
            chosen.append(place[number])
            kinds.append(different)
        first, mask = distinct(chosen, len(rows))
        masks = np.ones((len(first), *self.shape), np.bool_)
        for place, different in zip(chosen, kinds, strict=True):
            for n, row in enumerate(first):
                part = different[place[row]]
                if part is not None:
                    masks[n] &= part
        return masks, mask

    def _spread(self, live: tuple[str, ...], found: Bools | None) -> Bools | None:
        if found is None:
            return None
        return found.reshape(
            [size if key in live else 1 for key, size in zip(self.live, self.shape, strict=True)]
        )

    def _turning(self, verdicts: Verdicts, possible: Bools, rows: Numbers) -> None:
        """Name what the verdicts of rows turn on: what alone can make another verdict of one."""
        turning = np.stack(
            [self._differs(verdicts, possible, (axis,)) for axis in self.axes], axis=1
        )
        _, alike = distinct([self.codes[key][rows] for key in self.live], len(rows))
        for group in _groups(alike):
            shared = {
                column: self._differs(verdicts[group], possible[group], axes)
                for column, axes in self._resting(int(rows[group[0]])).items()
                if len(axes) > 1
            }
            self._name(rows[group], turning[group], shared)

    def _differs(self, verdicts: Verdicts, possible: Bools, axes: tuple[int, ...]) -> Bools:
        """Whether two possible completions that differ on some axes alone differ in verdict."""
        low, high = self._extent(verdicts, possible, axes)
        return np.asarray((low < high).reshape(len(verdicts), -1).any(axis=1), np.bool_)

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
        self, rows: Numbers, turning: Bools, shared: Mapping[str, Bools] | None = None
    ) -> None:
        """Give rows the reasons for what their verdicts turn on (all, where it is nothing alone).

        The rows are unknown in the same columns, unless nothing is `shared`.
        """
        columns = shared or {}
        own = [self.codes[key][rows] for key in self.live]
        first, number = distinct([*turning.T, *columns.values(), *own], len(rows))
        places = np.empty(len(first), np.int64)
        for n, row in enumerate(first):
            codes = {key: int(code[row]) for key, code in zip(self.live, own, strict=True)}
            keys = [key for key, turns in zip(self.live, turning[row], strict=True) if turns]
            also = {column for column, turns in columns.items() if turns[row]}
            reason = reason_of(self.norm.atoms, codes, keys if keys or also else self.live)
            if also - {*reason.missing}:
                reason = Reason(tuple(sorted({*reason.missing, *also})), reason.judgment)
            places[n] = self.found.place(reason)
        self.found.reason[rows] = places[number]
