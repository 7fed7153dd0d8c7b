"""Which consolidation shows a norm, and when it is the newest in use: norms keep the names of the
act whose text was read first, and are cited by the one that is in use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import zip_longest

from rdflib import Graph, URIRef

from lovgraf.core.terms import CORE, Text
from lovgraf.law.names import cited_on, in_use_from, norm_cited_on
from lovgraf.law.norms import Norm, act_of
from lovgraf.law.time import Interval
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


def cited_by_days(graph: Graph, thing: str, provision: str) -> list[tuple[Interval, Text]]:
    """How the provision of a norm, route or fee (IRIs) is cited, and on which days so; none where
    no consolidation changes that, nor for the days before the first."""
    acts = {act_of(graph, provision)}
    for one in (thing, provision):
        for place in graph.objects(URIRef(one), CORE.restatedAs):
            restated = graph.subjects(CORE.consolidatedBy, URIRef(act_of(graph, str(place))))
            acts |= {act_of(graph, str(place)), *map(str, restated)}
    others = {one for act in acts for one in graph.objects(URIRef(act), CORE.consolidatedBy)}
    days = sorted({day for one in others if (day := in_use_from(graph, one)) is not None})
    texts = [cited_on(graph, provision, day, thing).text for day in days]
    ends = [day - _DAY for day in days[1:]]
    periods = (Interval(day, end) for day, end in zip_longest(days, ends))
    return list(zip(periods, texts, strict=True))


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
