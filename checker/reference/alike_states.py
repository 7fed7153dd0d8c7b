"""States of facts that a class or shape cannot tell apart: an oracle is asked about one of a kind.

Of a date HermiT is told only that there is one; a number is held against the numbers that the
class or shape names, a text against its texts. What lies between two numbers, or is none of the
texts, is alike.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from lovgraf.facts.fact import Fact
from lovgraf.facts.values import NONE, State, Value

_DAY = date(2000, 1, 1)
_OTHER = "~"


def representative(fact: Fact, state: State, against: Collection[Value]) -> State:
    """The state that stands for all like it; `against` is what the fact is held against.

    A state stays as it is where that is not certain: several values may be counted, and a text be
    measured. A number may move towards a number named, never past one.
    """
    if state is None or state is NONE or isinstance(state, bool | tuple) or state in against:
        return state
    if isinstance(state, date):
        return state if any(isinstance(value, date) for value in against) else _DAY
    if isinstance(state, str):
        return _OTHER if all(isinstance(value, str) for value in against) else state
    if not isinstance(state, int):
        return state
    if not all(isinstance(value, int) for value in against):
        return state
    # In a set `true` may stand for 1, and 1 for `true`: Python holds them to be the same.
    numbers = sorted({int(value) for value in against if isinstance(value, int)})
    below = [number for number in numbers if number < state]
    if below:
        return below[-1] + 1
    return numbers[0] - 1 if numbers else 1


def comparable(state: State, value: Value) -> bool:
    """Whether a state and a literal are of a kind: two numbers, two texts, two dates; yes and no
    are numbers (see `representative`)."""
    kinds = ["number" if isinstance(one, int | Decimal) else type(one) for one in (state, value)]
    return kinds[0] == kinds[1]
