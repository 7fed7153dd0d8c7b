"""The routes and exemptions of persons, carried to the records in which a person takes part.

A capability and its routes are stated once, of the person. Where a duty of another type of record
(a filing, a payment) needs the capability, what is said of persons is derived for whoever takes
part in that record (`record:Participant`) and added to the graph: nothing further down knows.

A record may hold the answers itself (`record:answers`). That a route is open was answered under
the law as it is; with a proposal that answer stands for the routes which that proposal leaves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from rdflib import RDF, RDFS, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from lovgraf.core.terms import CORE, RECORD, label, short
from lovgraf.law.participant_classes import Part, ParticipantClasses
from lovgraf.law.patterns import Triple

_NOT_COPIED = frozenset({RDF.type, CORE.grants, CORE.eligible, CORE.needs, CORE.recordType})
_TIMES = (CORE.inForceFrom, CORE.inForceUntil, CORE.commencedBy, CORE.commencesWith)
Says = frozenset[tuple[Node, object]]


def carry(graph: Graph, before: Routes | None = None, *, answered: bool = True) -> set[Node]:
    """Derive anew what participants of a graph can have and get; the nodes of which something was
    written or taken out.

    `before` are the routes of the law without proposals, under which the answers in the records
    were given; not `answered` asks the person's own facts whether a route is open, whatever the
    record says.
    """
    derived, now = _Groups.in_graph(graph), Routes(graph)
    said = now if before is None else before, now
    new: list[Triple] = []
    for participant in sorted(graph.subjects(RDF.type, RECORD.Participant), key=str):
        for record_type in sorted(graph.objects(participant, RECORD.inRecord), key=str):
            new += _Carrier(graph, said, participant, record_type, answered).triples()
    return derived.become(graph, _Groups(new))


class _Groups:
    """Derived triples by the name that they are of, with the blank nodes of each: what is derived
    as it is there already can stay, and whatever was read of it."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._of: dict[Node, dict[Triple, None]] = {}
        for triple in triples:
            self._of.setdefault(triple[0], {})[triple] = None
        self.names = [node for node in self._of if not isinstance(node, BNode)]

    @classmethod
    def in_graph(cls, graph: Graph) -> _Groups:
        """Those of a graph."""
        return cls(
            (node, predicate, value)
            for node in carried(graph)
            for predicate, value in graph.predicate_objects(node)
        )

    def become(self, graph: Graph, other: _Groups) -> set[Node]:
        """Have others in a graph in place of these; the nodes that are not as they were."""
        known = {name: self._said(name) for name in self.names}
        kept = {name for name in other.names if known.get(name) == other._said(name)}
        written = set[Node]()
        for name in self.names:
            if name not in kept:
                for node in self._nodes(name):
                    graph.remove((node, None, None))
                    written.add(node)
        for name in other.names:
            if name not in kept:
                for node in other._nodes(name):
                    for triple in other._of[node]:
                        graph.add(triple)
                    written.add(node)
        return written

    def _said(self, node: Node) -> object:
        """What is said of a node, however its own blank nodes are called."""
        said: Counter[tuple[Node, object]] = Counter()
        for _, predicate, value in self._of[node]:
            own = isinstance(value, BNode) and value in self._of
            said[predicate, self._said(value) if own else value] += 1
        return frozenset(said.items())

    def _nodes(self, node: Node) -> Iterator[Node]:
        """A node with its own blank nodes."""
        yield node
        for _, _, value in self._of[node]:
            if isinstance(value, BNode) and value in self._of:
                yield from self._nodes(value)


def rests_on(graph: Graph, nodes: Collection[Node]) -> bool:
    """Whether what is derived of participants can rest on one of some nodes, which are all that
    lead to a statement: where not, that statement need not have it derived anew."""
    types = set(graph.objects(None, RECORD.inRecord))

    def read(node: Node) -> bool:
        if (node, RDF.type, RECORD.Participant) in graph or (node, CORE.grants, None) in graph:
            return True
        if (node, CORE.heldBy, None) in graph:
            return True
        needed = (node, CORE.requires, None) in graph
        return needed and not types.isdisjoint(graph.objects(node, CORE.recordType))

    return any(map(read, nodes))


