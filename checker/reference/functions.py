"""Every operator of derived facts on three-valued states (`ontology/record.ttl` defines each).

One function an operator, registered under the name of its term, with what else the reference engine
asks of it. It owes nothing to `checker/facts/operators`, which it is held against.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from lovgraf.core.errors import InputError
from lovgraf.facts.closed_days import open_days_between
from lovgraf.facts.period import Period
from lovgraf.facts.values import NONE, State
from lovgraf.facts.vocabulary import Derived, Ref
from lovgraf.reference.dates import (
    Shift,
    add_period,
    born,
    by_days,
    by_months,
    by_open_days,
    by_period,
    by_rule,
    full_months,
    full_years,
    to_new_year,
    to_open,
)

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


@dataclass(frozen=True)
class Operator:
    """An operator in the reference engine.

    `shifts` are the distances between days that count for a fact that is held against some numbers.
    `blank` says whether a fact may be unknown although its operands are known; `passes_on` that it
    has the value of the first operand that is known.
    """

    compute: Callable[[Call], State]
    shifts: Shifts = lambda _fact, _cuts: []
    blank: Callable[[Derived], bool] = lambda _fact: False
    passes_on: bool = False


OPERATORS: dict[str, Operator] = {}
"""The operators by name."""


def operator(
    name: str,
    shifts: Shifts = lambda _fact, _cuts: [],
    blank: Callable[[Derived], bool] = lambda _fact: False,
    passes_on: bool = False,
) -> Callable[[Callable[[Call], State]], Callable[[Call], State]]:
    """Registers a function as the operator of a name; see `Operator`."""

    def register(compute: Callable[[Call], State]) -> Callable[[Call], State]:
        OPERATORS[name] = Operator(compute, shifts, blank, passes_on)
        return compute

    return register


def operator_of(fact: Derived) -> Operator:
    """The operator of a fact. Raises `InputError` where there is none of that name."""
    if fact.operator not in OPERATORS:
        raise InputError(
            f"{fact.iri} bruger den ukendte operator {fact.operator}.",
            f"{fact.iri} uses the unknown operator {fact.operator}.",
        )
    return OPERATORS[fact.operator]


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


@operator("AgeAt", lambda _, cuts: [by_months(sign * 12 * n) for n in cuts for sign in (1, -1)])
@strict("of", "at")
def _age_at(_call: Call, of: date, at: date) -> State:
    return full_years(of, at)


@operator("DaysBetween", lambda _, cuts: [by_days(sign * n) for n in cuts for sign in (1, -1)])
@strict("from", "to")
def _days_between(_call: Call, start: date, end: date) -> State:
    return (end - start).days


@operator("MonthsBetween", lambda _, cuts: [by_months(sign * n) for n in cuts for sign in (1, -1)])
@strict("from", "to")
def _months_between(_call: Call, start: date, end: date) -> State:
    return full_months(start, end)


def _open_days_apart(fact: Derived, cuts: Sequence[int]) -> list[Shift]:
    return [move for n in cuts if n >= 0 for move in by_open_days(fact.by_calendar, n)]


@operator("BankDaysBetween", _open_days_apart)
@strict("from", "to")
def _bank_days_between(call: Call, start: date, end: date) -> State:
    return open_days_between(call.fact.by_calendar, start, end)


@operator("NextOpenDay", lambda fact, _: to_open(fact.by_calendar))
@strict("of")
def _next_open_day(call: Call, of: date) -> State:
    return call.fact.by_calendar.next_open(of)


@operator("AddPeriod", lambda fact, _: by_period(Period.parse(str(fact.roles["period"][0]))))
@strict("of")
def _add_period(call: Call, of: date) -> State:
    period = call.fact.roles.get("period")
    if not period:
        raise InputError(
            f"{call.fact.iri} mangler record:period.", f"{call.fact.iri} lacks record:period."
        )
    return add_period(of, Period.parse(str(period[0])))


def _rule_apart(fact: Derived, _cuts: Sequence[int]) -> list[Shift]:
    years = int(str(fact.roles.get("years", (0,))[0]))
    return [to_new_year(years), by_rule(fact)]


@operator("CalendarRule", _rule_apart)
@strict("of")
def _calendar_rule(call: Call, of: date) -> State:
    month, day = call.number("month", of.month), call.number("day", of.day)
    year = of.year + call.number("years", 0)
    return date(min(max(year, date.min.year), date.max.year), month, day)


@operator("InCodeGroup")
@strict("of", "at")
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


@operator("LatestOf")
def _latest_of(call: Call) -> State:
    return _extreme(call, max)


@operator("EarliestOf")
def _earliest_of(call: Call) -> State:
    return _extreme(call, min)


def _extreme(call: Call, pick: Callable[..., date]) -> State:
    states = call.all("of")
    if None in states:
        return None
    dates = [state for state in states if isinstance(state, date)]
    return pick(dates) if dates else NONE


@operator("HappenedBy")
def _happened_by(call: Call) -> State:
    of, at = call.one("of"), call.one("at")
    if of is NONE:
        return False
    if of is None or at is None:
        return None
    return NONE if at is NONE else of <= at  # type: ignore[operator]


@operator("HasEnded")
def _has_ended(call: Call) -> State:
    begin, end, at = call.one("beginning"), call.one("ending"), call.one("at")
    if NONE in (begin, end, at):
        return False
    if isinstance(end, date) and _after(begin, end):
        return False
    if not isinstance(at, date):
        return None
    if _after(begin, at) or _after(end, at):
        return False
    return True if isinstance(begin, date) and isinstance(end, date) else None


def _after(day: State, at: date) -> bool:
    return isinstance(day, date) and day > at


@operator("Lasts")
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


@operator("FirstKnown", passes_on=True)
def _first_known(call: Call) -> State:
    for role in ("first", "second", "third", "fourth"):
        for state in call.all(role):
            if state is not None:
                return state
    return None


def _unlisted(fact: Derived) -> bool:
    return "otherwise" not in fact.roles or fact.roles.get("whenNone") == ()


@operator("Lookup", blank=_unlisted)
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


@operator("BirthDateOfCpr", blank=lambda _: True)
def _birth_date_of_cpr(call: Call) -> State:
    of = call.one("of")
    return born(of) if isinstance(of, str) else of
