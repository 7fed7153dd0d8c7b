"""Operators that pick the latest or the earliest of several days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from itertools import permutations
from typing import ClassVar

from lovgraf.facts.call import Call, State, is_literal
from lovgraf.facts.columns import Expression, greatest, least, literal, null
from lovgraf.facts.completion import Completion, W
from lovgraf.facts.fact import CodeGroup, Derived, Operand, Ref
from lovgraf.facts.operator import Operator
from lovgraf.facts.symbols import Moment, Open, Symbol, strict


class Extreme(Operator):
    """The latest or the earliest of the days `of` that there are; none where there are none."""

    latest: ClassVar[bool]
    understood = by_order = follows = one_of = True

    def column(self, use: Call) -> State:
        """The data engine's greatest and least pass over operands without a value."""
        states = use.operands["of"]
        if len(states) == 1:
            return states[0]
        pick = greatest if self.latest else least
        value = _unless_unknown(pick(*(s.value for s in states)), states)
        if all(state.none is None for state in states):
            return State(value)
        every_none = reduce(
            lambda a, b: a & b, (literal(False) if s.none is None else s.none for s in states)
        )
        return State(value, every_none)

    def states(self, call: Completion[W]) -> Iterator[tuple[Symbol, W]]:
        """Each of the days, where all others lie before it, or after it."""
        for states, after in call.all(call.fact.roles.get("of", ())):
            days = [state for state in states if isinstance(state, Moment)]
            if not days or any(isinstance(state, Open) for state in states):
                yield strict(*states), after
                continue
            for day in dict.fromkeys(days):
                here: W | None = after
                for other in days:
                    if here is not None and other != day:
                        here = here.by(other, day) if self.latest else here.by(day, other)
                if here is not None:
                    yield day, here

    def pairs(
        self, fact: Derived, groups: Mapping[str, CodeGroup]
    ) -> Iterator[tuple[Ref | Operand, Ref | Operand]]:
        """Each two of them."""
        return permutations(fact.roles.get("of", ()), 2)


def _unless_unknown(value: Expression, states: tuple[State, ...]) -> Expression:
    known = [s.known() for s in states if not is_literal(s)]
    if not known:
        return value
    return reduce(lambda a, b: a & b, known).if_else(value, null("DATE"))
