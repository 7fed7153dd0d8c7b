"""Whether a changed norm judges every record as before: a search for one that is judged otherwise.

Facts are given values one after the other, those first on which the change rests; a branch ends
where the rest cannot matter any more. What is left over are records that get two verdicts, if any
real record can be like that.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
from msgspec import Struct, field

from lovgraf.authoring.lint.mutation.trees import Trees
from lovgraf.conditions.atoms import make_atoms
from lovgraf.conditions.kleene import Codes, Logic, Pair, question_key
from lovgraf.conditions.tree import (
    FALSE,
    TRUE,
    And,
    Condition,
    Named,
    Not,
    Or,
    Question,
    all_of,
    any_of,
    questions,
)
from lovgraf.core.errors import InputError
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.verdicts.decide import (
    BREACHED,
    UNATTAINABLE,
    UNCERTAIN,
    UNDETERMINED,
    Verdicts,
    decide,
)
from lovgraf.verdicts.evaluate import unknown_below
from lovgraf.verdicts.feasible import Combinations
from lovgraf.verdicts.patterns import Classes, told_apart
from lovgraf.verdicts.program import Program

# When a changed condition certainly says the same as before, whatever else a record says.


def same_verdict(program: Program, changed: Program) -> Condition:
    """A condition under which a norm and what it becomes give the same verdict.

    Whoever is not addressed is not asked about exemptions, whoever is exempt not about the duty,
    and so on.
    """
    settled: list[Condition] = []
    wanted: list[Condition] = []
    pairs = zip(program.conditions, changed.conditions, strict=True)
    for number, (old, new) in enumerate(pairs):
        wanted.append(any_of(*settled, same(old, new)))
        if old == new:  # only where both say so is the verdict given
            settled.append(Not(old) if number == 0 else old)
    return all_of(*wanted)


def same(old: Condition, new: Condition) -> Condition:
    """A condition under which two conditions are equal: only where they differ can it fail."""
    if old is new or old == new:
        return TRUE
    match old, new:
        case (Named(first, a), Named(second, b)) if first == second:
            return same(a, b)
        case (Not(a), Not(b)):
            return same(a, b)
        case (And() as one, And() as other):
            return _same_parts(one, other)
        case (Or() as one, Or() as other):
            return _same_parts(one, other)
    return any_of(all_of(old, new), all_of(Not(old), Not(new)))


def _same_parts(old: And | Or, new: And | Or) -> Condition:
    """Of two conjunctions or disjunctions: what both have may decide; else what only one has must
    not matter."""
    if len(old.parts) == len(new.parts):
        both = [a for a, b in zip(old.parts, new.parts, strict=True) if a == b]
        apart = [same(a, b) for a, b in zip(old.parts, new.parts, strict=True) if a != b]
    else:
        both = [part for part in old.parts if part in new.parts]
        alone = [part for part in (*old.parts, *new.parts) if part not in both]
        apart = alone if isinstance(old, And) else [Not(part) for part in alone]
    deciding = both if isinstance(old, Or) else [Not(part) for part in both]
    return any_of(all_of(*apart) if apart else FALSE, *deciding)


MOST = 1 << 18
"""Branches that are followed at the same time."""
MOST_LOOKED_AT = 1 << 7
"""Branches of which each is looked at, whether a record can be like that, before they grow."""
MOST_TRIED = 200
"""Branches with two verdicts of which it is asked whether a record can be like that."""
_WITH_REACH = (BREACHED, UNATTAINABLE, UNDETERMINED)
"""Verdicts that may be others once it is known what is within reach."""


class Equivalence(Struct):
    """Compares norms with what they become; which answers go together is found out once a norm."""

    trees: Trees
    _known: dict[tuple[int, date], tuple[Program, Combinations]] = field(default_factory=dict)

    def never_differs(
        self, program: Program, changed: Program, facts: FactVocabulary, as_of: date
    ) -> bool | None:
        """Whether no complete record gets another verdict; None where that was not found out."""
        try:
            possible = self._combinations(program, changed, facts, as_of)
            return _Search(program, changed, possible).run()
        except InputError:
            return None

    def _combinations(
        self, program: Program, changed: Program, facts: FactVocabulary, as_of: date
    ) -> Combinations:
        asked = self.trees.asked(program)
        more = self.trees.asked(changed) - asked
        key = id(program), as_of
        if more or key not in self._known:
            atoms = make_atoms(sorted(asked | more, key=repr), facts)
            found = Combinations(facts, atoms, as_of)
            if more:
                return found
            self._known[key] = program, found
        return self._known[key][1]


class _Search:
    """One search; a branch is a row of codes, those not chosen yet unknown."""

    def __init__(self, program: Program, changed: Program, possible: Combinations) -> None:
        self.program, self.changed, self.possible = program, changed, possible
        self.atoms = possible.atoms
        self.same = same_verdict(program, changed)
        self.classes = self._classes()
        self.tried = 0
        self.truths: dict[tuple[str, Question], Pair] = {}

    def _classes(self) -> dict[str, Classes]:
        """The codes of each fact that is no judgment, in the order in which they are chosen."""
        apart = told_apart((*self.program.conditions, *self.changed.conditions), self.atoms)
        keys = dict.fromkeys(map(question_key, _asked(self.same, *self.program.conditions)))
        keys |= dict.fromkeys(apart)
        open_ = [key for key in keys if self.atoms[key].coding.judged_by is None]
        return {key: self._occurring(key, apart[key]) for key in open_}

    def _occurring(self, key: str, classes: Classes) -> Classes:
        """The codes that a record can have; of a fact without columns the date leaves one."""
        if self.atoms[key].coding.asks:
            return classes
        return tuple(
            some for some in classes if any(self.possible.can_occur({key: code}) for code in some)
        )

    def run(self) -> bool | None:
        """True where all branches end, False where a record is found, None where there are too
        many branches."""
        rows: dict[str, Codes] = {
            key: np.array([atom.coding.unknown], np.int64) for key, atom in self.atoms.items()
        }
        left = list(self.classes)
        while True:
            rows = self._open(rows, not left)
            found = self._two_verdicts(rows, not left)
            if found is not False:
                return None if found is None else False
            size = len(next(iter(rows.values())))
            if not size or not left:
                return True
            key = self._next(rows, left)
            left.remove(key)
            codes = np.array([some[0] for some in self.classes[key]], np.int64)
            if size * len(codes) > MOST:
                return None
            rows = {other: np.repeat(own, len(codes)) for other, own in rows.items()}
            rows[key] = np.tile(codes, size)
            if size * len(codes) <= MOST_LOOKED_AT:
                rows = self._possible(rows)

    def _possible(self, rows: dict[str, Codes]) -> dict[str, Codes]:
        """The branches like which a record can be."""
        some = zip(*(own.tolist() for own in rows.values()), strict=True)
        can = [self.possible.can_occur(dict(zip(rows, codes, strict=True))) for codes in some]
        return {key: own[np.array(can, np.bool_)] for key, own in rows.items()}

    def _next(self, rows: dict[str, Codes], left: list[str]) -> str:
        """The fact to choose next: of those on which the first branch still turns one with the
        fewest values, since facts with many are often not needed in the end."""
        logic = Logic(self.atoms, {key: own[:1] for key, own in rows.items()}, self.truths)
        for condition in (self.same, *self.program.conditions, *self.changed.conditions):
            turning = unknown_below(condition, logic)
            if found := [key for key in left if key in turning]:
                return min(found, key=lambda key: len(self.classes[key]))
        return left[0]

    def _open(self, rows: dict[str, Codes], last: bool) -> dict[str, Codes]:
        """The branches that have not ended."""
        logic = Logic(self.atoms, rows, self.truths)
        size = len(next(iter(rows.values())))
        ended = np.broadcast_to(logic.evaluate(self.same)[0], (size,))
        first, second = self._verdicts(logic, size, last)
        ended = ended | ((first == second) & (first != UNCERTAIN))
        return {key: own[~ended] for key, own in rows.items()}

    def _verdicts(self, logic: Logic, size: int, last: bool) -> tuple[Verdicts, Verdicts]:
        found = []
        for program in (self.program, self.changed):
            pairs = [logic.evaluate(condition) for condition in program.conditions]
            verdicts = np.broadcast_to(decide(program, pairs), (size,)).copy()
            if last:
                verdicts[verdicts == UNCERTAIN] = UNDETERMINED  # a judgment decides
            else:
                reached = np.broadcast_to(pairs[-1][0] | pairs[-1][1], (size,))
                verdicts[np.isin(verdicts, _WITH_REACH) & ~reached] = UNCERTAIN
            found.append(verdicts)
        return found[0], found[1]

    def _two_verdicts(self, rows: dict[str, Codes], last: bool) -> bool | None:
        """Whether some branch certainly has two verdicts and a record can be like that; None where
        too many were tried. Takes out those like which no record can be."""
        size = len(next(iter(rows.values())))
        first, second = self._verdicts(Logic(self.atoms, rows, self.truths), size, last)
        certain = (first != UNCERTAIN) & (second != UNCERTAIN)
        apart = np.flatnonzero(certain & (first != second))
        for row in apart.tolist():
            self.tried += 1
            if self.tried > MOST_TRIED:
                return None
            if self.possible.can_occur({key: int(own[row]) for key, own in rows.items()}):
                return True
        for key, own in rows.items():
            rows[key] = np.delete(own, apart)
        return False


def _asked(*conditions: Condition) -> Iterator[Question]:
    for condition in conditions:
        yield from questions(condition)
