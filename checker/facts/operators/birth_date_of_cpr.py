"""The date of birth in a personal number, by the century table (no check digit)."""

from __future__ import annotations

from lovgraf.facts.call import Call
from lovgraf.facts.columns import Expression, call, cases, null
from lovgraf.facts.operator import Operator


def _leading_digits(use: Call) -> Expression:
    """The first seven digits of a personal number as a number; null where it is none."""
    value = use.one("of").value
    plain = call("replace", value, "-", "", kind="VARCHAR")
    text = (value.length() == 11).if_else(plain, value)
    first = call("left", text, 7, kind="VARCHAR")
    return (text.length() == 10).if_else(first, null("VARCHAR")).try_cast("INTEGER")


def _day(use: Call) -> Expression:
    day = use.prepared["digits"] // 100_000
    return (day > 60).if_else(day - 60, day)


def _month(use: Call) -> Expression:
    return use.prepared["digits"] // 1000 % 100


def _year(use: Call) -> Expression:
    digits = use.prepared["digits"]
    seventh, year = digits % 10, digits // 10 % 100
    return year + cases(
        (seventh <= 3, 1900),
        ((seventh == 4) | (seventh == 9), (year <= 36).if_else(2000, 1900)),
        otherwise=(year <= 57).if_else(2000, 1800),
    )


def _exists(use: Call) -> Expression:
    day, month, year = (use.prepared[name] for name in ("day", "month", "year"))
    leap = (year % 4 == 0) & (year != 1900)
    last = cases((month == 2, leap.if_else(29, 28)), (month.is_in([4, 6, 9, 11]), 30), otherwise=31)
    return month.between(1, 12) & (day >= 1) & (day <= last)


class BirthDateOfCpr(Operator):
    """The date in the number `of`; unknown where there is no such day."""

    takes = "string"
    partial = True
    stages = (
        {"digits": _leading_digits},
        {"day": _day, "month": _month, "year": _year},
        {"exists": _exists},
    )

    def value(self, use: Call, *operands: Expression) -> Expression:
        """The date, if it exists."""
        day, month, year, exists = (use.prepared[n] for n in ("day", "month", "year", "exists"))
        made = call(
            "make_date", year, exists.if_else(month, 1), exists.if_else(day, 1), kind="DATE"
        )
        return exists.if_else(made, null("DATE"))
