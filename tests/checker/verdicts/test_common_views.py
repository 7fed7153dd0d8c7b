"""What one norm leaves open of records, and another leaves open alike, is told by one number."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lovgraf.conditions.tree import And, Condition, Leaf, Named, Not, Or, Typed
from lovgraf.engine.in_memory import Memory, Record
from lovgraf.engine.many_records import judged
from lovgraf.verdicts import common_views
from lovgraf.verdicts.left import FAILS, HOLDS, Asked, Column, Forms, Left, few
from lovgraf.verdicts.patterns import Numbers
from lovgraf.verdicts.program import Program, compile_programs
from tests.checker.small_law import AS_OF
from tests.checker.test_row_recheck import LAW
from tests.examples import examples

LEAVES = [Leaf(name, Typed("boolean")) for name in "abc"]
ANSWERS = [*product((True, False, None), repeat=len(LEAVES))]
"""What records may say: yes, no or nothing."""
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        inner.map(Not),
        inner.map(lambda part: Named("class", part)),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Or(tuple(parts))),
    ),
    max_leaves=6,
)


def holds(condition: Condition, said: dict[str, bool]) -> bool:
    match condition:
        case Named(_, part):
            return holds(part, said)
        case Not(part):
            return not holds(part, said)
        case And(parts):
            return all(holds(part, said) for part in parts)
        case Or(parts):
            return any(holds(part, said) for part in parts)
    assert isinstance(condition, Leaf)
    return said[condition.fact]


def left() -> Left:
    """What is left of conditions in a record of each kind of answers."""
    forms = Forms()

    def answer(asked: Asked) -> Column:
        assert isinstance(asked, Leaf)
        place = np.array(
            [(True, False, None).index(row["abc".index(asked.fact)]) for row in ANSWERS]
        )
        return few(place, [HOLDS, FAILS, forms.number(asked)])

    return Left(forms, len(ANSWERS), answer)


@given(st.lists(CONDITIONS, min_size=1, max_size=4))
@examples(10, whole=30)
def test_what_has_one_number_comes_to_the_same_whatever_is_answered(
    conditions: list[Condition],
) -> None:
    found, outcomes = left(), dict[int, list[bool]]()
    for condition in conditions:
        for row, number in zip(ANSWERS, found.of(condition).numbers(len(ANSWERS)), strict=True):
            said = [
                holds(
                    condition, {n: bool(a or b) for n, a, b in zip("abc", row, rest, strict=True)}
                )
                for rest in product(*([False] if own is not None else [True, False] for own in row))
            ]
            assert (number == HOLDS) <= all(said)
            assert (number == FAILS) <= (not any(said))
            assert {one.fact for one in found.forms.asked(number) if isinstance(one, Leaf)} <= {
                n for n, own in zip("abc", row, strict=True) if own is None
            }
            if all(own is None for own in row):
                assert outcomes.setdefault(number, said) == said


def test_what_is_asked_beside_and_answered_leaves_no_other_number() -> None:
    a, b, c = LEAVES
    found = left()
    size, plain = len(ANSWERS), found.of(Or((a, Not(b))))
    beside = found.of(And((Named("class", Or((Not(b), a))), c)))
    answered = np.array([row[2] is True for row in ANSWERS])
    assert (plain.numbers(size) == beside.numbers(size))[answered].all()
    assert (beside.numbers(size) == FAILS)[[row[2] is False for row in ANSWERS]].all()


def test_rows_that_two_norms_leave_open_alike_are_judged_alike() -> None:
    programs = compile_programs(LAW.at(AS_OF), "ship")
    ((iri, program),) = programs.programs.items()
    other = replace(program, norm=replace(program.norm, iri=f"{iri}-again"))
    programs.programs[other.norm.iri] = other
    asked_of: list[tuple[str, int]] = []
    real = common_views.CommonViews.of

    def of(self: common_views.CommonViews, program: Program, kinds: Numbers) -> Numbers:
        asked_of.append((program.norm.iri, len(kinds)))
        return real(self, program, kinds)

    common_views.CommonViews.of = of  # type: ignore[method-assign]
    try:
        memory = Memory.compile(programs)
        columns = {column.name: column.iri for column in memory.columns}
        records: list[Record] = [
            {columns["built_on"]: AS_OF, columns["inspected"]: False},
            {columns["inspected"]: False},
        ]
        every = np.arange(len(records))
        first, second = judged(memory, records, [(iri, every), (other.norm.iri, every)], None)
    finally:
        common_views.CommonViews.of = real  # type: ignore[method-assign]
    assert [first.said[n] for n in first.number] == [second.said[n] for n in second.number]
    assert {name for name, _ in asked_of} == {iri, other.norm.iri}
