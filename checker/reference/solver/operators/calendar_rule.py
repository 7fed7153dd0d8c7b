"""A fixed day of the year, so many years after a day."""

from __future__ import annotations

from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import Text
from lovgraf.reference.solver.call import Call
from lovgraf.reference.solver.days import Move, length_of
from lovgraf.reference.solver.symbols import Symbol


def formula(call: Call) -> Symbol:
    """The day that the parameters make."""
    symbols, days = call.days("of")
    if (lacking := call.lacks(*symbols)) is not None:
        return lacking
    years, month, day = call.number("years") or 0, call.number("month"), call.number("day")
    if month is None or day is None or not 1 <= day <= length_of(12 * 2001 + month - 1):
        raise NotCompilable(
            call.fact.iri,
            Text(
                "en kalenderregel uden en dag, som hvert år har",
                "a calendar rule without a day that every year has",
            ),
        )
    return call.moved(Move(rule=(years, month, day)), days[0], *symbols)
