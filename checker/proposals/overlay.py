"""Lay proposals over the law: a new law comes out, the law itself is never changed.

A norm that takes another's place says only what is new and keeps the rest; whatever exempts from,
overrides, answers to or leads to the old one does so for the new one. What belongs to the law in
force is not redefined by a proposal: such statements are left out and listed.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rdflib import RDF, RDFS, XSD, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from checker.errors import InputError
from checker.law.graph import LawGraph, uncollected
from checker.law.patterns import PATTERN
from checker.law.store import NumberStore, graph_of
from checker.law.time import interval
from checker.law.view import Law
from checker.proposals.proposal import PARTS, Proposal
from checker.proposals.sound import check_proposal
from checker.proposals.unchanged import keep_unchanged
from checker.terms import CORE, ELI, Text, label, relative

INCOMING = (CORE.exempts, CORE.overrides, CORE.correlative, CORE.grants)
"""What others say of a norm or route that they then say of the one in its place."""
_TIMES = (
    CORE.inForceFrom, CORE.inForceUntil, CORE.commencedBy, CORE.commencesWith, CORE.uncommenced,
    CORE.commencementUndetermined,
)  # fmt: skip
_OWN = frozenset(
    {*_TIMES, RDF.type, CORE.readOn, CORE.seenOn, CORE.verification, CORE.note, CORE.replaces,
     CORE.exemptedAs, CORE.liftsAfterEnd, CORE.repealedBy, CORE.amendedBy, PATTERN["from"],
     RDFS.seeAlso}
)  # fmt: skip
"""What a norm does not take over from the one whose place it takes."""


@dataclass(frozen=True)
class NotApplied:
    """Something of a proposal that could not be laid over the law, and why."""

    proposal: str
    what: str
    label: Text
    reason: Text
    line: int | None = None

    def as_dict(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "proposal": self.proposal,
            "what": self.what,
            "label": self.label.as_dict(),
            "reason": self.reason.as_dict(),
            "line": self.line,
        }


@dataclass(frozen=True)
class Overlay:
    """The law with proposals laid over it; `starts` is the day each begins (by IRI)."""

    before: Law
    law: Law
    proposals: tuple[Proposal, ...]
    starts: dict[str, date]
    not_applied: tuple[NotApplied, ...]

    def successors(self, iri: str) -> tuple[str, ...]:
        """The norms or routes that take the place of one."""
        return tuple(
            new for proposal in self.proposals for new, old in proposal.replaces if old == iri
        )


def lay_over(law: Law, proposals: Sequence[Proposal], as_of: date | None = None) -> Overlay:
    """Lay proposals over a law one after the other, each on the day it begins.

    `as_of` is the day for a proposal that does not determine it. Raises `InputError` where a
    proposal cannot be used at all.
    """
    if len({proposal.iri for proposal in proposals}) < len(proposals):
        twice = next(p for n, p in enumerate(proposals) if p.iri in {q.iri for q in proposals[:n]})
        raise twice.error(
            twice.iri,
            f"To forslag har samme navn: {relative(twice.iri)}.",
            f"Two proposals have the same name: {relative(twice.iri)}.",
        )
    current, starts, missing = law, dict[str, date](), list[NotApplied]()
    touched: dict[str, Proposal] = {}
    for proposal in proposals:
        check_proposal(proposal, current)
        start = proposal.day(as_of)
        starts[proposal.iri] = start
        step = _Step(current, proposal, start, touched)
        before, current = current, step.law()
        keep_unchanged(before, current, step.written)
        missing += step.missing
        _readable(current, proposal)
        touched |= dict.fromkeys((*step.changed, *proposal.introduces), proposal)
    return Overlay(law, current, tuple(proposals), starts, tuple(missing))


def overlay_notes(overlay: Overlay, as_of: date) -> tuple[Text, ...]:
    """What a report on a date must say of the proposals under it."""
    notes = []
    for proposal in overlay.proposals:
        start = overlay.starts[proposal.iri]
        if proposal.commencement is None:
            notes.append(
                Text(
                    f"Forslaget »{proposal.title.da}« har ingen dato for ikrafttræden; det er "
                    f"regnet for sat i kraft {start.isoformat()}.",
                    f'The proposal "{proposal.title.en}" has no date of commencement; it was taken '
                    f"to commence on {start.isoformat()}.",
                )
            )
        elif as_of < start:
            notes.append(
                Text(
                    f"Forslaget »{proposal.title.da}« er først i kraft fra {start.isoformat()} og "
                    "har ingen virkning på datoen.",
                    f'The proposal "{proposal.title.en}" is in force only from {start.isoformat()} '
                    "and has no effect on the date.",
                )
            )
    for missing in overlay.not_applied:
        name, why = missing.label, missing.reason
        notes.append(
            Text(
                f"Kunne ikke lægges oven på loven: {name.da} ({relative(missing.what)}). {why.da}",
                f"Could not be laid over the law: {name.en} ({relative(missing.what)}). {why.en}",
            )
        )
    return tuple(notes)


def _readable(law: Law, proposal: Proposal) -> None:
    """Norms, routes and facts can still be read; an error names the proposal's file."""
    try:
        _ = law.norms, law.access, law.facts
    except InputError as error:
        raise InputError(error.message.da, error.message.en, proposal.file) from None


