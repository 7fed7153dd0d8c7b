"""One application of an operator of derived facts: its operands as states of column expressions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import reduce

from msgspec import Struct, field

from lovgraf.core.errors import InputError
from lovgraf.facts.columns import Expression, literal
from lovgraf.facts.fact import CodeGroup, Derived


class State(Struct, frozen=True):
    """A column expression, and where it certainly has no value (None: never)."""

    value: Expression
    none: Expression | None = None

    def known(self) -> Expression:
        """Whether there is a value, or certainly none."""
        known = self.value.not_null()
        return known if self.none is None else known | self.none

    def given(self) -> Expression:
        """Whether there is a value."""
        return self.value.not_null()


class Call(Struct, frozen=True):
    """One application of an operator: the derived fact, its operands by role, the as-of date."""

    fact: Derived
    operands: dict[str, tuple[State, ...]]
    as_of: date
    groups: dict[str, CodeGroup]
    prepared: dict[str, Expression] = field(default_factory=dict)

    def one(self, role: str) -> State:
        """The operand of a role; the as-of date where the role is not given."""
        found = self.operands.get(role)
        if not found:
            if role in ("at", "to"):
                return State(literal(self.as_of))
            raise InputError(
                f"{self.fact.iri} mangler record:{role}.", f"{self.fact.iri} lacks record:{role}."
            )
        return found[0]

    def number(self, role: str, default: int | None = None) -> int | None:
        """A literal parameter."""
        found = self.fact.roles.get(role)
        return int(str(found[0])) if found else default

    def text(self, role: str) -> str | None:
        """A literal parameter as text, or the IRI of a resource."""
        found = self.fact.roles.get(role)
        if not found:
            return None
        return str(getattr(found[0], "iri", found[0]))


Stage = dict[str, Callable[[Call], Expression]]
"""Named columns that are used many times, each computed once before the next stage."""


def none_if_any(*states: State) -> Expression | None:
    """None where an operand is none and no operand is unknown."""
    if all(state.none is None for state in states):
        return None
    some = reduce(lambda a, b: a | b, (s.none for s in states if s.none is not None))
    known = [s.known() for s in states if not is_literal(s)]
    return reduce(lambda a, b: a & b, known, some)


def is_literal(state: State) -> bool:
    """Whether a state is a constant, which is known. A column that the table does not have is the
    same for every record too, but unknown."""
    return state.none is None and state.value.op == "literal"
