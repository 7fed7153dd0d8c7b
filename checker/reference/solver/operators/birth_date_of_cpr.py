"""The date of birth in a personal number."""

from __future__ import annotations

from datetime import date

from lovgraf.reference.solver.call import Call
from lovgraf.reference.solver.days import Day
from lovgraf.reference.solver.symbols import NOTHING, UNKNOWN, Symbol, constant, text_of
from lovgraf.reference.solver.terms import both, either, not_, truth

LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
FIRST, LAST = date(1858, 1, 1), date(2057, 12, 31)
"""The days that a number can show."""


def formula(call: Call) -> Symbol:
    """The date of a known number; any that a number can show, or none, of an open one."""
    of = call.one("of")
    if of.known:
        if of.none is True:
            return NOTHING
        born = birth(text_of(of.value.number))
        return UNKNOWN if born is None else constant(born)
    number = call.term("born")
    call.always(number >= FIRST.toordinal(), number <= LAST.toordinal())
    shown = truth(call.name("shown"))
    call.plainly(not_(shown))
    blank = either(of.blank, both(not_(of.none), not_(shown)))
    return Symbol(Day(number, call.name("born")), of.none, blank)


def birth(text: str) -> date | None:
    """The day in a personal number, of which 60 is taken where it is a replacement number."""
    digits = text.replace("-", "")
    if len(digits) != 10 or not digits[:7].isascii() or not digits[:7].isdecimal():
        return None
    day, month, year, seventh = (int(digits[a:b]) for a, b in ((0, 2), (2, 4), (4, 6), (6, 7)))
    if seventh < 4 or (seventh in (4, 9) and year > 36):
        year += 1900
    elif seventh in (4, 9) or year <= 57:
        year += 2000
    else:
        year += 1800
    day -= 60 if day > 60 else 0
    leap = year % 4 == 0 and year != 1900
    if not 1 <= month <= 12 or not 1 <= day <= LENGTHS[month - 1] - (month == 2 and not leap):
        return None
    return date(year, month, day)
