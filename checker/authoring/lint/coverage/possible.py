"""The cases that a norm can have at all: its verdicts, and the limits on which one can turn.

Looked at are the cells of complete records, in which only an authority's judgment is unknown. Where
there are too many, some are drawn: a verdict that they do not show is not asked for, and limits all
count as possible, and exemptions as far as they and the addressee do not rule them out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from math import prod

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from lovgraf.conditions.atoms import Atom, make_atoms
from lovgraf.conditions.coding import Bools
from lovgraf.conditions.kleene import Codes, Logic
from lovgraf.conditions.tree import FALSE, TRUE, Condition, questions
from lovgraf.core.result import VERDICTS
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.verdicts.decide import NOT_ADDRESSED, UNCERTAIN, UNDETERMINED, Verdicts, decide
from lovgraf.verdicts.feasible import Combinations
from lovgraf.verdicts.patterns import Classes, Numbers, told_apart
from lovgraf.verdicts.program import Program

MOST = 1 << 15
"""Cells that are looked at."""
_SEED = 20140101


class Possible(Struct, frozen=True, dict=True):
    """The cells of complete records that a norm tells apart."""

    program: Program
    atoms: Mapping[str, Atom]
    combinations: Combinations

    @classmethod
    def of(cls, program: Program, facts: FactVocabulary, as_of: date) -> Possible:
        """The cells of a norm whose facts are declared in a vocabulary."""
        asked = (q for condition in program.conditions for q in questions(condition))
        atoms = make_atoms(asked, facts)
        return cls(program, atoms, Combinations(facts, atoms, as_of))

    @cached_property
    def classes(self) -> dict[str, Classes]:
        """The codes of each atom that is not a judgment, those together that are seen alike."""
        found = told_apart(self.program.conditions, self.atoms)
        return {key: c for key, c in found.items() if self.atoms[key].coding.judged_by is None}

    @cached_property
    def whole(self) -> bool:
        """Whether all cells are looked at."""
        return prod(map(len, self.classes.values())) <= MOST

    @cached_property
    def _places(self) -> dict[str, Numbers]:
        """For each cell the place of its class, by atom."""
        sizes = {key: len(classes) for key, classes in self.classes.items()}
        if not sizes:
            return {}
        if self.whole:
            grid = np.indices(tuple(sizes.values())).reshape(len(sizes), -1)
            return dict(zip(sizes, grid, strict=True))
        draw = np.random.default_rng(_SEED)
        return {key: draw.integers(0, size, MOST) for key, size in sizes.items()}

    @cached_property
    def cells(self) -> int:
        """The number of cells that are looked at."""
        return len(next(iter(self._places.values()), [0]))

    @cached_property
    def can_occur(self) -> Bools:
        """For each cell whether some record is in it."""
        found = np.ones(self.cells, np.bool_)
        live = tuple(sorted(self.classes))
        unknown = {key: self.atoms[key].coding.unknown for key in self.atoms}
        for component in self.combinations.apart(live, tuple(sorted(self.atoms))):
            own = [key for key in component.live if key in self.classes]
            if prod(len(self.classes[key]) for key in own) > MOST:
                continue
            codes = {key: unknown[key] for key in component.keys}
            relation = self.combinations.relation(component, self.classes, codes)
            if relation is not None:
                found &= relation[tuple(self._places[key] for key in component.live)]
        return found

    def _codes(self, places: Mapping[str, Numbers]) -> dict[str, Codes]:
        codes: dict[str, Codes] = {
            key: np.array([atom.coding.unknown], np.int64) for key, atom in self.atoms.items()
        }
        for key, place in places.items():
            codes[key] = np.array([some[0] for some in self.classes[key]], np.int64)[place]
        return codes

    def judged_by(self, program: Program) -> Verdicts:
        """The verdict of each cell by another program over the same questions."""
        return self._verdicts(self._codes(self._places), program)

    def _verdicts(self, codes: Mapping[str, Codes], program: Program) -> Verdicts:
        logic = Logic(self.atoms, codes)
        pairs = [logic.evaluate(condition) for condition in program.conditions]
        found = np.broadcast_to(decide(program, pairs), (self.cells,)).copy()
        found[found == UNCERTAIN] = UNDETERMINED  # a judgment decides
        return found

    @cached_property
    def verdict_of(self) -> Verdicts:
        """The verdict of each cell."""
        return self.judged_by(self.program)

    @cached_property
    def verdicts(self) -> frozenset[str]:
        """The verdicts that some record can get."""
        return frozenset(VERDICTS[v] for v in np.unique(self.verdict_of[self.can_occur]).tolist())

    def some(self, condition: Condition, holds: bool, verdict: str | None = None) -> bool:
        """Whether some addressed record certainly meets a condition over the norm's own facts (or
        certainly does not), and gets a verdict.

        Where the norm has too many cells, the verdict is left out of account; where even the
        condition and the addressee have, so is the addressee.
        """
        if not self.whole:
            part = replace(self.program, exempt=condition, met=TRUE, pending=FALSE, reach=TRUE)
            alone = replace(part, addressed=TRUE)
            facts, as_of = self.combinations.facts, self.combinations.as_of
            tried = [Possible.of(program, facts, as_of) for program in (part, alone)]
            found = next((cells for cells in tried if cells.whole), None)
            return found is None or found.some(condition, holds)
        logic = Logic(self.atoms, self._codes(self._places))
        addressed, _ = logic.evaluate(self.program.addressed)
        fits = self.can_occur & addressed & logic.evaluate(condition)[not holds]
        if verdict is not None:
            fits = fits & (self.verdict_of == VERDICTS.index(verdict))
        return bool(fits.any())

    def turns(self, key: str, code: int, other: int) -> bool:
        """Whether, of records with one code of an atom, some would be judged otherwise with the
        other code. True where that has not been found out.

        Where the norm has too many cells, it is only found out that nobody can be addressed.
        """
        if not self.whole:
            part = replace(self.program, exempt=FALSE, met=TRUE, pending=FALSE, reach=TRUE)
            alone = Possible.of(part, self.combinations.facts, self.combinations.as_of)
            if part == self.program or not alone.whole:
                return True
            turned = key in alone.classes and alone.turns(key, code, other)
            return turned or alone.verdicts != {VERDICTS[NOT_ADDRESSED]}
        codes = self._codes(self._places)
        having = next(n for n, some in enumerate(self.classes[key]) if code in some)
        there = self._places[key] == having
        moved = self._verdicts({**codes, key: np.where(there, other, codes[key])}, self.program)
        return bool((there & self.can_occur & (moved != self.verdict_of)).any())
