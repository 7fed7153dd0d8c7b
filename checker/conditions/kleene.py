"""Kleene's three-valued logic on cells, as pairs of bit arrays: certainly true, certainly false."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from lovgraf.conditions.atoms import Atom, compare_key
from lovgraf.conditions.coding import Bools
from lovgraf.conditions.tree import (
    And,
    Compare,
    Condition,
    Constant,
    Count,
    Leaf,
    Named,
    Not,
    Or,
    Question,
)

Codes = npt.NDArray[np.int64]
Pair = tuple[Bools, Bools]


def question_key(question: Question) -> str:
    """The key of the atom that answers a question."""
    return compare_key(question) if isinstance(question, Compare) else question.fact


@dataclass
class Logic:
    """Evaluates conditions on cells.

    `codes` holds for each atom's key one code a cell; arrays of shape () or (1,) stand for the same
    code in every cell (they broadcast).
    """

    atoms: Mapping[str, Atom]
    codes: Mapping[str, Codes]
    truths: dict[tuple[str, Question], Pair] = field(default_factory=dict)
    """What each code of an atom says of a question; may be shared between cells of one coding."""
    _memo: dict[int, tuple[Condition, Pair]] = field(default_factory=dict)

    def evaluate(self, condition: Condition) -> Pair:
        """For each cell whether the condition is certainly true, and certainly false."""
        found = self._memo.get(id(condition))
        if found is None:
            found = (condition, self._evaluate(condition))
            self._memo[id(condition)] = found
        return found[1]

    def _evaluate(self, condition: Condition) -> Pair:
        match condition:
            case Leaf() | Count() | Compare():
                return self._ask(condition)
            case Constant(value):
                return np.array([value]), np.array([not value])
            case Named(_, part):
                return self.evaluate(part)
            case Not(part):
                true, false = self.evaluate(part)
                return false, true
            case And(parts):
                pairs = [self.evaluate(part) for part in parts]
                true, false = pairs[0]
                for more_true, more_false in pairs[1:]:
                    true, false = true & more_true, false | more_false
                return true, false
            case Or(parts):
                pairs = [self.evaluate(part) for part in parts]
                true, false = pairs[0]
                for more_true, more_false in pairs[1:]:
                    true, false = true | more_true, false & more_false
                return true, false

    def _ask(self, question: Question) -> Pair:
        key = question_key(question)
        found = self.truths.get((key, question))
        if found is None:
            found = self.truths[key, question] = self._truth(key, question)
        codes = self.codes[key]
        return found[0][codes], found[1][codes]

    def _truth(self, key: str, question: Question) -> Pair:
        coding = self.atoms[key].coding
        if not isinstance(question, Compare):
            return coding.truth(question)
        true = np.zeros(coding.size, np.bool_)
        true[1] = True
        false = ~true
        false[coding.unknown :] = False
        return true, false
