"""The earliest of several days."""

from __future__ import annotations

from lovgraf.reference.solver.call import Call
from lovgraf.reference.solver.symbols import Symbol, extreme


def formula(call: Call) -> Symbol:
    """The earliest of those that there are."""
    return extreme(call.all("of"), call.name("earliest"), latest=False)
