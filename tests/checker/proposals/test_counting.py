"""Counts without writing out kinds are those of trying every kind (checked by trying them all)."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.conditions.kleene import Pair
from lovgraf.conditions.tree import FALSE, TRUE, And, Condition, Leaf, Not, OneOf, Or, Question
from lovgraf.proposals import counting
from lovgraf.proposals.counting import Kinds
from lovgraf.proposals.limits import TooLarge
from tests.examples import examples

SIZES = {0: 2, 1: 3, 2: 4, 3: 1}
JUDGED = Leaf("judged", OneOf(frozenset({True})))
LEAVES = [
    Leaf(str(axis), OneOf(frozenset(places)))
    for axis, places in [(0, {0}), (1, {0}), (1, {0, 2}), (2, {1}), (2, {0, 3}), (3, {0}), (3, {1})]
]


def ask(question: Question) -> tuple[int | None, Pair]:
    if question == JUDGED:
        return None, (np.array([False]), np.array([False]))
    assert isinstance(question, Leaf)
    assert isinstance(question.test, OneOf)
    axis = int(question.fact)
    true = np.isin(np.arange(SIZES[axis]), [int(str(v)) for v in question.test.values])
    return axis, (true, ~true)


def conditions() -> st.SearchStrategy[Condition]:
    leaves: st.SearchStrategy[Condition] = st.sampled_from([*LEAVES, JUDGED, TRUE, FALSE])
    return st.recursive(
        leaves,
        lambda below: st.one_of(
            below.map(Not),
            st.lists(below, min_size=1, max_size=4).map(lambda parts: And(tuple(parts))),
            st.lists(below, min_size=1, max_size=4).map(lambda parts: Or(tuple(parts))),
        ),
        max_leaves=14,
    )


def kleene(condition: Condition, kind: tuple[int, ...]) -> bool | None:
    match condition:
        case Not(part):
            inner = kleene(part, kind)
            return None if inner is None else not inner
        case And(parts) | Or(parts):
            each = [kleene(part, kind) for part in parts]
            deciding = isinstance(condition, Or)
            return deciding if deciding in each else None if None in each else not deciding
        case Leaf():
            axis, (true, _) = ask(condition)
            return None if axis is None else bool(true[kind[axis]])
    return condition == TRUE


@pytest.mark.slow
@examples(80, of=200, shrink=False)
@given(conditions())
def test_counts_are_those_of_trying_every_kind(condition: Condition) -> None:
    every = list(product(*map(range, SIZES.values())))
    answers = [kleene(condition, kind) for kind in every]
    kinds = Kinds(SIZES, ask)
    for value in (True, False):
        certain = kinds.certainly(condition, value)
        assert kinds.count(certain, SIZES) == answers.count(value)
        assert kinds.count(kinds.denied(certain), SIZES) == len(every) - answers.count(value)


@pytest.mark.slow
def test_kinds_that_nobody_could_write_out_are_counted() -> None:
    sizes = dict.fromkeys(range(200), 10)

    def first(question: Question) -> tuple[int | None, Pair]:
        true = np.arange(10) == 0
        assert isinstance(question, Leaf)
        return int(question.fact), (true, ~true)

    yes = [Leaf(str(axis), OneOf(frozenset({0}))) for axis in sizes]
    chain = And(tuple(Or((one, other)) for one, other in zip(yes, yes[1:], strict=False)))
    kinds = Kinds(sizes, first)
    # Of two neighbours one is at its first place: counted by hand, one axis after the other.
    first_place, elsewhere = 1, 9
    for _ in range(199):
        first_place, elsewhere = first_place + elsewhere, 9 * first_place
    assert kinds.count(kinds.certainly(chain), sizes) == first_place + elsewhere


def test_too_many_remainders_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "_MOST", 0)
    kinds = Kinds(SIZES, ask)
    tangled = Or(
        (And((LEAVES[0], LEAVES[1])), And((LEAVES[3], LEAVES[2])), And((LEAVES[4], LEAVES[0])))
    )
    with pytest.raises(TooLarge):
        kinds.count(kinds.certainly(tangled), SIZES)
