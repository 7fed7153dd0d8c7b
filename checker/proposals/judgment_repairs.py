"""Changes that put facts in place of a judgment: the rule without it, or for all who may ask.

Source: semantics, section 6 (repairs).
"""

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
from lovgraf.law.norms import Norm
from lovgraf.law.view import LawView
from lovgraf.proposals.edits import Edit, define, left_out, new_graph
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.phrase import in_words
from lovgraf.proposals.proposal import Proposal
from lovgraf.verdicts.program import readers


def settled(gap: Gap, norm: Norm, after: LawView, proposal: Proposal) -> Iterator[Edit]:
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
    rest = without(whole, judged)
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


def without(condition: Condition, judged: frozenset[str]) -> Condition | None:
    """A condition without the parts that ask for some facts; None where nothing is left."""
    if not judged & facts_of(condition):
        return condition
    match condition:
        case Named(_, part):
            return without(part, judged)
        case Not(part):
            rest = without(part, judged)
            return None if rest is None else Not(rest)
        case And(parts) | Or(parts):
            left = [one for part in parts if (one := without(part, judged)) is not None]
            if not left:
                return None
            return all_of(*left) if isinstance(condition, And) else any_of(*left)
    return None
