"""Kleene's three-valued logic on cells, as pairs of bit arrays: certainly true, certainly false."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from lovgraf.conditions.atoms import Atom, compare_key
from lovgraf.conditions.coding import Bools
from lovgraf.conditions.mixed_classes import mixed_classes
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
    questions,
)

Codes = npt.NDArray[np.int64]
Pair = tuple[Bools, Bools]


def one_each(codes: Codes, cells: int) -> Codes:
    """Codes of so many cells, where one may stand for all."""
    return codes if codes.shape == (cells,) else np.broadcast_to(codes, (cells,))


def question_key(question: Question) -> str:
    """The key of the atom that answers a question."""
    return compare_key(question) if isinstance(question, Compare) else question.fact


class Logic(Struct):
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


# Kleene's logic on one cell, in plain numbers: arrays of one cost ten times as much.

UNKNOWN, TRUE, FALSE = 0, 1, 2
Tables = dict[int, tuple[Question, tuple[str, tuple[int, ...]]]]
"""For questions (by identity): the key of the atom, and what each of its codes says."""


class Answers:
    """The answers of one cell: `codes` has the code of each atom.

    Conditions are known by identity, and kept as long as this. `tables` may be shared by cells of
    one coding. What a class of values does not tell is unknown (`mixed_classes`): a condition may
    ask for more than the coding was made for.
    """

    def __init__(
        self, atoms: Mapping[str, Atom], codes: Mapping[str, int], tables: Tables | None = None
    ) -> None:
        self._atoms, self._codes = atoms, codes
        self._tables: Tables = {} if tables is None else tables
        self._memo: dict[int, int] = {}
        self._kept: list[Condition] = []
        """The conditions that were asked for: they keep their parts."""

    def of(self, condition: Condition) -> int:
        """`TRUE`, `FALSE` or `UNKNOWN`."""
        found = self._memo.get(id(condition))
        if found is None:
            self._kept.append(condition)
            found = self._memo[id(condition)] = self._find(condition)
        return found

    def _of(self, part: Condition) -> int:
        """That of a part of what was asked for."""
        found = self._memo.get(id(part))
        if found is None:
            found = self._memo[id(part)] = self._find(part)
        return found

    def reads(self, condition: Condition) -> bool:
        """Whether all that a condition asks is answered for the records."""
        return all(question_key(one) in self._atoms for one in questions(condition))

    def _find(self, condition: Condition) -> int:
        kind = type(condition)
        if kind is Leaf or kind is Count or kind is Compare:
            return self._ask(condition)  # type: ignore[arg-type]
        if kind is Named:
            return self._of(condition.part)  # type: ignore[union-attr]
        if kind is And:
            return self._joined(condition.parts, FALSE, TRUE)  # type: ignore[union-attr]
        if kind is Or:
            return self._joined(condition.parts, TRUE, FALSE)  # type: ignore[union-attr]
        if kind is Not:
            answer = self._of(condition.part)  # type: ignore[union-attr]
            return FALSE if answer == TRUE else TRUE if answer == FALSE else UNKNOWN
        return TRUE if condition.value else FALSE  # type: ignore[union-attr]

    def _joined(self, parts: tuple[Condition, ...], settles: int, other: int) -> int:
        """`settles` where one part says so, `other` where all do."""
        found, memo = other, self._memo
        for part in parts:
            answer = memo.get(id(part))
            if answer is None:
                answer = memo[id(part)] = self._find(part)
            if answer == settles:
                return settles
            if answer == UNKNOWN:
                found = UNKNOWN
        return found

    def _ask(self, question: Question) -> int:
        key, table = self.table(question)
        return table[self._codes[key]]

    def table(self, question: Question) -> tuple[str, tuple[int, ...]]:
        """The key of the atom that answers a question, and what each of its codes says."""
        found = self._tables.get(id(question))
        if found is None:
            found = self._tables[id(question)] = question, self._table(question)
        return found[1]

    def _table(self, question: Question) -> tuple[str, tuple[int, ...]]:
        key = question_key(question)
        coding = self._atoms[key].coding
        if isinstance(question, Compare):
            size = range(coding.size)
            return key, tuple(
                UNKNOWN if code >= coding.unknown else TRUE if code == 1 else FALSE for code in size
            )
        true, false = coding.truth(question)
        mixed = mixed_classes(self._atoms[key], question)
        pairs = enumerate(zip(true.tolist(), false.tolist(), strict=True))
        return key, tuple(
            UNKNOWN if code in mixed else TRUE if yes else FALSE if no else UNKNOWN
            for code, (yes, no) in pairs
        )
