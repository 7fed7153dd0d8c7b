"""Cells described by the shortest condition, in words of the graph."""

from __future__ import annotations

from datetime import date
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.conditions.tree import FALSE, TRUE, Condition, Count, Leaf, Named, Not, OneOf, Range
from lovgraf.conditions.words import Words
from lovgraf.proposals.case_space import CaseSpace, possible
from lovgraf.proposals.cover import Cube, Rows, cover
from lovgraf.proposals.described import describe
from lovgraf.proposals.phrase import in_words
from lovgraf.verdicts.program import compile_programs
from tests.checker.small_law import fact, law_of, view_of
from tests.examples import examples

# Covers are exact, irredundant, and as short as any (checked by trying all).


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
@examples(60, of=150, shrink=False)
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


@examples(5, whole=15, of=40, shrink=False)
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


SAILS = Leaf(fact("sails"), OneOf(frozenset({True})))
DANISH = Leaf(fact("flag"), OneOf(frozenset({"DK"})))
NORDIC = Leaf(fact("flag"), OneOf(frozenset({"DK", "SE"})))
MASTS = Leaf(fact("masts"), Range(low=2, high=3))
TALL = Leaf(fact("masts"), Range(low=3))
COAL = Leaf(fact("cargo"), OneOf(frozenset({"coal"})))
CORN = Leaf(fact("cargo"), OneOf(frozenset({"corn"})))
SEEN = Count(fact("inspected_on"))
LATE = Leaf(fact("inspected_on"), Range(low=date(2030, 1, 1)))
HEAVY = Leaf(fact("tonnage"), Range(low=10, low_included=False))
EVERY: list[Condition] = [SAILS, DANISH, NORDIC, MASTS, TALL, COAL, CORN, SEEN, LATE, HEAVY]


def everyone_of(*conditions: Condition) -> CaseSpace:
    view = view_of()
    return possible(compile_programs(view, "ship"), also=conditions, record_type="ship")


@pytest.fixture(scope="module")
def everyone() -> CaseSpace:
    return everyone_of(*EVERY)


@pytest.mark.slow
@examples(10, whole=30, shrink=False)
@given(st.data())
def test_exactly_the_failing_cells(everyone: CaseSpace, data: st.DataObject) -> None:
    some = data.draw(st.lists(st.sampled_from(EVERY), min_size=1, max_size=4, unique=True))
    seen = everyone.seen_by(some)
    failing = np.array(
        data.draw(st.lists(st.booleans(), min_size=seen.size, max_size=seen.size)), np.bool_
    )
    found = describe(seen, failing)
    # What is found is judged on all cells, not only on those put together.
    whole = everyone_of(*EVERY, found)
    expected = np.zeros(whole.size, np.bool_)
    for cell in range(seen.size):
        alike = np.ones(whole.size, np.bool_)
        for condition in some:
            alike &= whole.truth(condition) == seen.truth(condition)[cell]
        expected |= alike & failing[cell]
    assert (whole.truth(found) == expected).all()


def test_nobody_and_everybody(everyone: CaseSpace) -> None:
    seen = everyone.seen_by([SAILS])
    assert describe(seen, np.zeros(seen.size, np.bool_)) == FALSE
    assert describe(seen, np.ones(seen.size, np.bool_)) == TRUE


def test_a_range_between_two_cuts(everyone: CaseSpace) -> None:
    seen = everyone.seen_by([MASTS, TALL])
    only = seen.truth(MASTS) & seen.truth(TALL)
    assert describe(seen, only) == Leaf(fact("masts"), Range(low=3, high=4, high_included=False))


def test_what_has_a_name_is_called_by_it(everyone: CaseSpace) -> None:
    named = Named("https://w3id.org/lovgraf/class/nordic", NORDIC)
    seen = everyone.seen_by([NORDIC, SAILS])
    failing = seen.truth(NORDIC) & ~seen.truth(SAILS)
    found = describe(seen, failing, prefer=[named])
    graph = law_of('<class/nordic> rdfs:label "nordiske skibe"@da, "Nordic ships"@en .').graph
    words = in_words(found, Words(graph, everyone.facts))
    assert words.da == "nordiske skibe og sejler: nej"
    assert words.en == "Nordic ships and sails: no"


def test_alternatives_in_words(everyone: CaseSpace) -> None:
    seen = everyone.seen_by([SAILS, COAL])
    found = describe(seen, seen.truth(SAILS) | seen.truth(COAL))
    words = in_words(found, Words(law_of().graph, everyone.facts))
    assert words.en in (
        "sails: yes; or cargo includes coal", "cargo includes coal; or sails: yes",
    )  # fmt: skip


def test_a_negation_in_words(everyone: CaseSpace) -> None:
    words = in_words(Not(COAL), Words(law_of().graph, everyone.facts))
    assert words.da == "ikke: last omfatter coal"
