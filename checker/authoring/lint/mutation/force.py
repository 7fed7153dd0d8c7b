"""Days of commencement and expiry, each moved by one day where the law states it.

Only on the day on which the moved law differs from the law as it is can a scenario notice: so only
those are judged again, and only if what lifts or serves their norm is in force on another day.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from rdflib import XSD, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from lovgraf.core.terms import CORE, ELI, Text
from lovgraf.law import Law
from lovgraf.law.patterns import PATTERN
from lovgraf.law.time import Interval, interval, key_provision

PREDICATES: dict[Node, Text] = {
    CORE.inForceFrom: Text("i kraft", "in force"),
    CORE.inForceUntil: Text("ophør", "expiry"),
}


@dataclass(frozen=True)
class StatedDay:
    """A day that the law states, and of what; several where a pattern says it of its norms."""

    predicate: Node
    day: date
    subjects: tuple[Node, ...]
    named: str


@dataclass(frozen=True)
class Moved:
    """A stated day moved by some days, and the intervals that it changes, by IRI."""

    stated: StatedDay
    step: int
    intervals: dict[str, Interval]

    @property
    def turning(self) -> date:
        """The day on which something is in force that was not, or the other way round."""
        earlier = min(self.stated.day, self.stated.day + timedelta(days=self.step))
        return earlier + timedelta(days=self.stated.predicate == CORE.inForceUntil)


def stated_days(law: Law) -> list[StatedDay]:
    """Every day of commencement or expiry in the graph; what a binding passes on counts once."""
    found: dict[tuple[str, Node, date], list[Node]] = {}
    for predicate in PREDICATES:
        for subject, value in law.graph.subject_objects(predicate):
            binding = law.graph.value(subject, PATTERN["from"])
            name = str(subject if binding is None else binding)
            if isinstance(subject, URIRef):
                key = name, predicate, date.fromisoformat(str(value))
                found.setdefault(key, []).append(subject)
    return [
        StatedDay(predicate, day, tuple(sorted(subjects, key=str)), name)
        for (name, predicate, day), subjects in sorted(found.items(), key=str)
    ]


class Resting:
    """Which norms and routes rest on which days of force."""

    def __init__(self, law: Law) -> None:
        self._graph = law.graph
        self._on: dict[Node, list[str]] = {}
        for iri in (*law.norms, *(route.iri for route in law.access.routes)):
            for node in _chain(self._graph, URIRef(iri)):
                self._on.setdefault(node, []).append(iri)

    def moved(self, stated: StatedDay) -> Iterator[Moved]:
        """A stated day moved by one day either way, with what that changes."""
        graph = self._graph
        things = {iri for subject in stated.subjects for iri in self._on.get(subject, ())}
        before = {iri: interval(graph, URIRef(iri)) for iri in sorted(things)}
        for step in (-1, 1):
            with _stating(graph, stated, stated.day + timedelta(days=step)):
                after = {iri: interval(graph, URIRef(iri)) for iri in before}
            changed = {iri: life for iri, life in after.items() if life != before[iri]}
            if changed:
                yield Moved(stated, step, changed)


def _chain(graph: Graph, subject: Node) -> set[Node]:
    """All on which the days of force of a norm or route may rest."""
    found: set[Node] = set()
    queue: list[Node | None] = [subject]
    while queue:
        node = queue.pop()
        if node is None or node in found:
            continue
        found.add(node)
        queue += [key_provision(graph, node)]
        for predicate in (ELI.is_part_of, CORE.commencedBy, CORE.commencesWith):
            queue += graph.objects(node, predicate)
    return found


@contextmanager
def _stating(graph: Graph, stated: StatedDay, day: date) -> Iterator[None]:
    """A graph that states another day, for a while."""
    was = RdfLiteral(stated.day.isoformat(), datatype=XSD.date)
    now = RdfLiteral(day.isoformat(), datatype=XSD.date)
    for subject in stated.subjects:
        graph.set((subject, stated.predicate, now))
    try:
        yield
    finally:
        for subject in stated.subjects:
            graph.set((subject, stated.predicate, was))
