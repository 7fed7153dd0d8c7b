"""Whether what began goes on."""

from __future__ import annotations

from datetime import date

from lovgraf.facts.values import NONE, State
from lovgraf.reference.call import Call, Operator
from lovgraf.reference.functions.has_ended import after, has_ended


def _lasts(call: Call) -> State:
    """Begun, and not ended on the same day or later; without an end it goes on."""
    begin, at = call.one("beginning"), call.one("at")
    if NONE in (begin, at):
        return False
    # What ends on the very day has ended, whenever it began.
    if isinstance(at, date) and (call.one("ending") == at or after(begin, at)):
        return False
    ended = has_ended(call)
    return None if begin is None or at is None or ended is None else not ended


OPERATOR = Operator(_lasts)
