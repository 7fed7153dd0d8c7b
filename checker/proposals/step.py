"""One proposal laid over one law.

A norm that takes another's place says only what is new and keeps the rest; whatever exempts from,
overrides, answers to or leads to the old one does so for the new one. What belongs to the law in
force is not redefined by a proposal: such statements are left out and listed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from rdflib import RDF, RDFS, XSD, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from lovgraf.core.terms import CORE, ELI, Text, label
from lovgraf.law.graph import LawGraph, digest_of_persons
from lovgraf.law.participants import Routes, carry, rests_on
from lovgraf.law.patterns import PATTERN
from lovgraf.law.time import interval
from lovgraf.law.view import Law
from lovgraf.proposals.not_applied import (
    BINDING,
    NOT_WAITING,
    OF_THE_LAW,
    NotApplied,
    already_ended,
    already_introduced,
    not_in_force,
    nothing_in_force,
)
from lovgraf.proposals.proposal import PARTS, Proposal
from lovgraf.proposals.statements import copy_of, leading_to, says_already, with_descriptions

# The norms and routes that rest on a provision or act.


def resting_on(law: Law, iri: str) -> list[str]:
    """A norm or route itself, or all (by IRI) that rest on a provision or act."""
    known = {*law.norms, *(route.iri for route in law.access.stated)}
    if iri in known:
        return [iri]
    norms = law.norms.values()
    found = [norm.iri for norm in norms if _rests(law.graph, norm.provisions, iri)]
    routes = law.access.stated
    return found + [r.iri for r in routes if _rests(law.graph, (r.provision or "",), iri)]


def _rests(graph: Graph, provisions: Iterable[str], whole: str) -> bool:
    for provision in provisions:
        node: Node | None = URIRef(provision)
        while node is not None:
            if str(node) == whole:
                return True
            node = graph.value(node, ELI.is_part_of)
    return False


INCOMING = (CORE.exempts, CORE.overrides, CORE.correlative, CORE.grants)
"""What others say of a norm or route that they then say of the one in its place."""
_TIMES = (
    CORE.inForceFrom, CORE.inForceUntil, CORE.commencedBy, CORE.commencesWith, CORE.uncommenced,
    CORE.commencementUndetermined,
)  # fmt: skip
OWN = frozenset(
    {*_TIMES, RDF.type, CORE.readOn, CORE.seenOn, CORE.verification, CORE.note, CORE.replaces,
     CORE.exemptedAs, CORE.liftsAfterEnd, CORE.repealedBy, CORE.amendedBy, PATTERN["from"],
     RDFS.seeAlso}
)  # fmt: skip
"""What a norm does not take over from the one whose place it takes."""


class Step:
    """One proposal on one law."""

    def __init__(
        self, law: Law, proposal: Proposal, start: date, touched: dict[str, Proposal]
    ) -> None:
        self.old, self.proposal, self.start, self.touched = law, proposal, start, touched
        self.taken = {
            URIRef(iri) for iri in proposal.introduces if (URIRef(iri), None, None) in law.graph
        }
        self.replaces = [pair for pair in proposal.replaces if URIRef(pair[0]) not in self.taken]
        self.graph = copy_of(law.graph)
        self.missing: list[NotApplied] = []
        self.changed: list[str] = []
        self.written: set[Node] = set()
        self.leading: set[Node] = set()
        """The nodes written, with all whose statements lead to them, once the law is made."""

    def _add(self, triple: tuple[Node, Node, Node]) -> None:
        self.written.add(triple[0])
        self.graph.add(triple)

    def _remove(self, pattern: tuple[Node, Node | None, Node | None]) -> None:
        self.written.add(pattern[0])
        self.graph.remove(pattern)

    def law(self) -> Law:
        """The law after the proposal."""
        for triple in self._own_statements():
            self._add(triple)
        gone = [old for _, old in self.replaces]
        in_force = {old: self._in_force(old) for old in dict.fromkeys(gone)}
        for new, old in self.replaces:
            if in_force[old]:
                self._take_over(URIRef(new), URIRef(old))
        for old in dict.fromkeys(gone):
            if in_force[old]:
                self._end(old)
        for new, old in self.proposal.exempted_as:
            for predicate in (CORE.exempts, CORE.overrides):
                for other in list(self.graph.subjects(predicate, URIRef(old))):
                    self._add((other, predicate, URIRef(new)))
        for iri in self.proposal.commences:
            self._commence(iri)
        for iri in self.proposal.ends:
            self._end_all(iri)
        for iri in self.proposal.introduces:
            if URIRef(iri) not in self.taken:
                self._begin(URIRef(iri), in_force)
        source = self.old.source
        before = source.before or source.graph
        routes = self.old.once(("routes-before",), lambda: Routes(before))
        self.leading = leading_to(self.graph, self.written)
        if rests_on(self.graph, self.leading) or rests_on(self.old.graph, self.leading):
            self.written |= carry(self.graph, routes, answered=source.answered is None)
            self.leading = leading_to(self.graph, self.written)
        parts = f"{source.answered or source.digest} {self.proposal.digest} {self.start}"
        digest, answered = hashlib.sha256(parts.encode()).hexdigest(), None
        if source.answered is not None:
            digest, answered = digest_of_persons(digest), digest
        names = (*source.sources, self.proposal.file)
        return Law(
            LawGraph(
                self.graph, digest, names, before=before, added=source.added,
                reaches=source.reaches, answered=answered,
            )
        )  # fmt: skip

    def _own_statements(self) -> Iterator[tuple[Node, Node, Node]]:
        """The proposal's triples, without those about what belongs to the law."""
        own, law = self.proposal.graph, self.old.graph
        strangers = {
            s
            for s in own.subjects(unique=True)
            if isinstance(s, URIRef)
            and (s, None, None) in law
            and (s in self.taken or not says_already(own, law, s))
        }
        bindings = own.subjects(RDF.type, PATTERN.Binding)
        strangers |= {s for s in bindings if isinstance(s, URIRef)}
        for subject in sorted(strangers, key=str):
            self._missing(str(subject), self._why_not(subject))
        left_out = with_descriptions(own, strangers)
        for triple in own:
            if triple[0] not in left_out:
                yield triple

    def _why_not(self, subject: Node) -> Text:
        other = self.touched.get(str(subject))
        if other is not None:
            return already_introduced(other)
        is_binding = (subject, RDF.type, PATTERN.Binding) in self.proposal.graph
        return BINDING if is_binding else OF_THE_LAW

    def _in_force(self, iri: str) -> bool:
        """Whether a norm or route is in force when the proposal begins; tells why not."""
        life = interval(self.old.graph, URIRef(iri))
        if life.contains(self.start):
            return True
        other = self.touched.get(iri)
        self._missing(iri, already_ended(other) if other else not_in_force(life, self.start))
        return False

    def _missing(self, iri: str, reason: Text) -> None:
        graph = self.old.graph if (URIRef(iri), None, None) in self.old.graph else self.graph
        self.missing.append(
            NotApplied(
                self.proposal.iri,
                iri,
                label(graph, URIRef(iri)),
                reason,
                self.proposal.line(iri),
            )
        )

    def _take_over(self, new: URIRef, old: URIRef) -> None:
        """What the old norm says and the new one does not; what others say of the old one."""
        graph = self.graph
        if not set(self.proposal.graph.objects(new, RDF.type)) & set(PARTS):
            for kind in set(graph.objects(old, RDF.type)):
                self._add((new, RDF.type, kind))
        stated = set(self.proposal.graph.predicates(new))
        for predicate, value in list(graph.predicate_objects(old)):
            if predicate not in stated and predicate not in OWN:
                self._add((new, predicate, value))
        for predicate in INCOMING:
            for other in list(graph.subjects(predicate, old)):
                if other != new:
                    self._add((other, predicate, new))

    def _commence(self, iri: str) -> None:
        """Bring into force what has not been commenced."""
        waiting = [
            one
            for one in resting_on(self.old, iri)
            if interval(self.old.graph, URIRef(one)).start is None
        ]
        for one in waiting:
            self.changed.append(one)
            self._start(URIRef(one), self.start)
        if not waiting:
            self._missing(iri, NOT_WAITING)

    def _start(self, node: URIRef, day: date) -> None:
        for predicate in _TIMES:
            if predicate != CORE.inForceUntil:
                self._remove((node, predicate, None))
        self._add((node, CORE.inForceFrom, _date(day)))

    def _end_all(self, iri: str) -> None:
        """End a norm or route, or all that rest on a provision or act."""
        law, resting = self.old, resting_on(self.old, iri)
        if resting == [iri]:
            if self._in_force(iri):
                self._end(iri)
            return
        living = [one for one in resting if interval(law.graph, URIRef(one)).contains(self.start)]
        for one in living:
            self._end(one)
        if not living:
            self._missing(iri, nothing_in_force(self.start))

    def _end(self, iri: str) -> None:
        """The last day in force is the one before the proposal begins."""
        self.changed.append(iri)
        node = URIRef(iri)
        self._remove((node, CORE.inForceUntil, None))
        self._add((node, CORE.inForceUntil, _date(self.start - timedelta(days=1))))

    def _begin(self, node: URIRef, in_force: dict[str, bool]) -> None:
        """In force from the proposal's day, or a later one that it gives itself.

        A norm all of whose predecessors were not in force has no place to take.
        """
        replaced = [old for new, old in self.replaces if new == str(node)]
        if replaced and not any(in_force[old] for old in replaced):
            for triple in list(self.graph.triples((node, None, None))):
                self._remove(triple)
            return
        own = self.graph.value(node, CORE.inForceFrom)
        stated = date.fromisoformat(str(own)) if own is not None else self.start
        self._start(node, max(self.start, stated))
        for fee in self.graph.objects(node, CORE.fee):
            if isinstance(fee, BNode) and (fee, CORE.provision, None) not in self.graph:
                self._add((fee, CORE.inForceFrom, _date(self.start)))


def _date(day: date) -> RdfLiteral:
    return RdfLiteral(day.isoformat(), datatype=XSD.date)
