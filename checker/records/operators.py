"""The closed set of operators of derived facts, as Ibis expressions on columns.

Each operator takes states (a value expression and the condition under which there is certainly no
value) and gives a state. Where nothing else is said, the result is unknown when an operand is
unknown, and none when an operand is none (see `ontology/record.ttl` for each operator).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from typing import Any

import ibis
import ibis.expr.types as ir

from checker.errors import InputError
from checker.law.norms import Period
from checker.records.facts import CodeGroup, Derived


@dataclass(frozen=True)
class State:
    """A column expression, and where it certainly has no value (None: never)."""

    value: Any
    none: Any = None

    def known(self) -> Any:
        """Whether there is a value, or certainly none."""
        known = self.value.notnull()
        return known if self.none is None else known | self.none

    def given(self) -> Any:
        """Whether there is a value."""
        return self.value.notnull()


@dataclass(frozen=True)
class Call:
    """One application of an operator: the derived fact, its operands by role, the as-of date."""

    fact: Derived
    operands: dict[str, tuple[State, ...]]
    as_of: date
    groups: dict[str, CodeGroup]
    prepared: dict[str, Any] = field(default_factory=dict)

    def one(self, role: str) -> State:
        """The operand of a role; the as-of date where the role is not given."""
        found = self.operands.get(role)
        if not found:
            if role in ("at", "to"):
                return State(ibis.literal(self.as_of))
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


def none_if_any(*states: State) -> Any:
    """None where an operand is none and no operand is unknown."""
    if all(state.none is None for state in states):
        return None
    some = reduce(lambda a, b: a | b, (s.none for s in states if s.none is not None))
    known = [s.known() for s in states if not _literal(s)]
    return reduce(lambda a, b: a & b, known, some)


def _literal(state: State) -> bool:
    return state.none is None and not state.value.op().relations


def _age_at(call: Call) -> State:
    born, at = call.one("of"), call.one("at")
    before_birthday = _month_day(at.value) < _month_day(born.value)
    years = at.value.year() - born.value.year() - before_birthday.cast("int32")
    return State(years, none_if_any(born, at))


def _month_day(day: Any) -> Any:
    return day.month() * 100 + day.day()


def _days_between(call: Call) -> State:
    start, end = call.one("from"), call.one("to")
    return State(end.value.delta(start.value, unit="day"), none_if_any(start, end))


def _months_between(call: Call) -> State:
    start, end = call.one("from"), call.one("to")
    months = (end.value.year() - start.value.year()) * 12 + (
        end.value.month() - start.value.month()
    )
    short = (end.value.day() < start.value.day()).cast("int32")
    return State(months - short, none_if_any(start, end))


def _bank_days_between(call: Call) -> State:
    """Bank days after `from` up to and with `to` (or, for deadlines, up to the day before it)."""
    from checker.records.bankdays import bank_holidays

    start, end = call.one("from"), call.one("to")
    weekday_holidays = sorted(d for d in bank_holidays(range(1990, 2051)) if d.weekday() < 5)
    holidays = ibis.array([ibis.literal(d) for d in weekday_holidays])

    def count(day: Any) -> Any:
        """Bank days from a Monday long ago up to and with the day."""
        days = day.delta(ibis.literal(date(1899, 12, 31)), unit="day")
        weeks, rest = (days / 7).floor().cast("int64"), days % 7
        weekdays = weeks * 5 + ibis.least(rest, ibis.literal(5))
        return weekdays - holidays.filter(lambda h: h <= day).length()

    last = end.value - ibis.interval(days=1) if call.text("before") else end.value
    return State(count(last.cast("date")) - count(start.value), none_if_any(start, end))


def _add_period(call: Call) -> State:
    of = call.one("of")
    period = Period.parse(call.text("period") or "")
    value = of.value
    if period.months:
        value = value + ibis.interval(months=period.months)
    if period.days:
        value = value + ibis.interval(days=period.days)
    # The data engine makes a time of day of it, Ibis does not know that.
    return State(value.cast("timestamp").cast("date"), of.none)


def _calendar_rule(call: Call) -> State:
    of = call.one("of")
    day = ibis.date(
        of.value.year() + (call.number("years", 0) or 0),
        call.number("month") or of.value.month(),
        call.number("day") or of.value.day(),
    )
    return State(of.value.isnull().ifelse(ibis.null("date"), day), of.none)


def _extreme(pick: Callable[..., Any]) -> Callable[[Call], State]:
    """The data engine's greatest and least pass over operands without a value."""

    def operator(call: Call) -> State:
        states = call.operands["of"]
        if len(states) == 1:
            return states[0]
        value = _unless_unknown(pick(*(s.value for s in states)), states)
        if all(state.none is None for state in states):
            return State(value)
        every_none = reduce(
            lambda a, b: a & b, (ibis.literal(False) if s.none is None else s.none for s in states)
        )
        return State(value, every_none)

    return operator


def _unless_unknown(value: Any, states: tuple[State, ...]) -> Any:
    known = [s.known() for s in states if not _literal(s)]
    if not known:
        return value
    return reduce(lambda a, b: a & b, known).ifelse(value, ibis.null("date"))


