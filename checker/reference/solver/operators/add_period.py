"""A day so much time after another."""

from __future__ import annotations

from lovgraf.core.errors import InputError
from lovgraf.facts.period import Period
from lovgraf.reference.solver.call import Call
from lovgraf.reference.solver.days import Move
from lovgraf.reference.solver.symbols import Symbol


def formula(call: Call) -> Symbol:
    """The months first, then the days."""
    symbols, days = call.days("of")
    period = call.fact.roles.get("period")
    if not period:
        raise InputError(
            f"{call.fact.iri} mangler record:period.", f"{call.fact.iri} lacks record:period."
        )
    if (lacking := call.lacks(*symbols)) is not None:
        return lacking
    time = Period.parse(str(period[0]))
    return call.moved(Move(time.months, time.days), days[0], *symbols)
