"""The application of an operator to a record, and what else the reference engine asks of one.

It owes nothing to `checker/facts/operator.py`, which it is held against.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from lovgraf.core.errors import InputError
from lovgraf.facts.fact import Derived
from lovgraf.facts.values import NONE, State
from lovgraf.reference.dates import Shift

if TYPE_CHECKING:
    from lovgraf.reference.operators import Record


def holds(state: State, wanted: State) -> bool:
    """Whether a fact has a value, among others perhaps; true is not 1."""
    if isinstance(state, tuple):
        return wanted in state
    return state == wanted and isinstance(state, bool) == isinstance(wanted, bool)


class Call:
    """One application of an operator to a record."""

    def __init__(self, fact: Derived, record: Record) -> None:
        self.fact, self.record = fact, record

    def all(self, role: str) -> list[State]:
        """The states of the operands of a role."""
        return [self.record.operand(operand) for operand in self.fact.roles.get(role, ())]

    def one(self, role: str) -> State:
        """The state of the one operand of a role; `at` and `to` are the as-of date by default."""
        found = self.all(role)
        if found:
            return found[0]
        if role in ("at", "to"):
            return self.record.as_of
        raise InputError(
            f"{self.fact.iri} mangler record:{role}.", f"{self.fact.iri} lacks record:{role}."
        )

    def number(self, role: str, default: int) -> int:
        """A whole number among the parameters."""
        found = self.fact.roles.get(role)
        return int(str(found[0])) if found else default


Shifts = Callable[[Derived, Sequence[int]], list[Shift]]


class Operator(Struct, frozen=True):
    """An operator in the reference engine.

    `shifts` are the distances between days that count for a fact that is held against some numbers.
    `blank` says whether a fact may be unknown although its operands are known; `passes_on` that it
    has the value of the first operand that is known.
    """

    compute: Callable[[Call], State]
    shifts: Shifts = lambda _fact, _cuts: []
    blank: Callable[[Derived], bool] = lambda _fact: False
    passes_on: bool = False


def strict(*roles: str) -> Callable[[Callable[..., State]], Callable[[Call], State]]:
    """An operator that is unknown where an operand is, else none where an operand is."""

    def wrap(function: Callable[..., State]) -> Callable[[Call], State]:
        def compute(call: Call) -> State:
            states = [call.one(role) for role in roles]
            if None in states:
                return None
            if NONE in states:
                return NONE
            return function(call, *states)

        return compute

    return wrap
