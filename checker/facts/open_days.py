"""Closed days in column expressions: the next open day after a day, and how many open days there
are up to it.

In SQL a day is held against each kind of closed day of its calendar, by the Easter Sunday of its
year; on arrays and of single records it is looked up (`closed_days`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from lovgraf.facts.call import Call, Stage
from lovgraf.facts.closed_days import COUNTED, WEEK, Calendar, ClosedDay, closed_of_years
from lovgraf.facts.columns import Expression, call, on_calendar


def _easter(use: Call) -> Expression:
    part = use.prepared
    moved = (part["golden"] + part["moon"] * 11 + part["sunday"] * 22) // 451 * WEEK
    days = (part["moon"] + part["sunday"] - moved).cast("INTEGER")
    return call("make_date", part["year"], 3, 22, kind="DATE") + days


def _moon(use: Call) -> Expression:
    golden, century = use.prepared["golden"], use.prepared["century"]
    later = (century - (century + 8) // 25 + 1) // 3
    return (golden * 19 + century - century // 4 - later + 15) % 30


def _sunday(use: Call) -> Expression:
    part = use.prepared
    leaps = part["century"] % 4 * 2 + part["short"] // 4 * 2
    return (leaps + 32 - part["moon"] - part["short"] % 4) % WEEK


EASTER_STAGES: tuple[Stage, ...] = (
    {"year": lambda use: call("year", use.one("of").value, kind="BIGINT")},
    {
        "golden": lambda use: use.prepared["year"] % 19,
        "century": lambda use: use.prepared["year"] // 100,
        "short": lambda use: use.prepared["year"] % 100,
    },
    {"moon": _moon},
    {"sunday": _sunday},
    {"easter": _easter},
)
"""Easter Sunday in the year of the operand `of`, as `closed_days.easter` computes it."""


def next_open(day: Expression, easter: Expression, calendar: Calendar) -> Expression:
    """The day itself, or the first after it that is not closed; `easter` is that of its year."""
    tried = [day.sql, *(f"({day.sql} + {n})" for n in range(1, calendar.longest + 1))]
    open_ = " ".join(f"WHEN NOT ({_closed(one, easter.sql, calendar)}) THEN {one}" for one in tried)
    sql = f"CAST(CASE {open_} END AS DATE)"
    return on_calendar("next_open", sql, "DATE", calendar, day, easter)


def _closed(day: str, easter: str, calendar: Calendar) -> str:
    """Whether a day is closed, in SQL."""
    spans = dict.fromkeys((rule.start, rule.end) for rule in calendar.days)
    parts = []
    for span in spans:
        rules = [rule for rule in calendar.days if (rule.start, rule.end) == span]
        among = " OR ".join(_among(day, easter, rules))
        limits = [
            f"{day} {sign} DATE '{end}'"
            for sign, end in zip((">=", "<="), span, strict=True)
            if end is not None
        ]
        parts.append(f"({' AND '.join([f'({among})', *limits])})")
    return " OR ".join(parts)


def _among(day: str, easter: str, rules: list[ClosedDay]) -> Iterator[str]:
    weekdays = [rule.weekday for rule in rules if rule.weekday is not None]
    of_year = [month * 100 + of for month, of in (r.of_year for r in rules if r.of_year)]
    after = [rule.after_easter for rule in rules if rule.after_easter is not None]
    for value, listed in (
        (f"isodow({day})", weekdays),
        (f"(month({day}) * 100 + day({day}))", of_year),
        (f"date_diff('day', {easter}, {day})", after),
    ):
        if listed:
            yield f"{value} IN ({', '.join(map(str, sorted(listed)))})"


def open_days(day: Expression, calendar: Calendar) -> Expression:
    """How many open days there are from a day long ago up to and including a day: only differences
    tell anything. Unknown for days outside of `COUNTED`."""
    closed, before = _lists_of_years(calendar)
    years = f"(year({day.sql}) - {COUNTED[0] - 1})"
    here = f"len(list_filter({closed}[{years}], lambda one: one <= dayofyear({day.sql})))"
    earlier = f"{before}[{years}]"
    since = f"date_diff('day', DATE '{date(1, 1, 1)}', {day.sql})"  # a Monday
    week = [n for n in range(WEEK) if n + 1 not in calendar.week]
    weekly = " + ".join(f"({since} + {WEEK - n}) // {WEEK}" for n in week)
    inside = f"year({day.sql}) BETWEEN {COUNTED[0]} AND {COUNTED[1]}"
    sql = f"CASE WHEN {inside} THEN CAST({weekly} - {here} - {earlier} AS BIGINT) END"
    return on_calendar("open_days", sql, "BIGINT", calendar, day)


@cache
def _lists_of_years(calendar: Calendar) -> tuple[str, str]:
    """What `closed_of_years` tells, in SQL."""
    closed, before = closed_of_years(calendar)
    return f"[{', '.join(str(list(one)) for one in closed)}]", str(before)
