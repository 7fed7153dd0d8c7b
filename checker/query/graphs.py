"""The names of the graphs that can be queried, and which graph a resource belongs to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import Literal

from msgspec import Struct
from rdflib import RDF, BNode, Graph, Namespace
from rdflib.term import Node

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, CORE, Text

GRAPHS = BASE + "graph/"
EVERYTHING = GRAPHS + "everything"
"""All acts, the report and the vocabulary at all times, with when each thing holds."""
VOCABULARY = GRAPHS + "vocabulary"
"""What acts share: facts, code lists, classes, shapes, authorities, capabilities, routes."""
REPORT = BASE + "report"
_OF_A_DAY = re.compile(re.escape(GRAPHS) + r"(?:in-force|relations)/(\d{4}-\d{2}-\d{2})")
_QB = Namespace("http://purl.org/linked-data/cube#")
_OF_REPORT = (
    CORE.Claim, CORE.Finding, CORE.Figure, _QB.DataSet, _QB.DataStructureDefinition,
    _QB.ComponentSpecification, _QB.DimensionProperty, _QB.MeasureProperty, _QB.AttributeProperty,
)  # fmt: skip

Kind = Literal["act", "source", "report", "vocabulary", "proposal", "everything", "in-force"]


class NamedGraph(Struct, frozen=True):
    """A graph with a name: its IRI, what it is, and its label."""

    iri: str
    kind: Kind
    label: Text


def in_force(day: date) -> str:
    """The name of the graph with the law in force on a date."""
    return f"{GRAPHS}in-force/{day.isoformat()}"


def relations(day: date) -> str:
    """The name of the graph with the relations of a date."""
    return f"{GRAPHS}relations/{day.isoformat()}"


def day_of(iri: str) -> date | None:
    """The date of such a name; None for any other IRI, or for a date that does not exist."""
    match = _OF_A_DAY.fullmatch(iri)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def unknown() -> InputError:
    """The error for a graph that is none of ours; an address is not repeated."""
    return InputError(
        "Grafen findes ikke her. Kun grafens egne navne kan bruges, fx "
        f"{VOCABULARY} eller {in_force(date(2014, 12, 1))}.",
        "There is no such graph here. Only the graph's own names can be used, such as "
        f"{VOCABULARY} or {in_force(date(2014, 12, 1))}.",
    )


class Owners:
    """Which graph each named resource of the law belongs to."""

    def __init__(self, graph: Graph) -> None:
        self.acts = frozenset(map(str, graph.subjects(RDF.type, CORE.Act)))
        self.sources = frozenset(map(str, graph.subjects(RDF.type, CORE.OutsideSource)))
        self.all = self.acts | self.sources
        self.reported = {s for kind in _OF_REPORT for s in graph.subjects(RDF.type, kind)}

    def graph_of(self, subject: Node) -> str:
        """The act or source that a resource stands under, else the report or the vocabulary."""
        iri = str(subject)
        if subject in self.reported or iri == REPORT:
            return REPORT
        return above(iri, self.all) or VOCABULARY


def above(iri: str, owners: Collection[str]) -> str | None:
    """The nearest of some IRIs at or above an IRI (`law/2012/528` above `law/2012/528/par/3`)."""
    while iri.startswith(BASE) and len(iri) > len(BASE):
        if iri in owners:
            return iri
        iri = iri.rpartition("/")[0]
    return None


def homes(triples: Iterable[tuple[Node, Node, Node]]) -> dict[Node, Node]:
    """For each blank node the named resource in whose description it stands."""
    parents: dict[Node, Node] = {o: s for s, _, o in triples if isinstance(o, BNode)}
    found: dict[Node, Node] = {}
    for node in parents:
        home: Node = node
        seen: set[Node] = {node}
        while home in parents and parents[home] not in seen:
            home = parents[home]
            seen.add(home)
        found[node] = home
    return found
