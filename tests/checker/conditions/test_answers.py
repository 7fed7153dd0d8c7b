"""The answers of one cell are those that arrays give of many."""

from __future__ import annotations

import random
from datetime import date

import numpy as np
import pytest

from lovgraf.conditions.atoms import make_atoms
from lovgraf.conditions.kleene import FALSE, TRUE, Answers, Logic
from lovgraf.conditions.tree import And, Named, Not, Or, questions
from lovgraf.law import load_law
from lovgraf.verdicts.program import compile_programs


@pytest.mark.slow
def test_one_cell_is_answered_as_many_are() -> None:
    programs = compile_programs(load_law().at(date(2014, 12, 1)), "person")
    conditions = [c for p in programs.programs.values() for c in p.conditions]
    atoms = make_atoms((q for c in conditions for q in questions(c)), programs.facts)
    dice, size = random.Random(4), 20
    cells = [
        {key: dice.randrange(atom.coding.size) for key, atom in atoms.items()} for _ in range(size)
    ]
    together = Logic(atoms, {key: np.array([cell[key] for cell in cells]) for key in atoms})
    told = [Answers(atoms, cell) for cell in cells]
    for condition in conditions:
        for whole in (condition, Not(condition), Named("x", condition)):
            for part in (whole, And((whole, conditions[0])), Or((conditions[1], whole))):
                true, false = (np.broadcast_to(p, (size,)) for p in together.evaluate(part))
                found = [one.of(part) for one in told]
                assert found == [
                    TRUE if t else FALSE if f else 0 for t, f in zip(true, false, strict=True)
                ]
