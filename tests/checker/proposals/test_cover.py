"""Covers are exact, irredundant, and as short as any (checked by trying all)."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.proposals.described import Cube, Rows, cover
from tests.examples import examples


@st.composite
def functions(
    draw: st.DrawFn, variables: int = 3, most: int = 3
) -> tuple[tuple[int, ...], Rows, list[bool]]:
    """Sizes of variables, some rows that can occur, and which of them are wanted."""
    sizes = tuple(draw(st.lists(st.integers(2, most), min_size=1, max_size=variables)))
    every = list(product(*map(range, sizes)))
    rows = draw(st.lists(st.sampled_from(every), min_size=1, unique=True))
    wanted = draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
    return sizes, np.array(rows, np.int64), wanted


def holds(cubes: list[Cube], rows: Rows) -> list[bool]:
    found = np.zeros(len(rows), np.bool_)
    for cube in cubes:
        found |= cube.holds(rows)
    return [bool(inside) for inside in found]


@pytest.mark.slow
@examples(150, shrink=False)
@given(functions())
def test_a_cover_is_exact_and_as_short_as_any(
    case: tuple[tuple[int, ...], Rows, list[bool]],
) -> None:
    sizes, rows, wanted = case
    found = cover(rows, np.array(wanted), sizes, [0.5] * len(sizes))
    assert holds(found, rows) == wanted
    every = [Cube(sets) for sets in product(*(range(1, 1 << size) for size in sizes))]
    fitting = [c for c in every if not c.holds(rows[~np.array(wanted)]).any()]
    fitting = [c for c in fitting if c.holds(rows).any()]
    for size in range(len(found)):
        if size <= 2:
            for some in combinations(fitting, size):
                assert holds(list(some), rows) != wanted


@examples(40, shrink=False)
@given(functions(variables=9, most=4))
def test_a_large_cover_is_exact_and_irredundant(
    case: tuple[tuple[int, ...], Rows, list[bool]],
) -> None:
    sizes, rows, wanted = case
    found = cover(rows, np.array(wanted), sizes, [0.5] * len(sizes))
    assert holds(found, rows) == wanted
    for left_out in range(len(found)):
        assert holds(found[:left_out] + found[left_out + 1 :], rows) != wanted


def test_nothing_wanted_is_covered_by_nothing() -> None:
    assert cover(np.array([[0], [1]]), np.array([False, False]), [2], [0.5]) == []


def test_the_cheaper_of_two_variables_is_named() -> None:
    # Both say the same.
    rows = np.array([[0, 0], [1, 1]])
    found = cover(rows, np.array([False, True]), [2, 2], [0.9, 0.1])
    assert found == [Cube((3, 2))]


def test_what_cannot_occur_may_be_covered() -> None:
    # (1, 0) does not occur: "the first is 1" is enough.
    rows = np.array([[0, 0], [0, 1], [1, 1]])
    assert cover(rows, np.array([False, False, True]), [2, 2], [0.5, 0.5]) == [Cube((2, 3))]
