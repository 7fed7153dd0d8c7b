"""A column that the file itself types (Parquet): used as it is where the types agree."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal

from msgspec import structs

from lovgraf.facts.dates import FIRST_YEAR
from lovgraf.facts.fact import Column
from lovgraf.facts.plain import Plain
from lovgraf.readers.expressions import ColumnSql
from lovgraf.readers.source import quoted

_INTEGERS = frozenset(
    {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}
)
_LARGE = frozenset({"UBIGINT", "HUGEINT", "UHUGEINT"})
_REALS = frozenset({"FLOAT", "DOUBLE"})
_MOMENTS = frozenset({"TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ_NS"})
"""What the data engine calls times with a time zone, which it has in two units."""
_DIGITS = 40
"""Powers of ten beyond which a number is nothing that anybody counts."""
_HERE = "Europe/Copenhagen"
"""Whose days the law counts."""


def typed_sql(sql: str, kind: str, column: Column, times: bool = False) -> ColumnSql | None:
    """The expressions for a typed column; None where its values are read as text.

    A whole number with decimals is unreadable, and so is a time of day other than midnight without
    a time zone, unless a mapping says that `times` stand for their day: nobody knows whose day it
    is. Of a moment the day is that in Denmark, whatever the machine's own time.
    """
    if column.multi or column.datatype == "string":
        return None
    if column.datatype == "date":
        if kind == "DATE":
            return _checked(sql, _held(sql), sql)
        if has_zone(kind):
            return _day_of_moment(sql)
        if kind.startswith("TIMESTAMP"):
            plain = sql if kind.startswith("TIMESTAMP_") else f"CAST({sql} AS TIMESTAMP)"
            if times:
                # Read by the data engine alone: other readers know only midnights.
                found = _checked(sql, _within(sql, "true"), f"CAST({plain} AS DATE)")
                return structs.replace(found, plain=replace(found.plain, source=None))
            midnight = f"{plain} = date_trunc('day', {plain})"
            return _checked(sql, _within(sql, midnight), f"CAST({plain} AS DATE)")
    elif column.datatype == "boolean":
        if kind == "BOOLEAN":
            words = ((sql, "true"), (f"NOT {sql}", "false"))
            usual = Plain(f"{sql} IS NULL", "NULL", values=words, total=True, truth=sql, source=sql)
            return ColumnSql(sql, "false", usual)
        if kind in _INTEGERS:
            digits = ((f"{sql} = 0", "false"), (f"{sql} = 1", "true"))
            usual = Plain(f"{sql} IS NULL", "NULL", values=digits)
            return structs.replace(_checked(sql, f"{sql} IN (0, 1)", f"{sql} = 1"), plain=usual)
    elif column.datatype == "integer":
        if kind in _INTEGERS:
            value = f"CAST({sql} AS BIGINT)"
            return ColumnSql(value, "false", _parsed(sql, value, total=True))
        if kind in _REALS or kind.startswith("DECIMAL"):
            return _checked(sql, f"{sql} = floor({sql})", f"TRY_CAST({sql} AS BIGINT)")
    elif kind in _INTEGERS or kind in _REALS or kind.startswith("DECIMAL"):
        value = f"CAST({sql} AS DOUBLE)"
        return ColumnSql(value, "false", _parsed(sql, value, total=True))
    return None


def _day_of_moment(sql: str) -> ColumnSql:
    """The day in Denmark of a moment.

    Of a summer before 1950 nobody knows it late in the evening, but where a day begins in Danish
    winter time or in its summer time: those who write files disagree (the time zone database has
    had Copenhagen follow Berlin there, or not, since 2022).
    """
    known, day = _danish(sql)
    return _checked(sql, _within(sql, known), day)


def _danish(sql: str) -> tuple[str, str]:
    """SQL: whether the day in Denmark of a moment is known, and which it is."""
    moment = f"CAST({sql} AS TIMESTAMPTZ)"  # whose unit holds all years
    world, here = f"({moment} AT TIME ZONE 'UTC')", f"({moment} AT TIME ZONE '{_HERE}')"
    late, old = f"CAST({world} AS TIME)", f"{world} < DATE '1950-01-01'"
    known = f"NOT ({old}) OR {late} < TIME '22:00' OR {late} IN (TIME '22:00', TIME '23:00')"
    then = f"{world} + INTERVAL 2 HOUR"
    return known, f"CAST(CASE WHEN {old} THEN {then} ELSE {here} END AS DATE)"


def _held(sql: str) -> str:
    """SQL: whether a day is one of the years that texts are read in, which every step can hold."""
    return f"{sql} BETWEEN DATE '{FIRST_YEAR}-01-01' AND DATE '9999-12-31'"


def _within(sql: str, condition: str) -> str:
    """SQL: whether a time is of these years and meets a condition, which is asked of no other."""
    day = f"TRY_CAST(TRY_CAST({sql} AS TIMESTAMP) AS DATE)"
    return f"CASE WHEN coalesce({_held(day)}, false) THEN ({condition}) ELSE false END"


def _checked(sql: str, condition: str, value: str) -> ColumnSql:
    value = f"CASE WHEN {condition} THEN {value} END"
    flawed = f"({sql} IS NOT NULL AND coalesce(NOT ({condition}), false))"
    return ColumnSql(value, flawed, _parsed(sql, value))


def _parsed(sql: str, value: str, total: bool = False) -> Plain:
    return Plain(f"{sql} IS NULL", "NULL", value, total=total, source=sql)


def day_text(sql: str, kind: str, stated: Collection[str]) -> str:
    """SQL: the text of a typed column of dates where it is read as text: of a moment that of its
    day in Denmark, where it is known, unless a mapping has `stated` what the moment stands for."""
    text = as_text(sql, kind)
    if not has_zone(kind):
        return text
    known, day = _danish(sql)
    found = f"coalesce(CASE WHEN {_within(sql, known)} THEN CAST({day} AS VARCHAR) END, {text})"
    if not stated:
        return found
    listed = ", ".join(map(quoted, sorted(stated)))
    return f"CASE WHEN {text} IN ({listed}) THEN {text} ELSE {found} END"


def number_text(number: float | Decimal) -> str:
    """A number as a text that can be read in one way only: three decimals may be thousands.

    >>> number_text(Decimal("1.234")), number_text(5)
    ('1.2340', '5')
    """
    if isinstance(number, int) or abs((exact := Decimal(str(number))).adjusted()) > _DIGITS:
        return str(number)
    text = format(exact, "f")
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text


def number_sql(text: str) -> str:
    """SQL: the text of a number, so that it can be read in one way only (`number_text`)."""
    three = f"regexp_full_match({text}, '[+-]?[0-9]{{1,3}}[.][0-9]{{3}}')"
    return f"CASE WHEN {three} THEN {text} || '0' ELSE {text} END"


def has_zone(kind: str) -> bool:
    """Whether a column is typed as moments: times with a time zone, whatever their unit."""
    return kind in _MOMENTS


def holds_numbers(kind: str) -> bool:
    """Whether a column is typed as numbers, which have no zeros in front."""
    return kind in _INTEGERS or kind in _LARGE or is_real(kind)


def is_real(kind: str) -> bool:
    """Whether a column is typed as numbers with decimals, whose texts have a decimal point."""
    return kind in _REALS or kind.startswith("DECIMAL")


def has_fields(kind: str) -> bool:
    """Whether a column is typed as values with fields of their own, or as lists of such.

    >>> has_fields("STRUCT(kode VARCHAR)[]"), has_fields("VARCHAR[]")
    (True, False)
    """
    return kind.startswith(("STRUCT(", "MAP(", "UNION("))


def as_text(sql: str, kind: str) -> str:
    """A typed column as the text that a CSV file would hold."""
    if kind == "VARCHAR":
        return sql
    if kind.endswith("[]"):
        return f"CAST(to_json({sql}) AS VARCHAR)"
    return f"CAST({sql} AS VARCHAR)"
