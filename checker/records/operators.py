"""The closed set of operators of derived facts, as column expressions.

Each operator takes states (a value expression and the condition under which there is certainly no
value) and gives a state. Where nothing else is said, the result is unknown when an operand is
unknown, and none when an operand is none (see `ontology/record.ttl` for each operator).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import reduce

from lovgraf.columns import (
    Expression,
    call,
    coalesce,
    greatest,
    least,
    literal,
    null,
    switch,
)
from lovgraf.law.norms import Period
from lovgraf.records.call import Call, State, is_literal, none_if_any
from lovgraf.records.cpr_date import BIRTH_DATE_STAGES, Stage, birth_date_of_cpr
from lovgraf.records.facts import Operand, Ref
from lovgraf.records.open_days import EASTER_STAGES, next_open, open_days


def _age_at(use: Call) -> State:
    born, at = use.one("of"), use.one("at")
    early = _month_day(at.value) < _month_day(born.value)
    years = _part("year", at.value) - _part("year", born.value) - early.cast("BIGINT")
    return State(years, none_if_any(born, at))


def _month_day(day: Expression) -> Expression:
    return _part("month", day) * 100 + _part("day", day)


def _part(part: str, day: Expression) -> Expression:
    return call(part, day, kind="BIGINT")


def _days(start: Expression, end: Expression) -> Expression:
    return call("date_diff", "day", start, end, kind="BIGINT")


def _days_between(use: Call) -> State:
    start, end = use.one("from"), use.one("to")
    return State(_days(start.value, end.value), none_if_any(start, end))


def _months_between(use: Call) -> State:
    start, end = use.one("from"), use.one("to")
    years, months, days = (
        (_part(part, start.value), _part(part, end.value)) for part in ("year", "month", "day")
    )
    passed = (years[1] - years[0]) * 12 + (months[1] - months[0])
    short = (days[1] < days[0]).cast("BIGINT")
    return State(passed - short, none_if_any(start, end))


def _add_period(use: Call) -> State:
    of = use.one("of")
    period = Period.parse(use.text("period") or "")
    value = of.value
    if period.months:
        value = value.add_months(period.months)
    if period.days:
        value = value + period.days
    return State(value, of.none)


def _next_open_day(use: Call) -> State:
    of = use.one("of")
    return State(next_open(of.value, use.prepared["easter"], use.fact.by_calendar), of.none)


def _bank_days_between(use: Call) -> State:
    """Bank days after `from` up to and with `to` (or, for deadlines, up to the day before it)."""
    start, end = use.one("from"), use.one("to")
    calendar = use.fact.by_calendar
    last = end.value - 1 if use.text("before") else end.value
    passed = open_days(last, calendar) - open_days(start.value, calendar)
    return State(passed, none_if_any(start, end))


def _calendar_rule(use: Call) -> State:
    of = use.one("of")
    day = call(
        "make_date",
        _part("year", of.value) + (use.number("years", 0) or 0),
        use.number("month") or _part("month", of.value),
        use.number("day") or _part("day", of.value),
        kind="DATE",
    )
    return State(of.value.is_null().if_else(null("DATE"), day), of.none)


def _extreme(pick: Callable[..., Expression]) -> Callable[[Call], State]:
    """The data engine's greatest and least pass over operands without a value."""

    def operator(use: Call) -> State:
        states = use.operands["of"]
        if len(states) == 1:
            return states[0]
        value = _unless_unknown(pick(*(s.value for s in states)), states)
        if all(state.none is None for state in states):
            return State(value)
        every_none = reduce(
            lambda a, b: a & b, (literal(False) if s.none is None else s.none for s in states)
        )
        return State(value, every_none)

    return operator


def _unless_unknown(value: Expression, states: tuple[State, ...]) -> Expression:
    known = [s.known() for s in states if not is_literal(s)]
    if not known:
        return value
    return reduce(lambda a, b: a & b, known).if_else(value, null("DATE"))


