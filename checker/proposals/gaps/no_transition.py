"""Existing cases and conditions change on the day (`no-transition`).

What is looked for are the shapes of that name in `shapes/proposal.ttl`; and of a proposal that
introduces no duty, whether somebody gets one since an exemption ends.
"""

from __future__ import annotations

from collections.abc import Iterator

from lovgraf.core.terms import CORE, Text
from lovgraf.proposals.changed_duty import ChangedDuty, let_off_no_longer
from lovgraf.proposals.edits import Edit, norms_about, own_duties, who_is_reached, with_measure
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_kind import NEWLY, GapKind, ToRepair


class NoTransition(GapKind):
    """A new duty, or a transfer of data, without time for what exists."""

    code = "no-transition"
    moments = NEWLY
    of_new_duties = True

    def of_duty(self, changed: ChangedDuty) -> Iterator[Gap]:
        """Some are let off a duty no longer, from one day to the next."""
        if let_off_no_longer(changed, "TransitionMeasure"):
            yield Gap(*self.statement("let-off"), about=(changed.norm.iri,))

    def edits(self, case: ToRepair) -> Iterator[Edit]:
        """Give existing cases time."""
        duties = own_duties(case.proposal, case.after) or norms_about(case.gap, case.after)
        if duties or case.gap.about:
            what = Text(
                "Giv bestående sager og forhold en overgang.", "Give existing cases a transition."
            )
            reached = who_is_reached(case.proposal, duties)
            yield with_measure(case.proposal, CORE.TransitionMeasure, (), reached, what)
