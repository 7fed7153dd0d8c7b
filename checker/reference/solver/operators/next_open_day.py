"""The first open day on or after a day."""

from __future__ import annotations

from lovgraf.reference.solver.call import Call
from lovgraf.reference.solver.days import Move
from lovgraf.reference.solver.symbols import Symbol


def formula(call: Call) -> Symbol:
    """By the calendar."""
    symbols, days = call.days("of")
    if (lacking := call.lacks(*symbols)) is not None:
        return lacking
    return call.moved(Move(calendar=call.fact.by_calendar), days[0], *symbols)
