"""What a class of values does not tell is unknown: never the answer of another value of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lovgraf.conditions.atoms import Atom, make_atoms
from lovgraf.conditions.coding import holds
from lovgraf.conditions.kleene import TRUE, UNKNOWN, Answers
from lovgraf.conditions.tree import Excludes, Leaf, OneOf, Range
from lovgraf.core.terms import RECORD
from lovgraf.law import Law

BASIS, BORN, CITIZENSHIP = (
    str(RECORD[name]) for name in ("residenceRightBasis", "birthDate", "citizenship")
)
CODES = ("worker", "self-employed", "student", "job-seeker", "self-sufficient")
COUNTRIES = ("DK", "SE", "DE", "US")
DAY = date(2000, 1, 1)


def one_of(codes: tuple[str, ...]) -> st.SearchStrategy[Any]:
    plain = st.frozensets(st.sampled_from(codes), min_size=1).map(OneOf)
    return st.one_of(plain, plain.map(Excludes))


DAYS = st.integers(0, 8).map(lambda n: DAY + timedelta(n))
BOUNDS = st.one_of(st.none(), DAYS)
WITHIN = st.builds(Range, BOUNDS, BOUNDS, st.booleans(), st.booleans())


def class_of(atom: Atom, values: tuple[Any, ...]) -> int:
    """The class that some values lie in."""
    groups = atom.partition.groups
    places = {next((n for n, g in enumerate(groups) if one in g), len(groups)) for one in values}
    if atom.fact is not None and atom.fact.multi:
        return sum(1 << place for place in places) - 1
    if isinstance(values[0], date):
        return sum(values[0] >= cut.value for cut in atom.partition.cuts)  # type: ignore[operator]
    (place,) = places
    return 0 if place == len(groups) else place + 1


def check(law: Law, fact: str, made_for: list[Any], asked: Any, values: tuple[Any, ...]) -> None:
    questions = [Leaf(fact, one) for one in made_for]
    atoms = make_atoms(questions, law.facts)
    found = Answers(atoms, {fact: class_of(atoms[fact], values)})
    said = found.of(question := Leaf(fact, asked))
    assert said in (UNKNOWN, TRUE if holds(question, values) else TRUE + 1)
    assert all(found.of(one) != UNKNOWN for one in questions)


@given(st.data())
def test_of_codes(law: Law, data: st.DataObject) -> None:
    tests = data.draw(st.lists(one_of(CODES), min_size=1, max_size=3))
    check(law, BASIS, tests, data.draw(one_of(CODES)), (data.draw(st.sampled_from(CODES)),))


@given(st.data())
def test_of_several_values(law: Law, data: st.DataObject) -> None:
    tests = data.draw(st.lists(one_of(COUNTRIES), min_size=1, max_size=2))
    values = data.draw(st.frozensets(st.sampled_from(COUNTRIES), min_size=1))
    check(law, CITIZENSHIP, tests, data.draw(one_of(COUNTRIES)), tuple(sorted(values)))


@given(st.data())
def test_of_days(law: Law, data: st.DataObject) -> None:
    tests = data.draw(st.lists(WITHIN, min_size=1, max_size=3))
    check(law, BORN, tests, data.draw(WITHIN), (data.draw(DAYS),))


def test_a_student_is_no_worker_where_the_coding_does_not_tell_them_apart(law: Law) -> None:
    either = Leaf(BASIS, OneOf(frozenset({"student", "worker"})))
    atoms = make_atoms([either], law.facts)
    found = Answers(atoms, {BASIS: 1})
    assert found.of(either) == TRUE
    assert found.of(Leaf(BASIS, OneOf(frozenset({"worker"})))) == UNKNOWN
