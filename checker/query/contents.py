"""What the graphs of a law hold, as lines of N-Triples: plain data, for the user's cache."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import cast

from rdflib import OWL, RDF, RDFS, SH, XSD, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from lovgraf.core.terms import CORE, ELI, RECORD, Text, label
from lovgraf.core.turtle_terms import TermWriter, Triple
from lovgraf.law.norms import KINDS, natural
from lovgraf.law.participants import stated
from lovgraf.law.time import Interval, interval, key_provision
from lovgraf.law.view import Law
from lovgraf.query import graphs
from lovgraf.query.consolidations import cited_by_days, shown_in
from lovgraf.query.flat import flat_tests
from lovgraf.query.following import following
from lovgraf.query.graphs import NamedGraph, Owners
from lovgraf.query.hierarchy import Hierarchy

# When what the law says was passed, which may be long before it holds.

_ORDERS = (CORE.commencedBy, CORE.commencesWith)
_LINKS = (
    *_ORDERS, CORE.amendedBy, CORE.consolidatedBy, CORE.provision, ELI.is_part_of,
)  # fmt: skip


class Passing:
    """The days on which the acts of a graph were passed, and what they changed."""

    def __init__(self, graph: Graph) -> None:
        self._days = {s: date.fromisoformat(str(o)) for s, o in graph[: ELI.date_document :]}
        self._provisions = set(graph.subjects(RDF.type, CORE.Provision))
        self._linked: dict[tuple[Node, Node], list[Node]] = {}
        for link in _LINKS:
            for s, o in graph.subject_objects(link):
                self._linked.setdefault((s, link), []).append(o)

    def day(self, thing: Node, act: Node, start: date | None) -> date | None:
        """When an amendment was passed that gave a thing of an act the words it has from `start`.

        That is the last amendment before then. What counts from the date of a consolidation was
        passed no later, but nobody knows when, so that date stands. An order can commence what is
        far older than its day: there the provision says what amended it. None where the words are
        as old as the act.
        """
        if start is None:
            return None
        if start in self._passed(act, CORE.consolidatedBy):
            return start
        ordered = any((thing, order) in self._linked for order in _ORDERS)
        places = list(self._provisions_of(thing)) if ordered else [act]
        amended = [day for one in places for day in self._passed(one, CORE.amendedBy)]
        return max((day for day in amended if day <= start), default=None)

    def _passed(self, changed: Node, link: Node) -> Iterator[date]:
        """When the acts were passed that have changed something."""
        for other in self._linked.get((changed, link), ()):
            if (day := self._dated(other)) is not None:
                yield day

    def _dated(self, place: Node) -> date | None:
        """The day of an act, or of the act that a provision is part of."""
        seen: set[Node] = set()
        while place not in self._days and place not in seen:
            seen.add(place)
            place = next(iter(self._linked.get((place, ELI.is_part_of), ())), place)
        return self._days.get(place)

    def _provisions_of(self, thing: Node) -> Iterator[Node]:
        """The provisions that a thing rests on, and those that they are part of."""
        waiting, seen = [*self._linked.get((thing, CORE.provision), ())], set[Node]()
        while waiting:
            place = waiting.pop()
            if place in self._provisions and place not in seen:
                seen.add(place)
                yield place
                waiting.extend(self._linked.get((place, ELI.is_part_of), ()))


# Which facts a norm or route builds on: through classes, shapes and derived facts.

_PARTS = (CORE.addressee, CORE.eligible, CORE.granted, CORE.duty, CORE.deadline)
_FACTS = (RECORD.Column, RECORD.DerivedFact, RECORD.JudgmentFact)
_SHAPE_DATA = (CORE.goodExample, CORE.badExample)


class FactsOf:
    """The facts below each class, shape and fact, each worked out once."""

    def __init__(self, graph: Graph, triples: Iterable[tuple[Node, Node, Node]]) -> None:
        self.facts = {s for kind in _FACTS for s in graph.subjects(RDF.type, kind)}
        self._defined = self.facts | {
            s
            for kind in (OWL.Class, OWL.Restriction, SH.NodeShape)
            for s in graph.subjects(RDF.type, kind)
        }
        self._next: dict[Node, list[Node]] = {}
        self._parts: dict[Node, list[Node]] = {}
        for s, p, o in triples:
            if p in _PARTS:
                self._parts.setdefault(s, []).append(o)
            if p != RDF.type and p not in _SHAPE_DATA and isinstance(o, URIRef | BNode):
                self._next.setdefault(s, []).append(o)
        self._known: dict[Node, frozenset[Node]] = {}

    def of(self, thing: Node) -> frozenset[Node]:
        """The facts that a norm or route builds on."""
        parts = self._parts.get(thing, ())
        return frozenset(fact for part in parts for fact in self._below(part))

    def _below(self, part: Node) -> frozenset[Node]:
        if part not in self._known:
            self._known[part] = frozenset(node for node in self._reach(part) if node in self.facts)
        return self._known[part]

    def _reach(self, start: Node) -> Iterator[Node]:
        """What hangs on a node; norms, provisions and acts are not gone into."""
        seen, waiting = {start}, [start]
        while waiting:
            node = waiting.pop()
            yield node
            if isinstance(node, URIRef) and node not in self._defined:
                continue
            new = [other for other in self._next.get(node, ()) if other not in seen]
            seen.update(new)
            waiting.extend(new)


_DAY = timedelta(days=1)
_DATED = frozenset(
    [CORE[kind] for kind in KINDS]
    + [CORE.AccessRoute, CORE.Provision, CORE.Act, CORE.OutsideSource, CORE.Fee, CORE.Term]
    + [CORE.EuropeanSource]
)
_WITH_OBJECT = frozenset([CORE.fee, CORE.sanction, CORE.euBasis])
"""Relations that hold only while what they lead to does."""
_TIMES = (
    CORE.inForceFrom, CORE.inForceUntil, CORE.commencedBy, CORE.commencesWith, CORE.uncommenced,
    CORE.provision, ELI.is_part_of,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Life:
    """When a thing holds; `cited` is an act that nothing dates: cited, until its end if any."""

    when: Interval
    cited: bool

    def holds(self, day: date) -> bool:
        """Whether it holds on a day."""
        if self.cited:
            return self.when.end is None or day <= self.when.end
        return self.when.contains(day)


@dataclass(frozen=True, slots=True)
class Part:
    """Triples of the graph `home` (a number of `named`), in force while all of `about` are
    (numbers of `lives`)."""

    home: int
    about: tuple[int, ...]
    text: bytes


@dataclass(frozen=True)
class Contents:
    """The triples of a law, as lines of N-Triples without their full stops.

    `lives` are the dated things. `derived` follows from the dated things of the numbers, `inferred`
    from none; `cited` is how they are cited on a date, `cited_first` by the act read first.
    """

    named: tuple[NamedGraph, ...]
    lives: tuple[Life, ...]
    parts: tuple[Part, ...]
    derived: Mapping[tuple[int, ...], bytes]
    inferred: bytes
    cited: Mapping[tuple[int, ...], bytes]
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
        holds = [life.holds(day) for life in self.lives]
        for part in self.parts:
            if all(holds[number] for number in part.about):
                yield part.text
        for about, text in (*self.derived.items(), *self.cited.items()):
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


class _Reader:
    def __init__(self, law: Law) -> None:
        graph = law.graph
        self._law, self._graph = law, graph
        self._triples: list[Triple] = list(stated(graph))
        self._owners = Owners(graph)
        self._write = TermWriter().line
        self._titles: dict[Node, Text] = {}
        self._times = _Times(graph)
        times = cast(Graph, self._times)
        self._intervals = {node: interval(times, node) for node in self._times.dated}
        self._numbers = {node: number for number, node in enumerate(self._intervals)}

    def read(self) -> Contents:
        home = graphs.homes(self._triples)
        owners: dict[Node, str] = {}
        found: dict[tuple[str, tuple[int, ...]], list[str]] = {}
        for s, p, o in self._triples:
            named = home.get(s, s)
            if named not in owners:
                owners[named] = self._owners.graph_of(named)
            things = (s, named, o) if p in _WITH_OBJECT else (s, named)
            found.setdefault((owners[named], self._dated(*things)), []).append(self._write(s, p, o))
        derived: dict[tuple[int, ...], list[str]] = {}
        for number, line in (*self._derived(), *self._tests(), *self._kinds()):
            derived.setdefault((number,), []).append(line)
        lives = _Lives(self._lives())
        cited, first = self._citations(lives)
        for s, p, o in following(self._law, self._triples):
            derived.setdefault(self._dated(s, o), []).append(self._write(s, p, o))
        for norm, act, in_use in shown_in(self._law):
            node = URIRef(norm)
            about = *self._dated(node), lives.number(Life(in_use, cited=False))
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
            cited={about: _text(lines) for about, lines in cited.items()},
            cited_first=_text(first),
        )

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
            yield Life(when, undated and str(node) in self._owners.all)

    def _derived(self) -> Iterator[tuple[int, str]]:
        """The act of each dated thing, its first and last day with commencement followed, when it
        was passed, and the facts it builds on."""
        facts, passing = FactsOf(self._graph, self._triples), Passing(self._graph)
        for number, (node, when) in enumerate(self._intervals.items()):
            act = self._act_above(node)
            passed = passing.day(node, URIRef(act), when.start) if act is not None else None
            days = (CORE.holdsFrom, when.start), (CORE.holdsUntil, when.end)
            for predicate, day in (*days, (CORE.amendedOn, passed)):
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
        """How each thing is cited, by what has to hold for it (see `Part`): what rests on a
        provision by the consolidation in use, a provision and an act by their own names. And how
        each is cited by the act that was read first."""
        cited: dict[tuple[int, ...], list[str]] = {}
        first: list[str] = []
        for number, node in enumerate(self._intervals):
            act = self._act_above(node)
            if act is None:
                continue
            own = self._cited(node, self._citation(node, URIRef(act)))
            first += own
            about: tuple[int, ...] = (number,)
            by_days = [] if node in self._provisions else self._by_days(node)
            if by_days and (start := by_days[0][0].start) is not None:
                about = number, lives.number(Life(Interval(None, start - _DAY), cited=True))
            cited.setdefault(about, []).extend(own)
            for when, text in by_days:
                about = number, lives.number(Life(when, cited=False))
                cited.setdefault(about, []).extend(self._cited(node, text))
        return cited, first

    def _by_days(self, node: Node) -> list[tuple[Interval, Text]]:
        place = key_provision(cast(Graph, self._times), node)
        return cited_by_days(self._graph, str(node), str(place)) if place is not None else []

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

    def _citation(self, node: Node, act: URIRef) -> Text:
        """Where a thing stands: the act, and the provision that it is or rests on first."""
        provision = node in self._provisions
        place = node if provision else key_provision(cast(Graph, self._times), node)
        whole = self._title(act)
        if node == act or place is None or place == act:
            return whole
        part = self._title(place)
        return Text(f"{whole.da}, {part.da}", f"{whole.en}, {part.en}")

    def _title(self, node: Node) -> Text:
        if node not in self._titles:
            self._titles[node] = label(self._graph, node)
        return self._titles[node]

    @cached_property
    def _provisions(self) -> set[Node]:
        return set(self._graph.subjects(RDF.type, CORE.Provision))

    def _act_above(self, node: Node) -> str | None:
        """The act of a thing; of one that stands elsewhere through the provision it rests on."""
        if (act := graphs.above(str(node), self._owners.all)) is not None:
            return act
        for provision in sorted(map(str, self._times.objects(node, CORE.provision))):
            if (act := graphs.above(provision, self._owners.all)) is not None:
                return act
        return None

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
