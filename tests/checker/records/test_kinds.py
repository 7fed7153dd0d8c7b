"""The types of record in a table come from its column of types, else from the graph."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from rdflib import Graph

from lovgraf.facts.fact_reader import read_facts
from lovgraf.readers.connection import connect
from lovgraf.readers.kinds import PARTED_ROW, record_types
from lovgraf.readers.table import Reading, open_dataset
from tests.checker.records.vocabulary import FACTS
from tests.examples import one_in

MANY = 5_000
SHIPS = """
@prefix record: <https://w3id.org/lovgraf/record#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
record:Boat a owl:Class ; skos:notation "boat" .
record:Ship a owl:Class ; skos:notation "ship" %s .
"""


@pytest.mark.parametrize(("more", "usual"), [("; record:usualType true", "ship"), ("", "boat")])
def test_the_graph_names_the_usual_type(more: str, usual: str) -> None:
    graph = Graph().parse(data=SHIPS % more, format="turtle")
    assert read_facts(graph).usual_type == usual


@pytest.mark.parametrize(
    ("lines", "known", "found"),
    [
        (["id,birth_date", "1,2000-01-01"], None, {"person": [1]}),
        (
            ["id,type,fee", "1,payment,5", "2,,5", "3,payment,5"],
            None,
            {"payment": [1, 3], "person": [2]},
        ),
        (["id,type,fee", "1,payment,5", "2,,5"], ["payment"], {"payment": [1]}),
        (["id,birth_date", "1,2000-01-01"], ["payment"], {}),
    ],
)
def test_each_type_has_its_own_rows(
    tmp_path: Path, lines: list[str], known: list[str] | None, found: dict[str, list[int]]
) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    connection = connect(None)
    table = open_dataset(path, Reading(FACTS), connection)
    rows = {}
    for kind, source, row in record_types(connection, table, FACTS, known):
        column = row or "row_number() OVER ()"
        told = connection.execute(f"SELECT {column} FROM {source} ORDER BY 1").fetchall()
        rows[kind] = [int(number) for (number,) in told]
    assert rows == found


@pytest.mark.slow
@pytest.mark.parametrize("suffix", one_in(2, ["csv", "parquet"]))
def test_rows_of_one_type_are_not_parted(tmp_path: Path, suffix: str) -> None:
    """Whatever words say the type; the last row of a file may be of another."""
    import pyarrow as pa
    from pyarrow import csv, parquet

    kinds = ["payment", "Payment"] * 10_000
    for name, last in (("one", "payment"), ("two", "")):
        columns = {"id": [*map(str, range(20_001))], "type": [*kinds, last], "fee": ["5"] * 20_001}
        path = tmp_path / f"{name}.{suffix}"
        write = csv.write_csv if suffix == "csv" else parquet.write_table
        write(pa.table(columns), path)
        connection = connect(None)
        table = open_dataset(path, Reading(FACTS), connection)
        found = record_types(connection, table, FACTS)
        if name == "one":
            assert found == [("payment", table.source, None)]
            assert found[0][1] == table.source
        else:
            assert [kind for kind, _, _ in found] == ["payment", "person"]


def test_rows_of_one_type_are_parted_where_a_whole_file_may_have_more(tmp_path: Path) -> None:
    """A part of a file is read by what was made ready for the whole of it."""
    path = tmp_path / "part.csv"
    path.write_text("id,type,fee\n1,payment,5\n2,payment,5\n", encoding="utf-8")
    connection = connect(None)
    table = open_dataset(path, Reading(FACTS), connection)
    ((kind, source, row),) = record_types(connection, table, FACTS, always_parted=True)
    assert (kind, row) == ("payment", PARTED_ROW)
    rows = connection.execute(f"SELECT {row} FROM {source} ORDER BY 1").fetchall()
    assert rows == [(1,), (2,)]


@pytest.mark.slow
@pytest.mark.parametrize("last", one_in(2, ["", "payment", "person", "Payment"]))
def test_a_type_that_only_a_later_piece_says_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: str
) -> None:
    """The first rows tell the type of all until others say something else."""
    from lovgraf.check.dataset import check_dataset
    from lovgraf.check.request import CheckRequest
    from lovgraf.law import load_law
    from lovgraf.readers import pieces

    monkeypatch.setattr(pieces, "_PIECE", 1 << 15)
    lines = ["id,type,birth_date,fee", *(f"{n},payment,,5" for n in range(MANY)), f"x,{last},,5"]
    path = tmp_path / "f.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    law, day = load_law(), date(2025, 9, 15)
    kinds = law.at(day).judged("payment"), law.at(day).judged("person")
    some = [norm.iri for kind in kinds for norm in one_in(20, kind)]
    found = check_dataset(path, CheckRequest(day, law, about=tuple(some)))
    assert found.records == MANY + 1
    judged = {norm.record_type: sum(norm.verdicts.values()) for norm in found.norms}
    several = last not in ("payment", "Payment")
    assert judged["payment"] == MANY + 1 - several
    assert judged.get("person", 0) == several
