"""What comes out for a group turns on an authority's judgment (`discretion`)."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import Literal as RdfLiteral
from rdflib import URIRef

from lovgraf.conditions.tree import (
    FALSE,
    TRUE,
    And,
    Condition,
    Named,
    Not,
    Or,
    all_of,
    any_of,
    facts_of,
)
from lovgraf.conditions.words import Words
from lovgraf.core.terms import CORE, Text, label
from lovgraf.facts.fact import Judgment
from lovgraf.law.norms import Norm
from lovgraf.law.view import LawView
from lovgraf.proposals.changed_duty import ChangedDuty, listed
from lovgraf.proposals.edits import Edit, define, kept, left_out, new_graph
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_kind import NEWLY, GapKind, ToRepair
from lovgraf.proposals.phrase import in_words
from lovgraf.proposals.proposal import Proposal
from lovgraf.verdicts.program import readers

_NOBODY = Text("en myndighed, som loven ikke nævner", "an authority that the law does not name")


class Discretion(GapKind):
    """A judgment on which it turns whether some comply, or can."""

    code = "discretion"
    moments = NEWLY
    lies_in = "about"

    def of_duty(self, changed: ChangedDuty) -> Iterator[Gap]:
        """What comes out for some who become obliged turns on an authority's judgment."""
        norm, new = changed.norm, changed.new
        facts = changed.comparison.facts.facts
        judged = sorted(iri for iri in new.facts() if isinstance(facts[iri], Judgment))
        if norm.kind == "BestEffortObligation" or not (judged or norm.discretionary):
            return
        had = changed.had_if_bound
        found = changed.cache.ask(changed.inquiry([], [had], undetermined=True, rather=(Not(had),)))
        if not found.cells:
            return
        judges = {one.judged_by for iri in judged if isinstance(one := facts[iri], Judgment)}
        judges |= {norm.authority}
        judge = listed(
            [changed.authority(one) for one in sorted(filter(None, judges))] or [_NOBODY]
        )
        statement = self.statement("to-comply", duty=norm.label, judge=judge)
        yield changed.gap(*statement, found, about=[*judged, *_judging(changed, frozenset(judged))])

    def of_doubt(self, changed: ChangedDuty) -> Iterator[Gap]:
        """Some could certainly get what a duty needs, and whether they still can is a judgment."""
        norm, new, old = changed.norm, changed.new, changed.old
        facts = changed.comparison.facts.facts
        judged = sorted(iri for iri in facts_of(new.reach) if isinstance(facts[iri], Judgment))
        if not judged or old is None:
            return
        bound = [new.addressed, old.reach]
        could = changed.count(bound).cells
        known = (
            changed.count([*bound, new.reach]).cells + changed.count([*bound, Not(new.reach)]).cells
        )
        if could == known:
            return
        graph = changed.views.graph
        judges = {str(one) for iri in judged for one in graph.objects(URIRef(iri), CORE.judgedBy)}
        statement = self.statement(
            "to-reach",
            duty=norm.label,
            needs=changed.needs,
            what=listed([changed.name(iri) for iri in judged]),
            judge=listed([changed.name(one) for one in sorted(judges)]),
        )
        yield changed.gap_of_nobody(*statement, about=judged)

    def edits(self, case: ToRepair) -> Iterator[Edit]:
        """Put facts in place of the judgment; or keep the routes that did not turn on it."""
        if case.own is not None:
            yield from _settled(case.gap, case.own, case.after, case.proposal)
        else:
            yield from kept(case.after, case.proposal)


def _judging(changed: ChangedDuty, judged: frozenset[str]) -> Iterator[str]:
    """The norms (IRIs) that leave something to a judgment: the duty, or what lifts it."""
    norm, new, view = changed.norm, changed.new, changed.views.after
    if norm.discretionary or judged & (facts_of(new.addressed) | facts_of(new.met)):
        yield norm.iri
    owl, _ = readers(view, norm.record_type)
    for lifting in view.lifting(norm.iri):
        if lifting.granted and judged & facts_of(owl.condition(URIRef(lifting.granted))):
            yield lifting.iri


