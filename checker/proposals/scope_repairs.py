"""Changes of whom a proposal binds and speaks of: twice bound, overlooked, in two groups.

Each is put together from classes that the graph has. Source: semantics, section 6 (repairs).
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import URIRef

from lovgraf.conditions.tree import TRUE, Condition, Named, Not, all_of, any_of
from lovgraf.core.terms import CORE, Text, label, short
from lovgraf.law.norms import Norm
from lovgraf.law.view import LawView
from lovgraf.proposals.edits import Edit, define, left_out, new_graph
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.norm_repairs import addressed, narrowed
from lovgraf.proposals.proposal import Proposal


def unrepeated(gap: Gap, norm: Norm, before: LawView, proposal: Proposal) -> Iterator[Edit]:
    """Let a duty leave out those who have it already, but for those whom it binds today; or leave
    out the duty, where all of whom the proposal speaks have it."""
    olds = [before.norms[old] for new, old in proposal.replaces if new == norm.iri]
    kept = [old.addressee for old in olds if old.addressee]
    if len(kept) == len(olds):
        yield from narrowed(gap, norm, kept)
    if gap.severity == "warning":
        what = Text(
            f"Udelad »{norm.label.da}«: pligten gælder i forvejen.",
            f'Leave out "{norm.label.en}": the duty applies already.',
        )
        yield left_out(proposal, norm.iri, what, stretch=1)


def covered(gap: Gap, norm: Norm, after: LawView, proposal: Proposal) -> Iterator[Edit]:
    """Let a duty apply to all of a group; or let the proposal speak only of those bound."""
    graph = after.law.graph
    for group in gap.about if norm.addressee else ():
        assert norm.addressee is not None
        old, more = label(graph, URIRef(norm.addressee)), label(graph, URIRef(group))
        own = Named(norm.addressee, TRUE), Named(group, TRUE)
        yield addressed(
            norm,
            norm.addressee,
            f"and-{short(group)}",
            any_of(*own),
            Text(f"{old.da}, og {more.da}", f"{old.en}, and {more.en}"),
            Text(
                f"Lad »{norm.label.da}« gælde alle i »{more.da}«.",
                f'Let "{norm.label.en}" apply to all of "{more.en}".',
            ),
        )
        bound = Text(f"{more.da}, der får pligten", f"{more.en} who get the duty")
        what = Text(
            f"Lad forslaget kun tale om dem i »{more.da}«, som får pligten.",
            f'Let the proposal speak only of those in "{more.en}" who get the duty.',
        )
        yield _concerned(proposal, group, f"{short(group)}-bound", all_of(*own), bound, what)


def parted(gap: Gap, after: LawView, proposal: Proposal) -> Iterator[Edit]:
    """Let one of two groups of a proposal leave out who is in the other."""
    graph = after.law.graph
    one, other = gap.about
    for kept, cut in ((one, other), (other, one)):
        first, second = label(graph, URIRef(kept)), label(graph, URIRef(cut))
        without = Text(f"{second.da}, ikke: {first.da}", f"{second.en}, not: {first.en}")
        what = Text(
            f"Regn den, der hører til begge, til »{first.da}« alene.",
            f'Count who belongs to both under "{first.en}" alone.',
        )
        who = all_of(Named(cut, TRUE), Not(Named(kept, TRUE)))
        yield _concerned(proposal, cut, f"{short(cut)}-alone", who, without, what)


def _concerned(
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
