"""What parts of a component leave of a record is together what all of it leaves."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from lovgraf.engine.in_memory import Memory
from lovgraf.verdicts.feasible import Combinations
from lovgraf.verdicts.program import Program
from tests.checker.small_law import AS_OF
from tests.checker.verdicts.test_alike import LAWS, Record, records, ship_of
from tests.checker.verdicts.test_feasible import memory
from tests.examples import dice, drawn


def same_by_parts(found: Memory, program: Program, some: list[Record]) -> int:
    """Compares what is left of each record; gives how many components had several parts."""
    several, combinations = 0, found.combinations
    codes, told = found.codes(some), found.told(some).take(np.arange(len(some)))
    classes, atoms = combinations.classes(program), found.plan.atoms
    for n in range(len(some)):
        own = {key: int(codes[key][n]) for key in program.keys}
        live = tuple([key for key in program.keys if own[key] >= atoms[key].coding.unknown])
        for component in combinations.apart(live, program.keys):
            here = {key: codes[key][[n]] for key in component.keys}
            (number,) = combinations.left(component, classes, here, told.take(np.array([n])), 1)
            points, exact = told.kept.things[number]
            whole, sure = combinations.related(component, classes, own, told.known(n))
            assert exact == sure
            assert (points is None) == (whole is None)
            assert whole is None or np.array_equal(points, whole)
            several += _parts(combinations, component.keys) > 1
    return several


def _parts(combinations: Combinations, keys: tuple[str, ...]) -> int:
    return max(len(p) for e, p in combinations._parted._parts.items() if e[0].keys == keys)  # type: ignore[index]


@pytest.mark.slow
@pytest.mark.parametrize("names", LAWS)
def test_parts_leave_together_what_the_whole_leaves(names: tuple[str, ...]) -> None:
    found = memory(*names)
    some = records(dice(11), drawn(30, of=300))
    for program in found.plan.programs.programs.values():
        same_by_parts(found, program, some)


def test_what_rests_on_nothing_unknown_together_is_apart() -> None:
    """Of a ship that was bought on a known day it is told by itself whether its inspection, of
    which the day is blank, is overdue."""
    found = memory("isOverdue", "daysOwned", "latest", "joined")
    some = [ship_of(boughtOn=AS_OF - timedelta(days=n), flag="DK") for n in (5, 400)]
    several = [
        same_by_parts(found, program, some) for program in found.plan.programs.programs.values()
    ]
    assert any(several)


def test_what_was_found_of_a_part_is_not_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A norm that asks the same of records as another costs no look at what can occur."""
    found = memory("isOverdue", "daysOwned")
    some = [ship_of(boughtOn=AS_OF - timedelta(days=n)) for n in range(5, 400, 20)]
    program = next(iter(found.plan.programs.programs.values()))
    codes, told = found.codes(some), found.told(some).take(np.arange(len(some)))
    combinations, every = found.combinations, np.arange(len(some))
    unknown = {key: found.plan.atoms[key].coding.unknown for key in program.keys}
    live = tuple([key for key in program.keys if (codes[key] >= unknown[key]).all()])
    asked: list[object] = []
    related = Combinations.related

    def counted(self: Combinations, *given: object) -> object:
        asked.append(given)
        return related(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Combinations, "related", counted)
    classes = combinations.classes(program)
    for component in combinations.apart(live, program.keys):
        own = {key: codes[key] for key in component.keys}
        first = combinations.left(component, classes, own, told, len(some))
        many = len(asked)
        assert many
        again = combinations.left(component, classes, own, told.take(every[::-1]), len(some))
        assert len(asked) == many
        assert first.tolist() == again[::-1].tolist()
