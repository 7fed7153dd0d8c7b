"""Operators that move a day to another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lovgraf.facts.completion import Completion, W
from lovgraf.facts.operator import Operator
from lovgraf.facts.symbols import ORIGIN, Moment, Open, Symbol, strict


class Moving(Operator):
    """A day that `move` makes of the day `of`."""

    understood = follows = True

    def states(self, call: Completion[W]) -> Iterator[tuple[Symbol, W]]:
        """The moved day: known where the day is, else between the fewest and most days from it."""
        found = self.move(call.fact)
        for (of,), after in call.all(call.operands("of")):
            if not isinstance(of, Moment) or found is None:
                yield strict(of), after
                continue
            move, days = found
            if days[0] == days[1]:
                yield Moment(of.point, of.shift + days[0]), after
            elif of.point == ORIGIN:
                try:
                    yield Moment(ORIGIN, move(date.fromordinal(of.shift)).toordinal()), after
                except (ValueError, OverflowError):
                    yield Open.FREE, after
            elif (made := after.moved(call.fact.iri, of, move, days)) is not None:
                yield made
