"""The full months from one day to another."""

from __future__ import annotations

from lovgraf.reference.solver.call import Call
from lovgraf.reference.solver.symbols import Symbol


def formula(call: Call) -> Symbol:
    """How often a month goes into the time between the days."""
    symbols, days = call.days("from", "to")
    if (lacking := call.lacks(*symbols)) is not None:
        return lacking
    return call.months(1, days, *symbols)
