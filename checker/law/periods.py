"""When a provision is in force: as long as some of what it holds is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rdflib import Graph
from rdflib import Literal as RdfLiteral
from rdflib.term import URIRef

from lovgraf.core.terms import CORE
from lovgraf.law.norms import Norm
from lovgraf.law.time import Interval, interval, way_up

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Periods:
    """The periods in which a provision is in force, in order and apart from each other.

    `stated` is whether the graph says when it commences, or that it has not: none without it
    means that nothing is known.
    """

    spans: tuple[Interval, ...]
    stated: bool = True

    def contains(self, day: date) -> bool:
        """Whether the provision is in force on a day."""
        return any(span.contains(day) for span in self.spans)

    def on(self, day: date) -> Interval:
        """The period that a day lies in; else the last before it, else the first after it."""
        begun = [span for span in self.spans if span.start is not None and span.start <= day]
        return next(iter(begun[-1:] or self.spans), Interval(None, None))


def provision_periods(graph: Graph, iri: str, norms: Iterable[Norm]) -> Periods:
    """When a provision or an act is in force, given the norms that it and its parts hold.

    Without norms it is what is stated on the way up to the act.
    """
    held = [norm.in_force for norm in norms]
    if held:
        return Periods(_joined(held))
    own = interval(graph, URIRef(iri))
    if own.start is not None:
        return Periods((own,))
    uncommenced = RdfLiteral(True)
    steps = way_up(graph, URIRef(iri))
    return Periods((), any((step, CORE.uncommenced, uncommenced) in graph for step in steps))


def _joined(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Intervals as the fewest that hold the same days."""
    found: list[Interval] = []
    commenced = [(one.start, one) for one in intervals if one.start is not None]
    for start, one in sorted(commenced, key=lambda pair: pair[0]):
        last = found[-1] if found else None
        if last is None or (last.end is not None and last.end + _DAY < start):
            found.append(one)
        elif last.end is not None and (one.end is None or one.end > last.end):
            found[-1] = Interval(last.start, one.end)
    return tuple(found)
