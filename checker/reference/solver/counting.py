"""Open days counted, and the latest or earliest of several days."""

from __future__ import annotations

from lovgraf.facts.closed_days import Calendar
from lovgraf.reference.solver.days import Counted, Lemmas, open_days_to
from lovgraf.reference.solver.symbols import Symbol, joined
from lovgraf.reference.solver.terms import Number, Truth, both, either, not_, whole


def open_days(number: Number, calendar: Calendar, name: str, lemmas: list[Lemmas]) -> Number:
    """How many open days there are up to and with a day, from a day long ago."""
    if isinstance(number, int):
        return open_days_to(calendar, number)
    count = whole(f"{name}#count")
    lemmas.append(Counted(number, count, calendar=calendar))
    return count


def extreme(days: list[Symbol], name: str, latest: bool) -> Symbol:
    """The latest or the earliest of the days that there are; unknown where one of them is."""
    blank = either(*(day.blank for day in days))
    none = both(not_(blank), *(day.none for day in days))
    known = all(day.known for day in days)
    found: Symbol | None = None
    for number, day in enumerate(days):
        found = day if found is None else _of_two(found, day, f"{name}{number}", latest)
    value = None if found is None else found.value
    return Symbol(value, none, blank, known)


def _of_two(one: Symbol, other: Symbol, name: str, latest: bool) -> Symbol:
    first: Truth = True
    if one.value is not None and other.value is not None:
        a, b = one.value.number, other.value.number
        first = either(other.none, both(not_(one.none), a >= b if latest else a <= b))
    elif one.value is None:
        first = False
    return Symbol(joined(first, one.value, other.value, name), both(one.none, other.none))
