"""The law as a store of named graphs, the law in force on a date among them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, Graph, URIRef

from checker.law import Law
from checker.law.graph import ONTOLOGY, uncollected
from checker.query import graphs
from checker.query.contents import Contents, contents_of
from checker.query.graphs import NamedGraph
from checker.terms import BASE, CORE, label
from checker.turtle import parse_turtle
from checker.turtle_terms import TermWriter

KEPT = 8
"""How many dates' graphs stay in the store."""


class QueryData:
    """The graphs of a law, with proposals as graphs of their own beside it.

    The store is read in forked children only; `lock` is held while it changes or a child is made.
    What the shipped law holds is kept in the user's cache, by content.
    """

    def __init__(self, law: Law, proposals: Mapping[str, Graph] | None = None) -> None:
        self.law = law
        self.lock = threading.Lock()
        self.store = ox.Store()
        self._days: OrderedDict[date, None] = OrderedDict()
        own = proposals or {}
        self._graphs = (law.graph, *own.values())
        with uncollected():
            self.contents: Contents = law.kept("queries", (), lambda: contents_of(law.graph))
            self._fill(own)
        self.named: tuple[NamedGraph, ...] = (
            *self.contents.named,
            *(NamedGraph(i, "proposal", label(g, URIRef(i))) for i, g in sorted(own.items())),
        )
        """The graphs that a query sees by name: the acts, the report, the vocabulary, proposals."""
        self.names = frozenset(graph.iri for graph in self.named) | {graphs.EVERYTHING}
        """The IRIs of the graphs that exist whatever the date."""

    def knows(self, iri: str) -> bool:
        """Whether an IRI names one of the graphs, the law in force on some date among them."""
        return iri in self.names or graphs.day_of(iri) is not None

    def has(self, iri: str) -> bool:
        """Whether the law or a proposal says something of an IRI."""
        return any((URIRef(iri), None, None) in graph for graph in self._graphs)

    def subjects(self) -> Iterator[str]:
        """What the law and the proposals say something of; blank nodes left out."""
        for graph in self._graphs:
            yield from {str(s) for s in graph.subjects() if isinstance(s, URIRef)}

    def prepare(self, days: Sequence[date]) -> None:
        """Put the graphs of dates into the store, and take out those not asked for lately."""
        with self.lock, uncollected():
            for day in days:
                if day in self._days:
                    self._days.move_to_end(day)
                else:
                    self._add(self.contents.in_force(day), graphs.in_force(day))
                    self._days[day] = None
            while len(self._days) > max(KEPT, len(days)):
                old, _ = self._days.popitem(last=False)
                self.store.remove_graph(ox.NamedNode(graphs.in_force(old)))

    def _fill(self, proposals: Mapping[str, Graph]) -> None:
        contents = self.contents
        own: list[list[str]] = [[] for _ in contents.named]
        for line, home in zip(contents.lines, contents.homes, strict=True):
            own[home].append(line)
        for graph, lines in zip(contents.named, own, strict=True):
            self._add(lines, graph.iri)
        self._add(contents.lines, graphs.EVERYTHING)
        self._add((line for _, line in contents.derived), graphs.EVERYTHING)
        self._add(contents.inferred, graphs.EVERYTHING)
        write = TermWriter().line
        for iri, content in proposals.items():
            self._add((write(*triple) for triple in content), iri)

    def _add(self, lines: Iterable[str], graph: str) -> None:
        """Add lines of N-Triples to a graph; parsing them keeps the names of blank nodes."""
        self.store.bulk_extend(_quads(lines, graph))


def _quads(lines: Iterable[str], graph: str) -> Iterator[ox.Quad]:
    end = f" <{graph}> .\n"
    text = end.join(lines)
    return ox.parse(text + end if text else "", format=ox.RdfFormat.N_QUADS)


def proposal_graphs(paths: Iterable[Path]) -> dict[str, Graph]:
    """Files of proposals as graphs by name: the proposal in it, else `proposal/` and the file's.

    Raises `InputError` with file, line and column.
    """
    found: dict[str, Graph] = {}
    for path in paths:
        content = parse_turtle(path)
        names = sorted(map(str, content.subjects(RDF.type, CORE.Proposal)))
        found[names[0] if names else f"{BASE}proposal/{path.stem}"] = content
    return found


def shipped_proposals() -> list[Path]:
    """The files of the proposals that come with the law."""
    return sorted((ONTOLOGY / "proposal").glob("*.ttl"))