class _Step:
    """One proposal on one law."""

    def __init__(
        self, law: Law, proposal: Proposal, start: date, touched: dict[str, Proposal]
    ) -> None:
        self.old, self.proposal, self.start, self.touched = law, proposal, start, touched
        self.taken = {
            URIRef(iri) for iri in proposal.introduces if (URIRef(iri), None, None) in law.graph
        }
        self.replaces = [pair for pair in proposal.replaces if URIRef(pair[0]) not in self.taken]
        self.graph = _copy(law.graph)
        self.missing: list[NotApplied] = []
        self.changed: list[str] = []
        self.written: set[Node] = set()

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
        digest = hashlib.sha256(f"{source.digest} {self.proposal.digest} {self.start}".encode())
        names = (*source.sources, self.proposal.file)
        return Law(LawGraph(self.graph, digest.hexdigest(), names))

    def _own_statements(self) -> Iterator[tuple[Node, Node, Node]]:
        """The proposal's triples, without those about what belongs to the law."""
        own, law = self.proposal.graph, self.old.graph
        strangers = {
            s
            for s in own.subjects(unique=True)
            if isinstance(s, URIRef)
            and (s, None, None) in law
            and (s in self.taken or not _same(own, law, s))
        }
        bindings = own.subjects(RDF.type, PATTERN.Binding)
        strangers |= {s for s in bindings if isinstance(s, URIRef)}
        for subject in sorted(strangers, key=str):
            self._missing(str(subject), self._why_not(subject))
        left_out = _below(own, strangers)
        for triple in own:
            if triple[0] not in left_out:
                yield triple

    def _why_not(self, subject: Node) -> Text:
        other = self.touched.get(str(subject))
        if other is not None:
            return Text(
                f"Forslaget »{other.title.da}« indfører allerede noget med dette navn.",
                f'The proposal "{other.title.en}" already introduces something of this name.',
            )
        if (subject, RDF.type, PATTERN.Binding) in self.proposal.graph:
            return Text(
                "En binding af et mønster kan ikke lægges oven på loven. Skriv normerne ud.",
                "A binding of a pattern cannot be laid over the law. Write the norms out.",
            )
        return Text(
            "Det hører til den gældende ret og ændres ikke af et forslag. Giv det, der skal være "
            "anderledes, sit eget navn.",
            "It belongs to the law in force, which a proposal does not change. Give what is to be "
            "different a name of its own.",
        )

    def _in_force(self, iri: str) -> bool:
        """Whether a norm or route is in force when the proposal begins; tells why not."""
        day = self.start
        life = interval(self.old.graph, URIRef(iri))
        if life.contains(day):
            return True
        other = self.touched.get(iri)
        if other is not None:
            reason = Text(
                f"Forslaget »{other.title.da}« ophæver eller afløser det allerede.",
                f'The proposal "{other.title.en}" already ends it or takes its place.',
            )
        elif life.start is None:
            reason = Text("Det er ikke sat i kraft.", "It has not been commenced.")
        elif day < life.start:
            reason = Text(
                f"Det er først i kraft fra {life.start.isoformat()}; forslaget begynder "
                f"{day.isoformat()}.",
                f"It is in force only from {life.start.isoformat()}; the proposal begins on "
                f"{day.isoformat()}.",
            )
        else:
            reason = Text(
                f"Det ophørte {life.end.isoformat()}; forslaget begynder {day.isoformat()}."
                if life.end
                else "Det er ikke i kraft.",
                f"It ended on {life.end.isoformat()}; the proposal begins on {day.isoformat()}."
                if life.end
                else "It is not in force.",
            )
        self._missing(iri, reason)
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
        said = set(self.proposal.graph.predicates(new))
        for predicate, value in list(graph.predicate_objects(old)):
            if predicate not in said and predicate not in _OWN:
                self._add((new, predicate, value))
        for predicate in INCOMING:
            for other in list(graph.subjects(predicate, old)):
                if other != new:
                    self._add((other, predicate, new))

    def _resting(self, iri: str) -> list[str]:
        """A norm or route itself, or all that rest on a provision or act."""
        law = self.old
        known = {*law.norms, *(route.iri for route in law.access.routes)}
        if iri in known:
            return [iri]
        norms = law.norms.values()
        resting = [norm.iri for norm in norms if _rests(law.graph, norm.provisions, iri)]
        routes = law.access.routes
        return resting + [r.iri for r in routes if _rests(law.graph, (r.provision or "",), iri)]

    def _commence(self, iri: str) -> None:
        """Bring into force what has not been commenced."""
        waiting = [
            one for one in self._resting(iri) if interval(self.old.graph, URIRef(one)).start is None
        ]
        for one in waiting:
            self.changed.append(one)
            self._start(URIRef(one), self.start)
        if not waiting:
            self._missing(
                iri,
                Text(
                    "Det er allerede sat i kraft, eller intet hviler på det.",
                    "It has been commenced already, or nothing rests on it.",
                ),
            )

    def _start(self, node: URIRef, day: date) -> None:
        for predicate in _TIMES:
            if predicate != CORE.inForceUntil:
                self._remove((node, predicate, None))
        self._add((node, CORE.inForceFrom, _date(day)))

    def _end_all(self, iri: str) -> None:
        """End a norm or route, or all that rest on a provision or act."""
        law, resting = self.old, self._resting(iri)
        if resting == [iri]:
            if self._in_force(iri):
                self._end(iri)
            return
        living = [one for one in resting if interval(law.graph, URIRef(one)).contains(self.start)]
        for one in living:
            self._end(one)
        if not living:
            self._missing(
                iri,
                Text(
                    f"Intet, der hviler på den, er i kraft {self.start.isoformat()}.",
                    f"Nothing that rests on it is in force on {self.start.isoformat()}.",
                ),
            )

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


