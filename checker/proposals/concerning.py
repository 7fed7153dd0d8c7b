"""The groups that a proposal speaks of, and claims its outcomes for."""

from __future__ import annotations

from rdflib import URIRef

from lovgraf.conditions.tree import Condition
from lovgraf.core.terms import CORE, Text
from lovgraf.proposals.edits import Edit, define, new_graph
from lovgraf.proposals.proposal import Proposal


def concerns_instead(
    proposal: Proposal, old: str, ending: str, who: Condition, named: Text, what: Text
) -> Edit:
    """Let a proposal speak, and claim its outcomes, of a new class in place of `old`."""
    own, node = proposal.graph, URIRef(f"{proposal.iri}/class/{ending}")
    added, removed = new_graph(), new_graph()
    define(added, node, who, named)
    for subject, predicate in (
        (URIRef(proposal.iri), CORE.concerns),
        *((outcome, CORE.group) for outcome in own.objects(URIRef(proposal.iri), CORE.outcome)),
    ):
        if (subject, predicate, URIRef(old)) in own:
            removed.add((subject, predicate, URIRef(old)))
            added.add((subject, predicate, node))
    return Edit(what, added, removed)
