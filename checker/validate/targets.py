"""The focus nodes of a shape (SHACL, section 2.1.3) as a table."""

from __future__ import annotations

from rdflib import SH, Graph, Literal, URIRef
from rdflib.term import Node

from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import Text
from lovgraf.readers.triples.store import TripleStore
from lovgraf.validate.evaluate import Evaluator
from lovgraf.validate.shapes import ShapesReader


def focus_nodes(store: TripleStore, reader: ShapesReader, evaluator: Evaluator, shape: Node) -> str:
    """A table of `id`, each once. Raises `NotCompilable` for a target that is ill-formed."""
    graph = reader.graph
    parts: list[str] = []
    tables: list[str] = []
    if (shape, SH.target, None) in graph:
        raise NotCompilable(shape, "sh:target")
    for node in graph.objects(shape, SH.targetNode):
        if not isinstance(node, URIRef | Literal):
            raise NotCompilable(shape, Text("en blank knude som mål", "a blank node as target"))
        parts.append(f"SELECT {store.id(node)} AS id")
    for predicate, column in ((SH.targetSubjectsOf, "s"), (SH.targetObjectsOf, "o")):
        for node in graph.objects(shape, predicate):
            if not isinstance(node, URIRef):
                raise NotCompilable(
                    shape, Text("et mål, som ikke er en IRI", "a target that is no IRI")
                )
            parts.append(f"SELECT {column} AS id FROM triple WHERE p = {store.id(node)}")
    classes = set(graph.objects(shape, SH.targetClass))
    if shape in reader.implicit:
        classes.add(shape)
    for kind in sorted(classes, key=str):
        if not isinstance(kind, URIRef):
            raise NotCompilable(
                shape, Text("et mål, som ikke er en IRI", "a target that is no IRI")
            )
        instances = evaluator.classes.instances(kind)
        if store.any(instances):
            tables.append(instances)
    if len(tables) == 1 and not parts:
        return tables[0]
    parts += [f"SELECT id FROM {table}" for table in tables]
    return evaluator.candidates(" UNION ".join(sorted(parts))) if parts else store.empty()


def absent_targets(
    store: TripleStore, evaluator: Evaluator, graph: Graph, shape: Node
) -> list[Node]:
    """The classes and properties by which a shape names its targets and that the data lacks."""
    classes = {
        kind for kind in graph.objects(shape, SH.targetClass)
        if isinstance(kind, URIRef) and not store.any(evaluator.classes.instances(kind))
    }  # fmt: skip
    properties = {
        node
        for predicate in (SH.targetSubjectsOf, SH.targetObjectsOf)
        for node in graph.objects(shape, predicate)
        if isinstance(node, URIRef) and not store.has_predicate(node)
    }
    return sorted(classes | properties, key=str)
