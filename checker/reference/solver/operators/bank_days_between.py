"""The bank days from one day to another."""

from __future__ import annotations

from lovgraf.reference.solver.call import Call
from lovgraf.reference.solver.symbols import Symbol, open_days


def formula(call: Call) -> Symbol:
    """The open days up to the one, less those up to the other."""
    symbols, days = call.days("from", "to")
    if (lacking := call.lacks(*symbols)) is not None:
        return lacking
    calendar, lemmas = call.fact.by_calendar, call.lemmas
    start, end = (
        open_days(day.number, calendar, call.name(role), lemmas)
        for day, role in zip(days, ("from", "to"), strict=True)
    )
    return call.amount(end - start, *symbols)
