"""The examples of record quality shapes as rows, as RDF, and what each engine says of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.term import Node

from lovgraf.conditions.expressions import closed
from lovgraf.conditions.from_shacl import ShaclReader
from lovgraf.core.terms import BASE, CORE
from lovgraf.engine.in_memory import connected
from lovgraf.facts.fact import Column
from lovgraf.facts.states import FactTable
from lovgraf.facts.vocabulary import FactVocabulary

SQL_TYPES = {
    "date": "DATE", "boolean": "BOOLEAN", "integer": "BIGINT", "decimal": "DOUBLE",
    "string": "VARCHAR",
}  # fmt: skip


@dataclass(frozen=True)
class Example:
    """One example of a shape; `values` are typed, `unreadable` are as written."""

    shape: URIRef
    good: bool
    as_of: date
    record_type: str
    values: dict[str, Any]
    unreadable: dict[str, str]

    @property
    def node(self) -> URIRef:
        """The record as a node of the data graph."""
        return URIRef(f"{BASE}example/{self.shape.rsplit('/', 1)[-1]}/{self.good}")


def read_examples(shapes: Graph, facts: FactVocabulary) -> Iterator[Example]:
    """Every example of every node shape, in order of shape."""
    for shape in sorted(shapes.subjects(RDF.type, SH.NodeShape), key=str):
        for good, predicate in ((True, CORE.goodExample), (False, CORE.badExample)):
            for node in shapes.objects(shape, predicate):
                yield _example(shapes, facts, URIRef(str(shape)), good, node)


def _example(
    shapes: Graph, facts: FactVocabulary, shape: URIRef, good: bool, node: Node
) -> Example:
    text = str(shapes.value(node, CORE.exampleFacts))
    pairs = dict(part.strip().split("=", 1) for part in text.split(";") if part.strip())
    values: dict[str, Any] = {}
    unreadable: dict[str, str] = {}
    for name, written in pairs.items():
        try:
            values[name] = _typed(facts.columns[name], written)
        except (ValueError, ArithmeticError):
            unreadable[name] = written
    as_of = date.fromisoformat(str(shapes.value(node, CORE.exampleAsOf)))
    return Example(shape, good, as_of, pairs.get("type", "person"), values, unreadable)


def _typed(column: Column, written: str) -> Any:
    if column.multi:
        return [_checked(column, part) for part in written.split()]
    match column.datatype:
        case "date":
            return date.fromisoformat(written)
        case "integer":
            return int(written)
        case "decimal":
            return Decimal(written)
        case "boolean":
            if written not in ("true", "false"):
                raise ValueError(written)
            return written == "true"
    return _checked(column, written)


def _checked(column: Column, written: str) -> str:
    if column.code_list and written not in column.code_list.notations:
        raise ValueError(written)
    return written


def fact_table(
    examples: list[Example], facts: FactVocabulary
) -> tuple[FactTable, duckdb.DuckDBPyConnection]:
    """Examples of one date as a table `records` in a fresh connection, a row an example."""
    names = sorted(facts.columns)
    kinds = {
        name: SQL_TYPES[facts.columns[name].datatype] + ("[]" if facts.columns[name].multi else "")
        for name in names
    }
    connection = connected()
    declared = ", ".join(f'"{name}" {kind}' for name, kind in kinds.items())
    connection.execute(f"CREATE TEMP TABLE records ({declared}, records_row BIGINT)")
    given = {
        name: [example.values.get(name) for example in examples]
        for name in {name for example in examples for name in example.values}
    }
    rows = pa.table({**given, "records_row": range(len(examples))})
    connection.register("given", rows)
    connection.execute("INSERT INTO records BY NAME SELECT * FROM given")
    table = FactTable(facts, names, examples[0].as_of)
    return table, connection


def select(
    table: FactTable, connection: duckdb.DuckDBPyConnection, wanted: dict[str, Any]
) -> list[dict[str, Any]]:
    """Named expressions for each row, in order."""
    found = connection.execute(table.sql({**wanted, "row": table.table["records_row"]}))
    names = [column[0] for column in found.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return [
        {name: value for name, value in row.items() if name != "row"}
        for row in sorted(rows, key=lambda row: int(row["row"]))
    ]


def data_graph(examples: list[Example], facts: FactVocabulary, asked: Collection[str]) -> Graph:
    """Examples of one date as RDF, with the facts that are asked for; blanks have no triple."""
    classes = {notation: URIRef(iri) for iri, notation in facts.record_types.items()}
    table, connection = fact_table(examples, facts)
    names = {f"f{n}": facts[iri] for n, iri in enumerate(sorted(asked))}
    table.add(fact.iri for fact in names.values())
    graph = Graph()
    rows = select(table, connection, {n: table.state(f.iri).value for n, f in names.items()})
    for example, row in zip(examples, rows, strict=True):
        graph.add((example.node, RDF.type, classes[example.record_type]))
        for name, value in row.items():
            if value is not None and example.record_type in names[name].record_types:
                for one in value if isinstance(value, list) else [value]:
                    one = Decimal(str(one)) if names[name].datatype == "decimal" else one
                    graph.add((example.node, URIRef(names[name].iri), Literal(one)))
        for column, written in example.unreadable.items():
            graph.add((example.node, URIRef(facts.columns[column].iri), Literal(written)))
    return graph


def column_verdicts(
    examples: list[Example], shapes: Graph, facts: FactVocabulary
) -> dict[tuple[URIRef, URIRef], bool]:
    """What the columns say: whether each record (of one type and date) conforms to each shape."""
    reader = ShaclReader(shapes, facts.record_types, examples[0].record_type)
    classes = {notation: URIRef(iri) for iri, notation in facts.record_types.items()}
    targets = sorted(shapes.subjects(SH.targetClass, classes[examples[0].record_type]), key=str)
    table, connection = fact_table(examples, facts)
    table.add(facts.facts)
    wanted = {f"s{n}": closed(reader.condition(s), table) for n, s in enumerate(targets)}
    return {
        (URIRef(str(targets[int(name[1:])])), example.node): bool(value)
        for example, row in zip(examples, select(table, connection, wanted), strict=True)
        for name, value in row.items()
    }
