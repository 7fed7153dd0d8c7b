"""A word means different things in the acts involved, or nothing (`undefined-term`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from rdflib import OWL, RDF, BNode, Graph, URIRef
from rdflib.namespace import SKOS
from rdflib.term import Node

from lovgraf.core.terms import CORE, Text, label, text_of
from lovgraf.law.norms import Norm
from lovgraf.law.view import LawView
from lovgraf.proposals.changes import Views
from lovgraf.proposals.edits import Edit, new_graph
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_kind import GapKind, Statement, ToRepair
from lovgraf.proposals.meanings import differ, word
from lovgraf.proposals.proposal import Proposal


class UndefinedTerm(GapKind):
    """A word in play that has no meaning, or more than one."""

    code = "undefined-term"
    lies_in = "about"

    def in_graph(self, views: Views) -> Iterator[Gap]:
        """For each new norm, the words in play that have no meaning or more than one."""
        for change in views.changes:
            if change.after is not None:
                terms = sorted(_terms(views.graph, _in_play(views, change.after)), key=str)
                yield from self._without_meaning(views.graph, change.after, terms)
                yield from self._with_two(views.graph, change.after, terms)

    def _without_meaning(self, graph: Graph, norm: Norm, terms: list[Node]) -> Iterator[Gap]:
        for term in terms:
            if (term, RDF.type, CORE.Term) in graph and text_of(graph, term, SKOS.definition):
                continue
            yield _gap(self.statement("no-meaning", term=label(graph, term)), norm, term)

    def _with_two(self, graph: Graph, norm: Norm, terms: list[Node]) -> Iterator[Gap]:
        for one, other in combinations(terms, 2):
            if word(graph, one) != word(graph, other):
                continue
            mine, theirs = (text_of(graph, t, SKOS.definition) for t in (one, other))
            if mine is None or theirs is None or not differ(graph, one, other):
                continue
            statement = self.statement(
                "two-meanings",
                one=label(graph, one),
                meaning=mine,
                other=label(graph, other),
                another=theirs,
            )
            yield _gap(statement, norm, one, other)

    def edits(self, case: ToRepair) -> Iterator[Edit]:
        """Use another word, or give the word a meaning that the graph has."""
        yield from _meant(case.gap, case.after, case.proposal)


def _gap(statement: Statement, norm: Norm, *terms: Node) -> Gap:
    return Gap(*statement, norm=norm.iri, provision=norm.provision, about=tuple(map(str, terms)))


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


def _meant(gap: Gap, after: LawView, proposal: Proposal) -> Iterator[Edit]:
    """The other term in place of one that the proposal uses; or, for one without a meaning, that
    of a class of the same name."""
    graph, own = after.law.graph, proposal.graph
    terms = [URIRef(iri) for iri in gap.about]
    for term in terms:
        others = [other for other in terms if other != term]
        if len(terms) == 1:
            known = sorted(graph.subjects(RDF.type, CORE.Term), key=str)
            others = [
                URIRef(str(one))
                for one in known
                if one != term
                and word(graph, one) == word(graph, term)
                and text_of(graph, one, SKOS.definition)
            ]
        for other in others:
            yield from _in_place(term, other, after, proposal)
    (term, *more) = terms
    if more or (term, RDF.type, CORE.Term) not in own:
        return
    for kind in sorted(graph.subjects(RDF.type, OWL.Class), key=str):
        definitions = list(graph.objects(kind, SKOS.definition))
        if isinstance(kind, URIRef) and definitions and word(graph, kind) == word(graph, term):
            name = label(graph, term)
            what = Text(
                f"Lad »{name.da}« betyde det samme som gruppen af samme navn.",
                f'Let "{name.en}" mean the same as the group of that name.',
            )
            edit = Edit(what, new_graph(), new_graph())
            for one in definitions:
                edit.added.add((term, SKOS.definition, one))
            yield edit


def _in_place(term: URIRef, other: URIRef, after: LawView, proposal: Proposal) -> Iterator[Edit]:
    """One term for another wherever the proposal uses it."""
    users = sorted(proposal.graph.subjects(CORE.usesTerm, term), key=str)
    if not users:
        return
    was, now = label(after.law.graph, term), label(after.law.graph, other)
    what = Text(
        f"Brug »{now.da}« i stedet for »{was.da}« i forslaget.",
        f'Use "{now.en}" in place of "{was.en}" in the proposal.',
    )
    edit = Edit(what, new_graph(), new_graph())
    for user in users:
        edit.removed.add((user, CORE.usesTerm, term))
        edit.added.add((user, CORE.usesTerm, other))
    yield edit