def _in_code_group(call: Call) -> State:
    of = call.one("of")
    group = call.groups[call.text("group") or ""]
    at = call.operands.get("at")
    if not at or _literal(at[0]):
        on = call.as_of if not at else _literal_date(call)
        return State(_any_of(call, of.value, group.members(on)), of.none)
    together: dict[tuple[date | None, date | None], set[str]] = {}
    for code, start, end in group.memberships:
        together.setdefault((start, end), set()).add(code)
    inside = [
        (ibis.literal(True) if start is None else at[0].value >= ibis.literal(start))
        & (ibis.literal(True) if end is None else at[0].value <= ibis.literal(end))
        & _any_of(call, of.value, frozenset(codes))
        for (start, end), codes in together.items()
    ]
    value = reduce(lambda a, b: a | b, inside, ibis.literal(False))
    known = of.given() & at[0].given()
    return State(known.ifelse(value, ibis.null("boolean")), none_if_any(of, at[0]))


def _literal_date(call: Call) -> date:
    found = call.fact.roles["at"][0]
    return found if isinstance(found, date) else call.as_of


def _any_of(call: Call, value: Any, codes: frozenset[str]) -> Any:
    if isinstance(value, ir.ArrayValue):
        if not codes:
            return value.length() < 0
        among = reduce(lambda a, b: a | b, (value.contains(c) for c in sorted(codes)))
        return (value.length() == 1).ifelse(value[0].isin(sorted(codes)), among)
    return value.isin(sorted(codes))


def _happened_by(call: Call) -> State:
    of, at = call.one("of"), call.one("at")
    happened = of.value <= at.value
    return State(happened if of.none is None else of.none.ifelse(False, happened))


def _first_known(call: Call) -> State:
    states = [
        call.operands[role][0]
        for role in ("first", "second", "third", "fourth")
        if role in call.operands
    ]
    value = ibis.null()
    none: Any = None
    for state in reversed(states):
        if state.none is None:
            value = ibis.coalesce(state.value, value)
            none = None if none is None else state.value.isnull() & none
        else:
            value = state.none.ifelse(ibis.null(), ibis.coalesce(state.value, value))
            rest = ibis.literal(False) if none is None else none
            none = state.none | (state.value.isnull() & rest)
    return State(value, none)


def _lookup(call: Call) -> State:
    of = call.one("of")
    otherwise = call.fact.roles.get("otherwise")
    default = ibis.literal(otherwise[0]) if otherwise else ibis.null()
    value = of.value.cases(
        *((ibis.literal(key), ibis.literal(result)) for key, result in call.fact.entries),
        else_=default,
    )
    value = of.value.isnull().ifelse(ibis.null(), value)
    when_none = call.fact.roles.get("whenNone")
    if when_none and of.none is not None:
        return State(of.none.ifelse(ibis.literal(when_none[0]), value))
    return State(value, of.none)


def _leading_digits(call: Call) -> Any:
    """The first seven digits of a personal number as a number; null where it is none."""
    value = call.one("of").value
    text = (value.length() == 11).ifelse(value.replace("-", ""), value)
    return (text.length() == 10).ifelse(text.substr(0, 7), ibis.null("string")).try_cast("int32")


def _shown_day(call: Call) -> Any:
    day = _whole(call.prepared["digits"], 100_000)
    return (day > 60).ifelse(day - 60, day)


def _shown_month(call: Call) -> Any:
    return _whole(call.prepared["digits"], 1000) % 100


def _shown_year(call: Call) -> Any:
    digits = call.prepared["digits"]
    seventh, year = digits % 10, _whole(digits, 10) % 100
    return year + ibis.cases(
        (seventh <= 3, 1900),
        ((seventh == 4) | (seventh == 9), (year <= 36).ifelse(2000, 1900)),
        else_=(year <= 57).ifelse(2000, 1800),
    )


def _whole(number: Any, divisor: int) -> Any:
    """Division of a number that is not negative, without its remainder."""
    return ((number - number % divisor) / divisor).cast("int32")


def _shown_exists(call: Call) -> Any:
    day, month, year = (call.prepared[name] for name in ("day", "month", "year"))
    leap = (year % 4 == 0) & (year != 1900)
    last = ibis.cases((month == 2, leap.ifelse(29, 28)), (month.isin([4, 6, 9, 11]), 30), else_=31)
    return month.between(1, 12) & (day >= 1) & (day <= last)


Stage = dict[str, tuple[str, Callable[[Call], Any]]]
PREPARATIONS: dict[str, tuple[Stage, ...]] = {
    "BirthDateOfCpr": (
        {"digits": ("int32", _leading_digits)},
        {
            "day": ("int32", _shown_day),
            "month": ("int32", _shown_month),
            "year": ("int32", _shown_year),
        },
        {"exists": ("boolean", _shown_exists)},
    )
}
"""What an operator uses many times: stages of named columns (type, expression), each computed
once in a step before the next."""


def _birth_date_of_cpr(call: Call) -> State:
    """The date in a personal number, by the century table (no check digit)."""
    day, month, year, exists = (call.prepared[n] for n in ("day", "month", "year", "exists"))
    made = ibis.date(year, exists.ifelse(month, 1), exists.ifelse(day, 1))
    return State(exists.ifelse(made, ibis.null("date")), call.one("of").none)


OPERATORS: dict[str, Callable[[Call], State]] = {
    "AgeAt": _age_at,
    "DaysBetween": _days_between,
    "MonthsBetween": _months_between,
    "BankDaysBetween": _bank_days_between,
    "AddPeriod": _add_period,
    "CalendarRule": _calendar_rule,
    "LatestOf": _extreme(ibis.greatest),
    "EarliestOf": _extreme(ibis.least),
    "InCodeGroup": _in_code_group,
    "HappenedBy": _happened_by,
    "FirstKnown": _first_known,
    "Lookup": _lookup,
    "BirthDateOfCpr": _birth_date_of_cpr,
}
