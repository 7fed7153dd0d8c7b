"""The verdicts of all completions of one cell: only what the cell leaves open is computed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import cast

import numpy as np

from lovgraf.conditions.coding import Bools
from lovgraf.conditions.kleene import TRUE, UNKNOWN, Answers, Codes
from lovgraf.conditions.tree import And, Condition, Named, Not, Or, Question
from lovgraf.verdicts.decide import (
    BREACHED,
    EXEMPT,
    FULFILLED,
    NOT_ADDRESSED,
    PENDING,
    UNDETERMINED,
    Verdicts,
)
from lovgraf.verdicts.patterns import Classes
from lovgraf.verdicts.program import Program

_Truth = bool | Bools


class Grid:
    """Whether a norm's conditions hold in each completion of a cell, of which every completion
    gives each open atom a known code: so there is no third answer.

    Whether what it takes can be had is not asked.
    """

    def __init__(self, program: Program, answers: Answers) -> None:
        self._program, self._answers = program, answers
        self._memo: dict[int, _Truth] = {}

    def verdicts(self, classes: Mapping[str, Classes]) -> Verdicts:
        """The verdict of each completion, with an axis for each open atom with its classes."""
        own = {
            key: np.array([some[0] for some in found]).reshape(
                [len(found) if other == key else 1 for other in classes]
            )
            for key, found in classes.items()
        }
        steps = ((self._program.exempt, EXEMPT), (self._program.met, FULFILLED))
        best = self._program.norm.kind == "BestEffortObligation"
        rest: list[tuple[_Truth, int]] = []
        found: Verdicts = np.array(UNDETERMINED if best else BREACHED, np.uint8)
        for condition, verdict in (*steps, (self._program.pending, PENDING)):
            truth = self._truth(condition, own)
            if truth is True:  # whoever is addressed has this verdict, if none before
                found = np.array(verdict, np.uint8)
                break
            rest.append((truth, verdict))
        for truth, verdict in reversed(rest):
            found = np.where(truth, np.uint8(verdict), found)
        return np.where(self._truth(self._program.addressed, own), found, np.uint8(NOT_ADDRESSED))

    def _truth(self, condition: Condition, codes: Mapping[str, Codes]) -> _Truth:
        """In which completions a condition holds."""
        if id(condition) not in self._memo:
            answer = self._answers.of(condition)
            known = answer == TRUE if answer != UNKNOWN else self._open(condition, codes)
            self._memo[id(condition)] = known
        return self._memo[id(condition)]

    def _open(self, condition: Condition, codes: Mapping[str, Codes]) -> _Truth:
        if isinstance(condition, Named):
            return self._truth(condition.part, codes)
        if isinstance(condition, Not):
            return np.logical_not(self._truth(condition.part, codes))
        if isinstance(condition, And | Or):
            join = np.logical_and if isinstance(condition, And) else np.logical_or
            # What is known of some parts decides nothing, or the whole would be known.
            open_ = [part for part in condition.parts if self._answers.of(part) == UNKNOWN]
            return cast(Bools, reduce(join, [self._truth(part, codes) for part in open_]))
        question = cast(Question, condition)
        key, table = self._answers.table(question)
        return np.array([said == TRUE for said in table])[codes[key]]
