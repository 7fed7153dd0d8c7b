"""The operators of derived facts, one record at a time, as `record.ttl` defines them."""

from __future__ import annotations

from datetime import date

import pytest
from rdflib import Graph

from lovgraf.core.errors import InputError
from lovgraf.facts.fact_reader import read_facts
from lovgraf.facts.values import NONE, State
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law import Law
from lovgraf.reference.operators import evaluate

AS_OF = date(2015, 3, 1)
RECORD = "https://w3id.org/lovgraf/record#"
PREFIXES = """@base <https://w3id.org/lovgraf/> .
@prefix core: <https://w3id.org/lovgraf/core#> .
@prefix record: <https://w3id.org/lovgraf/record#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
COLUMNS = """
record:day a record:Column ; record:column "day" ; record:datatype xsd:date ;
  record:noneWhen [ record:fact record:happened ; record:value false ] .
record:other a record:Column ; record:column "other" ; record:datatype xsd:date .
record:happened a record:Column ; record:column "happened" ; record:datatype xsd:boolean ;
  record:impliedTrueBy record:day ; record:impliedFalseBy record:other .
record:code a record:Column ; record:column "code" ; record:datatype xsd:string ;
  record:multiValued true ; record:absentValue "none" .
record:text a record:Column ; record:column "text" ; record:datatype xsd:string .
<code-group/g> a record:CodeGroup ; record:membership [ record:code "HR" ;
  record:from "2013-07-01"^^xsd:date ; record:until "2019-12-31"^^xsd:date ] .
"""
COLUMNS += """record:BankDaysBetween record:calendar <calendar/weekend> .
<calendar/weekend> a core:Calendar ; core:closedDay [ core:dayOfWeek 6 ] , [ core:dayOfWeek 7 ] .
"""
DAY = date(2000, 2, 29)


def vocabulary(body: str, datatype: str = "integer") -> FactVocabulary:
    text = f"{PREFIXES}{COLUMNS}record:x a record:DerivedFact ; record:datatype xsd:{datatype} ; "
    return read_facts(Graph().parse(data=f"{text}record:operator record:{body} .", format="turtle"))


def result(body: str, as_of: date = AS_OF, **given: State) -> State:
    facts = {RECORD + name: state for name, state in given.items()}
    return evaluate(vocabulary(body), facts, as_of)[RECORD + "x"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("AgeAt ; record:of record:day", 15),
        ('AgeAt ; record:of record:day ; record:at "2015-02-28"^^xsd:date', 14),
        ("DaysBetween ; record:from record:day", 5479),
        ('DaysBetween ; record:from record:asOf ; record:to "2015-02-27"^^xsd:date', -2),
        ('MonthsBetween ; record:from "2015-01-31"^^xsd:date', 1),
        ('MonthsBetween ; record:from "2015-01-31"^^xsd:date ; record:to record:asOf', 1),
        ('BankDaysBetween ; record:from "2015-02-26"^^xsd:date', 1),
        (
            'NextOpenDay ; record:of "2015-02-28"^^xsd:date ; record:calendar <calendar/weekend>',
            date(2015, 3, 2),
        ),
        ('AddPeriod ; record:of record:day ; record:period "P1Y"^^xsd:duration', date(2001, 2, 28)),
        (
            "CalendarRule ; record:of record:day ; record:years 2 ; record:month 11 ; record:day 1",
            date(2002, 11, 1),
        ),
        ("LatestOf ; record:of record:day , record:asOf", AS_OF),
        ("EarliestOf ; record:of record:day , record:asOf", DAY),
        ("HappenedBy ; record:of record:day", True),
        ('HappenedBy ; record:of record:day ; record:at "2000-02-28"^^xsd:date', False),
    ],
)
def test_values(body: str, expected: State) -> None:
    assert result(body, day=DAY) == expected


@pytest.mark.parametrize(
    ("body", "when_none", "when_unknown"),
    [
        ("AgeAt ; record:of record:other", NONE, None),
        ("LatestOf ; record:of record:other , record:asOf", AS_OF, None),
        ("EarliestOf ; record:of record:other", NONE, None),
        ("HappenedBy ; record:of record:other", False, None),
        ("FirstKnown ; record:first record:other ; record:second record:asOf", NONE, AS_OF),
        ("Lookup ; record:of record:other ; record:whenNone 7", 7, None),
        ("Lookup ; record:of record:other ; record:otherwise 7", NONE, None),
        ("Lookup ; record:of record:other ; record:whenNone record:unknown", None, None),
        ("BirthDateOfCpr ; record:of record:other", NONE, None),
    ],
)
def test_none_and_unknown(body: str, when_none: State, when_unknown: State) -> None:
    assert result(body, other=NONE) == when_none
    assert result(body) == when_unknown


def test_lookup() -> None:
    body = 'Lookup ; record:of record:text ; record:entry [ record:key "01" ; record:value 1 ]'
    assert result(body, text="01") == 1
    assert result(body, text="02") is None
    assert result(body + " ; record:otherwise 9", text="02") == 9


def test_code_groups_are_dated() -> None:
    body = "InCodeGroup ; record:of record:code ; record:group <code-group/g>"
    assert result(body, code=("DK", "HR")) is True
    assert result(body, date(2020, 1, 1), code=("DK", "HR")) is False
    assert result(body, code=NONE) is NONE
    assert result(f"{body} ; record:whenNone false", code=NONE) is False
    with pytest.raises(InputError, match="always gives a value"):
        result(f"{body} ; record:whenNone record:unknown", code=NONE)
    then = f"{body} ; record:at record:day"
    assert result(then, code="HR", day=date(2013, 6, 30)) is False
    assert result(then, code="HR", day=NONE) is NONE
    assert result(then, code="HR") is None


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("6102900000", date(1990, 2, 1)),
        ("610290-0000", date(1990, 2, 1)),
        ("6102364000", date(2036, 2, 1)),
        ("6102374000", date(1937, 2, 1)),
        ("6102575000", date(2057, 2, 1)),
        ("6102588000", date(1858, 2, 1)),
        ("9002900000", None),
        ("610290x000", None),
        ("61029000", None),
    ],
)
def test_birth_date_of_a_number(number: str, expected: State) -> None:
    assert result("BirthDateOfCpr ; record:of record:text", text=number) == expected


def test_what_columns_imply() -> None:
    def states(**given: State) -> dict[str, State]:
        facts = {RECORD + name: state for name, state in given.items()}
        found = evaluate(vocabulary("AgeAt ; record:of record:day"), facts, AS_OF)
        return {iri.removeprefix(RECORD): state for iri, state in found.items()}

    assert states(happened=False)["day"] is NONE
    assert states(day=DAY)["happened"] is True
    assert states(day=DAY, other=DAY)["happened"] is False
    assert states(day=DAY, happened=True, other=DAY)["happened"] is True
    assert states()["day"] is None
    assert states(code="none")["code"] is NONE
    assert states(code="DK")["code"] == ("DK",)


@pytest.mark.parametrize("body", ["AgeAt ; record:of record:x", "Nothing", "AgeAt", "AddPeriod"])
def test_faulty_facts_are_input_errors(body: str) -> None:
    with pytest.raises(InputError):
        result(body, day=DAY)


def test_every_shipped_fact_of_an_empty_record_can_be_worked_out(law: Law) -> None:
    states = evaluate(law.facts, {}, AS_OF)
    assert set(states) == set(law.facts.facts)
