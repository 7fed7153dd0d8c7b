"""Operations on the values of places of a scalar program, rather than on values: what runs most.

Most of a record's formulas are of a few kinds. These read their places themselves, which takes half
as long as taking the values first and giving them to a function.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from lovgraf.engine.scalar_ops import Operation

Values = list[Any]
"""The value of every place of a scalar program."""
_Reading = Callable[[Values], Any]


def reading(op: str, function: Operation, places: tuple[int, ...]) -> _Reading:
    """An operation (by name, with its function) on the values of some places."""
    short = _SHORT.get((op, len(places)))
    if short is not None:
        return short(*places)
    match places:
        case (one,):
            return lambda values: function(values[one])
        case (one, two):
            return lambda values: function(values[one], values[two])
        case (one, two, three):
            return lambda values: function(values[one], values[two], values[three])
    taken = itemgetter(*places)
    return lambda values: function(*taken(values))


def _and(one: int, two: int) -> _Reading:
    def run(values: Values) -> bool | None:
        a, b = values[one], values[two]
        if a is False or b is False:
            return False
        return None if a is None or b is None else True

    return run


def _or(one: int, two: int) -> _Reading:
    def run(values: Values) -> bool | None:
        a, b = values[one], values[two]
        if a is True or b is True:
            return True
        return None if a is None or b is None else False

    return run


def _case(condition: int, result: int, other: int) -> _Reading:
    return lambda values: values[result] if values[condition] is True else values[other]


def _coalesce(one: int, two: int) -> _Reading:
    return lambda values: values[two] if values[one] is None else values[one]


def _is_null(one: int) -> _Reading:
    return lambda values: values[one] is None


def _not_null(one: int) -> _Reading:
    return lambda values: values[one] is not None


_SHORT: dict[tuple[str, int], Callable[..., _Reading]] = {
    ("AND", 2): _and, ("OR", 2): _or, ("CASE", 3): _case, ("coalesce", 2): _coalesce,
    ("IS NULL", 1): _is_null, ("IS NOT NULL", 1): _not_null,
}  # fmt: skip
"""Those that run most often, by name and number of operands."""
