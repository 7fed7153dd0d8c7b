"""The shapes of the law graph, run by pySHACL, as findings of the shapes that have names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from rdflib import RDF, SH, BNode, Graph, URIRef
from rdflib.term import Node

from checker.lint.finding import LintFinding, Severity
from checker.lint.sources import Sources
from checker.terms import BASE, Text, relative, text_of

SHAPES = (URIRef(BASE + "shape/law"), URIRef(BASE + "shape/shape"))
PROPOSAL_SHAPES = (URIRef(BASE + "shape/proposal"),)
_SEVERITIES: dict[Node, Severity] = {
    SH.Violation: "error",
    SH.Warning: "warning",
    SH.Info: "info",
}


def named_shapes(graph: Graph, families: tuple[URIRef, ...] = SHAPES) -> list[URIRef]:
    """The shapes of some families: what a well-formed law graph, and a well-formed shape, is."""
    prefixes = tuple(f"{iri}/" for iri in families)
    return sorted(
        s
        for s in graph.subjects(RDF.type, SH.NodeShape)
        if isinstance(s, URIRef) and str(s).startswith(prefixes)
    )


def validate(
    data: Graph, shapes: Graph, names: Iterable[URIRef] | None = None
) -> Iterator[tuple[URIRef, Node]]:
    """The named shapes (or some of them) that a graph violates, each with the node that violates
    it, once each."""
    from pyshacl import validate as run

    only = Graph(bind_namespaces="none")
    owners: dict[Node, URIRef] = {}
    for shape in named_shapes(shapes) if names is None else names:
        _copy(shapes, shape, shape, only, owners)
    _, report, _ = run(data, shacl_graph=only, inplace=True, meta_shacl=False)
    seen = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        source, focus = report.value(result, SH.sourceShape), report.value(result, SH.focusNode)
        owner = owners.get(source) if source is not None else None
        if owner is not None and focus is not None and (owner, focus) not in seen:
            seen.add((owner, focus))
            yield owner, focus


def _copy(
    source: Graph, node: Node, owner: URIRef, target: Graph, owners: dict[Node, URIRef]
) -> None:
    owners[node] = owner
    for triple in source.triples((node, None, None)):
        target.add(triple)
        if isinstance(triple[2], BNode):
            _copy(source, triple[2], owner, target, owners)


def shape_findings(
    sources: Sources, shapes: Graph | None = None, codes: Collection[str] | None = None
) -> list[LintFinding]:
    """What shapes (those in the files themselves, if no others; or those of some codes) say of the
    files."""
    shapes = sources.graph if shapes is None else shapes
    names = [s for s in named_shapes(shapes) if codes is None or _code(s) in codes]
    found = []
    for shape, focus in validate(sources.graph, shapes, names):
        severity = shapes.value(shape, SH.severity) or SH.Violation
        message = text_of(shapes, shape, SH.message) or Text(str(shape), str(shape))
        home = sources.home(focus)
        found.append(
            LintFinding(
                _code(shape),
                _SEVERITIES.get(severity, "error"),
                message,
                sources.file(home),
                "" if isinstance(home, BNode) else relative(str(home)),
            )
        )
    return found


def _code(shape: URIRef) -> str:
    return relative(str(shape)).removeprefix("shape/")
