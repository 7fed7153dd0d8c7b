"""What a page says of itself as RDF, where it shows nothing that the law's graph has."""

from __future__ import annotations

from flask import request
from rdflib import BNode, Graph, URIRef
from rdflib.namespace import DCTERMS, RDFS

from lovgraf.core.terms import Text
from lovgraf_web.twins import put, titled


def told(title: Text, *said: Text) -> Graph:
    """The page at its address, with its title and what it tells."""
    graph = titled(title)
    for text in said:
        put(graph, URIRef(request.base_url), RDFS.comment, text)
    return graph


def add_part(graph: Graph, title: Text, about: Text) -> None:
    """A part of the page with its title and what is said under it."""
    part = BNode()
    graph.add((URIRef(request.base_url), DCTERMS.hasPart, part))
    put(graph, part, RDFS.label, title)
    put(graph, part, RDFS.comment, about)
