"""Record quality: the shapes that a valid record meets, and what a table's flags say of them."""

from __future__ import annotations

from collections.abc import Mapping

from rdflib import RDF, SH, URIRef

from lovgraf.check.contradictions import contradictions
from lovgraf.check.filler_days import filler_days
from lovgraf.check.quality_shape import QualityShape
from lovgraf.conditions.from_shacl import ShaclReader
from lovgraf.conditions.tree import Compare, Condition, questions
from lovgraf.core.errors import InputError
from lovgraf.core.refusal import NotCompilable
from lovgraf.core.result import FIRST_ROWS, QualityFinding
from lovgraf.core.terms import Text, label, text_of
from lovgraf.engine.layout import WORD_BITS
from lovgraf.engine.population import Coded, flag_counts
from lovgraf.engine.table_plan import WEIGHT
from lovgraf.facts.fact import Column
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law.view import Law

_STATED_IN = ("quality-shapes-stated-in",)
_SEVERITIES = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "info"}


def quality_shapes(law: Law, record_type: str) -> tuple[dict[str, QualityShape], list[InputError]]:
    """The quality shapes of a type of record by IRI, also those that follow from what columns say
    of each other, and those that columns cannot express; read once, and for the shipped law kept in
    the user's cache."""
    of = law.once(_STATED_IN, lambda: law)
    return of.once(
        ("shapes", record_type),
        lambda: _with_derived(of, record_type, written_shapes(of, record_type)),
    )


def share_quality_shapes(old: Law, new: Law) -> None:
    """Let a law have the quality shapes of another one, of whose facts and shapes none differs."""
    new.having(_STATED_IN, old.once(_STATED_IN, lambda: old))


Shapes = tuple[dict[str, QualityShape], list[InputError]]


def written_shapes(law: Law, record_type: str) -> Shapes:
    """Those of them that the graph states."""
    return law.kept("shapes", [record_type], lambda: _read(law, record_type))


def _with_derived(law: Law, record_type: str, written: Shapes) -> Shapes:
    """Shapes with what columns say of each other, and of days that stand for none, beside them."""
    found, refused = written
    derived = {**contradictions(law, record_type), **filler_days(law, record_type)}
    return {**found, **derived}, refused


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
            severity = _SEVERITIES.get(graph.value(shape, SH.severity) or SH.Violation, "error")  # type: ignore[call-overload]
            message = text_of(graph, shape, SH.message) or label(graph, shape)
            try:
                condition = reader.condition(shape)
                _refuse_several(condition, law.facts)
                found[str(shape)] = QualityShape.of(
                    law.facts, str(shape), condition, severity, message
                )
            except InputError as error:
                refused.append(_not_checked(message, error))
    return found, refused


def _refuse_several(condition: Condition, facts: FactVocabulary) -> None:
    """Raise `NotCompilable` for a comparison of several values, which columns cannot express."""
    for question in questions(condition):
        if isinstance(question, Compare):
            for fact in (question.fact, question.other):
                if facts[fact].multi:
                    raise NotCompilable(
                        fact,
                        Text(
                            "en sammenligning af oplysninger med flere værdier",
                            "a comparison of facts with several values",
                        ),
                    )


def _not_checked(message: Text, error: InputError) -> InputError:
    """Says which demand on records is not checked, and why."""
    return InputError(
        f"Registreringernes kvalitet er ikke kontrolleret for »{message.da}«: {error.message.da}",
        f'The quality of records was not checked for "{message.en}": {error.message.en}',
    )


def shape_findings(population: Coded, shapes: Mapping[str, QualityShape]) -> list[QualityFinding]:
    """What the flags of the cells say of each shape: how many records, which first."""
    plan = population.plan.plan
    flagged = flag_counts(population.connection, population.coded, plan.flag_words, "q", WEIGHT)
    broken, conditions = list[tuple[QualityShape, int]](), list[str]()
    for number, iri in enumerate(plan.flags):
        word, bit = divmod(number, WORD_BITS)
        if count := flagged.get((word, bit), 0):
            broken.append((shapes[iri], count))
            conditions.append(f"q{word} & {1 << bit} <> 0")
    rows = population.first_rows(conditions, FIRST_ROWS)
    return [shape_finding(*one, first) for one, first in zip(broken, rows, strict=True)]


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
        columns=shape.columns,
    )


def duplicate_finding(population: Coded, column: Column, kept: str) -> QualityFinding | None:
    """The finding that a value which must be unique occurs more than once (`kept` holds it)."""
    count, rows = population.twice(kept, no_values(column), FIRST_ROWS)
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
