"""The SPARQL questions of the library that have to do with a name of the graph."""

from __future__ import annotations

import re
from functools import cache

from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.term import Node

from lovgraf.core.terms import BASE, PREFIXES, absolute
from lovgraf.query.library import Question, questions
from lovgraf.query.parameters import OWN

_NAME = re.compile(r"<([^>\s]*)>|\b([a-z]+):([A-Za-z][\w-]*)")
_OWN = {parameter.name for parameter in OWN}


@cache
def _named() -> dict[str, frozenset[str]]:
    """The IRIs that each question names, by the name of the question."""
    found = {}
    for question in questions().values():
        mentioned = set()
        for match in _NAME.finditer(question.text):
            if match[1] is not None:
                mentioned.add(absolute(match[1]))
            elif match[2] in PREFIXES:
                mentioned.add(PREFIXES[match[2]] + match[3])
        found[question.name] = frozenset(mentioned)
    return found


def using(iri: str) -> tuple[Question, ...]:
    """The questions in which a resource is named."""
    return tuple(one for one in questions().values() if iri in _named()[one.name])


def about(graph: Graph, node: URIRef) -> tuple[Question, ...]:
    """The others that have it in their answers or can be asked about it.

    They name a class that it belongs to, or a property with which something speaks of it; or they
    have a parameter whose default is of a kind with it.
    """
    kinds = _kinds(graph, node)
    terms = {str(kind) for kind in kinds} | {str(p) for p in graph.predicates(None, node)}
    own = {term for term in terms if term.startswith(BASE)}
    return tuple(
        one
        for one in questions().values()
        if str(node) not in _named()[one.name]
        and (own & _named()[one.name] or _asks_for(graph, one, kinds))
    )


def _kinds(graph: Graph, node: Node) -> set[Node]:
    """The classes to which something belongs by what is stated."""
    return {
        over
        for kind in graph.objects(node, RDF.type)
        for over in graph.transitive_objects(kind, RDFS.subClassOf)
        if over is not None
    }


def _asks_for(graph: Graph, question: Question, kinds: set[Node]) -> bool:
    """Whether a parameter of a question takes such a thing."""
    return any(
        kinds & set(graph.objects(URIRef(absolute(parameter.default)), RDF.type))
        for parameter in question.parameters
        if parameter.type == "iri" and parameter.name not in _OWN
    )
