"""The name of an authority on a day: of what became of it, as far as the graph knows the day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rdflib import DCTERMS, Graph, Namespace, URIRef
from rdflib.term import Node

from lovgraf.core.terms import CORE, Text, label, lies_in, text_of
from lovgraf.law.norms import Norm
from lovgraf.law.time import day_of

ORG = Namespace("http://www.w3.org/ns/org#")
_OR = Text(" eller ", " or ")


def name_on(graph: Graph, iri: str, day: date, task: str | None = None) -> Text:
    """The name of whoever has the task of an authority on a day.

    `task` is the norm, route or provision (IRI) concerned: it tells which of several that took over
    has it. Where the graph does not say, all of them are named.
    """
    names = [label(graph, node) for node in holders_on(graph, iri, day, task)]
    return Text(
        _OR.da.join(dict.fromkeys(name.da for name in names)),
        _OR.en.join(dict.fromkeys(name.en for name in names)),
    )


def name_in(graph: Graph, iri: str, day: date, norm: Norm) -> Text:
    """The name of an authority in a norm: on a day, or the nearest day on which it is in force."""
    return name_on(graph, iri, _day_in(norm, day), norm.iri)


def names_in(graph: Graph, iri: str, day: date, norms: Iterable[Norm]) -> Text:
    """The name of an authority in several norms: each name that it has in one of them."""
    found = dict.fromkeys(name_in(graph, iri, day, norm) for norm in norms)
    names = list(found) or [name_on(graph, iri, day)]
    return Text(_OR.da.join(n.da for n in names), _OR.en.join(n.en for n in names))


def holders_on(graph: Graph, iri: str, day: date, task: str | None = None) -> list[Node]:
    """The authorities that have the task of one on a day: itself, or those it became."""
    found, queue = dict[Node, None](), [(URIRef(iri), frozenset[Node]())]
    while queue:
        node, before = queue.pop(0)
        after = [] if node in before else _successors(graph, node, day, task)
        if after:
            queue += [(URIRef(str(one)), before | {node}) for one in after]
        else:
            found[node] = None
    return list(found)


def doubts_in(graph: Graph, iri: str, day: date, norm: Norm) -> list[Text]:
    """What was not verified of the name of an authority in a norm on a day: of each change that
    made it, and of the next one."""
    day = _day_in(norm, day)
    found, queue, seen = dict[Text, None](), [URIRef(iri)], set[Node]()
    while queue:
        node = queue.pop(0)
        seen.add(node)
        events = [(change_day(graph, e), e) for e in graph.subjects(ORG.originalOrganization, node)]
        for changed, event in sorted(events, key=str):
            if (said := text_of(graph, event, CORE.verification)) is not None:
                found[said] = None
            if changed is not None and changed <= day:
                after = _taking_over(graph, event, norm.iri)
                queue += [URIRef(str(one)) for one in after if one not in seen]
    return list(found)


def change_day(graph: Graph, event: Node) -> date | None:
    """The day of a change: the day itself, or else the first on which a source shows it."""
    return day_of(graph, event, DCTERMS.date) or day_of(graph, event, CORE.attestedOn)


def _day_in(norm: Norm, day: date) -> date:
    """A day, or the nearest one on which a norm is in force."""
    start, end = norm.in_force.start, norm.in_force.end
    day = day if end is None else min(day, end)
    return day if start is None else max(day, start)


def _successors(graph: Graph, node: Node, day: date, task: str | None) -> list[Node]:
    events = []
    for event in graph.subjects(ORG.originalOrganization, node):
        changed = change_day(graph, event)
        if changed is not None and changed <= day:
            events.append((changed, str(event), event))
    found: dict[Node, None] = {}
    for _, _, event in sorted(events):
        found |= dict.fromkeys(_taking_over(graph, event, task))
    return list(found)


def _taking_over(graph: Graph, event: Node, task: str | None) -> list[Node]:
    """Who took over a task: whoever took over the act it belongs to; else all, where the event says
    nothing of acts."""
    transfers = list(graph.objects(event, CORE.transfer))
    for transfer in transfers:
        acts = [str(act) for act in graph.objects(transfer, CORE.underAct)]
        if task is not None and any(lies_in(task, act) for act in acts):
            return list(graph.objects(transfer, CORE.to))
    if not transfers or task is None:
        return sorted(graph.objects(event, ORG.resultingOrganization), key=str)
    rest = [t for t in transfers if (t, CORE.underAct, None) not in graph]
    return [one for t in rest for one in graph.objects(t, CORE.to)]
