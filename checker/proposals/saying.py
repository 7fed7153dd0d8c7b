"""What a proposal that is put together writes: labels, and classes with their words."""

from __future__ import annotations

import re

from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SKOS

from lovgraf.conditions.tree import Condition
from lovgraf.conditions.words import Words
from lovgraf.core.terms import Text
from lovgraf.law.norms import Norm
from lovgraf.law.view import Law
from lovgraf.proposals.owl_text import write_class
from lovgraf.proposals.phrase import in_words


def define(graph: Graph, name: URIRef, condition: Condition, law: Law) -> Text:
    """A class of those for whom a condition holds, called what it says; gives the words."""
    said = in_words(condition, Words(law.graph, law.facts))
    graph.add((name, RDF.type, OWL.Class))
    graph.add((name, OWL.equivalentClass, write_class(graph, condition)))
    say(graph, name, said)
    return said


def say(graph: Graph, subject: URIRef, text: Text) -> None:
    """A label and a definition in both languages; control characters become spaces."""
    for lang, value in text.as_dict().items():
        clean = re.sub(r"[\x00-\x1f\x7f]+", " ", value).strip()
        graph.add((subject, RDFS.label, RdfLiteral(clean, lang=lang)))
        graph.add((subject, SKOS.definition, RdfLiteral(clean, lang=lang)))


def record_type(norm: Norm, law: Law) -> URIRef:
    """The type of record of a norm, as the graph names it."""
    return URIRef(next(i for i, n in law.facts.record_types.items() if n == norm.record_type))
