"""Duties that bind the same person and ask for what cannot both be done."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from msgspec import Struct

from lovgraf.conditions.tree import FALSE, Not, all_of, facts_of
from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.law.view import LawView
from lovgraf.proposals.changed_duty import spelled
from lovgraf.proposals.overview.certain import Certain
from lovgraf.proposals.overview.standing import programs_of
from lovgraf.proposals.witness_search import Answer, Question, WitnessSearch
from lovgraf.verdicts.program import Program, Programs, lifting, readers

Values = tuple[tuple[str, str], ...]


class Conflict(Struct, frozen=True):
    """Two norms (by IRI) whose duties no record meets together, and an invented record that both
    bind, as values by column (as typed); `refused` says why that could not be told."""

    one: str
    other: str
    witness: Values | None = None
    refused: Text | None = None


def conflicts(view: LawView) -> Iterator[Conflict]:
    """The pairs of duties on a date that are about the same facts and contradict each other.

    It goes by what the duties ask alone: two that can be met together by somebody are no conflict.
    """
    for record_type in sorted(view.law.facts.record_types.values()):
        programs = programs_of(view, record_type)
        asking = [p for p in programs.programs.values() if facts_of(p.duty)]
        pairs = [
            (one, other)
            for one, other in combinations(asking, 2)
            if one.duty != other.duty and facts_of(one.duty) & facts_of(other.duty)
        ]
        yield from _of_pairs(programs, record_type, pairs)


def _of_pairs(
    programs: Programs, record_type: str, pairs: Sequence[tuple[Program, Program]]
) -> Iterator[Conflict]:
    """The conflicts among some pairs of duties."""
    certain = Certain(programs.facts)
    met: dict[Question, list[tuple[Program, Program]]] = {}
    for one, other in pairs:
        try:
            question: Question = (Not(certain.fails(all_of(one.duty, other.duty))),)
            both = all_of(one.addressed, Not(one.exempt), other.addressed, Not(other.exempt))
            certain.holds(both)
        except InputError as error:
            yield Conflict(one.norm.iri, other.norm.iri, refused=error.message)
            continue
        met.setdefault(question, []).append((one, other))
    nothing = Programs(programs.view, programs.facts)
    bound: dict[Question, list[tuple[Program, Program]]] = {}
    for question, answer in _asked(nothing, record_type, met).items():
        if answer.record is not None or (not answer.settled and answer.why is None):
            continue
        for one, other in met[question]:
            if _lifts(programs.view, one, other) or _lifts(programs.view, other, one):
                continue
            if answer.why is not None:
                yield Conflict(one.norm.iri, other.norm.iri, refused=answer.why)
                continue
            both = all_of(one.addressed, Not(one.exempt), other.addressed, Not(other.exempt))
            bound.setdefault((certain.holds(both),), []).append((one, other))
    for question, answer in _asked(nothing, record_type, bound).items():
        for one, other in bound[question]:
            if answer.record is not None:
                values = tuple(sorted(spelled(answer.record, nothing.facts).items()))
                yield Conflict(one.norm.iri, other.norm.iri, values)
            elif answer.why is not None:
                yield Conflict(one.norm.iri, other.norm.iri, refused=answer.why)


def _lifts(view: LawView, one: Program, other: Program) -> bool:
    """Whether a norm is lifted, by whichever norm, wherever another addresses or binds, so that
    nobody is bound by both.

    It goes by how the conditions are written; asking for everyone may be too much.
    """
    owl, _ = readers(view, one.norm.record_type)
    bound = one.addressed if one.exempt == FALSE else all_of(one.addressed, Not(one.exempt))
    conditions = [condition for _, condition in lifting(view, other.norm, owl)]
    return one.addressed in conditions or bound in conditions


def _asked(
    nothing: Programs, record_type: str, questions: Collection[Question]
) -> dict[Question, Answer]:
    if not questions:
        return {}
    return WitnessSearch(nothing, record_type, [part for q in questions for part in q]).ask(
        questions
    )