def _in_code_group(use: Call) -> State:
    of = use.one("of")
    group = use.groups[use.text("group") or ""]
    at = use.operands.get("at")
    if not at or is_literal(at[0]):
        on = use.as_of if not at else _literal_date(use)
        return State(_any_of(of.value, group.members(on)), of.none)
    together: dict[tuple[date | None, date | None], set[str]] = {}
    for code, start, end in group.memberships:
        together.setdefault((start, end), set()).add(code)
    inside = [
        (literal(True) if start is None else at[0].value >= literal(start))
        & (literal(True) if end is None else at[0].value <= literal(end))
        & _any_of(of.value, frozenset(codes))
        for (start, end), codes in together.items()
    ]
    value = reduce(lambda a, b: a | b, inside, literal(False))
    known = of.given() & at[0].given()
    return State(known.if_else(value, null("BOOLEAN")), none_if_any(of, at[0]))


def _literal_date(use: Call) -> date:
    found = use.fact.roles["at"][0]
    return found if isinstance(found, date) else use.as_of


def _any_of(value: Expression, codes: frozenset[str]) -> Expression:
    if value.several:
        if not codes:
            return value.length() < 0
        among = reduce(lambda a, b: a | b, (value.contains(c) for c in sorted(codes)))
        return (value.length() == 1).if_else(value.first().is_in(sorted(codes)), among)
    return value.is_in(sorted(codes)) if codes else literal(False)


def _happened_by(use: Call) -> State:
    of, at = use.one("of"), use.one("at")
    happened = of.value <= at.value
    return State(happened if of.none is None else of.none.if_else(False, happened))


def _lasts(use: Call) -> State:
    """Begun, and not ended on the same day or later; without an end it goes on."""
    begin, end, at = use.one("beginning"), use.one("ending"), use.one("at")
    # What ends on the very day has ended, whenever it began.
    lasts = (begin.value <= at.value) & ~_has_ended(use).value & ~_on(end, at)
    return State(_unless_none(lasts, begin, at))


def _unless_none(holds: Expression, *days: State) -> Expression:
    """What holds of days, and does not where one of them never comes."""
    for day in days:
        if day.none is not None:
            holds = day.none.if_else(False, holds)
    return holds


def _has_ended(use: Call) -> State:
    begin, end, at = use.one("beginning"), use.one("ending"), use.one("at")
    over = (begin.value <= end.value) & (end.value <= at.value)
    return State(_unless_none(over & (begin.value <= at.value), begin, end, at))


def _on(day: State, other: State) -> Expression:
    return _unless_none(day.value == other.value, day)


def _first_known(use: Call) -> State:
    states = [
        use.operands[role][0]
        for role in ("first", "second", "third", "fourth")
        if role in use.operands
    ]
    value = null()
    none: Expression | None = None
    for state in reversed(states):
        if state.none is None:
            value = coalesce(state.value, value)
            none = None if none is None else state.value.is_null() & none
        else:
            value = state.none.if_else(null(), coalesce(state.value, value))
            rest = literal(False) if none is None else none
            none = state.none | (state.value.is_null() & rest)
    return State(value, none)


def _lookup(use: Call) -> State:
    of = use.one("of")
    otherwise = use.fact.roles.get("otherwise")
    default = _constant(otherwise[0]) if otherwise else null()
    value = switch(of.value, use.fact.entries, default)
    value = of.value.is_null().if_else(null(), value)
    when_none = use.fact.roles.get("whenNone")
    if when_none is None or of.none is None:
        return State(value, of.none)
    return State(of.none.if_else(_constant(when_none[0]), value) if when_none else value)


def _constant(operand: Operand | Ref) -> Expression:
    assert not isinstance(operand, Ref)
    return literal(operand)


OPERATORS: dict[str, Callable[[Call], State]] = {
    "AgeAt": _age_at,
    "DaysBetween": _days_between,
    "MonthsBetween": _months_between,
    "BankDaysBetween": _bank_days_between,
    "AddPeriod": _add_period,
    "NextOpenDay": _next_open_day,
    "CalendarRule": _calendar_rule,
    "LatestOf": _extreme(greatest),
    "EarliestOf": _extreme(least),
    "InCodeGroup": _in_code_group,
    "HappenedBy": _happened_by,
    "HasEnded": _has_ended,
    "Lasts": _lasts,
    "FirstKnown": _first_known,
    "Lookup": _lookup,
    "BirthDateOfCpr": birth_date_of_cpr,
}

PREPARATIONS: dict[str, tuple[Stage, ...]] = {
    "BirthDateOfCpr": BIRTH_DATE_STAGES,
    "NextOpenDay": EASTER_STAGES,
}
"""The stages of operators that use something many times."""
