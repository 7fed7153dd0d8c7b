"""The data engine's types of columns."""

from __future__ import annotations

from typing import Final

from checker.records.facts import Column

_TYPES: Final = {
    "date": "DATE", "boolean": "BOOLEAN", "integer": "BIGINT", "decimal": "DOUBLE",
    "string": "VARCHAR",
}  # fmt: skip


def engine_type(column: Column) -> str:
    """The engine's type of a column's values; several codes are a list."""
    return "VARCHAR[]" if column.multi else _TYPES[column.datatype]
