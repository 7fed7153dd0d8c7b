"""Words that mean different things in the acts that a proposal brings together, or nothing.

Source: semantics, section 6 (`undefined-term`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from rdflib import RDF, BNode, Graph, URIRef
from rdflib.namespace import SKOS
from rdflib.term import Node

from lovgraf.core.terms import CORE, Text, label, text_of
from lovgraf.law.norms import Norm
from lovgraf.proposals.changes import Views
from lovgraf.proposals.gap import Gap

_SOURCE = re.compile(r"\s*\([^()]*\)\s*$")


def term_gaps(views: Views) -> Iterator[Gap]:
    """For each new norm, the words in play that have no meaning or more than one."""
    graph = views.graph
    for change in views.changes:
        if change.after is None:
            continue
        terms = sorted(_terms(graph, _in_play(views, change.after)), key=str)
        for term in terms:
            if (term, RDF.type, CORE.Term) in graph and text_of(graph, term, SKOS.definition):
                continue
            name = label(graph, term)
            yield _gap(
                change.after,
                Text(
                    f"»{name.da}« bruges uden at være defineret. Giv begrebet en definition.",
                    f'"{name.en}" is used without being defined. Give the term a definition.',
                ),
                term,
            )
        for one, other in combinations(terms, 2):
            if word(graph, one) != word(graph, other):
                continue
            mine, theirs = (text_of(graph, t, SKOS.definition) for t in (one, other))
            if mine is None or theirs is None or mine == theirs:
                continue
            if (one, SKOS.closeMatch, other) in graph or (other, SKOS.closeMatch, one) in graph:
                continue
            first, second = label(graph, one), label(graph, other)
            yield _gap(
                change.after,
                Text(
                    f"Samme ord, to betydninger: {first.da} er »{mine.da}«, {second.da} er "
                    f"»{theirs.da}«. Sig, hvilken der menes, eller brug et andet ord.",
                    f'One word, two meanings: {first.en} is "{mine.en}", {second.en} is '
                    f'"{theirs.en}". Say which is meant, or use another word.',
                ),
                one,
                other,
            )


def _gap(norm: Norm, message: Text, *terms: Node) -> Gap:
    return Gap(
        "undefined-term", "warning", message, norm=norm.iri, provision=norm.provision,
        about=tuple(map(str, terms)),
    )  # fmt: skip


def word(graph: Graph, term: Node) -> str:
    """The word without the act in brackets behind it."""
    return _SOURCE.sub("", label(graph, term).da).casefold()


def _in_play(views: Views, norm: Norm) -> set[Node]:
    """The norm, what it takes the place of and lifts, and the ways to what it needs."""
    found: set[str] = {norm.iri, *norm.exempts, *norm.overrides}
    found |= {c.before.iri for c in views.changes if c.after == norm and c.before is not None}
    found |= {one.iri for one in views.after.lifting(norm.iri)}
    found |= {r.origin or r.iri for r in views.after.routes if set(r.grants) & set(norm.requires)}
    return {URIRef(iri) for iri in found}


def _terms(graph: Graph, things: Iterable[Node]) -> set[Node]:
    """The terms that things use, also through the classes that they are said of."""
    classes = (CORE.addressee, CORE.eligible, CORE.granted)
    todo = list(things)
    for thing in list(todo):
        todo += [c for predicate in classes for c in graph.objects(thing, predicate)]
    found, seen = set[Node](), set[Node]()
    while todo:
        node = todo.pop()
        if node in seen:
            continue
        seen.add(node)
        found |= set(graph.objects(node, CORE.usesTerm))
        if (node, RDF.type, CORE.Norm) in graph:
            continue
        for value in graph.objects(node):
            if isinstance(value, BNode) or (value, RDF.type, CORE.TargetGroup) in graph:
                todo.append(value)
    return found
