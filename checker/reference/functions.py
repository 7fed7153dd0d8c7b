"""Every operator of derived facts on three-valued states (`ontology/record.ttl` defines each)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from lovgraf.errors import InputError
from lovgraf.facts.period import Period
from lovgraf.records.closed_days import open_days_between
from lovgraf.records.facts import Derived, Ref
from lovgraf.records.values import NONE, State
from lovgraf.reference.dates import add_period, born, full_months, full_years

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


def _strict(*roles: str) -> Callable[[Callable[..., State]], Callable[[Call], State]]:
    """An operator that is unknown where an operand is, else none where an operand is."""

    def wrap(function: Callable[..., State]) -> Callable[[Call], State]:
        def operator(call: Call) -> State:
            states = [call.one(role) for role in roles]
            if None in states:
                return None
            if NONE in states:
                return NONE
            return function(call, *states)

        return operator

    return wrap


@_strict("of", "at")
def _age_at(_call: Call, of: date, at: date) -> State:
    return full_years(of, at)


@_strict("from", "to")
def _days_between(_call: Call, start: date, end: date) -> State:
    return (end - start).days


@_strict("from", "to")
def _months_between(_call: Call, start: date, end: date) -> State:
    return full_months(start, end)


@_strict("from", "to")
def _bank_days_between(call: Call, start: date, end: date) -> State:
    return open_days_between(call.fact.by_calendar, start, end)


@_strict("of")
def _next_open_day(call: Call, of: date) -> State:
    return call.fact.by_calendar.next_open(of)


@_strict("of")
def _add_period(call: Call, of: date) -> State:
    period = call.fact.roles.get("period")
    if not period:
        raise InputError(
            f"{call.fact.iri} mangler record:period.", f"{call.fact.iri} lacks record:period."
        )
    return add_period(of, Period.parse(str(period[0])))


@_strict("of")
def _calendar_rule(call: Call, of: date) -> State:
    month, day = call.number("month", of.month), call.number("day", of.day)
    year = of.year + call.number("years", 0)
    return date(min(max(year, date.min.year), date.max.year), month, day)


@_strict("of", "at")
def _in_code_group(call: Call, of: str | tuple[str, ...], at: date) -> State:
    group = call.fact.roles.get("group", ("",))[0]
    iri = group.iri if isinstance(group, Ref) else str(group)
    if iri not in call.record.vocabulary.groups:
        raise InputError(
            f"{call.fact.iri} bruger en ukendt kodegruppe {iri}.",
            f"{call.fact.iri} uses an unknown code group {iri}.",
        )
    codes = of if isinstance(of, tuple) else (of,)
    return not call.record.vocabulary.groups[iri].members(at).isdisjoint(codes)


def _extreme(pick: Callable[..., date]) -> Callable[[Call], State]:
    def operator(call: Call) -> State:
        states = call.all("of")
        if None in states:
            return None
        dates = [state for state in states if isinstance(state, date)]
        return pick(dates) if dates else NONE

    return operator


def _happened_by(call: Call) -> State:
    of, at = call.one("of"), call.one("at")
    if of is None or at is None:
        return None
    if of is NONE:
        return False
    return NONE if at is NONE else of <= at  # type: ignore[operator]


def _has_ended(call: Call) -> State:
    begin, end, at = call.one("beginning"), call.one("ending"), call.one("at")
    if NONE in (begin, end, at):
        return False
    if not isinstance(at, date):
        return None
    if _after(begin, at) or _after(end, at):
        return False
    known = isinstance(begin, date) and isinstance(end, date)
    return begin <= end if known else None  # type: ignore[operator]


def _after(day: State, at: date) -> bool:
    return isinstance(day, date) and day > at


def _lasts(call: Call) -> State:
    """Begun, and not ended on the same day or later; without an end it goes on."""
    begin, at = call.one("beginning"), call.one("at")
    if NONE in (begin, at):
        return False
    # What ends on the very day has ended, whenever it began.
    if isinstance(at, date) and (call.one("ending") == at or _after(begin, at)):
        return False
    ended = _has_ended(call)
    return None if begin is None or at is None or ended is None else not ended


def _first_known(call: Call) -> State:
    for role in ("first", "second", "third", "fourth"):
        for state in call.all(role):
            if state is not None:
                return state
    return None


def _lookup(call: Call) -> State:
    of, roles = call.one("of"), call.fact.roles
    if of is None:
        return None
    if of is NONE:
        if "whenNone" not in roles:
            return NONE
        return call.record.operand(roles["whenNone"][0]) if roles["whenNone"] else None
    for key, value in call.fact.entries:
        if holds(of, key):
            return value
    return call.record.operand(roles["otherwise"][0]) if "otherwise" in roles else None


def _birth_date_of_cpr(call: Call) -> State:
    of = call.one("of")
    return born(of) if isinstance(of, str) else of


OPERATORS: dict[str, Callable[[Call], State]] = {
    "AgeAt": _age_at,
    "DaysBetween": _days_between,
    "MonthsBetween": _months_between,
    "BankDaysBetween": _bank_days_between,
    "AddPeriod": _add_period,
    "NextOpenDay": _next_open_day,
    "CalendarRule": _calendar_rule,
    "LatestOf": _extreme(max),
    "EarliestOf": _extreme(min),
    "InCodeGroup": _in_code_group,
    "HappenedBy": _happened_by,
    "HasEnded": _has_ended,
    "Lasts": _lasts,
    "FirstKnown": _first_known,
    "Lookup": _lookup,
    "BirthDateOfCpr": _birth_date_of_cpr,
}
