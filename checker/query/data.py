"""The law as a store of named graphs, the law in force on a date among them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, cast

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, XSD, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from checker.law import Law
from checker.law.graph import ONTOLOGY, uncollected
from checker.law.norms import KINDS, natural
from checker.law.time import Interval, interval, key_provision
from checker.query import graphs
from checker.query.facts_of import FactsOf
from checker.query.graphs import NamedGraph, Owners
from checker.query.hierarchy import apart, superclasses
from checker.terms import BASE, CORE, ELI, Text, label
from checker.turtle import parse_turtle
from checker.turtle_terms import TermWriter

KEPT = 8
"""How many dates' graphs stay in the store."""
_DATED = frozenset(
    [CORE[kind] for kind in KINDS]
    + [CORE.AccessRoute, CORE.Provision, CORE.Act, CORE.OutsideSource, CORE.Fee, CORE.Term]
)

_TIMES = (
    CORE.inForceFrom, CORE.inForceUntil, CORE.commencedBy, CORE.commencesWith, CORE.uncommenced,
    CORE.provision, ELI.is_part_of,
)  # fmt: skip


class _Entry(NamedTuple):
    """One triple, the dated things that it depends on, and the graph it belongs to."""

    triple: ox.Triple
    about: tuple[Node, ...]
    graph: str


class _Times:
    """What `interval` reads of a graph, indexed: each of its look-ups takes rdflib far longer."""

    def __init__(self, graph: Graph) -> None:
        self.dated = {s for s, kind in graph.subject_objects(RDF.type) if kind in _DATED}
        self._said: dict[tuple[Node, Node], list[Node]] = {}
        for predicate in _TIMES:
            for s, o in graph.subject_objects(predicate):
                self._said.setdefault((s, predicate), []).append(o)

    def objects(self, subject: Node, predicate: Node) -> list[Node]:
        """As `Graph.objects`."""
        return self._said.get((subject, predicate), [])

    def value(self, subject: Node, predicate: Node) -> Node | None:
        """As `Graph.value`."""
        return next(iter(self.objects(subject, predicate)), None)


