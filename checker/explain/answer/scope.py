"""Whether a record lies outside what an act applies to at all: no rule of it binds then."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rdflib import URIRef

from lovgraf.conditions.tree import Condition
from lovgraf.core.terms import CORE, Text, text_of
from lovgraf.explain.model import FALSE, UNKNOWN
from lovgraf.explain.question_program import DEPENDS
from lovgraf.law.norms import Norm
from lovgraf.law.provisions import act_of
from lovgraf.verdicts.program import readers

if TYPE_CHECKING:
    from lovgraf.explain.answer.case import Case


def outside(case: Case) -> tuple[Norm, Condition] | None:
    """The rule by which the record is certainly outside of an act, with its condition, where the
    answer is the last one."""
    if case.answer != case.asked.question.order[-1]:
        return None
    return next((rule for rule, value in _rules(case) if value == FALSE), None)


def left_open(case: Case) -> list[Norm]:
    """The rules by which it is open whether an act applies to the record, of an open answer."""
    if case.answer != DEPENDS:
        return []
    return [norm for (norm, _), value in _rules(case) if value == UNKNOWN]


def _rules(case: Case) -> Iterator[tuple[tuple[Norm, Condition], str]]:
    """The rules on whom an act applies to (`core:scope`), with what they say of the record, where
    that act alone is asked about."""
    view, question = case.asked.view, case.asked.question
    rules = sorted(view.law.graph.subject_objects(CORE.scope))
    if not rules:
        return
    owl, _ = readers(view, question.record_type)
    own = [view.norms[iri] for iri in case.asked.program.answers if iri in view.norms]
    acts = {act_of(view.law.graph, one.provision) for one in own}
    for iri, scope in rules:
        norm = view.norms.get(str(iri))
        if norm is None or norm.record_type != question.record_type:
            continue
        condition = owl.condition(URIRef(str(scope)))
        if acts == {act_of(view.law.graph, norm.provision)} and case.trees.answers.reads(condition):
            yield (norm, condition), case.trees.answer(condition)


def outside_opening(case: Case, norm: Norm) -> Text | None:
    """The sentence that begins the answer to a record outside of an act."""
    said = text_of(case.asked.view.law.graph, URIRef(norm.iri), CORE.outsideSentence)
    return said and case.asked.begun(said, case.seen.record)