def _copy(graph: Graph) -> Graph:
    if isinstance(graph.store, NumberStore):
        with uncollected():
            return graph_of(graph.store.copy())
    copy = Graph(store="SimpleMemory", bind_namespaces="none")
    was = gc.isenabled()
    gc.disable()
    try:
        for triple in graph:
            copy.add(triple)
    finally:
        if was:
            gc.enable()
    return copy


def _same(own: Graph, law: Graph, subject: URIRef) -> bool:
    """Whether the law says already all that the proposal says of a subject (blank nodes apart)."""
    said = list(own.predicate_objects(subject))
    return all(not isinstance(o, BNode) and (subject, p, o) in law for p, o in said)


def _below(graph: Graph, nodes: Iterable[Node]) -> set[Node]:
    """Nodes with the blank nodes of their descriptions."""
    found, todo = set[Node](), list(nodes)
    while todo:
        node = todo.pop()
        if node not in found:
            found.add(node)
            todo += [o for o in graph.objects(node) if isinstance(o, BNode)]
    return found


def _rests(graph: Graph, provisions: Iterable[str], whole: str) -> bool:
    for provision in provisions:
        node: Node | None = URIRef(provision)
        while node is not None:
            if str(node) == whole:
                return True
            node = graph.value(node, ELI.is_part_of)
    return False


def _date(day: date) -> RdfLiteral:
    return RdfLiteral(day.isoformat(), datatype=XSD.date)
