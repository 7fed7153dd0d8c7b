"""The graphs of a law as lines of N-Triples: plain data, for the user's cache."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import cast

from msgspec import Struct
from rdflib import OWL, RDF, RDFS, XSD, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from lovgraf.core.terms import CORE, ELI, Text, label
from lovgraf.core.turtle_terms import TermWriter, Triple
from lovgraf.law.norms import KINDS, natural
from lovgraf.law.participants import stated
from lovgraf.law.time import Days, Interval, interval
from lovgraf.law.view import Law
from lovgraf.query import graphs
from lovgraf.query.citing import Citing
from lovgraf.query.consolidations import end_of, shown_in
from lovgraf.query.facts_of import FactsOf
from lovgraf.query.flat import flat_tests
from lovgraf.query.following import following
from lovgraf.query.graphs import NamedGraph, Owners
from lovgraf.query.hierarchy import Hierarchy
from lovgraf.query.on_date import OnDate, parts_of_acts, places_in_force
from lovgraf.query.passing import Passing

_DATED = frozenset(
    [CORE[kind] for kind in KINDS]
    + [CORE.AccessRoute, CORE.Provision, CORE.Act, CORE.OutsideSource, CORE.Fee, CORE.Term]
    + [CORE.EuropeanSource]
)
_APART = frozenset([CORE.Act, CORE.OutsideSource])
"""What may be led to when it does not hold: what is cited as a whole."""
_TIMES = (
    CORE.inForceFrom, CORE.inForceUntil, CORE.commencedBy, CORE.commencesWith, CORE.uncommenced,
    CORE.provision, ELI.is_part_of,
)  # fmt: skip


Life = Interval | Days
"""When a thing holds. An act that nothing dates is cited on all days until its end, if any."""
_NEVER = Interval(None, None)


class Part(Struct, frozen=True):
    """Triples of the graph `home` (a number of `named`), in force while all of `about` are
    (numbers of `lives`)."""

    home: int
    about: tuple[int, ...]
    text: bytes


class Contents(Struct, frozen=True):
    """The triples of a law, as lines of N-Triples without their full stops.

    `lives` are the dated things. `derived` follows from the dated things of the numbers, `inferred`
    from none. `dated` is in the law of a date alone: how things are cited, and what it says
    otherwise than the graph at all times; `cited_first` is how the act read first cites them.
    """

    named: tuple[NamedGraph, ...]
    lives: tuple[Life, ...]
    parts: tuple[Part, ...]
    derived: Mapping[tuple[int, ...], bytes]
    inferred: bytes
    dated: Mapping[tuple[int, ...], bytes]
    cited_first: bytes

    def by_graph(self) -> Iterator[tuple[str, list[bytes]]]:
        """What each of the named graphs holds."""
        for number, graph in enumerate(self.named):
            yield graph.iri, [part.text for part in self.parts if part.home == number]

    def everything(self) -> Iterator[bytes]:
        """All there is, at all times."""
        yield from (part.text for part in self.parts)
        yield from self.derived.values()
        yield self.inferred
        yield self.cited_first

    def in_force(self, day: date) -> Iterator[bytes]:
        """The law in force on a date: what is about nothing else, and the hierarchy of classes."""
        holds = [life.contains(day) for life in self.lives]
        for part in self.parts:
            if all(holds[number] for number in part.about):
                yield part.text
        for about, text in (*self.derived.items(), *self.dated.items()):
            if all(holds[number] for number in about):
                yield text
        yield self.inferred


def _text(lines: Iterable[str]) -> bytes:
    return "\n".join(lines).encode()


class _Lives:
    """The lives of dated things by number, and more that are added where there is none like it."""

    def __init__(self, lives: Iterable[Life]) -> None:
        self._lives = tuple(lives)
        self._more: dict[Life, int] = {}

    def number(self, life: Life) -> int:
        """The number of one that is added."""
        return self._more.setdefault(life, len(self._lives) + len(self._more))

    def all(self) -> tuple[Life, ...]:
        """Each at its number."""
        return *self._lives, *self._more


def contents_of(law: Law) -> Contents:
    """Read the graph of a law once, and work out what follows."""
    return _Reader(law).read()


class _Times:
    """What `interval` reads of a graph, indexed: each of its look-ups takes rdflib far longer."""

    def __init__(self, graph: Graph) -> None:
        dated = {s for s, kind in graph.subject_objects(RDF.type) if kind in _DATED}
        # The words of the report, which rest on no provision, are words on all days.
        ours = set(graph.subjects(RDF.type, CORE.Term)) - set(graph.subjects(CORE.provision))
        self.dated = dated - ours
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


class _Reader:
    def __init__(self, law: Law) -> None:
        graph = law.graph
        self._law, self._graph = law, graph
        self._triples: list[Triple] = list(stated(graph))
        self._owners = Owners(graph)
        self._write = TermWriter().line
        self._times = _Times(graph)
        self._citing = Citing(graph, self._times, self._owners)
        times = cast(Graph, self._times)
        self._on_date = OnDate(graph, self._owners.reported)
        own = {node: interval(times, node) for node in self._times.dated}
        self._intervals = places_in_force(graph, own, self._on_date.acts)
        self._across = set(graph.subjects(CORE.acrossDays, RdfLiteral(True)))
        self._numbers = {node: number for number, node in enumerate(self._intervals)}

    def read(self) -> Contents:
        home = graphs.homes(self._triples)
        owners: dict[Node, str] = {}
        found: dict[tuple[str, tuple[int, ...]], list[str]] = {}
        lives = _Lives(self._lives())
        dated, first = self._citations(lives)
        for s, p, o in self._triples:
            named = home.get(s, s)
            if named not in owners:
                owners[named] = self._owners.graph_of(named)
            about = self._said_while(lives, (s, p, o), named, dated)
            found.setdefault((owners[named], about), []).append(self._write(s, p, o))
        derived: dict[tuple[int, ...], list[str]] = {}
        for number, line in (*self._derived(), *self._tests(), *self._kinds()):
            derived.setdefault((number,), []).append(line)
        for s, p, o in parts_of_acts(self._graph):
            dated.setdefault(self._dated(s, o), []).append(self._write(s, p, o))
        for s, p, o in following(self._law, self._triples):
            derived.setdefault(self._dated(s, o), []).append(self._write(s, p, o))
        for norm, act, in_use in shown_in(self._law):
            node = URIRef(norm)
            about = *self._dated(node), lives.number(in_use)
            line = self._write(node, CORE.inConsolidation, URIRef(act))
            derived.setdefault(about, []).append(line)
        named_graphs = self._named(frozenset(iri for iri, _ in found))
        places = {one.iri: number for number, one in enumerate(named_graphs)}
        return Contents(
            named=named_graphs,
            lives=lives.all(),
            parts=tuple(
                Part(places[i], about, _text(lines)) for (i, about), lines in found.items()
            ),
            derived={about: _text(lines) for about, lines in derived.items()},
            inferred=_text(self._inferred()),
            dated={about: _text(lines) for about, lines in dated.items()},
            cited_first=_text(first),
        )

    def _said_while(
        self, lives: _Lives, triple: Triple, named: Node, dated: dict[tuple[int, ...], list[str]]
    ) -> tuple[int, ...]:
        """What has to hold for the law of a date to say a triple; what it says instead on other
        days goes to `dated`."""
        own = self._while(triple, named)
        sayings = self._on_date.sayings(triple, named)
        if sayings is None:
            return own
        same: Life | None = None
        for when, said in sayings:
            for other in said:
                if other == triple and same is None:
                    same = when
                    continue
                about = *self._while(other, named), lives.number(when)
                dated.setdefault(about, []).append(self._write(*other))
        return *own, lives.number(same or _NEVER)

    def _while(self, triple: Triple, named: Node) -> tuple[int, ...]:
        """The dated things that have to hold for a triple: what it is said of and, where that is
        dated, what it leads to, unless the relation leads to other days."""
        s, p, o = triple
        own = self._dated(s, named)
        alone = not own or p in self._across or o in self._cited_whole
        return own if alone else self._dated(s, named, o)

    @cached_property
    def _cited_whole(self) -> set[Node]:
        return {s for kind in _APART for s in self._graph.subjects(RDF.type, kind)}

    def _cited(self, node: Node, text: Text) -> list[str]:
        said = text.as_dict().items()
        return [self._write(node, CORE.citation, RdfLiteral(t, lang=lang)) for lang, t in said]

    def _dated(self, *things: Node) -> tuple[int, ...]:
        """The numbers of those of some things that are dated."""
        return tuple(dict.fromkeys(self._numbers[one] for one in things if one in self._numbers))

    def _named(self, used: frozenset[str]) -> tuple[NamedGraph, ...]:
        """The graphs that hold something: the acts, the sources, the report, the vocabulary."""
        graph, owners = self._graph, self._owners
        acts = [NamedGraph(i, "act", label(graph, URIRef(i))) for i in owners.acts & used]
        found = sorted(acts, key=lambda one: natural(one.iri))
        sources = sorted(owners.sources & used - {graphs.REPORT})
        found += [NamedGraph(i, "source", label(graph, URIRef(i))) for i in sources]
        if graphs.REPORT in used:
            found.append(NamedGraph(graphs.REPORT, "report", label(graph, URIRef(graphs.REPORT))))
        words = Text("Ordforråd og alt, som retsakterne deler", "Vocabulary, and what acts share")
        return (*found, NamedGraph(graphs.VOCABULARY, "vocabulary", words))

    def _lives(self) -> Iterator[Life]:
        said = self._graph.subject_objects(CORE.uncommenced)
        uncommenced = {subject for subject, value in said if str(value) == "true"}
        for node, when in self._intervals.items():
            undated = when.start is None and node not in uncommenced
            cited = undated and str(node) in self._owners.all
            yield Days(None, when.end) if cited else when

    def _derived(self) -> Iterator[tuple[int, str]]:
        """The act of each dated thing, its first and last day with commencement followed, when it
        was passed, and the facts it builds on."""
        facts, passing = FactsOf(self._graph, self._triples), Passing(self._graph)
        for number, (node, when) in enumerate(self._intervals.items()):
            act = self._citing.act(node)
            passed = passing.day(node, URIRef(act), when.start) if act is not None else None
            in_use = self._on_date.acts.get(node)
            end = when.end if in_use is None else end_of(self._graph, node)
            days = [(CORE.holdsFrom, when.start), (CORE.holdsUntil, end), (CORE.amendedOn, passed)]
            if in_use is not None:
                days.append((CORE.inUseUntil, in_use.end))
            for predicate, day in days:
                if day is not None:
                    value = RdfLiteral(day.isoformat(), datatype=XSD.date)
                    yield number, self._write(node, predicate, value)
            for fact in sorted(facts.of(node), key=str):
                yield number, self._write(node, CORE.buildsOn, fact)
            if act is None:
                continue
            if act != str(node):
                yield number, self._write(node, CORE.ofAct, URIRef(act))

    def _citations(self, lives: _Lives) -> tuple[dict[tuple[int, ...], list[str]], list[str]]:
        """How each thing is cited, by what has to hold for it (see `Part`); and how each is cited
        by the act that was read first."""
        cited: dict[tuple[int, ...], list[str]] = {}
        first: list[str] = []
        for number, node in enumerate(self._intervals):
            periods = self._citing.periods(node)
            first += [line for _, text in periods[:1] for line in self._cited(node, text)]
            for when, text in periods:
                life = () if when == Days() else (lives.number(when),)
                cited.setdefault((number, *life), []).extend(self._cited(node, text))
        return cited, first

    def _tests(self) -> Iterator[tuple[int, str]]:
        """What each norm and route asks of facts, flat."""
        for iri, triples in flat_tests(self._law):
            number = self._numbers.get(URIRef(iri))
            if number is not None:
                yield from ((number, self._write(*triple)) for triple in triples)

    def _kinds(self) -> Iterator[tuple[int, str]]:
        """The classes above the one that each dated thing is stated to be of: an obligation is a
        norm."""
        above = self._hierarchy.superclasses()
        for number, node in enumerate(self._intervals):
            stated = set(self._graph.objects(node, RDF.type))
            wider = {over for kind in stated for over in above.get(cast(URIRef, kind), ())}
            for over in sorted(wider - stated, key=str):
                yield number, self._write(node, RDF.type, over)

    @cached_property
    def _hierarchy(self) -> Hierarchy:
        return Hierarchy(self._graph)

    def _inferred(self) -> Iterator[str]:
        """The hierarchy of classes, and which target groups lie outside whom a route is for."""
        graph = self._graph
        asked = {
            o
            for p in (CORE.eligible, CORE.heldBy, CORE.withinReachOf)
            for o in graph.objects(None, p)
        }
        hierarchy = self._hierarchy
        for below, overs in hierarchy.superclasses().items():
            yield from (self._write(below, RDFS.subClassOf, over) for over in overs)
        groups = set(graph.subjects(RDF.type, CORE.TargetGroup))
        for group, other in hierarchy.apart(groups, asked):
            yield self._write(group, OWL.disjointWith, other)
