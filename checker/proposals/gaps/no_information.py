"""Nobody tells the newly obliged (`no-information`).

What is looked for is the shape of that name in `shapes/proposal.ttl`; and of a proposal that
introduces no duty, whether somebody gets one since an exemption ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rdflib import URIRef

from lovgraf.core.terms import CORE, Text, label
from lovgraf.law.norms import Norm
from lovgraf.law.view import LawView
from lovgraf.proposals.changed_duty import ChangedDuty, let_off_no_longer
from lovgraf.proposals.changes import acts_of
from lovgraf.proposals.edits import Edit, norms_about, own_duties, who_is_reached, with_measure
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_kind import NEWLY, GapKind, ToRepair
from lovgraf.proposals.proposal import Proposal


class NoInformation(GapKind):
    """A new duty of which nobody is to tell."""

    code = "no-information"
    moments = NEWLY
    of_new_duties = True

    def of_duty(self, changed: ChangedDuty) -> Iterator[Gap]:
        """Some are let off a duty no longer, and nobody tells them."""
        if let_off_no_longer(changed, "InformationMeasure"):
            yield Gap(*self.statement("let-off"), about=(changed.norm.iri,))

    def edits(self, case: ToRepair) -> Iterator[Edit]:
        """Let an authority tell those of whom the proposal speaks."""
        duties = own_duties(case.proposal, case.after) or norms_about(case.gap, case.after)
        if not duties and not case.gap.about:
            return
        reached = who_is_reached(case.proposal, duties)
        for who in _who_may_tell(duties, case.proposal, case.after):
            informed = label(case.after.law.graph, URIRef(who))
            what = Text(
                f"Lad de forpligtede få besked: {informed.da}.",
                f"Have the obliged told: {informed.en}.",
            )
            yield with_measure(case.proposal, CORE.InformationMeasure, (who,), reached, what)


def _who_may_tell(duties: Sequence[Norm], proposal: Proposal, after: LawView) -> list[str]:
    """The authorities that decide on the duties or exempt from them, and those that do something of
    the proposal already; where there is none, those that decide under the same act."""
    found: dict[str, None] = {}
    for norm in duties:
        for one in (norm, *after.lifting(norm.iri)):
            if one.authority is not None:
                found[one.authority] = None
    for measure in proposal.measures:
        found |= dict.fromkeys(measure.providers)
    if not found:
        acts = acts_of(after.law.graph, duties)
        under = [n for n in after.norms.values() if acts & acts_of(after.law.graph, [n])]
        found = dict.fromkeys(n.authority for n in under if n.authority)
    return list(found)
