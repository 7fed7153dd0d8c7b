"""How old somebody is on a day, in whole years."""

from __future__ import annotations

from lovgraf.reference.solver.call import Call
from lovgraf.reference.solver.symbols import Symbol


def formula(call: Call) -> Symbol:
    """How often twelve months go into the time between the days."""
    symbols, days = call.days("of", "at")
    if (lacking := call.lacks(*symbols)) is not None:
        return lacking
    return call.months(12, days, *symbols)
