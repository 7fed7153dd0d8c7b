"""Whether a changed norm judges every record as before: the same verdict in every possible cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from checker.conditions.tree import And
from checker.errors import InputError
from checker.lint.coverage.possible import Possible
from checker.records.facts import FactVocabulary
from checker.verdicts.program import Program


def never_differs(program: Program, changed: Program, facts: FactVocabulary, as_of: date) -> bool:
    """Whether no complete record gets another verdict; False where that has not been found out.

    Compared are the cells that the two tell apart together, which a record can be in.
    """
    both = replace(
        program,
        addressed=And((program.addressed, changed.addressed)),
        exempt=And((program.exempt, changed.exempt)),
        met=And((program.met, changed.met)),
        pending=And((program.pending, changed.pending)),
        reach=And((program.reach, changed.reach)),
    )
    try:
        cells = Possible.of(both, facts, as_of)
    except InputError:
        return False
    if not cells.whole:
        return False
    differ = cells.judged_by(program) != cells.judged_by(changed)
    return not bool((differ & cells.can_occur).any())
