"""Existing cases and conditions change on the day (`no-transition`).

What is looked for are the shapes of that name in `shapes/proposal.ttl`.
"""

from __future__ import annotations

from collections.abc import Iterator

from lovgraf.core.terms import CORE, Text
from lovgraf.proposals.edits import Edit, own_duties, who_is_reached, with_measure
from lovgraf.proposals.gap_kind import GapKind, ToRepair


class NoTransition(GapKind):
    """A new duty, or a transfer of data, without time for what exists."""

    code = "no-transition"
    of_new_duties = True

    def edits(self, case: ToRepair) -> Iterator[Edit]:
        """Give existing cases time."""
        duties = own_duties(case.proposal, case.after)
        if duties or case.gap.about:
            what = Text(
                "Giv bestående sager og forhold en overgang.", "Give existing cases a transition."
            )
            reached = who_is_reached(case.proposal, duties)
            yield with_measure(case.proposal, CORE.TransitionMeasure, (), reached, what)
