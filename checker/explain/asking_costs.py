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