def _settled(gap: Gap, norm: Norm, after: LawView, proposal: Proposal) -> Iterator[Edit]:
    """For the duty, and for what lifts it, as far as they are the proposal's own."""
    if (URIRef(norm.iri), CORE.discretionary, RdfLiteral(True)) in proposal.graph:
        edit = _unjudged(norm)
        edit.removed.add((URIRef(norm.iri), CORE.discretionary, RdfLiteral(True)))
        yield edit
    judged = frozenset(gap.about)
    if norm.addressee:
        yield from _by_facts(norm, CORE.addressee, norm.addressee, judged, after, proposal)
    for lifting in after.lifting(norm.iri):
        if lifting.iri not in proposal.introduces or lifting.granted is None:
            continue
        if not judged & facts_of(_condition(lifting, lifting.granted, after)):
            continue
        if lifting.eligible:
            yield _for_all_who_may_ask(lifting, lifting.granted, lifting.eligible, after)
        yield from _by_facts(lifting, CORE.granted, lifting.granted, judged, after, proposal)
        what = Text(f"Udelad »{lifting.label.da}«.", f'Leave out "{lifting.label.en}".')
        yield left_out(proposal, lifting.iri, what, stretch=2)


def _unjudged(norm: Norm) -> Edit:
    what = Text(
        f"Lad betingelserne i »{norm.label.da}« afgøre det alene, uden et skøn.",
        f'Let the conditions of "{norm.label.en}" settle it alone, without a judgment.',
    )
    return Edit(what, new_graph(), new_graph())


def _condition(norm: Norm, name: str, after: LawView) -> Condition:
    owl, _ = readers(after, norm.record_type)
    return owl.condition(URIRef(name))


def _for_all_who_may_ask(norm: Norm, granted: str, eligible: str, after: LawView) -> Edit:
    who = label(after.law.graph, URIRef(eligible))
    what = Text(
        f"Lad »{norm.label.da}« gælde alle, der kan søge om det: {who.da}.",
        f'Let "{norm.label.en}" hold for all who may ask: {who.en}.',
    )
    edit = Edit(what, new_graph(), new_graph(), stretch=1)
    edit.removed.add((URIRef(norm.iri), CORE.granted, URIRef(granted)))
    edit.added.add((URIRef(norm.iri), CORE.granted, URIRef(eligible)))
    return edit


def _by_facts(
    norm: Norm, predicate: URIRef, old: str, judged: frozenset[str], after: LawView,
    proposal: Proposal,
) -> Iterator[Edit]:  # fmt: skip
    """The class without the parts that ask for a judgment."""
    whole = _condition(norm, old, after)
    rest = _without(whole, judged)
    if not judged & facts_of(whole) or rest in (None, TRUE, FALSE):
        return
    assert rest is not None
    words = in_words(rest, Words(after.law.graph, after.law.facts))
    edit, node = _unjudged(norm), URIRef(f"{proposal.iri}/class/without-judgment")
    try:
        define(edit.added, node, rest, words)
    except ValueError:
        return
    edit.removed.add((URIRef(norm.iri), predicate, URIRef(old)))
    edit.added.add((URIRef(norm.iri), predicate, node))
    what = Text(f"{edit.what.da[:-1]}: {words.da}.", f"{edit.what.en[:-1]}: {words.en}.")
    yield Edit(what, edit.added, edit.removed)


def _without(condition: Condition, judged: frozenset[str]) -> Condition | None:
    """A condition without the parts that ask for some facts; None where nothing is left."""
    if not judged & facts_of(condition):
        return condition
    match condition:
        case Named(_, part):
            return _without(part, judged)
        case Not(part):
            rest = _without(part, judged)
            return None if rest is None else Not(rest)
        case And(parts) | Or(parts):
            left = [one for part in parts if (one := _without(part, judged)) is not None]
            if not left:
                return None
            return all_of(*left) if isinstance(condition, And) else any_of(*left)
    return None
