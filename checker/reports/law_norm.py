"""What a norm says beside its definition, in short lines: who, about whom, what, by when, and which
other norms go before or after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from rdflib import Graph, URIRef

from lovgraf.core.terms import CORE, Lang, Text, label
from lovgraf.law.authorities import doubts_in, name_in
from lovgraf.law.deadline_words import deadlines_said
from lovgraf.law.norms import Norm

MOST = 6
"""How many norms a line names; the rest are counted."""
_MORE = Text("og {count} til", "and {count} more")
_NAMES = Text("om myndighedens navn", "on the authority's name")
_LIFTED = Text("løftes eller fortrænges af", "lifted or displaced by")


def said_of(norm: Norm, graph: Graph, as_of: date) -> Iterator[tuple[Text, Text]]:
    """Each line of a norm: what it is about, and what is said; none for what it does not say."""
    node = URIRef(norm.iri)
    yield label(graph, CORE.bearer), name_in(graph, norm.bearer, as_of, norm)
    if norm.authority is not None:
        who = name_in(graph, norm.authority, as_of, norm)
        yield label(graph, CORE.competentAuthority), who
    who_else = (norm.bearer, norm.authority)
    doubts = (d for iri in who_else if iri is not None for d in doubts_in(graph, iri, as_of, norm))
    for doubt in dict.fromkeys(doubts):
        yield _NAMES, doubt
    for predicate, value in (
        (CORE.addressee, norm.addressee),
        (CORE.eligible, norm.eligible),
        (CORE.granted, norm.granted),
        (CORE.duty, norm.duty),
    ):
        if value is not None:
            yield label(graph, predicate), label(graph, URIRef(value))
    for deadline, said in zip(norm.deadlines, deadlines_said(norm, graph), strict=True):
        yield label(graph, CORE.deadline), said
        if deadline.closing and deadline.closing.possible:
            yield label(graph, CORE.countedBy), label(graph, URIRef(deadline.closing.rule))
    for predicate in (CORE.requires, CORE.exempts, CORE.overrides, CORE.correlative, CORE.sanction):
        if named := _named(graph, graph.objects(node, predicate)):
            yield label(graph, predicate), named
    lifting = {*graph.subjects(CORE.exempts, node), *graph.subjects(CORE.overrides, node)}
    if named := _named(graph, lifting):
        yield _LIFTED, named


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
