"""Calendar arithmetic on single dates, and the distances between dates that count for a norm."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from lovgraf.facts.closed_days import Calendar, add_open_days
from lovgraf.facts.fact import Derived
from lovgraf.facts.period import Period
from lovgraf.law.deadlines import Deadline

# Calendar arithmetic on single dates, as the operators of derived facts define it.


def add_months(day: date, months: int) -> date:
    """The same day some months later; the last day of the month where it has no such day, and the
    last or first day there is where it lies beyond.

    >>> add_months(date(2014, 1, 31), 1)
    datetime.date(2014, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    if year < date.min.year:
        return date.min
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_period(day: date, period: Period) -> date:
    """A date plus months, then days; the last day there is where it lies beyond."""
    later = add_months(day, period.months)
    return date.max if period.days > (date.max - later).days else later + timedelta(period.days)


def end_of(deadline: Deadline, trigger: date, widest: bool) -> date:
    """When a deadline ends that a day starts: the last day as its period gives it, moved past
    closed days as general law has it; by the widest reading, or by the narrowest; the last day
    there is where it lies beyond.
    """
    try:
        return _end(deadline, trigger, widest)
    except OverflowError:
        return date.max


def _end(deadline: Deadline, trigger: date, widest: bool) -> date:
    """The same. Raises `OverflowError` where it lies beyond the last day there is."""
    period, closing = deadline.period, deadline.closing
    if period.bank_days:
        assert deadline.calendar is not None
        return add_open_days(deadline.calendar, trigger, period.bank_days)
    last = add_period(trigger, period.backwards if deadline.before_event else period)
    if closing is None:
        return last
    calendar = closing.possible if widest else closing.certain
    last -= closing.earlier
    return last if calendar is None else calendar.next_open(last)


def full_years(start: date, end: date) -> int:
    """Completed years; from 29 February they are completed on 1 March in common years.

    >>> [full_years(date(2000, 2, 29), day) for day in (date(2015, 2, 28), date(2015, 3, 1))]
    [14, 15]
    """
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def full_months(start: date, end: date) -> int:
    """Full months; a month is full on the same day of a later month.

    >>> [full_months(date(2014, 1, 31), day) for day in (date(2014, 2, 28), date(2014, 3, 31))]
    [0, 2]
    """
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def born(cpr: str) -> date | None:
    """The date of birth that a personal number shows; None where it shows none.

    Replacement numbers have 60 added to the day.

    >>> born("7311991111"), born("731199-4111"), born("0101010-11")
    (datetime.date(1999, 11, 13), datetime.date(1999, 11, 13), None)
    """
    digits = cpr.replace("-", "")
    if len(digits) != 10 or not (digits[:7].isascii() and digits[:7].isdigit()):
        return None
    day, month, short, seventh = int(digits[:2]), int(digits[2:4]), int(digits[4:6]), digits[6]
    if seventh in "0123":
        century = 1900
    elif seventh in "49":
        century = 2000 if short <= 36 else 1900
    else:
        century = 2000 if short <= 57 else 1800
    try:
        return date(century + short, month, day - 60 if day > 60 else day)
    except ValueError:
        return None


# The distances between dates that count for a norm: ages, periods, bank days, calendar rules.

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
