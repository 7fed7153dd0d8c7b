"""The names of records by their type."""

from __future__ import annotations

from rdflib import Graph, URIRef

from lovgraf.core.terms import RECORD, Text, label, text_of
from lovgraf.facts.vocabulary import FactVocabulary


def plural_of(graph: Graph, facts: FactVocabulary, record_type: str) -> Text:
    """What several records of a type (a notation) are called: "payments"; where the graph does not
    say, what one is called."""
    for iri, notation in facts.record_types.items():
        if notation == record_type:
            return text_of(graph, URIRef(iri), RECORD.plural) or label(graph, URIRef(iri))
    return Text(record_type, record_type)
