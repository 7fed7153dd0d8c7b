"""Someone belongs to two of the groups that the proposals speak of (`overlap`)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from rdflib import URIRef

from lovgraf.conditions.tree import TRUE, Named, Not, all_of, any_of
from lovgraf.conditions.words import Words
from lovgraf.core.terms import Text, label, short
from lovgraf.law.view import LawView
from lovgraf.proposals.answer_cache import AnswerCache
from lovgraf.proposals.asked import NOT_SHORT, spelled
from lovgraf.proposals.changes import Views
from lovgraf.proposals.edits import Edit, concerns_instead
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_kind import GapKind, ToRepair
from lovgraf.proposals.inquiry import Inquiry
from lovgraf.proposals.phrase import in_words
from lovgraf.proposals.programs import Comparison
from lovgraf.proposals.proposal import Proposal


class Overlap(GapKind):
    """Two groups, neither inside the other, and somebody in both."""

    code = "overlap"

    def of_groups(self, views: Views, comparison: Comparison, asker: AnswerCache) -> Iterator[Gap]:
        """Someone belongs to two of the groups that the proposals speak of, neither in the
        other."""
        names = {name for p in views.overlay.proposals for name in p.concerns}
        concerned = [group for group in comparison.groups if group.iri in names]
        words = Words(views.graph, comparison.facts)
        for one, other in combinations(concerned, 2):
            pair = one.condition, other.condition
            inquiry = Inquiry(
                comparison.record_type, any_of(*pair), terms=pair, described=False,
                also=(Not(one.condition), Not(other.condition)),
            )  # fmt: skip
            # One group inside another is a choice of words, not an overlap.
            if not all(asker.ask(inquiry).also):
                continue
            found = asker.ask(Inquiry(comparison.record_type, all_of(*pair), terms=pair))
            if found.cells:
                yield Gap(
                    *self.statement("two-groups", one=one.label, other=other.label),
                    who=found.who,
                    who_words=NOT_SHORT if found.who is None else in_words(found.who, words),
                    witness=spelled(found.witness or {}, comparison.facts),
                    cells=found.cells,
                    of=found.of,
                    record_type=comparison.record_type,
                    about=(one.iri, other.iri),
                )

    def edits(self, case: ToRepair) -> Iterator[Edit]:
        """Let one of two groups that the proposal speaks of leave out who is in the other."""
        if set(case.gap.about) <= {*case.proposal.concerns}:
            yield from _parted(case.gap, case.after, case.proposal)


def _parted(gap: Gap, after: LawView, proposal: Proposal) -> Iterator[Edit]:
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
        yield concerns_instead(proposal, cut, f"{short(cut)}-alone", who, without, what)
