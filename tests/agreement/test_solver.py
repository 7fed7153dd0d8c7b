"""The third oracle, which asks z3, gives the verdicts of the other two (semantics, section 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, note, reject
from hypothesis import strategies as st

from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import BASE, RECORD
from lovgraf.engine.in_memory import verdicts_for
from lovgraf.facts.closed_days import add_open_days
from lovgraf.facts.fact import Derived
from lovgraf.facts.values import State
from lovgraf.law.view import load_law
from lovgraf.reference import verdicts
from lovgraf.reference.dates import add_months
from lovgraf.reference.solver import days, operators
from lovgraf.reference.solver.engine import Solver
from tests.agreement.agree import both_of
from tests.agreement.laws import (
    PREFIXES,
    contradictory_records,
    laws,
    records,
    view_of,
)
from tests.examples import WHOLE, dice, drawn, examples, one_in

Found = Sequence[Mapping[str, State]]
MANY = 40 if WHOLE else 14
"""Complete records of a law."""


def agree(turtle: str, found: Found, *, reference: bool = False) -> None:
    """The solver and another engine say the same wherever neither gave up."""
    view = view_of(turtle)
    try:
        others: Sequence[Mapping[str, Any]] = (
            verdicts(view, found, "thing") if reference else verdicts_for(view, found, "thing")
        )
    except NotCompilable:
        reject()
    solver = Solver(view, "thing")
    assert solver.refused == {}
    for record, theirs in zip(found, others, strict=True):
        mine = solver.possible(record)
        assert set(mine) == set(theirs)
        for norm, other in theirs.items():
            verdict = mine[norm].verdict
            if not (mine[norm].exact and other.exact) or verdict == other.verdict:
                continue
            note(turtle)
            note(str({iri.rsplit("#")[-1]: state for iri, state in record.items()}))
            pytest.fail(f"solver {mine[norm]}, other {other}")


@examples(2, of=20, shrink=False)
@given(laws(norms=4), st.lists(records(), min_size=MANY, max_size=MANY))
def test_complete_records(turtle: str, found: list[dict[str, State]]) -> None:
    agree(turtle, found)


@examples(2, of=15, shrink=False)
@given(
    laws(norms=2, facts=5, judged=True),
    st.lists(records(unknown=3), min_size=MANY // 2, max_size=MANY // 2),
)
def test_incomplete_records(turtle: str, found: list[dict[str, State]]) -> None:
    agree(turtle, found)


FEW = drawn(4, of=20, whole=8)
"""Records that contradict themselves, of a law; each is judged once for each of its repairs."""


@examples(2, of=10, shrink=False)
@given(
    laws(norms=2, facts=5, judged=True),
    st.lists(contradictory_records(), min_size=FEW, max_size=FEW),
)
def test_records_that_contradict_themselves(turtle: str, found: list[dict[str, State]]) -> None:
    agree(turtle, found)


@examples(1, of=5, shrink=False)
@given(
    laws(norms=2, facts=5, judged=True),
    st.lists(records(unknown=2), min_size=MANY // 4, max_size=MANY // 4),
)
def test_the_reference_engine(turtle: str, found: list[dict[str, State]]) -> None:
    agree(turtle, found, reference=True)


@pytest.mark.drawn
def test_the_real_law() -> None:
    random, number, told, pairs = dice(3), drawn(1, of=25, whole=3), [], 0
    days = one_in(2, [date(2014, 12, 1), date(2026, 11, 1)])
    for both in both_of(days):
        assert both.solver.refused == {}
        told += list(both.disagreements(both.drawn(random, number)))
        pairs += both.pairs - both.inexact
    assert told == []
    assert pairs > 60 * number * len(days)


def test_repairs_that_differ_in_values_alone_are_judged_each() -> None:
    """A ground of exemption beside "none": one of the two is meant, and it matters which."""
    view = load_law().at(date(2014, 11, 1))
    norm = f"{BASE}law/2012/528/par/3/stk/1/norm/connection"
    record: dict[str, State] = {
        str(RECORD.birthDate): date(1935, 3, 20),
        str(RECORD.digitalPost): False,
        str(RECORD.homeInDenmark): True,
        str(RECORD.exemptionGround): ("0", "2"),
    }
    assert Solver(view, norms=[norm]).possible(record)[norm].verdict == "undetermined"


OPEN_AGE = """
<class/old> a owl:Class ; owl:equivalentClass [ a owl:Restriction ; owl:onProperty record:age ;
  owl:someValuesFrom [ a rdfs:Datatype ; owl:onDatatype xsd:integer ;
    owl:withRestrictions ( [ xsd:minInclusive 15 ] ) ] ] .
