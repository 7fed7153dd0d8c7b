"""How many kinds of persons there are of whom conditions hold, without writing the kinds out.

What is asked becomes a formula over the axes: a literal says at which places of an axis it holds.
The formula is split into parts that share no axis, which multiply; what is left is decided axis by
axis, and what the same remains after different places is counted once. Source: the counting of
models by decomposition (Darwiche 2001, "Decomposable negation normal form").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import prod

import numpy as np

from lovgraf.conditions.coding import Bools
from lovgraf.conditions.kleene import Pair
from lovgraf.conditions.tree import And, Condition, Constant, Named, Not, Or, Question
from lovgraf.proposals.limits import TooLarge

AND, OR = -1, -2
Formula = bool | tuple[int, int] | tuple[int, frozenset["Formula"]]
"""True, false, an axis with a set of its places (a bit each), or `AND` or `OR` with parts."""
Ask = Callable[[Question], tuple[int | None, Pair]]
"""The axis that a question is about (None: it has the same answer for everyone), and at which of
its places the answer is certainly yes, and certainly no."""
_MOST = 200_000
"""Remainders of formulas to count."""


class Kinds:
    """Counts over axes of so many places (by number of the axis), every place once."""

    def __init__(self, sizes: Mapping[int, int], ask: Ask) -> None:
        self._full = {axis: (1 << size) - 1 for axis, size in sizes.items()}
        self._ask = ask
        self._built: dict[tuple[int, bool], tuple[Condition, Formula]] = {}
        self._answers: dict[Question, tuple[Formula, Formula]] = {}
        self._counts: dict[Formula, int] = {}
        self._axes: dict[Formula, frozenset[int]] = {}

    def certainly(self, condition: Condition, value: bool = True) -> Formula:
        """Where a condition certainly holds (`value`), or certainly does not."""
        found = self._built.get((id(condition), value))
        if found is None:
            found = condition, self._build(condition, value)
            self._built[id(condition), value] = found
        return found[1]

    def _build(self, condition: Condition, value: bool) -> Formula:
        match condition:
            case Constant(holds):
                return holds is value
            case Named(_, part):
                return self.certainly(part, value)
            case Not(part):
                return self.certainly(part, not value)
            case And(parts) | Or(parts):
                each = [self.certainly(part, value) for part in parts]
                return self.all(each) if isinstance(condition, And) is value else self.any(each)
            case question:
                return self._literals(question)[not value]

    def _literals(self, question: Question) -> tuple[Formula, Formula]:
        found = self._answers.get(question)
        if found is None:
            axis, (true, false) = self._ask(question)
            if axis is None:
                found = bool(true[0]), bool(false[0])
            else:
                found = self._literal(axis, _mask(true)), self._literal(axis, _mask(false))
            self._answers[question] = found
        return found

    def _literal(self, axis: int, places: int) -> Formula:
        if not places:
            return False
        return True if places == self._full[axis] else (axis, places)

    def all(self, parts: Iterable[Formula]) -> Formula:
        """Where all of some formulas hold."""
        return self._joined(AND, parts)

    def any(self, parts: Iterable[Formula]) -> Formula:
        """Where one of some formulas holds."""
        return self._joined(OR, parts)

    def denied(self, formula: Formula) -> Formula:
        """Where a formula does not hold."""
        if isinstance(formula, bool):
            return not formula
        axis, inside = formula
        if isinstance(inside, int):
            return axis, self._full[axis] & ~inside
        return self._joined(OR if axis == AND else AND, map(self.denied, inside))

    def _joined(self, kind: int, parts: Iterable[Formula]) -> Formula:
        places: dict[int, int] = {}
        rest: set[Formula] = set()
        todo = list(parts)
        while todo:
            part = todo.pop()
            if isinstance(part, bool):
                if part is (kind == OR):
                    return part
                continue
            axis, inside = part
            if not isinstance(inside, int):
                if axis == kind:
                    todo += inside
                else:
                    rest.add(part)
                continue
            known = places.get(axis)
            if known is None:
                places[axis] = inside
            elif kind == AND:
                places[axis] = known & inside
                if not places[axis]:
                    return False
            else:
                places[axis] = known | inside
                if places[axis] == self._full[axis]:
                    return True
        rest |= set(places.items())
        if len(rest) > 1:
            return kind, frozenset(rest)
        return rest.pop() if rest else kind == AND

    def axes(self, formula: Formula) -> frozenset[int]:
        """The axes that a formula is about."""
        if isinstance(formula, bool):
            return frozenset()
        axis, inside = formula
        if isinstance(inside, int):
            return frozenset((axis,))
        found = self._axes.get(formula)
        if found is None:
            found = self._axes[formula] = frozenset().union(*map(self.axes, inside))
        return found

    def of(self, axes: Iterable[int]) -> int:
        """How many kinds there are on some axes together."""
        return prod(self._full[axis].bit_length() for axis in axes)

    def count(self, formula: Formula, axes: Iterable[int]) -> int:
        """How many of the kinds on some axes a formula holds of. Raises `TooLarge`."""
        own = self.axes(formula)
        return self._count(formula) * self.of(axis for axis in axes if axis not in own)

    def _count(self, formula: Formula) -> int:
        """The count over the formula's own axes."""
        if isinstance(formula, bool):
            return int(formula)
        axis, inside = formula
        if isinstance(inside, int):
            return inside.bit_count()
        found = self._counts.get(formula)
        if found is None:
            if len(self._counts) > _MOST:
                raise TooLarge(())
            groups = self._apart(inside)
            several = len(groups) > 1
            found = self._multiplied(axis, groups) if several else self._by_places(formula)
            self._counts[formula] = found
        return found

    def _apart(self, parts: Iterable[Formula]) -> list[tuple[list[Formula], set[int]]]:
        """Parts in groups that share no axis, each with its axes."""
        groups: list[tuple[list[Formula], set[int]]] = []
        for part in parts:
            own, over = [part], set(self.axes(part))
            for group in [group for group in groups if group[1] & over]:
                groups.remove(group)
                own += group[0]
                over |= group[1]
            groups.append((own, over))
        return groups

    def _multiplied(self, kind: int, groups: Sequence[tuple[list[Formula], set[int]]]) -> int:
        counts = [self.count(self._joined(kind, parts), axes) for parts, axes in groups]
        if kind == AND:
            return prod(counts)
        of = [self.of(axes) for _, axes in groups]
        return prod(of) - prod(every - some for every, some in zip(of, counts, strict=True))

    def _by_places(self, formula: Formula) -> int:
        """The sum over the places of one axis, those that the formula sees alike together."""
        axis, sets = self._most_asked(formula)
        others = self.axes(formula) - {axis}
        total = 0
        for places in _told_apart(self._full[axis], sets):
            remainder = self._at(formula, axis, places, {})
            total += places.bit_count() * self.count(remainder, others)
        return total

    def _most_asked(self, formula: Formula) -> tuple[int, list[int]]:
        """The axis that most literals are about, with their sets of places."""
        asked: Counter[int] = Counter()
        sets: dict[int, dict[int, None]] = {}
        todo, seen = [formula], {formula}
        while todo:
            part = todo.pop()
            assert not isinstance(part, bool)
            for inner in part[1] if isinstance(part[1], frozenset) else ():
                assert not isinstance(inner, bool)
                axis, inside = inner
                if isinstance(inside, int):
                    asked[axis] += 1
                    sets.setdefault(axis, {})[inside] = None
                elif inner not in seen:
                    seen.add(inner)
                    todo.append(inner)
        axis = min(asked, key=lambda axis: (-asked[axis], len(sets[axis]), axis))
        return axis, list(sets[axis])

    def _at(
        self, formula: Formula, axis: int, places: int, known: dict[Formula, Formula]
    ) -> Formula:
        """What remains of a formula at places of an axis that it sees alike."""
        if isinstance(formula, bool):
            return formula
        kind, inside = formula
        if isinstance(inside, int):
            return bool(inside & places) if kind == axis else formula
        if axis not in self.axes(formula):
            return formula
        found = known.get(formula)
        if found is None:
            found = self._joined(kind, (self._at(part, axis, places, known) for part in inside))
            known[formula] = found
        return found


def _told_apart(places: int, sets: Iterable[int]) -> list[int]:
    """Places in groups that no set tells apart."""
    groups = [places]
    for one in sets:
        groups = [part for group in groups for part in (group & one, group & ~one) if part]
    return groups


def _mask(places: Bools) -> int:
    return int.from_bytes(np.packbits(places, bitorder="little").tobytes(), "little")
