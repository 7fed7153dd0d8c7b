"""The first of several facts that is known."""

from __future__ import annotations

from lovgraf.facts.values import State
from lovgraf.reference.call import Call, Operator


def _first_known(call: Call) -> State:
    for role in ("first", "second", "third", "fourth"):
        for state in call.all(role):
            if state is not None:
                return state
    return None


OPERATOR = Operator(_first_known, passes_on=True)
