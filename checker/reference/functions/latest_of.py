"""The latest of several days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from lovgraf.facts.values import NONE, State
from lovgraf.reference.call import Call, Operator


def extreme(call: Call, pick: Callable[..., date]) -> State:
    """The day that `pick` takes; unknown where one is, and none where all are none."""
    states = call.all("of")
    if None in states:
        return None
    dates = [state for state in states if isinstance(state, date)]
    return pick(dates) if dates else NONE


OPERATOR = Operator(lambda call: extreme(call, max))
