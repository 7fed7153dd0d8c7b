"""Record quality: the shapes that a valid record meets, and what a table's flags say of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import RDF, SH, URIRef

from checker.cells.layout import WORD_BITS
from checker.cells.population import Coded, flag_counts
from checker.cells.table_plan import WEIGHT
from checker.conditions.from_shacl import ShaclReader
from checker.conditions.tree import Condition, facts_of
from checker.errors import InputError
from checker.law.view import Law
from checker.records.facts import Column
from checker.reports.result import QualityFinding
from checker.terms import Text, label, text_of

EXAMPLES = 5
_SEVERITIES = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "info"}


@dataclass(frozen=True)
class QualityShape:
    """A shape of record quality as a condition, with its message and the columns it reads."""

    iri: str
    condition: Condition
    severity: str
    message: Text
    columns: tuple[str, ...]
    reads: frozenset[str]
    """The columns by IRI."""


def quality_shapes(law: Law, record_type: str) -> tuple[dict[str, QualityShape], list[InputError]]:
    """The quality shapes of a type of record by IRI, and those that columns cannot express; read
    once, and for the shipped law kept in the user's cache."""
    return law.once(
        ("shapes", record_type),
        lambda: law.kept("shapes", [record_type], lambda: _read(law, record_type)),
    )


def _read(law: Law, record_type: str) -> tuple[dict[str, QualityShape], list[InputError]]:
    graph, types = law.graph, law.facts.record_types
    reader = ShaclReader(graph, types, record_type)
    found: dict[str, QualityShape] = {}
    refused: list[InputError] = []
    classes = [URIRef(iri) for iri, notation in types.items() if notation == record_type]
    for record_class in classes:
        for shape in sorted(graph.subjects(SH.targetClass, record_class), key=str):
            if (shape, RDF.type, SH.NodeShape) not in graph:
                continue
            try:
                condition = reader.condition(shape)
                columns = _columns(law, facts_of(condition))
            except InputError as error:
                refused.append(error)
                continue
            severity = _SEVERITIES.get(graph.value(shape, SH.severity) or SH.Violation, "error")  # type: ignore[call-overload]
            message = text_of(graph, shape, SH.message) or label(graph, shape)
            found[str(shape)] = QualityShape(
                str(shape), condition, severity, message, columns, _inputs(law, condition)
            )
    return found, refused


def _inputs(law: Law, condition: Condition) -> frozenset[str]:
    return frozenset().union(*(law.facts.inputs(iri) for iri in facts_of(condition)))


def _columns(law: Law, facts: Iterable[str]) -> tuple[str, ...]:
    found = {
        column.name
        for iri in facts
        for other in law.facts.inputs(iri)
        if isinstance(column := law.facts[other], Column)
    }
    return tuple(sorted(found))


def shape_findings(population: Coded, shapes: Mapping[str, QualityShape]) -> list[QualityFinding]:
    """What the flags of the cells say of each shape: how many records, which first."""
    plan = population.plan.plan
    flagged = flag_counts(population.connection, population.coded, plan.flag_words, "q", WEIGHT)
    found = []
    for number, iri in enumerate(plan.flags):
        word, bit = divmod(number, WORD_BITS)
        count = flagged.get((word, bit), 0)
        if count:
            rows = population.first_rows(f"q{word} & {1 << bit} <> 0", EXAMPLES)
            found.append(shape_finding(shapes[iri], count, rows))
    return found


def shape_finding(
    shape: QualityShape, count: int, examples: tuple[int, ...] = ()
) -> QualityFinding:
    """The finding that so many records violate a shape."""
    return QualityFinding(
        code=shape.iri,
        severity=shape.severity,
        column=shape.columns[0] if len(shape.columns) == 1 else None,
        message=shape.message,
        count=count,
        examples=examples,
    )


def duplicate_finding(population: Coded, column: Column, kept: str) -> QualityFinding | None:
    """The finding that a value which must be unique occurs more than once (`kept` holds it)."""
    count, rows = population.twice(kept, no_values(column), EXAMPLES)
    return not_unique(column, count, rows) if count else None


def no_values(column: Column) -> list[str]:
    """The words of a column that only say whether there is a value, and are none."""
    return [word for word in (column.absent_value, column.present_value) if word is not None]


def not_unique(
    column: Column, count: int, rows: tuple[int, ...], files: tuple[str, ...] = ()
) -> QualityFinding:
    """The finding that so many rows hold a value that occurs elsewhere; the first of them."""
    return QualityFinding(
        code="not-unique",
        severity="error",
        column=column.name,
        message=Text(
            f"Værdien i kolonnen {column.name} ({column.label.da}) forekommer i flere rækker; "
            "behold den rigtige række eller ret værdien.",
            f"The value in the column {column.name} ({column.label.en}) occurs in several rows; "
            "keep the right row or correct the value.",
        ),
        count=count,
        examples=rows,
        example_files=files,
    )
