"""Why no small change of a proposal closes a gap, and what its drafter can do.

The sentences are in `ontology/gap.ttl`. Source: semantics, section 6 (repairs).
"""

from __future__ import annotations

from dataclasses import replace

from rdflib import URIRef

from lovgraf.core.terms import CORE
from lovgraf.proposals.changes import Views
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_words import gap_words, of_the_law
from lovgraf.proposals.gaps import gap_kind


def explained(gap: Gap, views: Views) -> Gap:
    """A gap that no change closes, with why."""
    if gap.repairs:
        return gap
    lies_in = gap_kind(gap.code).lies_in
    told = gap.about if lies_in == "about" else [gap.norm]
    if lies_in is not None and not any(
        iri is not None and _named(views, URIRef(iri)) for iri in told
    ):
        return replace(gap, no_repair=of_the_law())
    words = gap_words().get(gap.code)
    return replace(gap, no_repair=words.no_repair if words else None)


def _named(views: Views, node: URIRef) -> bool:
    """Whether a proposal says something of a thing, or uses it as a term."""
    return any(
        (node, None, None) in one.graph or (None, CORE.usesTerm, node) in one.graph
        for one in views.overlay.proposals
    )
