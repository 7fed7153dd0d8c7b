"""What the law of a date says otherwise than the graph at all times: who has the task of an
authority by then, which text of an act is in use, and under which number a rule stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import zip_longest

from rdflib import RDF, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from lovgraf.core.terms import CORE, ELI
from lovgraf.core.turtle_terms import Triple
from lovgraf.law.authorities import ORG, change_day, holders_on
from lovgraf.law.provisions import act_of
from lovgraf.law.time import Days, Interval, key_provision, way_up
from lovgraf.query.consolidations import acts_in_use, moved

_DAY = timedelta(days=1)
_TYPE = RDF.type  # of which rdflib makes a new term each time
Saying = tuple[Days, tuple[Triple, ...]]
"""Days, and what is said on them."""


class OnDate:
    """Which triples of a graph are said otherwise on some days; `silent` are the things that speak
    of a day of their own, as the report does."""

    def __init__(self, graph: Graph, silent: Collection[Node]) -> None:
        self._graph = graph
        self._authorities = _Authorities(graph)
        self.acts = acts_in_use(graph)
        """The days on which each act is in force, its text the one in use."""
        changing = set(graph.subjects(RDF.type, ORG.ChangeEvent))
        self._silent = {*silent, *changing, *self._authorities.known}

    def sayings(self, triple: Triple, named: Node) -> list[Saying] | None:
        """What is said instead of a triple on all days, by periods; None where it is the same on
        each. `named` is the thing in whose description it stands."""
        s, p, o = triple
        if p == _TYPE and o == CORE.Act:
            return list(self._in_use(s))
        if p == CORE.provision and isinstance(s, URIRef):
            return self._moved(triple)
        if o in self._authorities.changing and named not in self._silent:
            periods = self._authorities.holders(o, named)
            return [(when, tuple((s, p, one) for one in some)) for when, some in periods]
        return None

    def _in_use(self, act: Node) -> Iterator[Saying]:
        days, other = self.acts[act], (act, RDF.type, CORE.VersionOfOtherDays)
        if days.start is None:
            yield Days(), (other,)
            return
        yield Days(None, days.start - _DAY), (other,)
        yield Days(days.start, days.end), ((act, RDF.type, CORE.Act),)
        if days.end is not None:
            yield Days(days.end + _DAY), (other,)

    def _moved(self, triple: Triple) -> list[Saying] | None:
        """A rule whose number is another in the consolidation in use rests on the provision there,
        and keeps its name by the number of before."""
        s, p, o = triple
        key = key_provision(self._graph, s) == o
        places = moved(self._graph, str(s) if key else None, str(o))
        if not places:
            return None
        sayings: list[Saying] = []
        for when, place in places:
            now = [URIRef(place), *_of_act(self._graph, place)]
            named = ((s, CORE.namedAfter, o),) if key and o not in now else ()
            sayings.append((when, (*((s, p, one) for one in now), *named)))
        return [*sayings, *((when, (triple,)) for when in _between([when for when, _ in places]))]


def _between(periods: Sequence[Days]) -> Iterator[Days]:
    """The days that some periods, in order, leave."""
    start: date | None = None
    for when in periods:
        before = when.first and when.first - _DAY
        if before is not None and (start is None or start <= before):
            yield Days(start, before)
        if when.last is None:
            return
        start = when.last + _DAY
    yield Days(start)


class _Authorities:
    """Who has the tasks of each authority from each day on which that changes."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._after: dict[Node, set[Node]] = {}
        self._days: dict[Node, set[date]] = {}
        for event, old in graph.subject_objects(ORG.originalOrganization):
            if (day := change_day(graph, event)) is not None:
                self._days.setdefault(old, set()).add(day)
                new = graph.objects(event, ORG.resultingOrganization)
                self._after.setdefault(old, set()).update(new)
        self.changing = frozenset(self._after)
        """The authorities whose tasks others took over on a day that is known."""
        self.known = frozenset(graph.subjects(RDF.type, ORG.Organization)) | self.changing

    def holders(self, authority: Node, task: Node) -> Iterator[tuple[Days, list[Node]]]:
        """Who has the task of an authority under a norm, route or other thing, by period."""
        days: set[date] = set()
        waiting, seen = [authority], set[Node]()
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                days |= self._days.get(node, set())
                waiting.extend(self._after.get(node, ()))
        found: list[tuple[date | None, list[Node]]] = []
        for start in (None, *sorted(days)):
            some = holders_on(self._graph, str(authority), start or date.min, str(task))
            if not found or found[-1][1] != some:
                found.append((start, some))
        ends = [start - _DAY for start, _ in found[1:] if start is not None]
        for (start, some), end in zip_longest(found, ends):
            yield Days(start, end), some


def places_in_force(
    graph: Graph, own: Mapping[Node, Interval], acts: Mapping[Node, Interval]
) -> dict[Node, Interval]:
    """When the dated things of a graph hold: as they say (`own`), and a provision that says nothing
    while its act does or a rule rests on it."""
    resting, last = _resting(graph, own)
    found = dict(own)
    for node in graph.subjects(RDF.type, CORE.Provision):
        act, when = URIRef(act_of(graph, str(node))), own[node]
        if act not in acts:
            continue
        start, end = when.start, when.end
        if start is None and own[act].start is None and not _uncommenced(graph, node):
            starts = [one.start for one in resting.get(node, ()) if one.start is not None]
            start = min(
                (day for day in (acts[act].start, *starts) if day is not None), default=None
            )
        if end is None and (over := acts[act].end) is not None:
            ends = last.get(act, [])
            end = None if None in ends else max(over, *filter(None, ends))
        found[node] = Interval(start, end)
    return found


def _resting(
    graph: Graph, own: Mapping[Node, Interval]
) -> tuple[dict[Node, list[Interval]], dict[Node, list[date | None]]]:
    """When what rests on each provision or a part of it holds; and the last days of all that rests
    on provisions of each act."""
    resting: dict[Node, list[Interval]] = {}
    last: dict[Node, list[date | None]] = {}
    for thing, provision in graph.subject_objects(CORE.provision):
        if thing in own:
            for place in way_up(graph, provision):
                resting.setdefault(place, []).append(own[thing])
            last.setdefault(URIRef(act_of(graph, str(provision))), []).append(own[thing].end)
    return resting, last


def _uncommenced(graph: Graph, node: Node) -> bool:
    return any((one, CORE.uncommenced, RdfLiteral(True)) in graph for one in way_up(graph, node))


def parts_of_acts(graph: Graph) -> Iterator[Triple]:
    """Each provision of a consolidation as a part of the provision of the act whose part it is by
    its number: s. 26(8) of the consolidation is a part of s. 26 of the act."""
    consolidations = set(graph.objects(None, CORE.consolidatedBy))
    for place in graph.subjects(RDF.type, CORE.Provision):
        *_, act = way = way_up(graph, place)
        if act in consolidations:
            overs = (_of_act(graph, str(over)) for over in way[1:-1])
            yield from ((place, ELI.is_part_of, one) for one in next(filter(None, overs), ()))


def _of_act(graph: Graph, place: str) -> list[URIRef]:
    """The provisions with the number of one of a consolidation, in the acts that it restates."""
    act = act_of(graph, place)
    number = place.removeprefix(act)
    same = (URIRef(f"{one}{number}") for one in graph.subjects(CORE.consolidatedBy, URIRef(act)))
    return [one for one in same if (one, RDF.type, CORE.Provision) in graph]
