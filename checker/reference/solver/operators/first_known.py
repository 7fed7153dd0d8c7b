"""The first of several facts that is known."""

from __future__ import annotations

from lovgraf.reference.solver.call import Call
from lovgraf.reference.solver.symbols import UNKNOWN, Symbol, joined
from lovgraf.reference.solver.terms import pick

ROLES = ("first", "second", "third", "fourth")


def formula(call: Call) -> Symbol:
    """What the record settles stays as it is; else the first that a completion does not leave
    blank."""
    operands = [operand for role in ROLES for operand in call.all(role)]
    for operand in operands if call.world.wanted is None else ():
        if operand.known:
            return operand
    found = UNKNOWN
    for number, operand in reversed(list(enumerate(operands))):
        which = operand.blank
        found = Symbol(
            joined(which, found.value, operand.value, call.name(f"from{number}")),
            pick(which, found.none, operand.none),
            pick(which, found.blank, False),
        )
    return found
