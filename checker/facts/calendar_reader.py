"""Calendars of closed days as the graph states them (`core:Calendar`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from rdflib import Graph
from rdflib.term import Node

from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, short
from lovgraf.facts.closed_days import WEEK, Calendar, ClosedDay


def calendar_of(graph: Graph, node: Node) -> Calendar:
    """A calendar, with the closed days of those that it widens.

    Raises `InputError` where it is closed on every day of the week, or has no closed day at all.
    """
    found = tuple(sorted(set(_days(graph, _widened(graph, node))), key=repr))
    week = {d.weekday for d in found if d.weekday and d.start is None and d.end is None}
    if not found or len(week) == WEEK:
        name = short(str(node))
        raise InputError(
            f"Kalenderen {name} har ingen lukkedage, eller den har aldrig åbent.",
            f"The calendar {name} has no closed days, or is never open.",
        )
    return Calendar(str(node), found)


def _widened(graph: Graph, node: Node) -> list[Node]:
    """A calendar and all that it widens."""
    found = [node]
    for one in found:
        found += [other for other in graph.objects(one, CORE.widens) if other not in found]
    return found


def _days(graph: Graph, calendars: Iterable[Node]) -> Iterator[ClosedDay]:
    for calendar in calendars:
        for node in graph.objects(calendar, CORE.closedDay):
            yield _day(graph, calendar, node)


def _day(graph: Graph, calendar: Node, node: Node) -> ClosedDay:
    weekday, of_year, easter, start, end = (
        graph.value(node, CORE[name])
        for name in ("dayOfWeek", "dayOfYear", "daysAfterEaster", "inForceFrom", "inForceUntil")
    )
    try:
        if sum(value is not None for value in (weekday, of_year, easter)) != 1:
            raise ValueError
        return ClosedDay(
            _among(weekday, 1, WEEK),
            None if of_year is None else _month_and_day(str(of_year)),
            _among(easter, -70, 180),
            None if start is None else date.fromisoformat(str(start)),
            None if end is None else date.fromisoformat(str(end)),
        )
    except ValueError:
        name = short(str(calendar))
        raise InputError(
            f"Kalenderen {name} har en lukkedag, der ikke er netop én af: ugedag 1-7, dato hvert "
            f"år (--06-05), dage efter påskedag (-70 til 180); eller dens fra og til er ingen "
            f"datoer.",
            f"The calendar {name} has a closed day that is not just one of: day of the week 1-7, "
            f"date of every year (--06-05), days after Easter Sunday (-70 to 180); or its from and "
            f"until are no dates.",
        ) from None


def _among(value: Node | None, low: int, high: int) -> int | None:
    if value is None:
        return None
    number = int(str(value))
    if not low <= number <= high:
        raise ValueError
    return number


def _month_and_day(text: str) -> tuple[int, int]:
    """A month and a day of it, of any year."""
    leap = date.fromisoformat(f"2000-{text.removeprefix('--')}")
    return leap.month, leap.day