def carried(graph: Graph) -> set[Node]:
    """What was derived of participants, with the blank nodes that nothing else names: no statement
    of any act."""
    found = set(graph.subjects(RECORD.carriedFrom, None))
    todo = list(found)
    while todo:
        for inner in set(graph.objects(todo.pop())) - found:
            if isinstance(inner, BNode) and found.issuperset(graph.subjects(None, inner)):
                found.add(inner)
                todo.append(inner)
    return found


def stated(graph: Graph) -> Iterator[tuple[Node, Node, Node]]:
    """The triples of a graph without what was derived of participants."""
    derived = carried(graph)
    return (triple for triple in graph if triple[0] not in derived)


class _Carrier:
    """One participant in one type of record: what the duties of such records need."""

    def __init__(
        self,
        graph: Graph,
        said: tuple[Routes, Routes],
        participant: Node,
        record_type: Node,
        answered: bool,
    ) -> None:
        self.graph, self.answered = graph, answered
        self.before, self.now = said
        self.participant, self.record_type = participant, record_type
        self.player = graph.value(participant, RECORD.playedBy)
        self.classes = ParticipantClasses(graph, participant, record_type)
        self.answers = {
            thing: answer
            for answer in graph.objects(participant, RECORD.answers)
            for thing in graph.objects(answer, RECORD.about)
        }
        where = graph.value(participant, RECORD.playedWhere)
        self.played: list[Part] = [] if where is None else [where]

    def triples(self) -> Iterator[Triple]:
        """All that follows."""
        todo = sorted(
            {
                need
                for norm in self.graph.subjects(CORE.recordType, self.record_type)
                if (norm, RECORD.carriedFrom, None) not in self.graph
                for need in self.graph.objects(norm, CORE.requires)
            },
            key=str,
        )
        seen = set[Node]()
        for thing in todo:
            if thing in seen:
                continue
            seen.add(thing)
            yield from self._held(thing)
            found = [triple for route in self._ways(thing) for triple in route]
            todo += sorted((o for _, p, o in found if p == CORE.needs), key=str)
            yield from found
        yield from self.classes.triples

    def _held(self, thing: Node) -> Iterator[Triple]:
        """Who holds the thing: as the record says, else as the person's facts say."""
        said = self._answer(thing, RECORD.held)
        holder = self.graph.value(thing, CORE.heldBy)
        if said is not None:
            parts: list[Part] = [self.classes.where(said)]
        elif holder is not None:
            parts = [*self.played, self.classes.whole(holder)]
        else:
            return
        node = URIRef(f"{self.participant}/holds/{short(str(thing))}/{self.classes.slug}")
        yield node, RECORD.carriedFrom, thing
        yield node, CORE.recordType, self.record_type
        yield node, CORE.heldBy, self.classes.together(parts, self.played)

    def _answer(self, thing: Node, kind: Node) -> Node | None:
        answer = self.answers.get(thing)
        return None if answer is None else self.graph.value(answer, kind)

    def _ways(self, thing: Node) -> Iterator[list[Triple]]:
        """Each route to a thing as it is for the participant."""
        obtained = self._answer(thing, RECORD.obtainable) if self.answered else None
        old, new = self.before.to(thing), self.now.to(thing)
        lost = any(new.get(route) != says for route, says in old.items())
        for route, says in sorted(new.items(), key=lambda pair: str(pair[0])):
            if self.player in set(self.graph.objects(route, CORE.recordType)):
                asked = obtained if old.get(route) == says else None
                yield list(self._way(route, thing, asked, lost))
        if obtained is not None and self.played:
            for route in sorted(old, key=str):
                yield list(self._other_way(route, thing, obtained))

    def _way(self, route: Node, thing: Node, asked: Node | None, lost: bool) -> Iterator[Triple]:
        """A route of persons: open where the record says that one is (`asked`), and what it tells
        of the person is not in the way; by the person's own facts where nobody asked of this route,
        or one of those asked of is no longer as it was (`lost`)."""
        graph, classes = self.graph, self.classes
        node = URIRef(f"{route}/of/{classes.slug}/{short(str(thing))}")
        eligible = graph.value(route, CORE.eligible)
        near = graph.value(graph.value(route, CORE.place) or route, CORE.withinReachOf)
        parts: list[Part] = [] if asked is None else [classes.where(asked)]
        if asked is not None and not lost:
            parts += [] if eligible is None else [classes.known(eligible)]
        else:
            parts += [*self.played]
            parts += [classes.whole(one) for one in (eligible, near) if one is not None]
            for need in graph.objects(route, CORE.needs):
                yield node, CORE.needs, need
        for predicate, value in graph.predicate_objects(route):
            if predicate not in _NOT_COPIED:
                yield node, predicate, value
        yield node, RECORD.carriedFrom, route
        yield from self._stated(node, thing, parts)

    def _other_way(self, route: Node, thing: Node, obtained: Node) -> Iterator[Triple]:
        """The way of a participant that is no person, while persons have one: only the record tells
        of it, and no proposal about the routes of persons changes it."""
        node = URIRef(f"{route}/other/{self.classes.slug}/{short(str(thing))}")
        name = label(self.graph, obtained)
        for lang in ("da", "en"):
            yield node, RDFS.label, RdfLiteral(name[lang], lang=lang)
        for predicate in (*_TIMES, CORE.provision):
            for value in self.before.graph.objects(route, predicate):
                yield node, predicate, value
        yield node, RECORD.carriedFrom, self.participant
        parts: list[Part] = [self.classes.where(obtained)]
        parts += [self.classes.other(part) for part in self.played if not isinstance(part, bool)]
        yield from self._stated(node, thing, parts)

    def _stated(self, node: Node, thing: Node, parts: list[Part]) -> Iterator[Triple]:
        yield node, RDF.type, CORE.CarriedRoute
        yield node, CORE.grants, thing
        yield node, CORE.recordType, self.record_type
        yield node, CORE.eligible, self.classes.together(parts, self.played)


