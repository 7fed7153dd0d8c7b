"""What a norm says beside its definition, in short lines: who, about whom, what, by when, and which
other norms go before or after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from rdflib import Graph, URIRef

from lovgraf.core.terms import CORE, Lang, Text, label
from lovgraf.facts.period import Period
from lovgraf.law.authorities import name_in
from lovgraf.law.norms import Deadline, Norm

MOST = 6
"""How many norms a line names; the rest are counted."""
_UNITS = (
    ("bank_days", Text("bankdag", "bank day"), Text("bankdage", "bank days")),
    ("days", Text("dag", "day"), Text("dage", "days")),
    ("months", Text("måned", "month"), Text("måneder", "months")),
)
_BY = Text("senest {period} efter {triggers}", "at the latest {period} after {triggers}")
_ON = Text("samme dag som {triggers}", "on the same day as {triggers}")
_NOT_BEFORE = Text("tidligst {period} efter {triggers}", "not before {period} after {triggers}")
_BEFORE = Text("senest ved {triggers}", "at the latest with {triggers}")
_AHEAD = Text("senest {period} før {triggers}", "at the latest {period} before {triggers}")
_LATEST = Text("den seneste af {triggers}", "the latest of {triggers}")
_MORE = Text("og {count} til", "and {count} more")
_LIFTED = Text("løftes eller fortrænges af", "lifted or displaced by")
_AND = Text(" og ", " and ")


def said_of(norm: Norm, graph: Graph, as_of: date) -> Iterator[tuple[Text, Text]]:
    """Each line of a norm: what it is about, and what is said; none for what it does not say."""
    node = URIRef(norm.iri)
    yield label(graph, CORE.bearer), name_in(graph, norm.bearer, as_of, norm)
    if norm.authority is not None:
        who = name_in(graph, norm.authority, as_of, norm)
        yield label(graph, CORE.competentAuthority), who
    for predicate, value in (
        (CORE.addressee, norm.addressee),
        (CORE.eligible, norm.eligible),
        (CORE.granted, norm.granted),
        (CORE.duty, norm.duty),
    ):
        if value is not None:
            yield label(graph, predicate), label(graph, URIRef(value))
    for deadline in norm.deadlines:
        yield label(graph, CORE.deadline), deadline_said(deadline, graph)
        if deadline.closing and deadline.closing.possible:
            yield label(graph, CORE.countedBy), label(graph, URIRef(deadline.closing.rule))
    for predicate in (CORE.requires, CORE.exempts, CORE.overrides, CORE.correlative, CORE.sanction):
        if named := _named(graph, graph.objects(node, predicate)):
            yield label(graph, predicate), named
    lifting = {*graph.subjects(CORE.exempts, node), *graph.subjects(CORE.overrides, node)}
    if named := _named(graph, lifting):
        yield _LIFTED, named


def deadline_said(deadline: Deadline, graph: Graph) -> Text:
    """A deadline in words: 'at the latest 5 days after "moved on"'."""
    facts = [label(graph, URIRef(trigger)) for trigger in deadline.triggers]
    triggers = _each(lambda at: _AND[at].join(_quoted(fact[at], at) for fact in facts))
    if len(facts) > 1:
        triggers = _each(lambda at: _LATEST[at].format(triggers=triggers[at]))
    if deadline.before_event and deadline.period == Period():
        return _each(lambda at: _BEFORE[at].format(triggers=triggers[at]))
    if deadline.period == Period() and not deadline.at_least:
        return _each(lambda at: _ON[at].format(triggers=triggers[at]))
    said = _AHEAD if deadline.before_event else _NOT_BEFORE if deadline.at_least else _BY
    period = period_said(deadline.period)
    return _each(lambda at: said[at].format(period=period[at], triggers=triggers[at]))


def period_said(period: Period) -> Text:
    """A length of time in words: '3 months'; '0 days' where it has none."""
    lengths = [(getattr(period, name), one, many) for name, one, many in _UNITS]
    parts = [(n, one if n == 1 else many) for n, one, many in lengths if n] or [(0, _UNITS[1][2])]
    return _each(lambda at: _AND[at].join(f"{n} {unit[at]}" for n, unit in parts))


def _quoted(text: str, at: Lang) -> str:
    return f"»{text}«" if at == "da" else f'"{text}"'


def _named(graph: Graph, nodes: Iterable[object]) -> Text | None:
    """The labels of some resources, each once, the first few by name."""
    labels = list(dict.fromkeys(label(graph, URIRef(str(n))) for n in sorted(map(str, nodes))))
    if not labels:
        return None
    more = len(labels) - MOST
    return _each(
        lambda at: (
            "; ".join(one[at] for one in labels[:MOST])
            + (f" {_MORE[at].format(count=more)}" if more > 0 else "")
        )
    )


def _each(say: Callable[[Lang], str]) -> Text:
    return Text(say("da"), say("en"))
