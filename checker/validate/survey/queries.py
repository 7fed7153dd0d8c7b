"""SPARQL and expressions in shapes: what of them would be ignored rather than evaluated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rdflib import OWL, RDF, SH, Literal, URIRef
from rdflib.term import Node

from lovgraf.conditions.shacl.queries import Use, refused_query
from lovgraf.conditions.shacl.terms import local
from lovgraf.core.terms import Text
from lovgraf.validate.survey.finding import Finding
from lovgraf.validate.survey.outline import Outline

_CONSTRAINT = Use("SELECT", bound=True, tells_this=True)
_TARGET = Use("SELECT", bound=False, tells_this=True)
_FUNCTION = Use("SELECT", bound=False, tells_this=False)


def wrong_queries(outline: Outline, shape: Node) -> Iterator[Finding]:
    """The constraints, targets and expressions of a shape that would not be evaluated."""
    graph = outline.graph
    for node in graph.objects(shape, SH.sparql):
        if isinstance(node, Literal) or outline.deactivated(node):
            continue
        wrong = wrong_query(outline, node, SH.select)
        if wrong is not None:
            yield _finding(outline, shape, SH.sparql, node, wrong)
    for node in graph.objects(shape, SH.target):
        if not isinstance(node, Literal) and (wrong := _wrong_target(outline, node)) is not None:
            yield _finding(outline, shape, SH.target, node, wrong)
    for node in graph.objects(shape, SH.expression):
        if not outline.deactivated(node) and (wrong := _wrong_expression(outline, node)):
            yield _finding(outline, shape, SH.expression, node, wrong)


def wrong_functions(outline: Outline) -> Iterator[Finding]:
    """Functions in SPARQL that cannot be evaluated: any query may call them."""
    for node in sorted(outline.graph.subjects(RDF.type, SH.SPARQLFunction), key=str):
        if node in outline.live:
            queries = [p for p in (SH.select, SH.ask) if (node, p, None) in outline.graph]
            wrong = wrong_query(outline, node, *(queries or [SH.select]), use=_FUNCTION)
            if wrong is not None:
                said = Text(f"{node}: {wrong.da}", f"{node}: {wrong.en}")
                at = next(iter(outline.graph.triples((node, (queries or [RDF.type])[0], None))))
                yield Finding(said, at, hard=True)


def wrong_query(
    outline: Outline, node: Node, *properties: URIRef, use: Use | None = None
) -> Text | None:
    """Why the one query of a node at one of some properties is not evaluated, or None; it is for a
    constraint unless `use` says something else."""
    graph = outline.graph
    queries = [query for p in properties for query in graph.objects(node, p)]
    if len(queries) != 1 or not isinstance(queries[0], Literal):
        names = " / ".join(f"sh:{local(p)}" for p in properties)
        return Text(f"SPARQL uden netop én {names}", f"SPARQL without exactly one {names}")
    known = set(graph.subjects(RDF.type, SH.SPARQLFunction))
    asks = (node, SH.ask, queries[0]) in graph
    use = replace(use or _CONSTRAINT, form="ASK" if asks else "SELECT")
    use = replace(use, tells_this=use.tells_this and not asks)
    return refused_query(str(queries[0]), _prefixes(outline, node), known, use)


def _prefixes(outline: Outline, node: Node) -> dict[str, str]:
    """The prefixes that a query may use: the file's, and those that `sh:prefixes` names."""
    graph = outline.graph
    found = {prefix: str(namespace) for prefix, namespace in graph.namespaces()}
    for named in graph.objects(node, SH.prefixes):
        for declaring in graph.transitive_objects(named, OWL.imports):
            for declaration in graph.objects(declaring, SH.declare):
                prefix = graph.value(declaration, SH.prefix, any=True)
                found[str(prefix)] = str(graph.value(declaration, SH.namespace, any=True))
    return found


def _wrong_target(outline: Outline, node: Node) -> Text | None:
    graph = outline.graph
    if (node, SH.select, None) in graph:
        return wrong_query(outline, node, SH.select, use=_TARGET)
    kinds = set(graph.objects(node, RDF.type))
    for kind in kinds & set(graph.subjects(RDF.type, SH.SPARQLTargetType)):
        parameters = [
            path
            for parameter in graph.objects(kind, SH.parameter)
            if str(graph.value(parameter, SH.optional)) not in ("true", "1")
            for path in graph.objects(parameter, SH.path)
        ]
        missing = sorted(str(path) for path in parameters if (node, path, None) not in graph)
        if missing:
            return Text(
                f"sh:target uden {', '.join(missing)}", f"sh:target without {', '.join(missing)}"
            )
        return wrong_query(outline, kind, SH.select, use=_TARGET)
    return Text("sh:target af en ukendt art", "sh:target of an unknown kind")


def _wrong_expression(outline: Outline, node: Node, depth: int = 0) -> Text | None:
    """Why a node expression is not evaluated, or None; only named forms are."""
    graph = outline.graph
    if isinstance(node, URIRef | Literal):
        return None
    used = set(graph.predicates(node)) - {SH.message, SH.deactivated, SH.severity, RDF.type}
    parts: list[Node] = []
    known = depth < 8
    if used in ({SH.union}, {SH.intersection}):
        parts = outline.members(graph.value(node, used.pop(), any=True) or node)
    elif used == {SH.filterShape, SH.nodes}:
        parts = list(graph.objects(node, SH.nodes))
    elif len(used) == 1 and (used <= set(graph.subjects(RDF.type, SH.SPARQLFunction))):
        parts = outline.members(graph.value(node, used.pop(), any=True) or node)
    elif used != {SH.path}:
        known = False
    if not known:
        return Text(
            "sh:expression af en art, som ikke er understøttet",
            "sh:expression of a kind that is not implemented",
        )
    wrong = (_wrong_expression(outline, part, depth + 1) for part in parts)
    return next((one for one in wrong if one is not None), None)


def _finding(outline: Outline, shape: Node, predicate: URIRef, node: Node, wrong: Text) -> Finding:
    name = local(predicate)
    said = Text(f"sh:{name}: {wrong.da}", f"sh:{name}: {wrong.en}")
    triple = (shape, predicate, node)
    at = next(iter(outline.graph.triples((node, SH.select, None))), triple)
    return Finding(said, at, (triple,), shape)
