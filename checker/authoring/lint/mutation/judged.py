"""Cases about one norm, coded once, under the norm as it is and as it becomes by a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from lovgraf.authoring.scenarios.batches import Rows
from lovgraf.authoring.scenarios.cases import Scenario
from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.kleene import Codes, Logic, Pair
from lovgraf.conditions.tree import Question
from lovgraf.verdicts.decide import NO_REASON, UNCERTAIN, Verdicts, decide
from lovgraf.verdicts.evaluate import evaluate
from lovgraf.verdicts.feasible import Combinations
from lovgraf.verdicts.program import Program


@dataclass
class Answers:
    """What a norm says of some cases: the verdict of each, and what is missing, sorted."""

    verdicts: Verdicts
    missing: list[list[str]]


@dataclass
class Judged:
    """The cases about a norm, in the same order as their `codes`.

    A condition that a change leaves alone is evaluated once for all changes.
    """

    cases: list[Scenario]
    atoms: Mapping[str, Atom]
    codes: Mapping[str, Codes]
    possible: Combinations
    before: Answers
    truths: dict[tuple[str, Question], Pair]
    _logic: Logic = field(init=False)

    def __post_init__(self) -> None:
        self._logic = Logic(self.atoms, self.codes, self.truths)
        self._strict = np.array(["missing" in case.raw for case in self.cases], np.bool_)

    def noticing(self, changed: Program) -> str:
        """The first case that is judged otherwise under a changed norm; empty where none is."""
        pairs = [self._logic.evaluate(condition) for condition in changed.conditions]
        now = np.broadcast_to(decide(changed, pairs), (len(self.cases),))
        other = np.flatnonzero((now != UNCERTAIN) & (now != self.before.verdicts))
        if len(other):
            return self.cases[int(other[0])].id
        open_ = np.flatnonzero((now == UNCERTAIN) | self._strict)
        if not len(open_):
            return ""
        after = answers(changed, self.atoms, self.codes, self.possible, open_)
        for place, row in enumerate(open_.tolist()):
            verdict = after.verdicts[place] != self.before.verdicts[row]
            missing = after.missing[place] != self.before.missing[row]
            if verdict or (self._strict[row] and missing):
                return self.cases[row].id
        return ""


def answers(
    program: Program,
    atoms: Mapping[str, Atom],
    codes: Mapping[str, Codes],
    possible: Combinations,
    rows: Rows,
) -> Answers:
    """What a norm says of some rows."""
    own = {key: array[rows] for key, array in codes.items()}
    found = evaluate(program, atoms, own, len(rows), possible)
    missing = [sorted(found.reasons.get(row, NO_REASON).missing) for row in range(len(rows))]
    return Answers(found.verdicts, missing)
