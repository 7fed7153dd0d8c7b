"""When something is in force: derived from commencement, never from a status flag."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rdflib import Graph
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from checker.terms import CORE, ELI


@dataclass(frozen=True, slots=True)
class Interval:
    """First and last day in force, both included; `start` None means never commenced."""

    start: date | None
    end: date | None

    def contains(self, day: date) -> bool:
        """Whether the day lies in the interval."""
        return (
            self.start is not None and self.start <= day and (self.end is None or day <= self.end)
        )


Ends = dict[Node, date | None]
"""The earliest end on the way up from each node, as far as it was found out."""


def interval(graph: Graph, subject: Node, ends: Ends | None = None) -> Interval:
    """The interval of a norm, provision, route, fee or act.

    The start is the nearest one stated on the way from the subject through its provision up to
    the act; the end is the earliest one stated on that way. `ends` keeps what was found out, for
    further subjects of the same graph.
    """
    return Interval(
        _nearest_start(graph, subject), _earliest_end(graph, subject, {} if ends is None else ends)
    )


def _nearest_start(graph: Graph, subject: Node) -> date | None:
    seen: set[Node] = set()
    step: Node | None = subject
    while step is not None and step not in seen:
        decided, start = _start(graph, step)
        if decided:
            return start
        seen.add(step)
        step = _above(graph, step)
    return None


def _earliest_end(graph: Graph, step: Node, ends: Ends) -> date | None:
    if step not in ends:
        ends[step] = None  # where provisions go round in a circle
        end, above = _date(graph, step, CORE.inForceUntil), _above(graph, step)
        further = None if above is None else _earliest_end(graph, above, ends)
        ends[step] = min((day for day in (end, further) if day is not None), default=None)
    return ends[step]


def _above(graph: Graph, step: Node) -> Node | None:
    return key_provision(graph, step) or graph.value(step, ELI.is_part_of)


def key_provision(graph: Graph, subject: Node) -> Node | None:
    """The provision that a norm is keyed to: the one its IRI starts with, else the first by IRI."""
    found = sorted(graph.objects(subject, CORE.provision), key=str)
    within = [node for node in found if str(subject).startswith(f"{node}/norm/")]
    return next(iter(within or found), None)


def _start(graph: Graph, step: Node) -> tuple[bool, date | None]:
    if graph.value(step, CORE.uncommenced) == RdfLiteral(True):
        return True, None
    if stated := _date(graph, step, CORE.inForceFrom):
        return True, stated
    for predicate in (CORE.commencedBy, CORE.commencesWith):
        if (other := graph.value(step, predicate)) is not None:
            return True, interval(graph, other).start
    return False, None


def _date(graph: Graph, subject: Node, predicate: Node) -> date | None:
    value = graph.value(subject, predicate)
    return date.fromisoformat(str(value)) if value is not None else None
