"""Triples as the query data hold them: lines of N-Triples without their full stops."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pyoxigraph as ox
from rdflib import Graph, URIRef

from lovgraf.core.turtle_terms import TermReader
from lovgraf.law.store import graph_for_shacl


def read(texts: Iterable[bytes], only: Collection[URIRef] = ()) -> Graph:
    """The graph of some texts, of which a blank node's name says the same in each; of all that is
    read it has all, or what some predicates say."""
    end = b" .\n"
    lines = b"".join(text.replace(b"\n", end) + end for text in texts if text)
    quads: Iterable[ox.Quad] = ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)
    wanted = {ox.NamedNode(str(predicate)) for predicate in only}
    if wanted:
        quads = (quad for quad in quads if quad.predicate in wanted)
    return TermReader().fill(graph_for_shacl(), quads)
