"""When what the law says was passed, which may be long before it holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rdflib import RDF, Graph
from rdflib.term import Node

from lovgraf.core.terms import CORE, ELI

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
