"""What each operation of a column expression is on arrays; `CASE` and `SWITCH` are computed branch
by branch (`array_run`)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lovgraf.engine import array_days as days
from lovgraf.engine import array_ops as ops
from lovgraf.engine.array_ops import Operand
from lovgraf.facts.closed_days import Calendar, next_open_days, open_days

_MINUS = ops.arithmetic(np.subtract)
FUNCTIONS: dict[str, Callable[..., Operand]] = {
    "AND": ops.and_, "OR": ops.or_, "NOT": ops.not_,
    "IS NULL": ops.is_null, "IS NOT NULL": ops.not_null,
    "=": lambda a, b: ops.compared(np.equal, a, b),
    "<>": lambda a, b: ops.compared(np.not_equal, a, b),
    "<": lambda a, b: ops.compared(np.less, a, b),
    "<=": lambda a, b: ops.compared(np.less_equal, a, b),
    ">": lambda a, b: ops.compared(np.greater, a, b),
    ">=": lambda a, b: ops.compared(np.greater_equal, a, b),
    "+": ops.arithmetic(np.add), "-": _MINUS, "*": ops.arithmetic(ops.times),
    "//": ops.arithmetic(ops.quotient), "%": ops.arithmetic(ops.rest), "|": ops.bits_or,
    "IN": ops.in_, "BETWEEN": ops.between, "CAST": ops.as_number, "coalesce": ops.coalesce,
    "greatest": lambda *all_: ops.extreme(np.maximum, -(1 << 31), all_),
    "least": lambda *all_: ops.extreme(np.minimum, (1 << 31) - 1, all_),
    "year": days.of_days(days.year), "month": days.of_days(days.month),
    "day": days.of_days(days.day), "to_months": days.of_days(days.later),
    "make_date": days.make_date, "date_diff": lambda start, end: _MINUS(end, start),
}  # fmt: skip
ON_CALENDAR: dict[str, Callable[[Operand, Calendar], Operand]] = {
    "next_open": days.of_days(lambda of, calendar: next_open_days(calendar, of).astype(np.int32)),
    "open_days": days.of_days(lambda of, calendar: open_days(calendar, of).astype(np.int64)),
}
"""The operations that look days up in a calendar."""
