"""What begins and ends, and may begin again: the later of its last beginning and end decides."""

from __future__ import annotations

from lovgraf.reference.solver.call import Call
from lovgraf.reference.solver.symbols import Symbol
from lovgraf.reference.solver.terms import Truth, both, either, not_


def over(call: Call) -> Symbol:
    """Whether it has ended by the day: begun by its end, and ended by the day."""
    begin, end, at = (call.one(role) for role in ("beginning", "ending", "at"))
    holds = both(_by(begin, end), _by(end, at))
    denied = either(
        _never(begin),
        _never(end),
        _never(at),
        _after(begin, end),
        _after(end, at),
        _after(begin, at),
    )
    return _decided(call, holds, denied, begin, end, at)


def lasts(call: Call) -> Symbol:
    """Whether it lasts on the day: begun by then, and neither over nor ended on the very day."""
    begin, end, at = (call.one(role) for role in ("beginning", "ending", "at"))
    begun = _by(begin, at)
    ended_before = both(_by(begin, end), _by(end, at))
    on_the_day = both(_by(end, at), _by(at, end))
    holds = both(begun, either(_never(end), both(not_(ended_before), not_(on_the_day))))
    denied = either(_never(begin), _never(at), _after(begin, at), on_the_day, ended_before)
    return _decided(call, holds, denied, begin, end, at)


def _decided(call: Call, holds: Truth, denied: Truth, *days: Symbol) -> Symbol:
    """What holds; unknown where a day is left blank and the others do not deny it."""
    blank = both(not_(denied), either(*(day.blank for day in days)))
    known = denied is True and _settles(days) or all(day.known for day in days)
    return Symbol(both(holds, not_(denied)), False, blank, known)


def _settles(days: tuple[Symbol, ...]) -> bool:
    """Whether what is known of some days says no of itself."""
    return any(day.known for day in days)


def _never(day: Symbol) -> Truth:
    return both(not_(day.blank), day.none)


def _by(one: Symbol, other: Symbol) -> Truth:
    if one.value is None or other.value is None:
        return False
    return both(one.given, other.given, one.value.number <= other.value.number)


def _after(one: Symbol, other: Symbol) -> Truth:
    if one.value is None or other.value is None:
        return False
    return both(one.given, other.given, one.value.number > other.value.number)
