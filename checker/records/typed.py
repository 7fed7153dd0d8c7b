"""A column that the file itself types (Parquet): used as it is where the types agree."""

from __future__ import annotations

from checker.records.expressions import ColumnSql
from checker.records.facts import Column

_INTEGERS = frozenset(
    {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}
)
_REALS = frozenset({"FLOAT", "DOUBLE"})


def typed_sql(sql: str, kind: str, column: Column) -> ColumnSql | None:
    """The expressions for a typed column; None where its values are read as text.

    A time of day other than midnight, and a whole number with decimals, are unreadable.
    """
    if column.multi or column.datatype == "string":
        return None
    if column.datatype == "date":
        if kind == "DATE":
            return ColumnSql(sql, "false")
        if kind.startswith("TIMESTAMP"):
            plain = sql if kind.startswith("TIMESTAMP_") else f"CAST({sql} AS TIMESTAMP)"
            return _checked(sql, f"{plain} = date_trunc('day', {plain})", f"CAST({plain} AS DATE)")
    elif column.datatype == "boolean":
        if kind == "BOOLEAN":
            return ColumnSql(sql, "false")
        if kind in _INTEGERS:
            return _checked(sql, f"{sql} IN (0, 1)", f"{sql} = 1")
    elif column.datatype == "integer":
        if kind in _INTEGERS:
            return ColumnSql(f"CAST({sql} AS BIGINT)", "false")
        if kind in _REALS or kind.startswith("DECIMAL"):
            return _checked(sql, f"{sql} = floor({sql})", f"TRY_CAST({sql} AS BIGINT)")
    elif kind in _INTEGERS or kind in _REALS or kind.startswith("DECIMAL"):
        return ColumnSql(f"CAST({sql} AS DOUBLE)", "false")
    return None


def _checked(sql: str, condition: str, value: str) -> ColumnSql:
    return ColumnSql(
        f"CASE WHEN {condition} THEN {value} END", f"coalesce(NOT ({condition}), false)"
    )


def as_text(sql: str, kind: str) -> str:
    """A typed column as the text that a CSV file would hold."""
    if kind == "VARCHAR":
        return sql
    if kind.endswith("[]"):
        return f"CAST(to_json({sql}) AS VARCHAR)"
    return f"CAST({sql} AS VARCHAR)"
