"""The norms and routes that rest on a provision or act."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import Graph, URIRef
from rdflib.term import Node

from lovgraf.core.terms import ELI
from lovgraf.law.view import Law


def resting_on(law: Law, iri: str) -> list[str]:
    """A norm or route itself, or all (by IRI) that rest on a provision or act."""
    known = {*law.norms, *(route.iri for route in law.access.stated)}
    if iri in known:
        return [iri]
    norms = law.norms.values()
    found = [norm.iri for norm in norms if _rests(law.graph, norm.provisions, iri)]
    routes = law.access.stated
    return found + [r.iri for r in routes if _rests(law.graph, (r.provision or "",), iri)]


def _rests(graph: Graph, provisions: Iterable[str], whole: str) -> bool:
    for provision in provisions:
        node: Node | None = URIRef(provision)
        while node is not None:
            if str(node) == whole:
                return True
            node = graph.value(node, ELI.is_part_of)
    return False
