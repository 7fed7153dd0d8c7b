"""People of whom the proposal speaks, whom the duty does not reach (`uncovered`)."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import URIRef

from lovgraf.conditions.tree import TRUE, Named, Not, all_of, any_of
from lovgraf.core.terms import Text, label, short
from lovgraf.law.norms import Norm
from lovgraf.law.view import LawView
from lovgraf.proposals.changed_duty import ChangedDuty
from lovgraf.proposals.edits import Edit, addressed, concerns_instead
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_kind import NEWLY, GapKind, ToRepair
from lovgraf.proposals.proposal import Proposal


class Uncovered(GapKind):
    """The rest of a group, overlooked or left out on purpose."""

    code = "uncovered"
    moments = NEWLY

    def of_duty(self, changed: ChangedDuty) -> Iterator[Gap]:
        """People of a group that the proposal speaks of, whom the duty does not reach."""
        norm, new = changed.norm, changed.new
        if changed.change.kind == "affected":
            return
        for group in changed.concerned:
            if not changed.count([group.condition, new.addressed]).cells:
                continue
            found = changed.cache.ask(changed.inquiry([group.condition, Not(new.addressed)]))
            if found.cells:
                statement = self.statement("rest", group=group.label, duty=norm.label)
                yield changed.gap(*statement, found, about=(group.iri,))

    def edits(self, case: ToRepair) -> Iterator[Edit]:
        """Cover the rest of the group, or do not speak of it."""
        if case.own is not None:
            yield from _covered(case.gap, case.own, case.after, case.proposal)


def _covered(gap: Gap, norm: Norm, after: LawView, proposal: Proposal) -> Iterator[Edit]:
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
        yield concerns_instead(proposal, group, f"{short(group)}-bound", all_of(*own), bound, what)
