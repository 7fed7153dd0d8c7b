"""States of facts that a class cannot tell apart: HermiT is asked about one of each kind.

Of a date HermiT is told only that there is one; a number is held against the numbers that the class
names, a text against its texts. What lies between two numbers, or is none of the texts, is alike.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from checker.records.facts import Fact
from checker.records.values import NONE, State, Value

_DAY = date(2000, 1, 1)
_OTHER = "~"


def representative(fact: Fact, state: State, against: Collection[Value]) -> State:
    """The state that stands for all like it; `against` is what a class holds the fact against.

    A state stays as it is where that is not certain: several values may be counted, and a text be
    measured. A number may move towards a number named, never past one.
    """
    if state is None or state is NONE or isinstance(state, bool | tuple) or state in against:
        return state
    if isinstance(state, date):
        return _DAY
    if isinstance(state, str):
        return _OTHER if all(isinstance(value, str) for value in against) else state
    if not isinstance(state, int):
        return state
    numbers = sorted(v for v in against if isinstance(v, int) and not isinstance(v, bool))
    if len(numbers) < len(against):
        return state
    below = [number for number in numbers if number < state]
    if below:
        return below[-1] + 1
    return numbers[0] - 1 if numbers else 1