class Routes:
    """What a graph says of the routes that are stated to grant things, gone through once: what is
    derived of participants leads to routes, and no route to it."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._to: dict[Node, dict[Node, Says]] = {}
        self._said: dict[Node, Says] = {}
        self._cuts = 0

    def to(self, thing: Node) -> dict[Node, Says]:
        """The routes to a thing, each with what is said of it: equal where two laws say the same
        of it, and of the powers and routes without which it leads nowhere."""
        if thing not in self._to:
            self._to[thing] = {route: self._says(route) for route in self._granting(thing)}
        return self._to[thing]

    def _granting(self, thing: Node) -> list[Node]:
        stated = self.graph.subjects(CORE.grants, thing)
        return [route for route in stated if (route, RDF.type, CORE.AccessRoute) in self.graph]

    def _says(self, node: Node, above: tuple[Node, ...] = ()) -> Says:
        """What is said of a node. It says the same wherever it is met, unless it leads back to
        itself, as what stands `above` it then leads to it too: that is not kept."""
        if node in self._said:
            return self._said[node]
        cuts, found = self._cuts, set[tuple[Node, object]]()
        for predicate, value in self.graph.predicate_objects(node):
            said: object = value
            if isinstance(value, BNode) or predicate == CORE.needsPower:
                said = (
                    None if self._leads_back(value in above) else self._says(value, (*above, node))
                )
            elif predicate == CORE.needs and not self._leads_back(value in above):
                ways = [r for r in self._granting(value) if not self._leads_back(r in above)]
                said = value, frozenset(self._says(way, (*above, node, value)) for way in ways)
            found.add((predicate, said))
        says = frozenset(found)
        if self._cuts == cuts:
            self._said[node] = says
        return says

    def _leads_back(self, back: bool) -> bool:
        self._cuts += back
        return back
