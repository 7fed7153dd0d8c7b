"""The duty binds already those that it is extended to (`redundant`)."""

from __future__ import annotations

from collections.abc import Iterator

from lovgraf.conditions.tree import FALSE, Not, any_of
from lovgraf.core.terms import Text
from lovgraf.law.norms import Norm
from lovgraf.law.view import LawView
from lovgraf.proposals.changed_duty import ChangedDuty, quoted
from lovgraf.proposals.edits import Edit, left_out, narrowed
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_kind import STATED, GapKind, ToRepair
from lovgraf.proposals.proposal import Proposal


class Redundant(GapKind):
    """A duty stated again for some whom it binds already."""

    code = "redundant"
    moments = STATED

    def of_duty(self, changed: ChangedDuty) -> Iterator[Gap]:
        """The duty binds already some of those that it is extended to."""
        norm, new, had = changed.norm, changed.new, changed.had
        concerned = any_of(*(group.condition for group in changed.concerned))
        if FALSE in (had, concerned) or _asks_otherwise(changed):
            return
        found = changed.cache.ask(changed.inquiry([concerned, new.addressed, had]))
        if not found.cells:
            return
        free = changed.count([concerned, new.addressed, Not(had)]).cells
        whole = [
            group
            for group in changed.concerned
            if not changed.count([group.condition, new.addressed, Not(had)]).cells
            and changed.count([group.condition, new.addressed]).cells
        ]
        names = quoted([group.label for group in whole])
        if not free:
            statement = self.statement("nobody-anew", duty=norm.label, groups=names)
        elif whole:
            statement = self.statement("whole-groups", duty=norm.label, groups=names)
        else:
            statement = self.statement("some", duty=norm.label)
        yield changed.gap(*statement, found, about=[group.iri for group in whole])

    def edits(self, case: ToRepair) -> Iterator[Edit]:
        """Leave out those who have the duty already, or the duty."""
        if case.own is not None:
            yield from _unrepeated(case.gap, case.own, case.before, case.proposal)


def _asks_otherwise(changed: ChangedDuty) -> bool:
    """Whether a version changes more of a duty than whom it binds: then it is nothing said anew."""
    if changed.old is None:
        return False
    one, other = changed.old.norm, changed.norm
    return any(
        getattr(one, what) != getattr(other, what)
        for what in ("kind", "requires", "deadlines", "discretionary", "authority")
    )


def _unrepeated(gap: Gap, norm: Norm, before: LawView, proposal: Proposal) -> Iterator[Edit]:
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
