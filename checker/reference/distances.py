"""The distances between dates that count for a norm: ages, periods, bank days, calendar rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from lovgraf.facts.closed_days import Calendar, add_open_days
from lovgraf.facts.period import Period
from lovgraf.facts.vocabulary import Derived
from lovgraf.law.norms import Deadline
from lovgraf.reference.dates import add_months, add_period, end_of

Shift = Callable[[date], Iterable[date]]


def by_months(months: int) -> Shift:
    """So many months."""
    return lambda day: [add_months(day, months)]


def by_days(days: int) -> Shift:
    """So many days."""
    return lambda day: [day + timedelta(days=days)]


def by_open_days(calendar: Calendar, number: int) -> list[Shift]:
    """So many open days, and back."""

    def back(day: date) -> list[date]:
        """Every day from which the `number`-th open day is about `day`."""
        start = day - timedelta(days=2 * number + 14)
        days = (start + timedelta(days=n) for n in range(2 * number + 16))
        return [d for d in days if abs((add_open_days(calendar, d, number) - day).days) <= 1]

    return [lambda day: [add_open_days(calendar, day, number)], back]


def to_open(calendar: Calendar) -> list[Shift]:
    """To the next open day, and back."""

    def back(day: date) -> list[date]:
        """Every day from which the next open day is about `day`."""
        days = [day - timedelta(days=n) for n in range(-1, calendar.longest + 1)]
        return [d for d in days if abs((calendar.next_open(d) - day).days) <= 1]

    return [lambda day: [calendar.next_open(day)], back]


def by_deadline(deadline: Deadline) -> list[Shift]:
    """From what starts a deadline to its ends, and back to every day that has one about there."""
    if deadline.calendar is not None:
        return by_open_days(deadline.calendar, deadline.period.bank_days)
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


def by_period(period: Period) -> list[Shift]:
    """By a period, and back."""
    found: list[Shift] = []
    if period.months or period.days:
        found.append(lambda day: [add_period(day, Period(period.months, period.days))])
        found.append(lambda day: [add_months(day - timedelta(days=period.days), -period.months)])
    return found


def to_new_year(years: int) -> Shift:
    """To the new years about so many years before."""
    return lambda day: [date(day.year - years + more, 1, 1) for more in (0, 1)]


def by_rule(fact: Derived) -> Shift:
    """By a calendar rule."""
    years, month, day_of_month = (
        int(str(fact.roles.get(role, (0,))[0])) for role in ("years", "month", "day")
    )
    return lambda day: [date(day.year + years, month or day.month, day_of_month or day.day)]
