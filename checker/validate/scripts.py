"""What neither engine runs: JavaScript in shapes (SHACL-JS) is refused by name."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF, SH, Graph
from rdflib.term import Node

from checker.errors import InputError

_NOT_SHAPES = frozenset({SH["class"], SH.targetClass, SH.targetNode, SH.datatype, SH.nodeKind})


def refuse_scripts(graph: Graph, shapes: Iterable[Node]) -> None:
    """Raise `InputError` where shapes, or those they refer to, are written in JavaScript."""
    custom = _scripted_parameters(graph)
    for shape in sorted(shapes, key=str):
        for node in _reached(graph, shape):
            used = set(graph.predicates(node))
            if SH.js in used or SH.jsFunctionName in used or used & custom:
                raise InputError(
                    f"Formen {shape} bruger JavaScript (sh:js), som ikke køres; slå det fra "
                    "(sh:deactivated), eller skriv det om.",
                    f"The shape {shape} uses JavaScript (sh:js), which is not run; deactivate it "
                    "(sh:deactivated) or write it anew.",
                )


def _reached(graph: Graph, shape: Node) -> set[Node]:
    """A shape, what it refers to, and so on, without what is deactivated."""
    found, new = {shape}, [shape]
    while new:
        node = new.pop()
        if str(graph.value(node, SH.deactivated)) == "true":
            found.discard(node)
            continue
        for predicate, value in graph.predicate_objects(node):
            leads = str(predicate).startswith(str(SH)) or predicate in (RDF.first, RDF.rest)
            if leads and predicate not in _NOT_SHAPES and value not in found:
                found.add(value)
                new.append(value)
    return found


def _scripted_parameters(graph: Graph) -> set[Node]:
    """The parameters of constraint components that only JavaScript validates."""
    found: set[Node] = set()
    for component in graph.subjects(SH.parameter):
        validators = [
            validator
            for predicate in (SH.validator, SH.nodeValidator, SH.propertyValidator)
            for validator in graph.objects(component, predicate)
        ]
        if validators and all((v, SH.jsFunctionName, None) in graph for v in validators):
            for parameter in graph.objects(component, SH.parameter):
                found.update(graph.objects(parameter, SH.path))
    return found
