"""Verdicts of one norm on cells: Kleene's logic first, completions where it is uncertain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from checker.conditions.atoms import Atom
from checker.conditions.kleene import Codes, Logic, Pair, question_key
from checker.conditions.tree import Condition, questions
from checker.verdicts.completions import settle
from checker.verdicts.decide import (
    BREACHED,
    EXEMPT,
    FULFILLED,
    NO_REASON,
    NOT_ADDRESSED,
    PENDING,
    UNATTAINABLE,
    UNCERTAIN,
    UNDETERMINED,
    Reason,
    Verdicts,
    decide,
    reason_of,
)
from checker.verdicts.feasible import Combinations
from checker.verdicts.patterns import distinct, parts
from checker.verdicts.program import Program

__all__ = [
    "BREACHED", "EXEMPT", "FULFILLED", "NOT_ADDRESSED", "NO_REASON", "PENDING", "UNATTAINABLE",
    "UNDETERMINED", "NormVerdicts", "Reason", "decide", "evaluate", "unknown_below",
]  # fmt: skip


@dataclass
class NormVerdicts:
    """The verdict of a norm in each cell, and the reason where there is one."""

    verdicts: Verdicts
    reasons: dict[int, Reason] = field(default_factory=dict)


def evaluate(
    program: Program,
    atoms: Mapping[str, Atom],
    codes: Mapping[str, Codes],
    cells: int,
    feasible: Combinations | None = None,
) -> NormVerdicts:
    """The verdicts of a norm on cells.

    `codes` holds one code a cell for each atom of the program.
    """
    logic = Logic(atoms, codes)
    pairs = [logic.evaluate(condition) for condition in program.conditions]
    result = NormVerdicts(np.broadcast_to(decide(program, pairs), (cells,)).copy())
    uncertain = np.flatnonzero(result.verdicts == UNCERTAIN)
    if len(uncertain):
        keys = {question_key(q) for c in program.conditions for q in questions(c)}
        own = {key: np.broadcast_to(codes[key], (cells,))[uncertain] for key in sorted(keys)}
        found = settle(program, atoms, own, len(uncertain), feasible)
        result.verdicts[uncertain] = found.verdicts
        named = found.reason >= 0
        result.reasons.update(
            zip(
                uncertain[named].tolist(),
                [found.reasons[place] for place in found.reason[named].tolist()],
                strict=True,
            )
        )
    _explain_breaches(program, atoms, codes, pairs, result)
    return result


def _explain_breaches(
    program: Program,
    atoms: Mapping[str, Atom],
    codes: Mapping[str, Codes],
    pairs: list[Pair],
    result: NormVerdicts,
) -> None:
    """Name the unknown facts of the routes where a breach may be the law's gap, and the judges."""
    shape = result.verdicts.shape
    if program.norm.authority:
        judge = Reason(judgment=(program.norm.authority,))
        for cell in np.flatnonzero(result.verdicts == UNDETERMINED).tolist():
            result.reasons.setdefault(cell, judge)
    true, false = (np.broadcast_to(part, shape) for part in pairs[4])
    doubtful = np.flatnonzero((result.verdicts == BREACHED) & ~true & ~false)
    if not len(doubtful):
        return
    keys = sorted({question_key(q) for q in questions(program.reach)})
    own = [np.broadcast_to(codes[key], shape)[doubtful] for key in keys]
    first, number = distinct(own, len(doubtful))
    found: list[Reason] = []
    for row in first:
        pattern = {key: int(column[row]) for key, column in zip(keys, own, strict=True)}
        logic = Logic(atoms, {key: np.array([code]) for key, code in pattern.items()})
        found.append(reason_of(atoms, pattern, unknown_below(program.reach, logic)))
    result.reasons.update(
        zip(doubtful.tolist(), [found[place] for place in number.tolist()], strict=True)
    )


def unknown_below(condition: Condition, logic: Logic) -> list[str]:
    """The atoms that keep a condition from being certain, sorted (logic on one cell)."""
    found: set[str] = set()

    def visit(part: Condition) -> None:
        true, false = logic.evaluate(part)
        if true[0] or false[0]:
            return
        inner = list(parts(part))
        if not inner:
            found.add(question_key(part))  # type: ignore[arg-type]
        for below in inner:
            visit(below)

    visit(condition)
    return sorted(found)
