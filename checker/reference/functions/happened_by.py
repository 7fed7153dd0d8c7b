"""Whether a day has come."""

from __future__ import annotations

from lovgraf.facts.values import NONE, State
from lovgraf.reference.call import Call, Operator


def _happened_by(call: Call) -> State:
    of, at = call.one("of"), call.one("at")
    if of is NONE:
        return False
    if of is None or at is None:
        return None
    return NONE if at is NONE else of <= at  # type: ignore[operator]


OPERATOR = Operator(_happened_by)
