"""Cells described by the shortest condition, in words of the graph."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.conditions.tree import FALSE, TRUE, Condition, Count, Leaf, Named, Not, OneOf, Range
from lovgraf.conditions.words import Words
from lovgraf.proposals.case_space import CaseSpace, possible
from lovgraf.proposals.described import describe
from lovgraf.proposals.phrase import in_words
from lovgraf.verdicts.program import compile_programs
from tests.checker.small_law import fact, law_of, view_of
from tests.examples import examples

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
@examples(30, shrink=False)
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
