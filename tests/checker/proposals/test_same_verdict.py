"""Whether two norms give the same verdict is what their verdicts say, one completion at a time."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lovgraf.conditions.tree import (
    And,
    Condition,
    Constant,
    Leaf,
    Named,
    Not,
    OneOf,
    Or,
    all_of,
    any_of,
)
from lovgraf.core.terms import BASE
from lovgraf.proposals.same_verdict import same_verdict
from lovgraf.verdicts.program import Program, compile_programs
from tests.checker.proposals.small import DAY, NORM, law

FACTS = "abcd"
LEAVES = [Leaf(name, OneOf(frozenset({True}))) for name in FACTS]


def holds(condition: Condition, answers: Mapping[str, bool]) -> bool:
    """Whether a condition holds of answers."""
    match condition:
        case Constant():
            return condition.value
        case Leaf():
            return answers[condition.fact]
        case Not() | Named():
            return holds(condition.part, answers) != isinstance(condition, Not)
        case And():
            return all(holds(part, answers) for part in condition.parts)
        case Or():
            return any(holds(part, answers) for part in condition.parts)
    raise AssertionError(condition)


def verdict(program: Program | None, answers: Mapping[str, bool]) -> str:
    """The verdict by the table of semantics, section 4."""
    if program is None or not holds(program.addressed, answers):
        return "not-addressed"
    for name, condition in (
        ("exempt", program.exempt), ("fulfilled", program.met), ("pending", program.pending),
    ):  # fmt: skip
        if holds(condition, answers):
            return name
    if program.norm.kind == "BestEffortObligation":
        return "judged"
    if not holds(program.reach, answers):
        return "unattainable"
    return "judged" if program.norm.discretionary else "breached"


SIMPLE: list[Condition] = [*LEAVES, *map(Not, LEAVES), Constant(True), Constant(False)]
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    st.sampled_from(SIMPLE),
    lambda below: st.one_of(
        st.builds(all_of, below, below),
        st.builds(any_of, below, below),
        st.builds(Not, below),
    ),
    max_leaves=3,
)
(NORM_PROGRAM,) = (
    p for iri, p in compile_programs(law().at(DAY)).programs.items() if iri == BASE + NORM
)


def _norm_of(draw: st.DrawFn, conditions: list[Condition]) -> Program:
    kind = draw(st.sampled_from(["Obligation", "BestEffortObligation"]))
    norm = replace(NORM_PROGRAM.norm, kind=kind, discretionary=draw(st.booleans()))
    addressed, exempt, met, pending, reach = conditions
    return replace(
        NORM_PROGRAM,
        norm=norm,
        addressed=addressed,
        exempt=exempt,
        met=met,
        pending=pending,
        reach=reach,
    )


@st.composite
def programs(draw: st.DrawFn) -> tuple[Program | None, Program | None]:
    """A norm before and after, of which some conditions are the same."""
    before: list[Condition] = [draw(CONDITIONS) for _ in range(5)]
    after: list[Condition] = [one if draw(st.booleans()) else draw(CONDITIONS) for one in before]
    sides = [_norm_of(draw, own) for own in (before, after)]
    gone = draw(st.sampled_from([None, None, None, 0, 1]))
    return None if gone == 0 else sides[0], None if gone == 1 else sides[1]


@given(programs(), st.fixed_dictionaries({name: st.booleans() for name in FACTS}))
def test_two_norms_give_the_same_verdict_where_the_question_says_so(
    pair: tuple[Program | None, Program | None], answers: dict[str, bool]
) -> None:
    found = [verdict(one, answers) for one in pair]
    same = found[0] == found[1] != "judged"
    assert holds(same_verdict(*pair).met, answers) == same
