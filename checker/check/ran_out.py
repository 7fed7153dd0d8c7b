"""Breaches of those whose exemption ran out, apart from others, each with the day.

A norm says which fact is the last day of an exemption from it (`core:termEndsOn`) and what is told
then (`core:termRanOut`; `core:termRanOutUnless` where it is not known whether it had one). Who is
in breach and had one that has ended by the day of the check is so for that: the exemption would
hold otherwise. Only listed records are looked at, once more, and only where the dataset says when
they were exempted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from rdflib import URIRef

from lovgraf.check.causes import cause_id, term_hangs_on
from lovgraf.check.details import worked_out
from lovgraf.check.listed_values import ListedValues
from lovgraf.core.result import VERDICTS, Cause
from lovgraf.core.terms import CORE, Text, text_of
from lovgraf.core.written import date_text, filled
from lovgraf.engine.records import NUMBER
from lovgraf.facts.fact import Column
from lovgraf.law.view import LawView
from lovgraf.readers.table import InputTable
from lovgraf.verdicts.decide import BREACHED, UNDETERMINED

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
    ended = [one for n, cause in enumerate(causes) if (one := _ended(view, table, n, cause))]
    for one, day, count in _days(connection, view, table, values, ended):
        own = _of_day(view, causes[one.number], day, count)
        connection.execute(
            f"UPDATE findings SET cause = {len(found)} WHERE cause = {one.number} "
            f"AND row IN (SELECT row FROM ran_out WHERE day = $day)",
            {"day": day},
        )
        before = found[one.number]
        found[one.number] = replace(before, count=before.count - count)
        found.append(own)
    return found


class _Ended(Struct, frozen=True):
    """The cause (by `number`) of a breach, the fact (IRI) that is the last day of an exemption from
    its norm, and the columns of the dataset that say it."""

    number: int
    fact: str
    columns: tuple[Column, ...]


def _ended(view: LawView, table: InputTable, number: int, cause: Cause) -> _Ended | None:
    """What is asked of the records of a cause; None where nothing is."""
    ends = view.law.graph.value(URIRef(cause.norm), CORE.termEndsOn)
    if ends is None or not (cause.verdict == VERDICTS[BREACHED] or _hangs(view, cause)):
        return None
    columns = view.law.facts.lineage([str(ends)])
    there = [one for one in columns if isinstance(one, Column) and one.name in table.values]
    if not any(column.datatype == "date" for column in there):
        return None
    return _Ended(number, str(ends), tuple(sorted(there, key=lambda column: column.name)))


def _hangs(view: LawView, cause: Cause) -> bool:
    """Whether only facts are missing that tell whether an exemption had a limit of time."""
    facts = map(view.law.facts.facts.get, term_hangs_on(view.law, cause.norm))
    names = {one.name for one in facts if isinstance(one, Column)}
    open_ = cause.verdict == VERDICTS[UNDETERMINED] and not (cause.judgment or cause.inexact)
    return open_ and bool(cause.missing) and names.issuperset(cause.missing)


def _days(
    connection: Any,
    view: LawView,
    table: InputTable,
    values: ListedValues,
    ended: Sequence[_Ended],
) -> Iterator[tuple[_Ended, date, int]]:
    """The days on which exemptions of the records of causes ran out, with how many did; those of
    the cause at hand are kept meanwhile. Where they say it is read in one go for all causes."""
    if not ended:
        return
    numbers = ", ".join(str(one.number) for one in ended)
    columns = sorted({column for one in ended for column in one.columns}, key=lambda c: c.name)
    rows = f"SELECT row, cause FROM findings WHERE cause IN ({numbers})"
    connection.execute(f"CREATE OR REPLACE TABLE ran_out_of AS {rows}")
    if values.keep("ran_out_values", "SELECT row FROM ran_out_of", columns) is None:
        return
    for one in ended:
        names = [column.name for column in one.columns]
        of_cause = f"SELECT row FROM ran_out_of WHERE cause = {one.number}"
        own = f"(FROM ran_out_values WHERE row IN ({of_cause}))"
        worked = worked_out(view.law.facts, view.as_of, table.complete, names, [one.fact], own)
        connection.execute(
            f"CREATE OR REPLACE TABLE ran_out AS SELECT {NUMBER} AS row, f0 AS day FROM ({worked}) "
            "WHERE f0 <= $day",
            {"day": view.as_of},
        )
        for day, count in connection.execute(
            "SELECT day, count(*) FROM ran_out GROUP BY day ORDER BY count(*) DESC, day "
            f"LIMIT {_MOST_DAYS}"
        ).fetchall():
            yield one, day, count


def _of_day(view: LawView, cause: Cause, day: date, count: int) -> Cause:
    """The cause of those whose exemption ran out on a day."""
    graph = view.law.graph
    known = cause.verdict == VERDICTS[BREACHED]
    told = CORE.termRanOut if known else CORE.termRanOutUnless
    said = text_of(graph, URIRef(cause.norm), told) or Text("{duty}", "{duty}")
    own = cause_id(
        cause.norm, cause.verdict, cause.missing, cause.judgment, ("ran out", str(day), cause.id)
    )
    message = filled(said, day=date_text(day), duty=cause.message)
    return replace(cause, id=own, message=message, count=count, first=True)