<class/judged> a owl:Class ; owl:equivalentClass
  [ a owl:Restriction ; owl:onProperty record:judged ; owl:hasValue true ] .
<duty/flagged> a sh:NodeShape ; sh:property [ sh:path record:flag ; sh:hasValue true ] .
<law/2010/1/par/1/norm/1> a core:Obligation ; core:provision <law/2010/1/par/1> ;
  core:recordType record:Thing ; core:bearer core:Subject ; core:addressee <class/old> ;
  core:duty <duty/flagged> .
<law/2010/1/par/1/norm/2> a core:Obligation ; core:provision <law/2010/1/par/1> ;
  core:recordType record:Thing ; core:bearer core:Subject ; core:addressee <class/judged> ;
  core:duty <duty/flagged> .
"""


def test_what_is_still_possible_and_what_an_authority_decides() -> None:
    solver = Solver(view_of(PREFIXES + OPEN_AGE), "thing")
    found = {iri[-1]: one for iri, one in solver.possible({str(RECORD.flag): False}).items()}
    assert found["1"].verdicts == {"not-addressed", "breached"}
    assert found["2"].verdicts == {"not-addressed", "breached"}
    assert found["1"].verdict == found["2"].verdict == "undetermined"
    assert not found["1"].judgment
    assert found["2"].judgment
    born: dict[str, State] = {str(RECORD.flag): False, str(RECORD.startedOn): date(1980, 2, 29)}
    assert solver.possible(born)[next(iter(solver.possible(born)))].verdicts == {"breached"}


def test_an_operator_without_a_formula_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    less = {name: made for name, made in operators.formulas().items() if name != "AgeAt"}
    monkeypatch.setattr(operators, "formulas", lambda: less)
    solver = Solver(view_of(PREFIXES + OPEN_AGE), "thing")
    (norm,) = solver.refused
    assert norm.endswith("norm/1")
    assert "AgeAt" in str(solver.refused[norm])


def test_what_has_no_formula_is_told() -> None:
    with pytest.raises(NotCompilable, match="Nothing"):
        operators.formula_of(
            Derived("x", RECORD.x, None, "date", frozenset(), operator="Nothing")  # type: ignore[arg-type]
        )


@given(st.dates(date(1, 2, 1), date(9990, 1, 1)), st.integers(-400, 400))
def test_the_calendar_of_the_solver_is_that_of_dates(day: date, months: int) -> None:
    number = day.toordinal()
    month, within = days.parts_of(number)
    assert (month, within) == (12 * day.year + day.month - 1, day.day)
    assert days.LOW <= days.MONTHS * (number - within) - days.DAYS * month <= days.HIGH
    if 1 < day.year + months // 12 < 9990:
        assert days.Move(months=months)(number) == add_months(day, months).toordinal()
    assert days.last_with(32 * month + within) == number


@examples(10, whole=30, of=100)
@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(1, 30))
def test_open_days_are_counted_as_by_the_calendar(day: date, number: int) -> None:
    calendar = view_of(PREFIXES).law.facts["https://w3id.org/lovgraf/record#bankDays"]
    assert isinstance(calendar, Derived)
    closed = calendar.by_calendar
    later = add_open_days(closed, day, number)
    before, after = (days.open_days_to(closed, one.toordinal()) for one in (day, later))
    assert after - before == number
    assert days.open_days_to(closed, (later - timedelta(1)).toordinal()) == after - 1
    assert days.next_open(closed, later.toordinal()) == later.toordinal()
