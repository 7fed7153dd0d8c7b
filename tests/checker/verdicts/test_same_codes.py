"""Codes between which a norm makes no difference are tried as one, so that fewer blanks are too
many."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.conditions.atoms import make_atoms
from lovgraf.conditions.kleene import Logic, question_key
from lovgraf.conditions.tree import And, Condition, Leaf, Not, OneOf, Or, questions
from lovgraf.core.terms import RECORD
from lovgraf.law import load_law
from lovgraf.verdicts import same_codes
from lovgraf.verdicts.patterns import told_apart
from lovgraf.verdicts.same_codes import joined
from tests.examples import examples, whole

EXAMPLE = Path(__file__).parents[3] / "examples" / "persons.csv"
GROUNDS, SINGLE = RECORD.exemptionGround, (RECORD.digitalPost, RECORD.seafarer)


def ground(value: str) -> Condition:
    return Leaf(str(GROUNDS), OneOf(frozenset({value})), every=False)


LEAVES = [ground(str(n)) for n in range(1, 5)] + [
    Leaf(str(fact), OneOf(frozenset({True})), every=False) for fact in SINGLE
]
CONDITIONS = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Or(tuple(parts))),
    ),
    max_leaves=8,
)


@pytest.mark.slow
@given(st.lists(CONDITIONS, min_size=1, max_size=2))
@examples(12, whole=40)
def test_codes_joined_say_the_same_whatever_else_is_so(
    conditions: list[Condition],
) -> None:
    facts = load_law().facts
    atoms = make_atoms([q for c in conditions for q in questions(c)], facts)
    apart = told_apart(conditions, atoms)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(same_codes, "FEW", 1)
        together = joined(conditions, atoms, apart)
    for key, classes in together.items():
        assert sorted(c for some in classes for c in some) == sorted(
            c for some in apart[key] for c in some
        )
        others = [other for other in atoms if other != key]
        for some in classes:
            for rest in product(*([own[0] for own in apart[other]] for other in others)):
                codes = dict(zip(others, rest, strict=True))
                said = set()
                for code in some:
                    own = {k: np.array([n]) for k, n in (codes | {key: code}).items()}
                    logic = Logic(atoms, own)
                    said.add(tuple(bool(logic.evaluate(c)[0][0]) for c in conditions))
                assert len(said) == 1


def test_sets_of_grounds_with_the_same_outcome_are_one() -> None:
    some = [ground(str(n)) for n in range(1, 9)]
    conditions = [Or(tuple(And((one, LEAVES[-1])) for one in some))]
    atoms = make_atoms([q for c in conditions for q in questions(c)], load_law().facts)
    apart = told_apart(conditions, atoms)
    assert len(apart[str(GROUNDS)]) == 256
    assert len(joined(conditions, atoms, apart)[str(GROUNDS)]) == 2
    assert {question_key(q) for c in conditions for q in questions(c)} == set(atoms)


@pytest.mark.slow
@whole("test_codes_joined_say_the_same_whatever_else_is_so")
def test_a_blank_digital_post_column_is_no_reason_to_give_up() -> None:
    """Row 11 of the example has a person of whom nothing is said of Digital Post and exemption."""
    request = CheckRequest(date(2026, 11, 29), load_law())
    found = check_dataset(EXAMPLE, request)
    assert found.inexact == 0
