"""The distances between dates that count for a norm: ages, periods, bank days, calendar rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from lovgraf.facts.period import Period
from lovgraf.law.norms import Deadline
from lovgraf.records.closed_days import Calendar, add_open_days
from lovgraf.records.facts import Derived
from lovgraf.reference.dates import add_months, add_period, end_of

Shift = Callable[[date], Iterable[date]]


def shifts(
    derived: Iterable[Derived],
    held_against: Callable[[str], Iterable[object]],
    deadlines: Iterable[Deadline],
) -> list[Shift]:
    """The distances that count, forward and back.

    `held_against` gives the values that a fact is compared with.
    """
    found: list[Shift] = []
    for fact in derived:
        cuts = sorted(
            {
                n + more
                for n in held_against(fact.iri)
                if isinstance(n, int) and not isinstance(n, bool)
                for more in (0, 1)
            }
        )
        match fact.operator:
            case "AgeAt":
                found += [_by_months(sign * 12 * n) for n in cuts for sign in (1, -1)]
            case "MonthsBetween":
                found += [_by_months(sign * n) for n in cuts for sign in (1, -1)]
            case "DaysBetween":
                found += [_by_days(sign * n) for n in cuts for sign in (1, -1)]
            case "BankDaysBetween":
                calendar = fact.by_calendar
                found += [move for n in cuts if n >= 0 for move in _by_open_days(calendar, n)]
            case "AddPeriod":
                found += _by_period(Period.parse(str(fact.roles["period"][0])))
            case "NextOpenDay":
                found += _to_open(fact.by_calendar)
            case "CalendarRule":
                found.append(_to_new_year(int(str(fact.roles.get("years", (0,))[0]))))
                found.append(_by_rule(fact))
    for deadline in deadlines:
        found += _by_deadline(deadline)
    return found


def _by_months(months: int) -> Shift:
    return lambda day: [add_months(day, months)]


def _by_days(days: int) -> Shift:
    return lambda day: [day + timedelta(days=days)]


def _by_open_days(calendar: Calendar, number: int) -> list[Shift]:
    def back(day: date) -> list[date]:
        """Every day from which the `number`-th open day is about `day`."""
        start = day - timedelta(days=2 * number + 14)
        days = (start + timedelta(days=n) for n in range(2 * number + 16))
        return [d for d in days if abs((add_open_days(calendar, d, number) - day).days) <= 1]

    return [lambda day: [add_open_days(calendar, day, number)], back]


def _to_open(calendar: Calendar) -> list[Shift]:
    def back(day: date) -> list[date]:
        """Every day from which the next open day is about `day`."""
        days = [day - timedelta(days=n) for n in range(-1, calendar.longest + 1)]
        return [d for d in days if abs((calendar.next_open(d) - day).days) <= 1]

    return [lambda day: [calendar.next_open(day)], back]


def _by_deadline(deadline: Deadline) -> list[Shift]:
    """From what starts a deadline to its ends, and back to every day that has one about there."""
    if deadline.calendar is not None:
        return _by_open_days(deadline.calendar, deadline.period.bank_days)
    period, closing = deadline.period, deadline.closing
    calendars = [closing.certain, closing.possible] if closing else [None]
    spare = max(calendar.longest if calendar else 0 for calendar in calendars) + 4
    counted = period.backwards if deadline.before_event else period

    def ends(day: date) -> list[date]:
        return [end_of(deadline, day, widest) for widest in (False, True)]

    def back(day: date) -> list[date]:
        before = add_months(day - timedelta(days=counted.days), -counted.months)
        days = [before + timedelta(days=n) for n in range(-spare, 5)]
        return [d for d in days if any(abs((end - day).days) <= 1 for end in ends(d))]

    moved = period != Period() or any(calendars)
    return [ends, back] if moved else []


def _by_period(period: Period) -> list[Shift]:
    found: list[Shift] = []
    if period.months or period.days:
        found.append(lambda day: [add_period(day, Period(period.months, period.days))])
        found.append(lambda day: [add_months(day - timedelta(days=period.days), -period.months)])
    return found


def _to_new_year(years: int) -> Shift:
    return lambda day: [date(day.year - years + more, 1, 1) for more in (0, 1)]


def _by_rule(fact: Derived) -> Shift:
    years, month, day_of_month = (
        int(str(fact.roles.get(role, (0,))[0])) for role in ("years", "month", "day")
    )
    return lambda day: [date(day.year + years, month or day.month, day_of_month or day.day)]
