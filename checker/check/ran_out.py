"""Breaches of those whose exemption ran out, apart from others, each with the day.

A norm says which fact is the last day of an exemption from it (`core:termEndsOn`) and what is told
then (`core:termRanOut`). Who is in breach and had one that has ended by the day of the check is so
for that: the exemption would hold otherwise. Only listed records are looked at, once more, and only
where the dataset says when they were exempted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from rdflib import URIRef

from lovgraf.check.causes import cause_id
from lovgraf.check.details import worked_out
from lovgraf.check.listed_values import ListedValues
from lovgraf.check.row_recheck import NUMBER
from lovgraf.core.result import VERDICTS, Cause
from lovgraf.core.terms import CORE, Text, text_of
from lovgraf.core.written import date_text, filled
from lovgraf.facts.fact import Column
from lovgraf.law.view import LawView
from lovgraf.readers.table import InputTable
from lovgraf.verdicts.decide import BREACHED

_MOST_DAYS = 12
"""Days that are told apart, the most frequent first; the others stay with the other breaches."""


def with_ran_out(
    connection: Any,
    view: LawView,
    table: InputTable,
    values: ListedValues,
    causes: Sequence[Cause],
) -> list[Cause]:
    """The causes by number, with those of exemptions that ran out after them; the findings that are
    theirs get their numbers."""
    found = list(causes)
    for number, cause in enumerate(causes):
        if cause.verdict != VERDICTS[BREACHED]:
            continue
        for day, count in _days(connection, view, table, values, cause.norm, number):
            own = _of_day(view, cause, day, count)
            connection.execute(
                f"UPDATE findings SET cause = {len(found)} WHERE cause = {number} "
                f"AND row IN (SELECT row FROM ran_out WHERE day = $day)",
                {"day": day},
            )
            found[number] = replace(found[number], count=found[number].count - count)
            found.append(own)
    return found


def _days(
    connection: Any, view: LawView, table: InputTable, values: ListedValues, norm: str, number: int
) -> Iterator[tuple[date, int]]:
    """The days on which exemptions of a cause's records ran out, with how many did; the records are
    kept meanwhile."""
    ends = view.law.graph.value(URIRef(norm), CORE.termEndsOn)
    facts = view.law.facts
    if ends is None:
        return
    columns = facts.lineage([str(ends)])
    there = [one for one in columns if isinstance(one, Column) and one.name in table.values]
    there.sort(key=lambda column: column.name)
    if not any(column.datatype == "date" for column in there):
        return
    rows = f"SELECT row FROM findings WHERE cause = {number}"
    if values.keep("ran_out_values", rows, there) is None:
        return
    names = [column.name for column in there]
    worked = worked_out(facts, view.as_of, table.complete, names, [str(ends)], "ran_out_values")
    connection.execute(
        f"CREATE OR REPLACE TABLE ran_out AS SELECT {NUMBER} AS row, f0 AS day FROM ({worked}) "
        "WHERE f0 <= $day",
        {"day": view.as_of},
    )
    yield from connection.execute(
        "SELECT day, count(*) FROM ran_out GROUP BY day ORDER BY count(*) DESC, day "
        f"LIMIT {_MOST_DAYS}"
    ).fetchall()


def _of_day(view: LawView, cause: Cause, day: date, count: int) -> Cause:
    """The cause of those whose exemption ran out on a day."""
    graph = view.law.graph
    said = text_of(graph, URIRef(cause.norm), CORE.termRanOut) or Text("{duty}", "{duty}")
    own = cause_id(
        cause.norm, cause.verdict, cause.missing, cause.judgment, ("ran out", str(day), cause.id)
    )
    message = filled(said, day=date_text(day), duty=cause.message)
    return replace(cause, id=own, message=message, count=count, first=True)
