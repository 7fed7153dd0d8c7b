"""When something is in force: derived from commencement, never from a status flag."""

from __future__ import annotations

from datetime import date

from msgspec import Struct
from rdflib import Graph
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, ELI, relative, short

_TRUE = RdfLiteral(True)  # rdflib takes longer to make one than to look things up


class Interval(Struct, frozen=True):
    """First and last day in force, both included; `start` None means never commenced."""

    start: date | None
    end: date | None

    def contains(self, day: date) -> bool:
        """Whether the day lies in the interval."""
        return (
            self.start is not None and self.start <= day and (self.end is None or day <= self.end)
        )

    def ended(self, day: date) -> bool:
        """Whether the day lies after the interval."""
        return self.start is not None and self.end is not None and self.end < day


class Days(Struct, frozen=True):
    """Days from the first to the last, both included; open on a side that is None, so that it is
    all days where both are. Says nothing of commencement, unlike `Interval`."""

    first: date | None = None
    last: date | None = None

    def contains(self, day: date) -> bool:
        """Whether it is one of the days."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def interval(graph: Graph, subject: Node) -> Interval:
    """The interval of a norm, provision, route, fee or act.

    The start is the nearest one stated on the way from the subject through its provision up to
    the act; the end is the earliest one stated on that way.
    """
    start: date | None = None
    end: date | None = None
    decided = False
    for step in way_up(graph, subject):
        if not decided:
            decided, start = _start(graph, step)
        if (stated := day_of(graph, step, CORE.inForceUntil)) and (end is None or stated < end):
            end = stated
    return Interval(start, end)


def way_up(graph: Graph, subject: Node) -> list[Node]:
    """A thing, the provision it rests on, and what that is part of, up to the act."""
    chain: list[Node] = []
    current: Node | None = subject
    while current is not None and current not in chain:
        chain.append(current)
        current = key_provision(graph, current) or graph.value(current, ELI.is_part_of)
    return chain


def key_provision(graph: Graph, subject: Node) -> Node | None:
    """The provision that a norm is keyed to: the one its IRI starts with, else the first by IRI."""
    found = sorted(graph.objects(subject, CORE.provision), key=str)
    within = [node for node in found if str(subject).startswith(f"{node}/norm/")]
    return next(iter(within or found), None)


def _start(graph: Graph, step: Node) -> tuple[bool, date | None]:
    if graph.value(step, CORE.uncommenced) == _TRUE:
        return True, None
    if stated := day_of(graph, step, CORE.inForceFrom):
        return True, stated
    for predicate in (CORE.commencedBy, CORE.commencesWith):
        if (other := graph.value(step, predicate)) is not None:
            return True, interval(graph, other).start
    return False, None


def day_of(graph: Graph, subject: Node, predicate: Node) -> date | None:
    """The day that a property of something says; None where it says none.

    Raises `InputError` for what is no date.
    """
    value = graph.value(subject, predicate)
    try:
        return date.fromisoformat(str(value)) if value is not None else None
    except ValueError:
        name, what = relative(str(subject)), short(str(predicate))
        raise InputError(
            f"{name}: {what} er »{value}«, som ingen dato er (åååå-mm-dd).",
            f'{name}: {what} is "{value}", which is no date (yyyy-mm-dd).',
        ) from None
