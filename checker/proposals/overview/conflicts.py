"""Duties that bind the same person and ask for what cannot both be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from lovgraf.conditions.tree import FALSE, Not, all_of, facts_of
from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.law.view import LawView
from lovgraf.proposals.asked import spelled
from lovgraf.proposals.case_space import possible, witnesses
from lovgraf.proposals.overview.standing import programs_of
from lovgraf.verdicts.program import Program, Programs, lifting, readers

Values = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Conflict:
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
        nothing = Programs(programs.view, programs.facts)
        asking = [p for p in programs.programs.values() if facts_of(p.duty)]
        together: dict[tuple[object, object], bool | Text] = {}
        for one, other in combinations(asking, 2):
            if one.duty == other.duty or not facts_of(one.duty) & facts_of(other.duty):
                continue
            pair = one.duty, other.duty
            if pair not in together:
                together[pair] = _can_both_be_met(nothing, one, other)
            met = together[pair]
            if met is not True and not (_lifts(view, one, other) or _lifts(view, other, one)):
                found = _bound_by_both(nothing, one, other, None if met is False else met)
                if found is not None:
                    yield found


def _lifts(view: LawView, one: Program, other: Program) -> bool:
    """Whether a norm is lifted, by whichever norm, wherever another addresses or binds, so that
    nobody is bound by both.

    It goes by how the conditions are written; asking for everyone may be too much.
    """
    owl, _ = readers(view, one.norm.record_type)
    bound = one.addressed if one.exempt == FALSE else all_of(one.addressed, Not(one.exempt))
    conditions = [condition for _, condition in lifting(view, other.norm, owl)]
    return one.addressed in conditions or bound in conditions


def _can_both_be_met(nothing: Programs, one: Program, other: Program) -> bool | Text:
    """Whether some record meets both duties; why that cannot be told."""
    duties = [one.duty, other.duty]
    try:
        cells = possible(nothing, duties, record_type=one.norm.record_type).seen_by(
            [*duties, all_of(*duties)]
        )
        if cells.truth(all_of(*duties)).any() or cells.unsettled:
            return True
    except InputError as error:
        return error.message
    return False


def _bound_by_both(
    nothing: Programs, one: Program, other: Program, refused: Text | None
) -> Conflict | None:
    """The conflict of two duties that exclude each other; None where nobody is bound by both."""
    found = Conflict(one.norm.iri, other.norm.iri, refused=refused)
    if refused is not None:
        return found
    both = all_of(one.addressed, Not(one.exempt), other.addressed, Not(other.exempt))
    try:
        cells = possible(nothing, [both], record_type=one.norm.record_type).seen_by([both])
        places = np.flatnonzero(cells.truth(both))
    except InputError as error:
        return Conflict(one.norm.iri, other.norm.iri, refused=error.message)
    if not len(places):
        return None
    (record,) = witnesses([(cells, int(places[0]))])
    return Conflict(
        one.norm.iri, other.norm.iri, tuple(sorted(spelled(record, cells.facts).items()))
    )
