"""The shortest cover of some rows by products of class sets, with no other row in it.

Rows are cells: a class of every variable. What is no row cannot occur, and may be covered or
not. A product that can be made no larger is a prime; the fewest primes that cover all rows are
found by integer programming. Source: Quine and McCluskey's method for variables with several
values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from lovgraf.conditions.coding import Bools

Rows = npt.NDArray[np.int64]
_MOST_PRODUCTS = 20_000
"""Products to try all of; where there are more, primes are found by enlarging rows."""
_TURNS = 6
"""Orders in which to free the variables of a row, where not all products are tried."""
_TERM, _LITERAL = 10_000.0, 100.0


class Cube(Struct, frozen=True):
    """A product: for every variable a set of its classes, a bit each."""

    sets: tuple[int, ...]

    def holds(self, rows: Rows) -> Bools:
        """Which rows lie in it."""
        inside = np.ones(len(rows), np.bool_)
        for column, some in enumerate(self.sets):
            inside &= (some >> rows[:, column] & 1).astype(np.bool_)
        return inside


def cover(rows: Rows, wanted: Bools, sizes: Sequence[int], costs: Sequence[float]) -> list[Cube]:
    """The fewest primes that cover the wanted rows and no other; of those, the cheapest literals.

    `sizes` are the numbers of classes of the variables, `costs` say which are rather not named
    (between 0 and 1). An empty list covers nothing.
    """
    if not wanted.any():
        return []
    found = list(_primes(rows, wanted, sizes, costs))
    inside = np.stack([cube.holds(rows[wanted]) for cube in found])
    return [found[n] for n in _fewest(inside, [_cost(cube, sizes, costs) for cube in found])]


def _cost(cube: Cube, sizes: Sequence[int], costs: Sequence[float]) -> float:
    named = [n for n, some in enumerate(cube.sets) if some != (1 << sizes[n]) - 1]
    return _TERM + sum(_LITERAL + 10 * costs[n] for n in named)


def _primes(
    rows: Rows, wanted: Bools, sizes: Sequence[int], costs: Sequence[float]
) -> Iterator[Cube]:
    seen: dict[tuple[int, ...], None] = {}
    if prod((1 << size) - 1 for size in sizes) <= _MOST_PRODUCTS:
        free = _free(rows[~wanted], sizes)
        known = set(free)
        for sets in free:
            if not any(larger in known for larger in _larger(sets, sizes)):
                seen[sets] = None
    else:
        left = rows[wanted]
        # Column by column, in as few bytes as classes take: rows are many.
        others = np.ascontiguousarray(rows[~wanted].T, np.min_scalar_type(max(sizes)))
        order = sorted(range(len(sizes)), key=lambda n: -costs[n])
        turns = range(0, len(order), 1 + len(order) // _TURNS)
        while len(left):
            # What all turns leave uncovered is looked at again.
            # For each variable the other rows that it keeps out of this one.
            apart = others != left[0][:, None].astype(others.dtype)
            tried = [_enlarged(left[0], others, apart, sizes, order[t:] + order[:t]) for t in turns]
            seen |= dict.fromkeys(tried)
            best = max(tried, key=lambda sets: int(Cube(sets).holds(left).sum()))
            left = left[~Cube(best).holds(left)]
    inside = rows[wanted]
    yield from (cube for sets in seen if (cube := Cube(sets)).holds(inside).any())


def _free(rows: Rows, sizes: Sequence[int]) -> list[tuple[int, ...]]:
    """The products in which none of some rows lies. The rows are bits of one number, so that a
    product is a few numbers and-ed, and products that begin alike share that."""
    found: list[tuple[tuple[int, ...], int]] = [((), (1 << len(rows)) - 1)]
    for column, size in enumerate(sizes):
        of_class = [
            int.from_bytes(np.packbits(rows[:, column] == n, bitorder="little").tobytes(), "little")
            for n in range(size)
        ]
        inside = [0]
        for some in range(1, 1 << size):
            first = (some & -some).bit_length() - 1
            inside.append(inside[some & (some - 1)] | of_class[first])
        found = [
            ((*sets, some), left & inside[some])
            for sets, left in found
            for some in range(1, 1 << size)
        ]
    return [sets for sets, left in found if not left]


def _larger(sets: tuple[int, ...], sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """A product with one class more."""
    for n, size in enumerate(sizes):
        for bit in range(size):
            if not sets[n] >> bit & 1:
                yield (*sets[:n], sets[n] | 1 << bit, *sets[n + 1 :])


def _enlarged(
    row: Rows, others: npt.NDArray[Any], apart: Bools, sizes: Sequence[int], order: Sequence[int]
) -> tuple[int, ...]:
    """A prime around a row: variables are freed in an order, then their sets made larger.

    `others` are the columns of the rows that it may not hold, none of which is the row itself, and
    `apart` those of them that each variable keeps out.
    """
    count = apart.sum(0, dtype=np.int16)  # by how many variables each of them is kept out
    sets = [1 << int(value) for value in row]
    for n in order:
        if not (apart[n] & (count == 1)).any():
            count -= apart[n]
            sets[n] = (1 << sizes[n]) - 1
    for n in order:
        if sets[n] == (1 << sizes[n]) - 1:
            continue
        free = np.ones(sizes[n], np.bool_)
        free[others[n][(count == 1) & apart[n]]] = False
        sets[n] |= sum(1 << int(value) for value in np.flatnonzero(free))
        count -= apart[n] & free[others[n]]
    return tuple(sets)


def _fewest(inside: Bools, costs: Sequence[float]) -> list[int]:
    """The cheapest sets (rows of `inside`) that together hold every column."""
    columns = np.unique(inside, axis=1)
    if (columns.sum(0) == 1).all():
        return sorted(set(np.argmax(columns, 0).tolist()))
    import highspy

    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    chosen = [solver.addBinary(obj=cost) for cost in costs]
    for column in columns.T:
        solver.addConstr(sum(chosen[n] for n in np.flatnonzero(column)) >= 1)
    solver.minimize()
    values = solver.vals(chosen)
    return [n for n, value in enumerate(values) if value > 0.5]
