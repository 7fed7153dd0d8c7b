"""The days from one day to another."""

from __future__ import annotations

from lovgraf.reference.solver.call import Call
from lovgraf.reference.solver.symbols import Symbol


def formula(call: Call) -> Symbol:
    """The difference of the two."""
    symbols, days = call.days("from", "to")
    if (lacking := call.lacks(*symbols)) is not None:
        return lacking
    return call.amount(days[1].number - days[0].number, *symbols)
