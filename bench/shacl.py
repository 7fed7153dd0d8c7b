"""Child process: pySHACL on the persons of a file, with the law's norms as shapes.

Derived facts are computed beforehand and given as values; only parsing and validating are timed.
Prints one line of JSON.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pyshacl
from rdflib import RDF, Graph, Literal, URIRef

from bench.shapes import shapes_graph
from lovgraf.facts.states import FactTable
from lovgraf.law import load_law
from lovgraf.readers.connection import connect
from lovgraf.readers.table import Reading, open_dataset
from lovgraf.verdicts.program import Programs, compile_programs


def main(path: str, as_of: str, record_type: str) -> None:
    """Validate a file's records, all of one type."""
    law = load_law()
    programs = compile_programs(law.at(date.fromisoformat(as_of)), record_type)
    target = next(URIRef(i) for i, n in law.facts.record_types.items() if n == record_type)
    rows = fact_rows(Path(path), programs)
    data = to_graph(rows, target)
    shapes = shapes_graph(programs.programs.values(), target)
    turtle = data.serialize(format="nt")
    start = time.perf_counter()
    parsed = Graph().parse(data=turtle, format="nt")
    conforms, report, _ = pyshacl.validate(parsed, shacl_graph=shapes, max_validation_depth=100)
    seconds = time.perf_counter() - start
    findings = 0 if conforms else sum(1 for _ in report.subjects(RDF.type, _RESULT))
    print(
        json.dumps(
            {
                "records": len(rows),
                "shapes": len(programs.programs),
                "triples": len(data),
                "findings": findings,
                "seconds": seconds,
            }
        )
    )


_RESULT = URIRef("http://www.w3.org/ns/shacl#ValidationResult")


def fact_rows(path: Path, programs: Programs) -> list[dict[str, Any]]:
    """For each record the facts that the norms ask for and that have a value, by IRI."""
    facts = programs.facts
    connection = connect(None)
    source = open_dataset(
        path,
        Reading(programs.view.facts_of_day, mapping=None, record_type=None, complete=()),
        connection,
    )
    present = sorted(name for name in source.values if name in facts.columns)
    needed = sorted(frozenset().union(*(p.facts() for p in programs.programs.values())))
    table = FactTable(facts, present, programs.view.as_of, source.complete)
    table.add(needed)
    columns = {f"f{n}": table.state(iri).value for n, iri in enumerate(needed)}
    sql = table.sql(columns)
    selected = ", ".join(
        ["0::BIGINT AS records_row", *(f'{source.values[n]} AS "{n}"' for n in present)]
    )
    found = connection.execute(
        f"WITH records AS (SELECT {selected} FROM {source.source}) SELECT * FROM ({sql})"
    )
    return [
        {iri: v for iri, v in zip(needed, row, strict=True) if v is not None}
        for row in found.fetchall()
    ]


def to_graph(rows: list[dict[str, Any]], target: URIRef) -> Graph:
    """The records as RDF."""
    graph = Graph()
    for number, row in enumerate(rows, start=1):
        subject = URIRef(f"urn:lovgraf:record:{number}")
        graph.add((subject, RDF.type, target))
        for iri, value in row.items():
            for one in value if isinstance(value, list) else [value]:
                graph.add((subject, URIRef(iri), Literal(one)))
    return graph


if __name__ == "__main__":
    main(*sys.argv[1:4])
