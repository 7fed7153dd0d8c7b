"""Whether anybody is so: an example that the engine judges, or that nobody is."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from lovgraf.conditions.tree import Condition, Leaf, Not, OneOf, Range, all_of
from lovgraf.core.terms import RECORD
from lovgraf.law import Law, load_graph
from lovgraf.proposals.case_space import possible
from lovgraf.proposals.witness_search import WitnessSearch
from lovgraf.verdicts.program import Programs

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


def test_nobody_is_old_and_young() -> None:
    law = Law(load_graph(files=[Path(__file__).parents[2] / "web" / "law.ttl"]))
    nothing = Programs(law.at(DAY), law.facts)
    facts = [one for one in law.facts.columns.values() if one.datatype == "boolean"]
    yes = Leaf(facts[0].iri, YES)
    both = all_of(yes, Not(yes))
    found = WitnessSearch(nothing, "person", [yes, both]).ask([(yes,), (both,)])
    assert found[yes,].record is not None
    assert found[both,].nobody
