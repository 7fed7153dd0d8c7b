"""Statements that follow between things of the law: appeals, powers, EU basis, and what a term
affects."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from lovgraf.core.terms import CORE, RECORD, places_around, relative
from lovgraf.core.turtle_terms import Triple
from lovgraf.law.appeals import appeals_in
from lovgraf.law.norms import Norm
from lovgraf.law.patterns import PATTERN
from lovgraf.law.view import Law


def following(law: Law, triples: Iterable[tuple[Node, Node, Node]]) -> Iterator[Triple]:
    """Each relation as a triple of two things, which holds while both do."""
    graph, norms = law.graph, law.norms
    for appeal in appeals_in(law):
        for norm in filter(appeal.about, norms.values()):
            yield URIRef(norm.iri), CORE.appealedUnder, URIRef(appeal.norm)
    yield from _issued(graph, norms)
    resting = _by_place(norms.values())
    for place, article in graph.subject_objects(CORE.euBasis):
        for one in resting.get(str(place), ()):
            yield one, CORE.euBasis, article
    yield from _affected(graph, triples, norms)


def _issued(graph: Graph, norms: Mapping[str, Norm]) -> Iterator[Triple]:
    """The acts issued under each power to make rules, by the provision on which both rest."""
    making = {str(power) for power in graph.subjects(CORE.issuesRules, Literal(True))}
    powers = _by_place(norm for iri, norm in norms.items() if iri in making)
    for act, place in graph.subject_objects(CORE.basedOn):
        for power in powers.get(str(place), ()):
            yield act, CORE.issuedUnder, power


def _by_place(norms: Iterable[Norm]) -> dict[str, list[URIRef]]:
    """The norms that rest on each provision (IRI), or on a part of it."""
    found: dict[str, list[URIRef]] = {}
    for norm in norms:
        for place in {over for own in norm.provisions for over in places_around(own)}:
            found.setdefault(place, []).append(URIRef(norm.iri))
    return found


_NOT_CONTENT = frozenset({
    RDF.type, RDFS.isDefinedBy, RDFS.seeAlso, CORE.expressedBy, CORE.goodExample, CORE.badExample,
    CORE.pattern, PATTERN.clause,
})  # fmt: skip


def _affected(
    graph: Graph, triples: Iterable[tuple[Node, Node, Node]], norms: Collection[str]
) -> Iterator[Triple]:
    """What uses each term, or builds on what expresses it, at any step.

    A fact is shared by acts, a term is one act's word: only what is of that act, of an order issued
    under it, or of no act counts.
    """
    ends = {URIRef(iri) for iri in norms} | set(graph.subjects(RDF.type, CORE.AccessRoute))
    kinds = (CORE.TargetGroup, RECORD.DerivedFact, OWL.Class)
    ends_or_terms = ends | {thing for kind in kinds for thing in graph.subjects(RDF.type, kind)}
    users: dict[Node, list[Node]] = {}
    for s, p, o in triples:
        if p not in _NOT_CONTENT and isinstance(o, URIRef | BNode):
            users.setdefault(o, []).append(s)
    for term in set(graph.subjects(RDF.type, CORE.Term)):
        own = _acts_with(graph, term)
        waiting = [*graph.objects(term, CORE.expressedBy)]
        found: dict[Node, None] = dict.fromkeys(graph.subjects(CORE.usesTerm, term))
        seen: set[Node] = set()
        while waiting:
            node = waiting.pop()
            if node in seen or (own and _act_of(graph, node) not in (None, *own)):
                continue
            seen.add(node)
            found[node] = None
            if node not in ends:
                waiting += users.get(node, ())
        for thing in found:
            if isinstance(thing, URIRef) and thing in ends_or_terms:
                yield term, CORE.affects, thing


def _acts_with(graph: Graph, term: Node) -> set[str]:
    """The act whose word a term is, and those issued under it; none for a word of no act."""
    own = {act for act in map(_act, graph.objects(term, CORE.provision)) if act}
    issued = {
        act
        for order, place in graph.subject_objects(CORE.basedOn)
        if _act(place) in own and (act := _act(order))
    }
    return own | issued


def _act_of(graph: Graph, node: Node) -> str | None:
    """The act that a thing is of: by its name, or the provision that it rests on."""
    places = (node, *graph.objects(node, CORE.provision)) if isinstance(node, URIRef) else ()
    return next((act for act in map(_act, places) if act), None)


def _act(node: Node) -> str | None:
    """The act (or source outside the law) in whose folder a name lies."""
    found = re.match(r"law/\d+/\d+|source/[^/]+", relative(str(node)))
    return found and found[0]
