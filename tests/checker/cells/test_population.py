"""A table judged by cells says of each row what the row alone would get."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lovgraf.engine.population
import lovgraf.engine.repeated
from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.engine.in_memory import verdicts_for
from lovgraf.engine.population import Population, in_order
from lovgraf.facts.values import State
from lovgraf.law.view import Law
from tests.checker.small_law import AS_OF, fact, law_of, old_ships
from tests.examples import WHOLE, examples

# Lines that are the same are put together as numpy's own search for distinct lines does.

NUMBERS = st.integers(-3, 3) | st.sampled_from([-(2**63), 2**63 - 1])
TABLES = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.tuples(*[NUMBERS] * width), max_size=30).map(
        lambda lines: (width, lines)
    )
)


@examples(30, whole=100)
@given(TABLES)
def test_distinct_lines_and_their_order(table: tuple[int, Sequence[tuple[int, ...]]]) -> None:
    width, lines = table
    found = np.array(lines, np.int64).reshape(len(lines), width)
    places, first = in_order([found[:, n] for n in range(width)], len(lines))
    assert list(map(tuple, found[first].tolist())) == sorted(set(lines))
    assert (found[first][places] == found).all()


def test_lines_without_numbers_are_all_the_same() -> None:
    places, first = in_order([], 3)
    assert places.tolist() == [0, 0, 0]
    assert first.tolist() == [0]
    places, first = in_order([], 0)
    assert places.tolist() == first.tolist() == []


ALL = frozenset({"not-addressed", "exempt", "fulfilled", "pending", "breached", "unattainable"})
DEADLINE = """; core:deadline [ core:trigger record:boughtOn ; core:period "P1M"^^xsd:duration ;
  core:performedOn record:inspectedOn ]"""
EXEMPTION = """
<class/lifted> a owl:Class ; owl:equivalentClass [ owl:unionOf (
  [ owl:onProperty record:flag ; owl:hasValue "NO" ]
  [ owl:onProperty record:cargo ; owl:hasValue "oil" ]
  [ owl:onProperty record:tonnage ; owl:someValuesFrom [ owl:onDatatype xsd:decimal ;
    owl:withRestrictions ( [ xsd:minExclusive 2.5 ] ) ] ] ) ] .
<law/2029/1/par/2/norm/foreign> a core:Exemption ; core:provision <law/2029/1/par/2> ;
  core:recordType record:Ship ; core:exempts <law/2029/1/par/1/norm/inspection> ;
  core:granted <class/lifted> ; rdfs:label "undtaget"@da, "exempt"@en ."""
TYPES = """record:type a record:Column ; record:column "type" ; record:datatype xsd:string ;
  record:codeList <list/types> ; record:recordType record:Ship .
<list/types/ship> <http://www.w3.org/2004/02/skos/core#inScheme> <list/types> ;
  skos:notation "ship" .
