"""The day a period after, or before, another."""

from __future__ import annotations

from datetime import date

from lovgraf.core.errors import InputError
from lovgraf.facts.period import Period
from lovgraf.facts.values import State
from lovgraf.reference.call import Call, Operator, strict
from lovgraf.reference.dates import add_period, by_period


@strict("of")
def _add(call: Call, of: date) -> State:
    period = call.fact.roles.get("period")
    if not period:
        raise InputError(
            f"{call.fact.iri} mangler record:period.", f"{call.fact.iri} lacks record:period."
        )
    return add_period(of, Period.parse(str(period[0])))


OPERATOR = Operator(_add, lambda fact, _: by_period(Period.parse(str(fact.roles["period"][0]))))