class QueryData:
    """The graphs of a law, with proposals as graphs of their own beside it.

    The store is read in forked children only; `lock` is held while it changes or a child is made.
    """

    def __init__(self, law: Law, proposals: Mapping[str, Graph] | None = None) -> None:
        self.law = law
        self.lock = threading.Lock()
        self.store = ox.Store()
        self._terms = TermWriter()
        self._titles: dict[Node, Text] = {}
        self._days: OrderedDict[date, None] = OrderedDict()
        self._proposals = dict(proposals or {})
        with uncollected():
            self._fill()
        _ = self.names  # worked out here once, and not in every child anew

    @cached_property
    def owners(self) -> Owners:
        """Which graph a resource belongs to."""
        return Owners(self.law.graph)

    @cached_property
    def intervals(self) -> dict[Node, Interval]:
        """When each act, provision, norm, route, fee and term holds."""
        times = self._times
        return {subject: interval(cast(Graph, times), subject) for subject in times.dated}

    @cached_property
    def _times(self) -> _Times:
        return _Times(self.law.graph)

    @cached_property
    def named(self) -> tuple[NamedGraph, ...]:
        """The graphs that a query sees by name: the acts, the report, the vocabulary, proposals."""
        graph = self.law.graph
        used = {entry.graph for entry in self._entries}
        acts = [NamedGraph(i, "act", label(graph, URIRef(i))) for i in self.owners.acts & used]
        sources = self.owners.sources & used - {graphs.REPORT}
        found = sorted(acts, key=lambda one: natural(one.iri))
        found += [NamedGraph(i, "source", label(graph, URIRef(i))) for i in sorted(sources)]
        if graphs.REPORT in used:
            found.append(NamedGraph(graphs.REPORT, "report", label(graph, URIRef(graphs.REPORT))))
        words = Text("Ordforråd og alt, som retsakterne deler", "Vocabulary, and what acts share")
        found.append(NamedGraph(graphs.VOCABULARY, "vocabulary", words))
        found += [
            NamedGraph(iri, "proposal", label(content, URIRef(iri)))
            for iri, content in sorted(self._proposals.items())
        ]
        return tuple(found)

    @cached_property
    def names(self) -> frozenset[str]:
        """The IRIs of the graphs that exist whatever the date."""
        return frozenset(graph.iri for graph in self.named) | {graphs.EVERYTHING}

    def knows(self, iri: str) -> bool:
        """Whether an IRI names one of the graphs, the law in force on some date among them."""
        return iri in self.names or graphs.day_of(iri) is not None

    def prepare(self, days: Sequence[date]) -> None:
        """Put the graphs of dates into the store, and take out those not asked for lately."""
        with self.lock, uncollected():
            self._prepare(days)

    def _prepare(self, days: Sequence[date]) -> None:
        for day in days:
            if day in self._days:
                self._days.move_to_end(day)
                continue
            name = ox.NamedNode(graphs.in_force(day))
            self.store.bulk_extend(
                ox.Quad(t.subject, t.predicate, t.object, name) for t in self.in_force(day)
            )
            self._days[day] = None
        while len(self._days) > max(KEPT, len(days)):
            old, _ = self._days.popitem(last=False)
            self.store.remove_graph(ox.NamedNode(graphs.in_force(old)))

    def in_force(self, day: date) -> Iterator[ox.Triple]:
        """The law in force on a date: what is about nothing else, and the hierarchy of classes."""
        out = {node for node in self.intervals if not self._holds(node, day)}
        for entry in self._entries:
            if not any(node in out for node in entry.about):
                yield entry.triple
        for node, triple in self._derived:
            if node not in out:
                yield triple
        yield from self._inferred

    def _holds(self, node: Node, day: date) -> bool:
        """Whether something is in force; an act that nothing dates is cited, never in force."""
        when = self.intervals[node]
        undated = when.start is None and node not in self._uncommenced
        if undated and str(node) in self.owners.all:
            return when.end is None or day <= when.end
        return when.contains(day)

    @cached_property
    def _uncommenced(self) -> set[Node]:
        graph = self.law.graph
        return {s for s, said in graph.subject_objects(CORE.uncommenced) if str(said) == "true"}

    @cached_property
    def _entries(self) -> list[_Entry]:
        """Every triple of the law with what it hangs on: its subject, and a fee within a route."""
        graph, home = self.law.graph, graphs.homes(self.law.graph)
        owners: dict[Node, str] = {}
        found = []
        for s, p, o in graph:
            named = home.get(s, s)
            if named not in owners:
                owners[named] = self.owners.graph_of(named)
            about = tuple({node for node in (s, named) if node in self.intervals})
            if p == CORE.fee and o in self.intervals:
                about = (*about, o)
            found.append(_Entry(self._terms.triple(s, p, o), about, owners[named]))
        return found

    @cached_property
    def _derived(self) -> list[tuple[Node, ox.Triple]]:
        """The act of each dated thing, and its first and last day, with commencement followed."""
        found: list[tuple[Node, ox.Triple]] = []
        owners, facts = self.owners.all, FactsOf(self.law.graph)
        for node, when in self.intervals.items():
            for predicate, day in ((CORE.holdsFrom, when.start), (CORE.holdsUntil, when.end)):
                if day is not None:
                    value = RdfLiteral(day.isoformat(), datatype=XSD.date)
                    found.append((node, self._terms.triple(node, predicate, value)))
            found += [
                (node, self._terms.triple(node, CORE.buildsOn, fact)) for fact in facts.of(node)
            ]
            act = graphs.above(str(node), owners) or self._act_of(node, owners)
            if act is None:
                continue
            if act != str(node):
                found.append((node, self._terms.triple(node, CORE.ofAct, URIRef(act))))
            for lang, text in self._citation(node, URIRef(act)).as_dict().items():
                value = RdfLiteral(text, lang=lang)
                found.append((node, self._terms.triple(node, CORE.citation, value)))
        return found

    def _citation(self, node: Node, act: URIRef) -> Text:
        """Where a thing stands: the act, and the provision that it is or rests on first."""
        times = cast(Graph, self._times)
        place = node if node in self._provisions else key_provision(times, node)
        whole = self._title(act)
        if node == act or place is None or place == act:
            return whole
        part = self._title(place)
        return Text(f"{whole.da}, {part.da}", f"{whole.en}, {part.en}")

    def _title(self, node: Node) -> Text:
        if node not in self._titles:
            self._titles[node] = label(self.law.graph, node)
        return self._titles[node]

    @cached_property
    def _provisions(self) -> set[Node]:
        return set(self.law.graph.subjects(RDF.type, CORE.Provision))

    def _act_of(self, node: Node, owners: frozenset[str]) -> str | None:
        """The act of a thing that stands elsewhere, through the provision it rests on."""
        for provision in sorted(map(str, self.law.graph.objects(node, CORE.provision))):
            if (act := graphs.above(provision, owners)) is not None:
                return act
        return None

    @cached_property
    def _inferred(self) -> list[ox.Triple]:
        """The hierarchy of classes, and which target groups lie outside whom a route is for."""
        graph = self.law.graph
        asked = {
            o
            for p in (CORE.eligible, CORE.heldBy, CORE.withinReachOf)
            for o in graph.objects(None, p)
        }
        groups = set(graph.subjects(RDF.type, CORE.TargetGroup))
        found = [
            self._terms.triple(below, RDFS.subClassOf, over)
            for below, overs in superclasses(graph).items()
            for over in overs
        ]
        for group, other in apart(graph, groups, asked):
            found.append(self._terms.triple(group, OWL.disjointWith, other))
        return found

    def _fill(self) -> None:
        everything = ox.NamedNode(graphs.EVERYTHING)
        names: dict[str, ox.NamedNode] = {}
        quads = []
        for entry in self._entries:
            t = entry.triple
            name = names.setdefault(entry.graph, ox.NamedNode(entry.graph))
            quads.append(ox.Quad(t.subject, t.predicate, t.object, name))
            quads.append(ox.Quad(t.subject, t.predicate, t.object, everything))
        derived = [triple for _, triple in self._derived] + self._inferred
        quads += [ox.Quad(t.subject, t.predicate, t.object, everything) for t in derived]
        for iri, content in self._proposals.items():
            name = ox.NamedNode(iri)
            quads += [
                ox.Quad(t.subject, t.predicate, t.object, name)
                for t in (self._terms.triple(*triple) for triple in content)
            ]
        self.store.bulk_extend(quads)


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
