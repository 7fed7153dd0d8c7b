"""Episodes: of a last beginning and a last end the later decides, alike in both engines."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import pytest
from rdflib import Graph

from lovgraf.core.errors import InputError
from lovgraf.facts.fact_reader import read_facts
from lovgraf.facts.states import FactTable
from lovgraf.facts.values import NONE, NONE_SUFFIX, State
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.reference.operators import evaluate

NOW = date(2014, 6, 1)
RECORD = "https://w3id.org/lovgraf/record#"
TURTLE = """@base <https://w3id.org/lovgraf/> .
@prefix record: <https://w3id.org/lovgraf/record#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<episode/e> a record:Episode ; record:beginning record:begun ; record:ending record:ended .
record:begun a record:Column ; record:column "begun" ; record:datatype xsd:date .
record:ended a record:Column ; record:column "ended" ; record:datatype xsd:date .
record:on a record:Column ; record:column "on" ; record:datatype xsd:boolean ;
  record:episode <episode/e> ; record:impliedTrueBy record:begun ;
  record:impliedFalseBy record:ended .
record:over a record:Column ; record:column "over" ; record:datatype xsd:boolean ;
  record:episode <episode/e> ; record:impliedTrueBy record:ended .
record:since a record:Column ; record:column "since" ; record:datatype xsd:boolean ;
  record:episode <episode/e> ; record:impliedTrueBy record:begun .
record:lasts a record:DerivedFact ; record:datatype xsd:boolean ; record:operator record:Lasts ;
  record:episode <episode/e> .
record:hasEnded a record:DerivedFact ; record:datatype xsd:boolean ;
  record:operator record:HasEnded ; record:episode <episode/e> .
"""
DAYS = [NOW + timedelta(days=n) for n in (-400, -1, 0, 1, 400)]
STATES: list[State] = [None, NONE, *DAYS]
ASKED = ("lasts", "hasEnded", "on", "over", "since")


def _facts() -> FactVocabulary:
    return read_facts(Graph().parse(data=TURTLE, format="turtle"))


def _by_reference(begun: State, ended: State) -> dict[str, State]:
    given = {RECORD + "begun": begun, RECORD + "ended": ended}
    found = evaluate(_facts(), {iri: s for iri, s in given.items() if s is not None}, NOW)
    return {name: found[RECORD + name] for name in ASKED}


def _by_columns(rows: list[tuple[State, State]]) -> list[dict[str, State]]:
    names = ("begun", "ended")
    marks = [name + NONE_SUFFIX for name in names]
    table = FactTable(_facts(), [*names, *marks], NOW)
    table.add(RECORD + name for name in ASKED)
    sql = table.sql({name: table.state(RECORD + name).value for name in ASKED})
    connection = duckdb.connect()
    columns = ", ".join([f'"{n}" DATE' for n in names] + [f'"{m}" BOOLEAN' for m in marks])
    connection.execute(f"CREATE TABLE records ({columns}, records_row BIGINT)")
    for number, row in enumerate(rows):
        days = [s if isinstance(s, date) else None for s in row]
        values = [*days, *(s is NONE for s in row), number]
        connection.execute("INSERT INTO records VALUES (?, ?, ?, ?, ?)", values)
    found = connection.execute(sql).fetchall()
    return [dict(zip(ASKED, values, strict=True)) for values in found]


def _true(begun: State, ended: State) -> dict[str, bool]:
    """What holds when both dates are known."""
    if not isinstance(begun, date) or begun > NOW:
        return {"lasts": False, "hasEnded": False}
    over = isinstance(ended, date) and begun <= ended <= NOW
    return {"lasts": not over, "hasEnded": over}


@pytest.mark.parametrize("name", ["lasts", "hasEnded"])
def test_an_unknown_date_leaves_open_exactly_what_turns_on_it(name: str) -> None:
    pairs = [(begun, ended) for begun in STATES for ended in STATES]
    by_columns = _by_columns(pairs)
    for (begun, ended), columns in zip(pairs, by_columns, strict=True):
        possible = {
            _true(one, other)[name]
            for one in (STATES[1:] if begun is None else [begun])
            for other in (STATES[1:] if ended is None else [ended])
        }
        wanted = possible.pop() if len(possible) == 1 else None
        assert _by_reference(begun, ended)[name] == wanted, (begun, ended)
        assert columns[name] == wanted, (begun, ended)


def test_both_engines_read_a_blank_by_the_later_of_two_dates() -> None:
    pairs = [(begun, ended) for begun in STATES for ended in STATES]
    for (begun, ended), columns in zip(pairs, _by_columns(pairs), strict=True):
        assert columns == _by_reference(begun, ended), (begun, ended)


@pytest.mark.parametrize(
    ("begun", "ended", "on", "over", "since"),
    [
        (-400, None, True, None, True),
        (None, -400, False, True, None),
        (-400, -1, False, True, None),
        (-1, -400, True, False, True),
        (-1, -1, False, True, None),
        (1, -1, False, True, None),
        (-1, 1, True, None, True),
        (1, None, None, None, None),
        (None, 1, None, None, None),
        (1, 400, None, None, None),
    ],
)
def test_what_the_last_dates_say_of_a_blank(
    begun: int | None, ended: int | None, on: State, over: State, since: State
) -> None:
    days = [None if n is None else NOW + timedelta(days=n) for n in (begun, ended)]
    found = _by_reference(*days)
    assert (found["on"], found["over"], found["since"]) == (on, over, since)


def test_an_episode_without_an_end_is_refused_by_name() -> None:
    faulty = TURTLE.replace(" ; record:ending record:ended", "")
    with pytest.raises(InputError, match="record:ending"):
        read_facts(Graph().parse(data=faulty, format="turtle"))
