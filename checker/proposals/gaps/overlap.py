"""Someone belongs to two of the groups that the proposals speak of, or is bound by two norms that
cannot both be met (`overlap`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import combinations

from rdflib import URIRef

from lovgraf.conditions.tree import TRUE, Named, Not, all_of, any_of, facts_of
from lovgraf.conditions.words import Words
from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, Text, label, short
from lovgraf.law.names import cited_on
from lovgraf.law.norms import Norm
from lovgraf.law.view import LawView
from lovgraf.proposals.answer_cache import AnswerCache
from lovgraf.proposals.changed_duty import NOT_SHORT, ChangedDuty, spelled
from lovgraf.proposals.changes import Views
from lovgraf.proposals.edits import Edit, concerns_instead, new_graph
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_kind import GapKind, ToRepair
from lovgraf.proposals.inquiry import Inquiry
from lovgraf.proposals.phrase import in_words
from lovgraf.proposals.programs import Comparison
from lovgraf.proposals.proposal import Proposal
from lovgraf.verdicts.program import Program, compile_programs, readers


class Overlap(GapKind):
    """Two groups, neither inside the other, and somebody in both; or two norms that clash."""

    code = "overlap"

    def of_groups(self, views: Views, comparison: Comparison, cache: AnswerCache) -> Iterator[Gap]:
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
            if not all(cache.ask(inquiry).also):
                continue
            found = cache.ask(Inquiry(comparison.record_type, all_of(*pair), terms=pair))
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

    def of_change(self, changed: ChangedDuty) -> Iterator[Gap]:
        """Some are bound by another norm too, and nobody of them can meet both.

        ChangedDuty of those that ask for the same facts of the same bearer.
        """
        if changed.change.kind == "affected":
            return
        for other in _beside(changed):
            new = changed.new
            met = changed.count([new.duty, other.duty])
            if met.cells or met.unsettled:
                continue
            bound = [new.addressed, Not(new.exempt), other.addressed, Not(other.exempt)]
            found = changed.cache.ask(changed.inquiry(bound))
            if found.cells:
                graph, day = changed.views.graph, changed.views.day
                where = cited_on(graph, other.norm.provision, day, other.norm.iri)
                statement = self.statement(
                    "two-norms",
                    one=new.norm.label,
                    other=other.norm.label,
                    where=where.text,
                )
                yield changed.gap(*statement, found, about=[other.norm.iri])
        yield from self._twice(changed)

    def _twice(self, changed: ChangedDuty) -> Iterator[Gap]:
        """Some are bound by two norms that come in the place of one, and both are the same duty:
        told of the first of the two."""
        for other in _beside_in_place(changed):
            new = changed.new
            bound = [new.addressed, Not(new.exempt), other.addressed, Not(other.exempt)]
            found = changed.cache.ask(changed.inquiry(bound))
            if found.cells:
                one, two = new.norm.label, other.norm.label
                statement = self.statement("bound-twice", one=one, other=two)
                yield changed.gap(*statement, found, about=[other.norm.iri])

    def edits(self, case: ToRepair) -> Iterator[Edit]:
        """Let one of two groups that the proposal speaks of leave out who is in the other."""
        if case.own is not None:
            yield from _ordered(case.own, case.gap, case.after)
        elif set(case.gap.about) <= {*case.proposal.concerns}:
            yield from _parted(case.gap, case.after, case.proposal)


def _beside(changed: ChangedDuty) -> Iterator[Program]:
    """The other norms in force that ask the same facts of the same bearer, and ask otherwise."""
    view, mine, facts = changed.views.after, changed.norm, facts_of(changed.new.duty)
    _, shacl = readers(view, mine.record_type)
    found = set[str]()
    for other in view.judged(mine.record_type):
        if other.iri == mine.iri or other.bearer != mine.bearer or other.duty in (None, mine.duty):
            continue
        with suppress(InputError):  # no columns can say it: a check names it
            if facts & facts_of(shacl.condition(URIRef(str(other.duty)))):
                found.add(other.iri)
    programs = compile_programs(view, mine.record_type, found).programs if found else {}
    yield from programs.values()


def _beside_in_place(changed: ChangedDuty) -> Iterator[Program]:
    """The norms that come in the place of one for which the norm comes too, after it by name, and
    ask the same of the same bearer."""
    pairs = {pair for proposal in changed.views.overlay.proposals for pair in proposal.replaces}
    mine = changed.norm
    left = {old for new, old in pairs if new == mine.iri}
    beside = {new for new, old in pairs if old in left and new > mine.iri}
    same = mine.duty, mine.bearer, mine.record_type
    for change, _, program in changed.comparison.changes:
        norm = change.after
        if program is None or norm is None or norm.iri not in beside:
            continue
        if (norm.duty, norm.bearer, norm.record_type) == same:
            yield program


def _ordered(norm: Norm, gap: Gap, after: LawView) -> Iterator[Edit]:
    """Let a norm of the proposal go before the one that it clashes with."""
    for iri in gap.about:
        name = label(after.law.graph, URIRef(iri))
        added = new_graph()
        added.add((URIRef(norm.iri), CORE.overrides, URIRef(iri)))
        what = Text(
            f"Lad »{norm.label.da}« gå forud for »{name.da}«.",
            f'Let "{norm.label.en}" go before "{name.en}".',
        )
        yield Edit(what, added, new_graph())


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
