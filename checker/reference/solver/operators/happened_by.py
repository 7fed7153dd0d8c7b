"""Whether something has happened by a day."""

from __future__ import annotations

from lovgraf.reference.solver.call import Call
from lovgraf.reference.solver.symbols import Symbol
from lovgraf.reference.solver.terms import both, either, not_


def formula(call: Call) -> Symbol:
    """No where it never comes; else none where the other day never comes."""
    (of, at), (day, other) = call.days("of", "at")
    never = both(not_(of.blank), of.none)
    blank = both(not_(never), either(of.blank, at.blank))
    none = both(not_(never), not_(blank), at.none)
    there = of.value is not None and at.value is not None
    value = both(not_(of.none), day.number <= other.number) if there else False
    return Symbol(value, none, blank, known=of.known and (of.none is True or at.known))
