"""Records are alike where what can occur of them is the same: days count as far as they decide."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from lovgraf.engine.in_memory import Memory
from lovgraf.facts.values import NONE, State
from lovgraf.verdicts.alternatives import Alternative, Alternatives
from lovgraf.verdicts.program import compile_programs
from lovgraf.verdicts.symbols import Symbols
from tests.checker.small_law import AS_OF, DUTY, old_ships, view_of
from tests.checker.verdicts.test_feasible import law, memory
from tests.examples import dice, drawn

Record = dict[str, State]
RECORD = "https://w3id.org/lovgraf/record#"
LAWS = [
    ("latest", "settled", "daysOwned"),
    ("earliest", "begun", "isWarned"),
    ("wait", "inspectedOn"),
    ("isOverdue", "daysOwned", "joined"),
    ("bankDays", "expired", "latest"),
]


def ship_of(**values: State) -> Record:
    return {f"{RECORD}{name}": state for name, state in values.items()}


def records(rng: Random, number: int) -> list[Record]:
    """Ships of which some days are known and others are not."""

    def day() -> State:
        near = AS_OF + timedelta(days=rng.randint(-40, 40))
        far = AS_OF + timedelta(days=rng.randint(-12000, 12000))
        return rng.choice([None, None, near, near, far, NONE])

    return [
        ship_of(
            builtOn=rng.choice([None, AS_OF - timedelta(days=rng.randint(0, 12000))]),
            boughtOn=day(), inspectedOn=day(), flag=rng.choice([None, "DK", "SE"]), sails=None,
        )
        for _ in range(number)
    ]  # fmt: skip


def without_deadlines(*names: str) -> Memory:
    """The same law without deadlines: these count bank days, for which each day is its own."""
    text = law(*names, old=old_ships().removeprefix(DUTY))
    return Memory.compile(compile_programs(view_of(text), "ship"))


def told(found: Memory, some: list[Record]) -> list[object]:
    return [one for record in found.verdicts(some) for one in record.values()]


@pytest.mark.slow
@pytest.mark.parametrize("names", LAWS)
def test_what_was_found_of_others_is_what_is_found_alone(names: tuple[str, ...]) -> None:
    rng = dice(7)
    some = records(rng, drawn(4, of=2000, whole=8))
    together = memory(*names)
    expected = []
    for record in some:
        together.__dict__.pop("combinations", None)  # nothing is known of others
        expected += told(together, [record])
    together.__dict__.pop("combinations", None)
    assert told(together, some) == expected
    assert told(together, some[::-1])[::-1] == expected


def test_days_that_cannot_decide_are_not_told_apart() -> None:
    found = without_deadlines("latest", "settled")
    some = [ship_of(boughtOn=AS_OF - timedelta(days=n), builtOn=AS_OF.replace(year=1990))
            for n in range(100, 9000, 50)]  # fmt: skip
    found.verdicts(some)
    kept = found.combinations._relations
    assert len(kept) <= 6 < len(some)


def test_days_that_decide_are_told_apart() -> None:
    """Ninety days after its inspection a ship is warned: which of the days of purchase lies before
    decides what the blank day can be."""
    found = without_deadlines("isWarned", "daysOwned")
    near = [ship_of(boughtOn=AS_OF - timedelta(days=n)) for n in (1, 30, 89, 90, 91, 200)]
    alone = [told(replace(found), [one]) for one in near]
    assert [one for own in alone for one in own] == told(found, near)
    assert len(found.combinations._relations) > 2
    found.verdicts([ship_of(boughtOn=AS_OF - timedelta(days=n)) for n in range(1, 700)])
    assert len(found.combinations._relations) < 50  # as far as the law counts, and not much farther


def test_ways_are_found_once_for_days_far_from_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many days: those of one record are put in place of those of another."""
    asked: list[str] = []
    find = Alternatives._find

    def counted(self: Alternatives, key: str, symbols: Symbols) -> tuple[Alternative, ...]:
        asked.append(key)
        return find(self, key, symbols)

    monkeypatch.setattr(Alternatives, "_find", counted)
    found = without_deadlines("latest", "settled")

    def more(first: int) -> int:
        found.verdicts(
            [ship_of(boughtOn=AS_OF - timedelta(days=n)) for n in range(first, 9000, 70)]
        )
        return len(asked)

    many = more(4000)
    assert more(4001) == many
