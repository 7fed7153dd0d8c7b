"""Verdicts of one norm on cells: Kleene's logic first, completions where it is uncertain."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from msgspec import Struct

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.kleene import Codes, Logic, Pair, one_each, question_key
from lovgraf.conditions.tree import Condition
from lovgraf.verdicts.completions import settle
from lovgraf.verdicts.decide import (
    BREACHED,
    EXEMPT,
    FULFILLED,
    NO_REASON,
    NOT_ADDRESSED,
    PENDING,
    UNATTAINABLE,
    UNCERTAIN,
    UNDETERMINED,
    NormVerdicts,
    Reason,
    decide,
)
from lovgraf.verdicts.feasible import Combinations
from lovgraf.verdicts.outlook import judged
from lovgraf.verdicts.patterns import Numbers, only, parts
from lovgraf.verdicts.program import Program
from lovgraf.verdicts.resting import Resting
from lovgraf.verdicts.told import Told

__all__ = [
    "BREACHED", "EXEMPT", "FULFILLED", "NOT_ADDRESSED", "NO_REASON", "PENDING", "UNATTAINABLE",
    "UNDETERMINED", "NormVerdicts", "Reason", "decide", "evaluate", "resting", "unknown_below",
]  # fmt: skip


def evaluate(
    program: Program,
    atoms: Mapping[str, Atom],
    codes: Mapping[str, Codes],
    cells: int,
    feasible: Combinations | None = None,
    told: Told | None = None,
) -> NormVerdicts:
    """The verdicts of a norm on cells.

    `codes` holds one code a cell for each atom of the program; `told`, where a cell is one record,
    what it says of facts.
    """
    own = {key: one_each(codes[key], cells) for key in program.keys}
    truths = feasible.truths if feasible else {}
    logic = Logic(atoms, only(own) if cells == 1 else own, truths)
    pairs = [logic.evaluate(condition) for condition in program.conditions]
    result = NormVerdicts(np.broadcast_to(decide(program, pairs), (cells,)).copy())
    rest = _Rest(atoms, own, feasible, told)
    uncertain = np.flatnonzero(result.verdicts == UNCERTAIN)
    rest.settle(program, uncertain, result)
    judge = judged(program)
    for cell in np.flatnonzero(result.verdicts == UNDETERMINED).tolist():
        result.reasons.setdefault(cell, judge)
    _reach(program, pairs[4], rest, result)
    if program.presumed:
        some = {key: one_each(codes[key], cells) for key in program.all_keys}
        resting(program, atoms, some, feasible).mark(result)
    return result


def resting(
    program: Program,
    atoms: Mapping[str, Atom],
    codes: Mapping[str, Codes],
    feasible: Combinations | None,
) -> Resting:
    """What finds the presumptions that the verdicts of a norm on cells rest on; `codes` has those
    of all that is coded for the norm, one a cell."""

    def again(bare: Program, codes: Mapping[str, Codes], at: Numbers) -> NormVerdicts:
        return evaluate(bare, atoms, codes, len(at), feasible)

    return Resting(program, codes, again)


class _Rest(Struct, frozen=True):
    """What is needed to settle some of the cells by their completions."""

    atoms: Mapping[str, Atom]
    codes: Mapping[str, Codes]
    feasible: Combinations | None
    told: Told | None

    def settle(self, program: Program, cells: Numbers, result: NormVerdicts) -> None:
        """Give some cells the verdict and reason that their completions have."""
        if not len(cells):
            return
        own = {key: code[cells] for key, code in self.codes.items()}
        told = None if self.told is None else self.told.take(cells)
        found = settle(program, self.atoms, own, len(cells), self.feasible, told)
        result.verdicts[cells] = found.verdicts
        named = found.reason >= 0
        reasons = [found.reasons[place] for place in found.reason[named].tolist()]
        result.reasons.update(zip(cells[named].tolist(), reasons, strict=True))


def _reach(program: Program, pair: Pair, rest: _Rest, result: NormVerdicts) -> None:
    """Tell the law's gaps among breaches: where no completion can have what it takes.

    Where some can, it stays a breach, and what that turns on is its reason.
    """
    true, false = (np.broadcast_to(part, result.verdicts.shape) for part in pair)
    breached = result.verdicts == BREACHED
    result.verdicts[breached & false] = UNATTAINABLE
    doubtful = np.flatnonzero(breached & ~true & ~false)
    rest.settle(program.reaching, doubtful, result)
    found = result.verdicts[doubtful]
    result.verdicts[doubtful] = np.where(
        found == BREACHED, np.uint8(UNATTAINABLE), np.uint8(BREACHED)
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
