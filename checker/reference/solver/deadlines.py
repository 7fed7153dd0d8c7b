"""The deadlines of a norm on one record: done in time, too late, or still open.

The period runs from the latest trigger that happened. What is done after the as-of date has not
been done yet, but for the earliest day of a shortest time, which may be agreed ahead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from lovgraf.facts.closed_days import Calendar
from lovgraf.law.norms import Deadline, Norm
from lovgraf.reference.solver.counting import extreme, open_days
from lovgraf.reference.solver.days import Day, Lemmas, Move, moved
from lovgraf.reference.solver.terms import Number, Truth, both, either, not_, pick
from lovgraf.reference.solver.world import World

Past = Callable[[Number], Truth]
"""Whether the last day of a deadline lies before a day, by its number."""


class Kept(NamedTuple):
    """Whether all deadlines were kept, whether one was missed, and whether one is still open."""

    in_time: Truth
    late: Truth
    open: Truth


def kept(norm: Norm, world: World) -> Kept:
    """What all deadlines of a norm say; what holds of their terms is noted under the norm."""
    found = [
        _Deadline(f"{norm.iri}#deadline{number}", deadline, norm, world).kept()
        for number, deadline in enumerate(norm.deadlines)
    ]
    return Kept(
        both(*(one.in_time for one in found)),
        either(*(one.late for one in found)),
        either(*(one.open for one in found)),
    )


def _never(_number: Number) -> Truth:
    return False


class _Deadline:
    """One deadline on one record."""

    def __init__(self, name: str, deadline: Deadline, norm: Norm, world: World) -> None:
        self._name, self._deadline, self._world = name, deadline, world
        self._lemmas: list[Lemmas] = world.about(norm.iri).lemmas
        triggers = [world.asked(iri) for iri in deadline.triggers]
        self._trigger = extreme(triggers, f"{name}#trigger", latest=True)

    def kept(self) -> Kept:
        """What it says."""
        now, deadline = self._world.as_of.toordinal(), self._deadline
        begun, day = not_(self._trigger.none), self._trigger.value
        if day is None:  # nothing starts it
            past: Past = _never
            waiting: Truth = True
        else:
            past = self._past(day)
            waiting = either(not_(begun), day.number > now, not_(past(now)))
        if deadline.performed_on is None:
            return Kept(True, False, waiting)
        done = self._world.asked(deadline.performed_on)
        if done.value is None:
            return Kept(False, False, True if deadline.at_least else waiting)
        number, there = done.value.number, not_(done.none)
        if deadline.at_least:
            # On the last day or later: so the day before it lies before the day after.
            enough = both(there, begun, past(number + 1))
            return Kept(enough, both(there, begun, not_(past(number + 1))), done.none)
        by_now = both(there, number <= now)
        late = both(by_now, begun, past(number))
        return Kept(both(by_now, not_(late)), late, waiting)

    def _past(self, trigger: Day) -> Past:
        """Whether the last day of the deadline lies before a day, by the reading that holds."""
        deadline, period = self._deadline, self._deadline.period
        if period.bank_days:
            assert deadline.calendar is not None
            return self._bank_days_past(trigger, deadline.calendar)
        own = period.backwards if deadline.before_event else period
        closing = deadline.closing
        earlier = closing.earlier.days if closing else 0

        def end(name: str, calendar: Calendar | None) -> Number:
            move = Move(own.months, own.days - earlier, calendar=calendar)
            return moved(trigger, move, f"{self._name}#{name}", self._lemmas).number

        last = end("possible", closing.possible if closing else None)
        if closing is not None and closing.open_point is not None:
            widest = self._world.asked(closing.open_point).value
            last = pick(widest, last, end("certain", closing.certain))
        return lambda number: last < number

    def _bank_days_past(self, trigger: Day, calendar: Calendar) -> Past:
        """So many bank days lie wholly between the trigger and a day."""
        start = open_days(trigger.number, calendar, f"{self._name}#from", self._lemmas)
        wanted = self._deadline.period.bank_days

        def past(number: Number) -> Truth:
            name = f"{self._name}#to{'' if isinstance(number, int) else number}"
            return open_days(number - 1, calendar, name, self._lemmas) - start >= wanted

        return past
