"""How a column is asked for, and what it costs to find out, as far as the graph says."""

from __future__ import annotations

from collections.abc import Mapping

from rdflib import URIRef
from rdflib.namespace import SKOS

from lovgraf.core.terms import CORE, Text, text_of
from lovgraf.facts.fact import Column
from lovgraf.law.view import Law

_BY_TYPE = {"boolean": 1.0, "date": 1.5, "integer": 1.5, "decimal": 2.0, "string": 1.5}


def usual_cost(column: Column) -> float:
    """What it costs to ask for a column of which nothing is said: by the kind of its value."""
    return 6.0 if column.personal and column.datatype == "string" else _BY_TYPE[column.datatype]


def asked_first(law: Law) -> Mapping[str, Column]:
    """The plain column that is asked for before each of its details (IRI)."""

    def read() -> dict[str, Column]:
        graph, facts = law.graph, law.facts.facts
        pairs = (
            (str(graph.value(node, CORE.askedColumn)), facts[str(plain)])
            for node, plain in graph.subject_objects(CORE.askedAfter)
        )
        return {iri: plain for iri, plain in pairs if isinstance(plain, Column)}

    return law.once(("asked first",), read)


def usual_years(law: Law) -> Mapping[str, int]:
    """How many years ago the day of each column (IRI) usually lies at least."""

    def read() -> dict[str, int]:
        graph = law.graph
        return {
            str(graph.value(node, CORE.askedColumn)): int(str(years))
            for node, years in graph.subject_objects(CORE.usuallyYearsAgo)
        }

    return law.once(("usual years",), read)


def costs_of(law: Law) -> Mapping[str, tuple[Text | None, float | None]]:
    """The words with which each column is asked for, and its cost, as far as the graph says."""

    def read() -> dict[str, tuple[Text | None, float | None]]:
        graph, found = law.graph, {}
        for node, column in graph.subject_objects(CORE.askedColumn):
            cost = graph.value(node, CORE.askingCost)
            weight = graph.value(cost, CORE.costWeight) if cost is not None else None
            words = text_of(graph, URIRef(str(node)), SKOS.prefLabel)
            found[str(column)] = (words, float(str(weight)) if weight is not None else None)
        return found

    return law.once(("askings",), read)
