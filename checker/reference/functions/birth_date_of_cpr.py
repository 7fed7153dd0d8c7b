"""The day of birth that a CPR number tells."""

from __future__ import annotations

from lovgraf.facts.values import State
from lovgraf.reference.call import Call, Operator
from lovgraf.reference.dates import born


def _birth_date_of_cpr(call: Call) -> State:
    of = call.one("of")
    return born(of) if isinstance(of, str) else of


OPERATOR = Operator(_birth_date_of_cpr, blank=lambda _: True)
