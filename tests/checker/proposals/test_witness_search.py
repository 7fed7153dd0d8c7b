"""Whether anybody is so: an example that the engine judges, or that nobody is."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from lovgraf.conditions.tree import Condition, Leaf, Not, OneOf, Range, all_of
from lovgraf.core.terms import RECORD
from lovgraf.law import Law, load_graph
from lovgraf.proposals.case_space import possible
from lovgraf.proposals.witness_search import Examples, WitnessSearch
from lovgraf.verdicts.program import Programs
from tests.checker.small_law import AS_OF, law_of, old_ships

DAY = date(2014, 12, 1)
YES = OneOf(frozenset({True}))


def conditions() -> list[Condition]:
    """Of facts that rest on others, or say of each other that there is no value."""
    told = [
        Leaf(f"{RECORD}age", Range(low=18)),
        Leaf(f"{RECORD}age", Range(high=14)),
        Leaf(f"{RECORD}homeInDenmark", YES),
        Leaf(f"{RECORD}cprStatus", OneOf(frozenset({"90"}))),
        Leaf(f"{RECORD}hasCprNumber", YES),
    ]
    return [*told, *map(Not, told)]


@pytest.mark.slow
def test_it_says_what_the_partition_says_of_each_pair(law: Law) -> None:
    nothing = Programs(law.at(DAY), law.facts)
    asked = conditions()
    search = WitnessSearch(nothing, "person", asked)
    cells = possible(nothing, asked, record_type="person").seen_by(asked)
    found = search.ask(list(combinations(asked, 2)))
    assert search.parted == 0
    for (one, other), answer in found.items():
        there = bool(np.any(cells.truth(one) & cells.truth(other)))
        assert (answer.record is not None) == there, (one, other)
        assert answer.settled
    assert any(answer.nobody for answer in found.values())


@pytest.fixture(scope="module")
def hats() -> Law:
    """The invented law of the pages' tests."""
    return Law(load_graph(files=[Path(__file__).parents[2] / "web" / "law.ttl"]))


def test_nobody_is_old_and_young(hats: Law) -> None:
    nothing = Programs(hats.at(DAY), hats.facts)
    facts = [one for one in hats.facts.columns.values() if one.datatype == "boolean"]
    yes = Leaf(facts[0].iri, YES)
    both = all_of(yes, Not(yes))
    found = WitnessSearch(nothing, "person", [yes, both]).ask([(yes,), (both,)])
    assert found[yes,].record is not None
    assert found[both,].nobody


def test_examples_of_another_date_answer_without_the_solver(hats: Law) -> None:
    """Each is judged anew: as it is, or with its days as long before the new date."""
    column = next(one for one in hats.facts.columns.values() if one.datatype == "boolean")
    nothing = Programs(hats.at(DAY), hats.facts)
    yes = Leaf(column.iri, YES)
    asked: list[Condition] = [yes, Not(yes)]
    first = WitnessSearch(nothing, "person", asked)
    found = first.ask([(one,) for one in asked])
    assert first.solved > 0
    examples = Examples.of(DAY, found.values())
    later = Programs(hats.at(DAY + timedelta(400)), hats.facts)
    again = WitnessSearch(later, "person", asked, [examples])
    assert all(one.record is not None for one in again.ask([(one,) for one in asked]).values())
    assert again.solved == 0
    stray = Examples(DAY, ((("urn:no-column", True), (column.iri, "no truth")),))
    judged = WitnessSearch(nothing, "person", asked, [stray]).ask([(yes,)])[yes,].record
    assert judged is not None
    assert "urn:no-column" not in judged


def test_days_of_an_example_move_with_the_date() -> None:
    known = Examples(DAY, ((("a", DAY), ("b", True), ("c", date.max)), (("a", DAY),)))
    assert list(known.on(DAY)) == [dict(one) for one in known.records]
    moved = [record["a"] for record in known.on(DAY + timedelta(1))]
    assert moved == [DAY, DAY, DAY + timedelta(1)]  # the first cannot move: a day would be too late


def test_what_rules_out_one_question_rules_out_others() -> None:
    """Few masts and many cannot be, of sailing ships or others: the solver is asked once."""
    law = law_of(old_ships())
    nothing = Programs(law.at(AS_OF), law.facts)
    few, many = Leaf(f"{RECORD}masts", Range(high=1)), Leaf(f"{RECORD}masts", Range(low=3))
    sails = Leaf(f"{RECORD}sails", YES)
    asked = [all_of(few, many), all_of(few, many, sails), all_of(few, many, Not(sails))]
    search = WitnessSearch(nothing, "ship", asked)
    found = search.ask([(one,) for one in asked])
    assert all(one.nobody for one in found.values())
    assert (search.solved, search.parted) == (1, 0)
