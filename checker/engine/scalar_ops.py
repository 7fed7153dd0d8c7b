"""The operations of column expressions on single values: what SQL says of one row.

A value is `bool`, `int`, `float`, `date`, `str`, a tuple for a list, or None for no value. The
tests hold every operation against the data engine.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from lovgraf.facts.calendar import add_months
from lovgraf.facts.closed_days import Calendar, open_days_to

Operation = Callable[..., Any]


class Unsure(Exception):
    """The data engine may say something else, or refuse."""


def _of_one(function: Operation) -> Operation:
    """Null where its operand is."""
    return lambda a: None if a is None else function(a)


def _of_two(function: Operation) -> Operation:
    """Null where either operand is."""
    return lambda a, b: None if a is None or b is None else function(a, b)


def _of_three(function: Operation) -> Operation:
    """Null where any operand is."""
    return lambda a, b, c: None if a is None or b is None or c is None else function(a, b, c)


def _and(a: Any, b: Any) -> Any:
    if a is False or b is False:
        return False
    return None if a is None or b is None else True


def _or(a: Any, b: Any) -> Any:
    if a is True or b is True:
        return True
    return None if a is None or b is None else False


def _cases(*operands: Any) -> Any:
    last = len(operands) - 1
    for at in range(0, last, 2):
        if operands[at] is True:
            return operands[at + 1]
    return operands[last]


def _switch(value: Any, *operands: Any) -> Any:
    last = len(operands) - 1
    if value is not None:
        for at in range(0, last, 2):
            if operands[at] == value:
                return operands[at + 1]
    return operands[last]


def _coalesce(*operands: Any) -> Any:
    for one in operands:
        if one is not None:
            return one
    return None


def _greatest(*operands: Any) -> Any:
    return max((one for one in operands if one is not None), default=None)


def _least(*operands: Any) -> Any:
    return min((one for one in operands if one is not None), default=None)


def _in(*operands: Any) -> Any:
    value, *others = operands
    if value is None:
        return None
    return True if value in others else None if None in others else False


def _between(value: int, low: int, high: int) -> bool:
    return low <= value <= high


def _add(a: Any, b: Any) -> Any:
    return _moved(a, b) if isinstance(a, date) else a + b


def _subtract(a: Any, b: Any) -> Any:
    return _moved(a, -b) if isinstance(a, date) else a - b


def _moved(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise Unsure from None


def _later(day: date, months: int) -> date:
    found = add_months(day, months)
    if found is None:
        raise Unsure
    return found


def _next_open(day: date | None, _easter: date | None, calendar: Calendar) -> date | None:
    return None if day is None else calendar.next_open(day)


def _open_days(day: date | None, calendar: Calendar) -> int | None:
    return None if day is None else open_days_to(calendar, day)


def _divide(a: int, b: int) -> int:
    """Towards zero."""
    return a // b if a >= 0 else -(-a // b)


def _rest(a: int, b: int) -> int:
    return a - b * _divide(a, b)


def _days(part: str, start: date, end: date) -> int:
    if part != "day":
        raise Unsure
    return (end - start).days


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unsure from None


def _is_null(a: Any) -> bool:
    return a is None


def _not_null(a: Any) -> bool:
    return a is not None


def _first(values: tuple[Any, ...]) -> Any:
    return values[0] if values else None


def _has(values: tuple[Any, ...], value: Any) -> bool:
    return value in values


def _distinct(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))


def _left(text: str, count: int) -> str:
    if count < 0:
        raise Unsure
    return text[:count]


def _replace(text: str, old: str, new: str) -> str:
    return text.replace(old, new) if old else text


_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")


def _number(text: str) -> int | None:
    """The whole number that a text is; the data engine reads further spellings."""
    if _PLAIN_NUMBER.fullmatch(text):
        return int(text)
    if any(one.isdigit() for one in text):
        raise Unsure
    return None


def _word(flag: bool) -> str:
    return "true" if flag else "false"


_UNLIKE = re.compile(r"\\[^dDwWsSbB.\-+*?()\[\]{}|^$/]|\[\[?:|\(\?(?![:ims]*[:)])|[+*?}]\+")
"""Parts of a pattern that Python and RE2 may read in two ways."""


@lru_cache(maxsize=256)
def _pattern(regex: str) -> re.Pattern[str]:
    if not regex.isascii() or _UNLIKE.search(regex):
        raise Unsure
    try:
        return re.compile(regex, re.ASCII)
    except re.error:
        raise Unsure from None


def _matches(text: str, regex: str) -> bool:
    if not (text.isascii() and text.isprintable()):
        raise Unsure  # the end of a line, what a space is, and lower case are told differently
    return _pattern(regex).search(text) is not None


FUNCTIONS: dict[str, Operation] = {
    "AND": _and, "OR": _or, "CASE": _cases, "SWITCH": _switch, "coalesce": _coalesce,
    "greatest": _greatest, "least": _least, "IN": _in, "IS NULL": _is_null,
    "IS NOT NULL": _not_null,
    "NOT": _of_one(operator.not_), "year": _of_one(operator.attrgetter("year")),
    "month": _of_one(operator.attrgetter("month")), "day": _of_one(operator.attrgetter("day")),
    "len": _of_one(len), "[1]": _of_one(_first), "list_distinct": _of_one(_distinct),
    "=": _of_two(operator.eq), "<>": _of_two(operator.ne), "<": _of_two(operator.lt),
    "<=": _of_two(operator.le), ">": _of_two(operator.gt), ">=": _of_two(operator.ge),
    "+": _of_two(_add), "-": _of_two(_subtract), "*": _of_two(operator.mul),
    "//": _of_two(_divide), "%": _of_two(_rest), "|": _of_two(operator.or_),
    "to_months": _of_two(_later), "list_contains": _of_two(_has), "left": _of_two(_left),
    "regexp_matches": _of_two(_matches),
    "BETWEEN": _of_three(_between), "date_diff": _of_three(_days), "make_date": _of_three(_day),
    "replace": _of_three(_replace), "next_open": _next_open, "open_days": _open_days,
}  # fmt: skip
"""What each operation is on values."""

_CASTS: dict[tuple[str, str], Operation] = {
    ("BOOLEAN", "INTEGER"): int, ("BOOLEAN", "BIGINT"): int, ("BOOLEAN", "VARCHAR"): _word,
    ("INTEGER", "BIGINT"): int, ("INTEGER", "VARCHAR"): str, ("INTEGER", "DOUBLE"): float,
    ("BIGINT", "INTEGER"): int, ("BIGINT", "VARCHAR"): str, ("BIGINT", "DOUBLE"): float,
    ("DATE", "VARCHAR"): date.isoformat, ("VARCHAR", "INTEGER"): _number,
}  # fmt: skip
CASTS = {types: _of_one(function) for types, function in _CASTS.items()}
"""A value of one type in another."""
