"""What a norm says of codes is kept, and is what it would say again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from msgspec import structs

from lovgraf.conditions.kleene import Codes
from lovgraf.conditions.tree import FALSE
from lovgraf.core.cache import Answers
from lovgraf.core.terms import BASE
from lovgraf.engine.in_memory import Memory
from lovgraf.verdicts import remembered
from lovgraf.verdicts.evaluate import NormVerdicts, evaluate
from lovgraf.verdicts.program import Programs, compile_programs
from lovgraf.verdicts.remembered import Remembered
from tests.checker.small_law import NORM, old_ships, view_of

CELLS = 300


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("LOVGRAF_CACHE", raising=False)
    return compile_programs(view_of(old_ships()), "ship")


def codes_of(memory: Memory) -> dict[str, Codes]:
    draw = np.random.default_rng(1)
    atoms = memory.plan.atoms
    return {key: draw.integers(0, atom.coding.size, CELLS) for key, atom in atoms.items()}


def kept(memory: Memory, programs: Programs) -> Remembered:
    answers = Answers("verdicts", ["test"])
    return Remembered(programs, memory.plan.atoms, memory.combinations, answers)


def said(found: NormVerdicts) -> tuple[object, object]:
    return found.verdicts.tolist(), found.reasons


def test_verdicts_are_the_same_and_are_not_found_twice(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory, norm = Memory.compile(programs), BASE + NORM
    codes = codes_of(memory)
    atoms, program = memory.plan.atoms, programs.programs[norm]
    plain = said(evaluate(program, atoms, codes, CELLS, memory.combinations))
    first = kept(memory, programs)
    assert said(first.evaluate(norm, codes, CELLS)) == plain
    assert said(replace(first, answers=None).evaluate(norm, codes, CELLS)) == plain
    assert first.answers is not None
    first.answers.keep()

    def refuse(*_: object) -> NormVerdicts:
        raise AssertionError

    monkeypatch.setattr(remembered, "evaluate", refuse)
    assert said(kept(memory, programs).evaluate(norm, codes, CELLS)) == plain


def test_a_norm_that_was_changed_is_judged_anew(programs: Programs) -> None:
    memory, norm = Memory.compile(programs), BASE + NORM
    codes = codes_of(memory)
    first = kept(memory, programs)
    before = said(first.evaluate(norm, codes, CELLS))
    assert first.answers is not None
    first.answers.keep()
    nobody = structs.replace(programs.programs[norm], addressed=FALSE)
    changed = structs.replace(programs, programs={norm: nobody})
    assert changed.digest(norm) is None
    found = kept(memory, changed).evaluate(norm, codes, CELLS)
    assert set(found.verdicts.tolist()) == {0}
    assert said(found) != before
