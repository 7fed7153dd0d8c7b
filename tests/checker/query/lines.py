"""Triples as the query data hold them: lines of N-Triples without their full stops."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
from rdflib import Graph

from lovgraf.core.turtle_terms import TermReader
from lovgraf.law.store import graph_for_shacl


def read(texts: Iterable[bytes]) -> Graph:
    """The graph of some texts, of which a blank node's name says the same in each."""
    end = b" .\n"
    lines = b"".join(text.replace(b"\n", end) + end for text in texts if text)
    return TermReader().fill(graph_for_shacl(), ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))
