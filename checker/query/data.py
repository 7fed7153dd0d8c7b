"""The law as a store of named graphs, the law in force on a date among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from rdflib import RDF, Graph, URIRef

from lovgraf.core.terms import BASE, CORE, label
from lovgraf.core.turtle import parse_turtle
from lovgraf.core.turtle_terms import TermWriter
from lovgraf.law import Law
from lovgraf.law.graph import ONTOLOGY, uncollected
from lovgraf.query import graphs
from lovgraf.query.contents import Contents, contents_of
from lovgraf.query.graphs import NamedGraph
from lovgraf.query.pool import Pool, sprout


class QueryData:
    """The graphs of a law, with proposals as graphs of their own beside it.

    The triples are held by the processes of `pool`, not by this one. What the shipped law holds is
    kept in the user's cache, by content. `relations` gives those of a date (see
    `relations_from`, which is asked without it), or raises that they are not made yet.
    """

    def __init__(
        self,
        law: Law,
        proposals: Mapping[str, Graph] | None = None,
        relations: Callable[[date], bytes] | None = None,
    ) -> None:
        sprout()
        self.law = law
        own = proposals or {}
        self._graphs = (law.graph, *own.values())
        self._iris: frozenset[str] | None = None
        write = TermWriter().line
        triples = {i: "\n".join(write(*one) for one in g).encode() for i, g in own.items()}
        contents = contents_from(law)
        self.named: tuple[NamedGraph, ...] = (
            *contents.named,
            *(NamedGraph(i, "proposal", label(g, URIRef(i))) for i, g in sorted(own.items())),
        )
        """The graphs that a query sees by name: the acts, the report, the vocabulary, proposals."""
        self.names = frozenset(graph.iri for graph in self.named) | {graphs.EVERYTHING}
        """The IRIs of the graphs that exist whatever the date."""
        given = relations or (lambda day: relations_from(law, day))
        self.pool = Pool(lambda: contents_from(law), triples, given)
        """Who answers queries."""
        self.pool.prepare(contents)

    def knows(self, iri: str) -> bool:
        """Whether an IRI names one of the graphs, the law in force on some date among them."""
        return iri in self.names or graphs.day_of(iri) is not None

    def has(self, iri: str) -> bool:
        """Whether the law or a proposal says something of an IRI."""
        return any((URIRef(iri), None, None) in graph for graph in self._graphs)

    def iris(self) -> frozenset[str]:
        """What the law and the proposals say something of or by, and what they point at."""
        if self._iris is None:
            self._iris = frozenset(
                str(term) for g in self._graphs for one in g for term in one
                if isinstance(term, URIRef)
            )  # fmt: skip
        return self._iris

    def begins(self, space: str) -> bool:
        """Whether names of the graph begin so: what a query may cut them by."""
        return any(iri.startswith(space) for iri in self.iris())

    def subjects(self) -> Iterator[str]:
        """What the law and the proposals say something of; blank nodes left out."""
        for graph in self._graphs:
            yield from {str(s) for s in graph.subjects() if isinstance(s, URIRef)}


def contents_from(law: Law) -> Contents:
    """What the graphs of a law hold, from the user's cache where it is kept there."""
    with uncollected():
        return law.kept("queries", (), lambda: contents_of(law))


def relations_from(law: Law, day: date) -> bytes:
    """The relations of a date; see `relations`, which takes its time to be imported."""
    from lovgraf.query.relations import written

    # What is worked out holds on to nearly all that it makes: to look through it takes a second.
    with uncollected():
        return law.kept("relations", (day.isoformat(),), lambda: written(law.at(day)))


def kept_relations(law: Law, day: date) -> bytes | None:
    """The relations of a date where they are kept; None where they would have to be made."""
    try:
        return law.kept("relations", (day.isoformat(),), _not_there)
    except KeyError:
        return None


def _not_there() -> bytes:
    raise KeyError


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
