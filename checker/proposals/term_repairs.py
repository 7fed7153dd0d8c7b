"""Changes of the words of a proposal: a meaning that the graph knows, where it uses one without or
with two. Source: semantics, section 6 (repairs).
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import OWL, RDF, URIRef
from rdflib.namespace import SKOS

from lovgraf.core.terms import CORE, Text, label, text_of
from lovgraf.law.view import LawView
from lovgraf.proposals.edits import Edit, new_graph
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.proposal import Proposal
from lovgraf.proposals.term_gaps import word


def meant(gap: Gap, after: LawView, proposal: Proposal) -> Iterator[Edit]:
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
        said = list(graph.objects(kind, SKOS.definition))
        if isinstance(kind, URIRef) and said and word(graph, kind) == word(graph, term):
            name = label(graph, term)
            what = Text(
                f"Lad »{name.da}« betyde det samme som gruppen af samme navn.",
                f'Let "{name.en}" mean the same as the group of that name.',
            )
            edit = Edit(what, new_graph(), new_graph())
            for one in said:
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
