"""Whether something lasts on a day."""

from __future__ import annotations

from lovgraf.reference.solver.call import Call, lasts
from lovgraf.reference.solver.symbols import Symbol


def formula(call: Call) -> Symbol:
    """It has begun, and not ended on the same day or later; without an end it goes on."""
    return lasts(call)
