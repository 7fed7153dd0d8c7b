"""Whether something has ended by a day."""

from __future__ import annotations

from lovgraf.reference.solver.call import Call, over
from lovgraf.reference.solver.symbols import Symbol


def formula(call: Call) -> Symbol:
    """It has begun, ended on the same day or later, and not begun again since."""
    return over(call)
