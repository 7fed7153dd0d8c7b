"""Whether what began has ended."""

from __future__ import annotations

from datetime import date

from lovgraf.facts.values import NONE, State
from lovgraf.reference.call import Call, Operator


def has_ended(call: Call) -> State:
    """True, false, or unknown."""
    begin, end, at = call.one("beginning"), call.one("ending"), call.one("at")
    if NONE in (begin, end, at):
        return False
    if isinstance(end, date) and after(begin, end):
        return False
    if not isinstance(at, date):
        return None
    if after(begin, at) or after(end, at):
        return False
    return True if isinstance(begin, date) and isinstance(end, date) else None


def after(day: State, at: date) -> bool:
    """Whether a day lies after another; what is no day does not."""
    return isinstance(day, date) and day > at


OPERATOR = Operator(has_ended)
