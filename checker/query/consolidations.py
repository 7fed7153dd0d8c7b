"""Which consolidation shows a norm, and when it is the newest in use: norms keep the names of the
act whose text was read first, and are cited and found by the one that is in use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import zip_longest

from rdflib import RDF, Graph, URIRef
from rdflib.term import Node

from lovgraf.core.terms import CORE, Text
from lovgraf.law.names import cited_on, in_use_from, norm_cited_on, stated_on
from lovgraf.law.norms import Norm
from lovgraf.law.provisions import act_of
from lovgraf.law.time import Days, Interval, interval
from lovgraf.law.view import Law

_DAY = timedelta(days=1)


def shown_in(law: Law) -> Iterator[tuple[str, str, Interval]]:
    """For each norm (IRI) the consolidations that show it, with the days on which each is the
    newest in use."""
    periods = _periods(law.graph)
    for norm in law.norms.values():
        for act in sorted(_near(law.graph, norm, periods)):
            in_use = periods[act]
            if in_use.start is not None and norm_cited_on(law.graph, norm, in_use.start).act == act:
                yield norm.iri, act, in_use


def cited_by_days(graph: Graph, thing: str, provision: str) -> list[tuple[Days, Text]]:
    """How the provision of a norm, route or fee (IRIs) is cited, and on which days so; none where
    no consolidation changes that, nor for the days before the first."""
    periods = _periods_of(graph, thing, provision)
    return [(when, cited_on(graph, provision, day, thing).text) for when, day in periods]


def moved(graph: Graph, thing: str | None, provision: str) -> list[tuple[Days, str]]:
    """Where a provision (IRI), or what a thing has of it, says that it stands, on which days: its
    number in the consolidation in use is another, or is another rule's there."""
    return [
        (when, place)
        for when, day in _periods_of(graph, thing, provision)
        if (place := stated_on(graph, thing, provision, day)) is not None
    ]


def _periods_of(graph: Graph, thing: str | None, provision: str) -> list[tuple[Days, date]]:
    """The days on which each consolidation that may show a provision is the newest in use, each
    with the first of them."""
    acts = {act_of(graph, provision)}
    for one in filter(None, (thing, provision)):
        for place in graph.objects(URIRef(one), CORE.restatedAs):
            restated = graph.subjects(CORE.consolidatedBy, URIRef(act_of(graph, str(place))))
            acts |= {act_of(graph, str(place)), *map(str, restated)}
    others = {one for act in acts for one in graph.objects(URIRef(act), CORE.consolidatedBy)}
    days = sorted({day for one in others if (day := in_use_from(graph, one)) is not None})
    ends = [day - _DAY for day in days[1:]]
    return [(Days(day, end), day) for day, end in zip_longest(days, ends)]


def acts_in_use(graph: Graph) -> dict[Node, Interval]:
    """For each act the days on which it is in force and the text in use: from its own first day, or
    else its date, until it ends or a later consolidation replaces it.

    What was consolidated remains the act; a consolidation is a version of it, and the newest only
    is in use.
    """
    periods = _periods(graph)
    found: dict[Node, Interval] = {}
    for act in set(graph.subjects(RDF.type, CORE.Act)):
        newest = periods.get(str(act))
        days = [end_of(graph, act), newest.end if newest else None]
        if (act, CORE.consolidates, None) in graph:
            later = (in_use_from(graph, one) for one in graph.objects(act, CORE.consolidatedBy))
            days += [day - _DAY for day in later if day is not None]
        found[act] = Interval(in_use_from(graph, act), min(filter(None, days), default=None))
    return found


def end_of(graph: Graph, act: Node) -> date | None:
    """The last day of an act: as it says, or the one before what repealed it commenced."""
    repeals = (interval(graph, by).start for by in graph.objects(act, CORE.repealedBy))
    days = [interval(graph, act).end, *(day - _DAY for day in repeals if day is not None)]
    return min(filter(None, days), default=None)


def _periods(graph: Graph) -> Mapping[str, Interval]:
    """For each consolidation the days on which it is the newest one of what it restates."""
    found: dict[str, Interval] = {}
    for act in set(graph.subjects(CORE.consolidatedBy)):
        starts: dict[date, str] = {}
        for other in graph.objects(act, CORE.consolidatedBy):
            if (start := in_use_from(graph, other)) is not None:
                starts[start] = max(starts.get(start, ""), str(other))
        for day, newest in starts.items():
            later = min((one for one in starts if one > day), default=None)
            found[newest] = Interval(day, later and later - _DAY)
    return found


def _near(graph: Graph, norm: Norm, periods: Mapping[str, Interval]) -> set[str]:
    """The consolidations that may show a norm: its own act, those of it, and where it says that it
    stands."""
    act = act_of(graph, norm.provision)
    acts = {act, *map(str, graph.objects(URIRef(act), CORE.consolidatedBy))}
    for thing in (norm.iri, norm.provision):
        acts |= {act_of(graph, str(one)) for one in graph.objects(URIRef(thing), CORE.restatedAs)}
    return acts & periods.keys()
