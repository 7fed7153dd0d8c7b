"""What happens by law strikes someone who cannot reach what it takes (`blind-effect`)."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import BNode, URIRef

from lovgraf.conditions.tree import TRUE, Named, Not, all_of
from lovgraf.core.terms import CORE, Text, label, short
from lovgraf.law.view import LawView
from lovgraf.proposals.changed_duty import ChangedDuty
from lovgraf.proposals.edits import Edit, define, narrowed, new_graph
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_kind import NEWLY_OR_UNABLE, GapKind, ToRepair
from lovgraf.proposals.proposal import Proposal


class BlindEffect(GapKind):
    """A legal effect that strikes some of the newly obliged who are out of reach."""

    code = "blind-effect"
    moments = NEWLY_OR_UNABLE
    lies_in = "norm"

    def of_duty(self, changed: ChangedDuty) -> Iterator[Gap]:
        """What happens by law strikes someone who gets the duty and cannot reach what it takes."""
        norm, new = changed.norm, changed.new
        if not norm.requires:
            return
        for effect in changed.effects:
            found = changed.cache.ask(
                changed.inquiry(
                    [effect.struck, new.addressed, Not(new.reach)], [changed.had],
                    rather=(Not(changed.had), Not(new.exempt), Not(new.met), Not(new.pending)),
                )
            )  # fmt: skip
            if found.cells:
                statement = self.statement("struck", effect=effect.name, duty=norm.label)
                yield changed.gap(*statement, found, about=(effect.norm, effect.group))

    def edits(self, case: ToRepair) -> Iterator[Edit]:
        """Let the effect wait; or keep those struck outside the duty."""
        if case.own is not None:
            yield from _awaited(case.gap, case.after, case.proposal)
            yield from narrowed(case.gap, case.own)


def _awaited(gap: Gap, after: LawView, proposal: Proposal) -> Iterator[Edit]:
    """A version of the norm in which the effect does not strike those whom a gap strikes."""
    norm, group = after.norms.get(gap.about[0]), URIRef(gap.about[1])
    if norm is None or gap.who is None or gap.who_words is None:
        return
    graph, added, removed = after.law.graph, new_graph(), new_graph()
    old = label(graph, group)
    reached = URIRef(f"{proposal.iri}/class/{short(group)}-reached")
    named = Text(f"{old.da}, undtagen: {gap.who_words.da}", f"{old.en}, except: {gap.who_words.en}")
    try:
        define(added, reached, all_of(Named(str(group), TRUE), Not(gap.who)), named)
    except ValueError:
        return
    version = URIRef(norm.iri)
    if norm.iri not in proposal.introduces:
        version = URIRef(f"{norm.iri}-{short(proposal.iri)}")
        added.add((URIRef(proposal.iri), CORE.introduces, version))
        added.add((version, CORE.replaces, URIRef(norm.iri)))
    for effect in graph.objects(URIRef(norm.iri), CORE.effect):
        copy = BNode()
        removed.add((version, CORE.effect, effect))
        added.add((version, CORE.effect, copy))
        for predicate, value in graph.predicate_objects(effect):
            struck = predicate == CORE.strikes and value == group
            added.add((copy, predicate, reached if struck else value))
    yield Edit(
        Text(
            f"Lad ikke »{norm.label.da}« ramme dem, før de kan få det, pligten kræver.",
            f'Let "{norm.label.en}" not strike them until they can get what the duty needs.',
        ),
        added,
        removed,
    )
