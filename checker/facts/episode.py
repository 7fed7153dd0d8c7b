"""Operators of what begins and ends, and may begin again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from lovgraf.facts.call import Call, State
from lovgraf.facts.columns import Expression
from lovgraf.facts.completion import Completion, W
from lovgraf.facts.fact import CodeGroup, Derived, Operand, Ref
from lovgraf.facts.operator import Operator, operand
from lovgraf.facts.symbols import Moment, Symbol, strict
from lovgraf.facts.values import NONE


class OfEpisode(Operator):
    """Yes or no on a day `at`: over where beginning <= ending <= day."""

    roles = ("beginning", "ending", "at")
    structures = ("episode",)
    understood = by_order = follows = True
    lasting: ClassVar[bool]
    """The answer where it has begun, and has no end yet."""

    def can_be_none(self, fact: Derived, operands: Sequence[bool]) -> bool:
        """Never: it is no where it never began."""
        return False

    def known_below(self, fact: Derived) -> list[str]:
        """Any of the days may settle it alone."""
        return []

    def states(self, call: Completion[W]) -> Iterator[tuple[Symbol, W]]:
        """Yes and no, with how the days then lie."""
        for (begin, end, at), after in call.all(call.operands(*self.roles)):
            if NONE in (begin, at) or (end is NONE and not self.lasting):
                yield False, after
            elif not isinstance(begin, Moment) or not isinstance(at, Moment):
                yield strict(begin, at), after
            else:
                if (later := after.after(begin, at)) is not None:
                    yield False, later
                if (begun := after.by(begin, at)) is not None:
                    yield from self._of_begun(begin, end, at, begun)

    def _of_begun(
        self, begin: Moment, end: Symbol, at: Moment, begun: W
    ) -> Iterator[tuple[Symbol, W]]:
        """The same of one that has begun, with its last end."""
        if end is NONE:
            yield self.lasting, begun
        elif not isinstance(end, Moment):
            yield strict(end), begun
        else:
            if (to_come := begun.after(end, at)) is not None:
                yield self.lasting, to_come
            if (here := begun.by(end, at)) is None:
                return
            if (again := here.after(begin, end)) is not None:
                yield self.lasting, again
            if (over := here.by(begin, end)) is not None:
                yield not self.lasting, over

    def pairs(
        self, fact: Derived, groups: Mapping[str, CodeGroup]
    ) -> Iterator[tuple[Ref | Operand, Ref | Operand]]:
        """The beginning and the end with the day, and with each other."""
        begin, end, at = (operand(fact, role) for role in self.roles)
        return iter(((begin, at), (end, at), (begin, end)))


def over(use: Call) -> Expression:
    """Whether an episode has ended."""
    begin, end, at = (use.one(role) for role in OfEpisode.roles)
    ended = (begin.value <= end.value) & (end.value <= at.value)
    return unless_none(ended & (begin.value <= at.value), begin, end, at)


def unless_none(holds: Expression, *days: State) -> Expression:
    """What holds of days, and does not where one of them never comes."""
    for day in days:
        if day.none is not None:
            holds = day.none.if_else(False, holds)
    return holds
