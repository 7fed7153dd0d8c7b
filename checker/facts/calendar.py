"""Calendar arithmetic on plain dates that the engines' operators agree with."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def months_before(day: date, months: int) -> date | None:
    """The last day from which at least so many full months have passed on `day`.

    A month is full on the same day of a later month, so whoever was born on 29 February completes
    a year on 1 March in common years. None where that lies before the calendar, its last day where
    it lies after it.
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return None
    if year > 9999:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_months(day: date, months: int) -> date | None:
    """A date moved by months; the last day of the month where it lacks the day."""
    return months_before(day, -months) if day.year * 12 + day.month + months < 120_000 else None