record:id a record:Column ; record:column "id" ; record:datatype xsd:string ;
  record:recordType record:Ship ; record:unique true ; rdfs:label "id"@da, "id"@en ."""

DAYS = st.one_of(st.none(), st.dates(date(2030, 3, 28), date(2030, 6, 3)))
NAMES = (
    "built_on", "sails", "tonnage", "flag", "cargo", "inspected", "inspected_on", "bought_on",
)  # fmt: skip
SHIPS = st.fixed_dictionaries(
    {
        "built_on": st.one_of(st.none(), st.dates(date(2010, 5, 30), date(2010, 6, 3))),
        "sails": st.one_of(st.none(), st.booleans()),
        "tonnage": st.one_of(st.none(), st.sampled_from([2.0, 2.5, 3.0])),
        "flag": st.one_of(st.none(), st.sampled_from(["DK", "SE", "NO"])),
        "cargo": st.one_of(st.none(), st.sampled_from([("oil",), ("coal",), ("coal", "oil")])),
        "inspected": st.one_of(st.none(), st.booleans()),
        "inspected_on": DAYS,
        "bought_on": DAYS,
    }
)


@pytest.fixture(scope="module")
def ships_law() -> Law:
    return law_of(old_ships(DEADLINE), EXEMPTION, TYPES)


def write(path: Path, ships: list[dict[str, State]]) -> None:
    """Ships as a Parquet file, with their number as id."""
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE t (id VARCHAR, built_on DATE, sails BOOLEAN, tonnage DOUBLE, flag VARCHAR, "
        "cargo VARCHAR[], inspected BOOLEAN, inspected_on DATE, bought_on DATE)"
    )
    for number, ship in enumerate(ships, start=1):
        values = [list(v) if isinstance(v := ship[name], tuple) else v for name in NAMES]
        connection.execute(
            "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [f"S{number}", *values]
        )
    connection.execute(f"COPY t TO '{path}' (FORMAT parquet)")


@pytest.mark.slow
@examples(2, of=12, whole=5)
@given(st.lists(SHIPS, min_size=1, max_size=40))
def test_a_table_and_its_rows_get_the_same_verdicts(
    tmp_path_factory: pytest.TempPathFactory, ships_law: Law, ships: list[dict[str, State]]
) -> None:
    path = tmp_path_factory.mktemp("ships") / "ships.parquet"
    write(path, ships)
    result = check_dataset(path, CheckRequest(AS_OF, ships_law, record_type="ship", fail_on=ALL))
    alone = verdicts_for(
        ships_law.at(AS_OF), [{fact(k): v for k, v in ship.items()} for ship in ships], "ship"
    )
    expected = [next(iter(row.values())) for row in alone]
    counts: dict[str, int] = {}
    for verdict in expected:
        counts[verdict.verdict] = counts.get(verdict.verdict, 0) + 1
    assert result.norms[0].verdicts == counts
    verdict_of = {cause.id: cause.verdict for cause in result.causes}
    listed = {finding.row: verdict_of[finding.cause] for finding in result.findings}
    for row, verdict in enumerate(expected, start=1):
        assert listed.get(row, "undetermined") == verdict.verdict
    missing: dict[tuple[str, ...], int] = {}
    for verdict in expected:
        if verdict.verdict == "undetermined":
            missing[verdict.missing] = missing.get(verdict.missing, 0) + 1
    found = {c.missing: c.count for c in result.causes if c.verdict == "undetermined"}
    assert found == missing


ROWS = 400_000 if WHOLE else 200_000


@pytest.mark.slow
def test_row_numbers_point_at_the_right_records(tmp_path: Path, ships_law: Law) -> None:
    """Over many row groups and threads a finding's row is the place of the record in the file."""
    path = tmp_path / "many.parquet"
    duckdb.sql(
        "COPY (SELECT 'S' || (range + 1) AS id, DATE '2000-01-01' AS built_on, "
        "range % 97 = 0 AS sails, false AS inspected, DATE '2030-01-01' AS bought_on, "
        "['DK', 'SE', 'NO'][1 + range % 2] AS flag, 1.0 AS tonnage, ['coal'] AS cargo "
        f"FROM range({ROWS})) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 20000)"
    )
    for _ in range(3 if WHOLE else 2):
        result = check_dataset(path, CheckRequest(AS_OF, ships_law, record_type="ship"))
        rows = [(finding.row, finding.id) for finding in result.findings]
        assert rows == [(n + 1, f"S{n + 1}") for n in range(0, ROWS, 97)]


def test_values_that_occur_twice_are_found_in_parts_as_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE rows AS SELECT CASE WHEN range % 97 = 0 THEN NULL WHEN range % 31 = 0 "
        "THEN 'v' || range % 40 ELSE 'x' || range END AS kept FROM range(5000)"
    )
    plan: Any = None
    population = Population(connection, plan, "cells", "coded", "rows", "kept")
    at_once = population.twice("kept", ["v31"], 5)
    assert at_once[0] > 100
    monkeypatch.setattr(lovgraf.engine.repeated, "_AT_ONCE", 600)
    assert population.twice("kept", ["v31"], 5) == at_once
    monkeypatch.setattr(lovgraf.engine.population, "_FEW", 0)
    assert population.twice("kept", ["v31"], 5) == at_once
    monkeypatch.setattr(lovgraf.engine.repeated, "_AT_ONCE", 10**6)
    assert population.twice("kept", ["v31"], 5) == at_once
    connection.execute("DELETE FROM rows WHERE kept NOT LIKE 'x%'")
    assert population.twice("kept", [], 5) == (0, ())
