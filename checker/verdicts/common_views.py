"""What norms leave open of kinds of records, told by numbers across norms.

Norms that leave the same questions open of a kind, with the same answers beside them that say what
can occur, come to the same verdict for the same reasons, whatever else each of them asks: that is
answered. So a law of many norms that are made of the same parts costs what is new in them.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import cached_property

import numpy as np
from msgspec import Struct, field

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.kleene import Codes, Logic, question_key
from lovgraf.conditions.tree import Constant
from lovgraf.verdicts.feasible import Combinations
from lovgraf.verdicts.left import FAILS, HOLDS, Asked, Column, Forms, Left, few
from lovgraf.verdicts.patterns import Numbers, distinct, groups
from lovgraf.verdicts.program import Program


class CommonViews(Struct, dict=True):
    """Numbers the views that norms have of kinds of records; `codes` has those of the atoms of each
    of `size` kinds. Presumptions do not count."""

    atoms: Mapping[str, Atom]
    feasible: Combinations
    codes: Mapping[str, Codes]
    size: int
    _forms: Forms = field(default_factory=Forms)
    _numbers: dict[Hashable, int] = field(default_factory=dict)

    @cached_property
    def _left(self) -> Left:
        logic = Logic(self.atoms, self.codes, self.feasible.truths)

        def answer(asked: Asked) -> Column:
            if isinstance(asked, Constant):
                return Column(np.zeros(1, np.int64), [HOLDS if asked.value else FAILS])
            true, false = logic.evaluate(asked)
            answers = np.where(true, HOLDS, np.where(false, FAILS, 2))
            return few(answers, [HOLDS, FAILS, self._forms.number(asked)])

        return Left(self._forms, self.size, answer)

    def of(self, program: Program, kinds: Numbers) -> Numbers:
        """How a norm sees some kinds: the same number wherever a norm sees the same."""
        columns = [self._left.of(one).numbers(self.size)[kinds] for one in program.conditions]
        _, same = distinct(columns, len(kinds))
        found = np.empty(len(kinds), np.int64)
        norm, around = program.norm, self._around(program)
        judged = norm.kind == "BestEffortObligation", norm.discretionary, norm.authority
        for some in groups(same):
            forms = tuple([int(column[some[0]]) for column in columns])
            asked = frozenset[Asked]().union(*map(self._forms.asked, forms))
            live = {question_key(one) for one in asked if not isinstance(one, Constant)}
            keys = sorted(live.union(*(around.get(key, ()) for key in live)))
            view = self._number((judged, forms, self._classes(program, live), tuple(keys)))
            own = [self.codes[key][kinds[some]] for key in keys]
            first, number = distinct(own, len(some))
            rows = zip(*(code[first].tolist() for code in own), strict=True) if own else [()]
            found[some] = np.array([self._number((view, row)) for row in rows], np.int64)[number]
        return found

    def _around(self, program: Program) -> dict[str, tuple[str, ...]]:
        """For each atom of a norm those that say with it what can occur."""
        components = self.feasible.apart(program.keys, program.keys)
        return {key: component.keys for component in components for key in component.keys}

    def _classes(self, program: Program, live: set[str]) -> Hashable:
        """What a norm tells apart of some atoms, also where it is asked what can be had."""
        each = [self.feasible.classes(one) for one in (program, program.reaching)]
        return tuple(
            [(key, tuple([self._number(c[key]) for c in each if key in c])) for key in sorted(live)]
        )

    def _number(self, what: Hashable) -> int:
        return self._numbers.setdefault(what, len(self._numbers))
