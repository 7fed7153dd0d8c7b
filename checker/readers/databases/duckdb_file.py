"""DuckDB: a database file, opened for reading only and without a way to anything else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa

from lovgraf.core.errors import InputError
from lovgraf.readers.databases.address import Address
from lovgraf.readers.databases.reading import (
    BATCH,
    Known,
    Stream,
    broken_off,
    identifier,
    one_table,
    unreadable_type,
    unusable_query,
)

_AS_THEY_ARE = frozenset(
    {
        "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER",
        "FLOAT", "DOUBLE", "DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS",
        "TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ_NS", "VARCHAR", "VARCHAR[]",
    }
)  # fmt: skip
_UNREADABLE = ("BLOB", "BIT", "STRUCT", "MAP", "UNION", "GEOMETRY")


def open_duckdb(address: Address, known: Known) -> Stream:
    """The rows of a table in their order, or those of a query.

    Raises `InputError` where the file is no such database, or the table or query cannot be used.
    """
    connection = _connect(address)
    if address.subquery is not None:
        source = address.subquery
    else:
        tables = connection.execute(
            "SELECT table_schema, table_name FROM information_schema.tables "
            "WHERE table_catalog = current_database() ORDER BY ALL"
        ).fetchall()
        schema, name = one_table(address.table, tables, "main", address.database)
        source = f"{identifier(schema)}.{identifier(name)}"
    try:
        described = connection.execute(f"DESCRIBE FROM {source}").fetchall()
        columns = [_sql(name, kind, known, address) for name, kind, *_ in described]
        chosen = ", ".join(sql for sql in columns if sql)
        reader: Any = connection.sql(f"SELECT {chosen} FROM {source}").to_arrow_reader(BATCH)
    except duckdb.Error:
        raise unusable_query(address.database) from None
    return Stream(reader.schema, _batches(reader, address))


def _connect(address: Address) -> duckdb.DuckDBPyConnection:
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "python_enable_replacements": False,
    }
    try:
        connection = duckdb.connect(address.target, read_only=True, config=config)
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    except duckdb.Error as error:
        if "lock" in str(error):
            raise InputError(
                "Databasen er åben i et andet program; luk den dér, eller kopiér filen.",
                "The database is open in another program; close it there, or copy the file.",
                address.database,
            ) from None
        raise InputError(
            "Filen er ingen DuckDB-database, eller den er skrevet af en nyere udgave.",
            "The file is no DuckDB database, or was written by a newer version.",
            address.database,
        ) from None
    return connection


def _sql(name: str, kind: str, known: Known, address: Address) -> str | None:
    """SQL for a column in a type that every step keeps; None for one that is left out."""
    column = identifier(name)
    if kind in _AS_THEY_ARE:
        return column
    if kind.startswith("DECIMAL"):
        return f"CAST({column} AS DOUBLE) AS {column}"
    if kind.startswith(_UNREADABLE):
        if known(name):
            raise unreadable_type(name, kind.split("(")[0], address.database)
        return None
    if kind.endswith("[]"):
        return f"CAST({column} AS VARCHAR[]) AS {column}"
    return f"CAST({column} AS VARCHAR) AS {column}"


def _batches(reader: Any, address: Address) -> Iterator[Any]:
    try:
        yield from reader
    except (duckdb.Error, pa.ArrowException, OSError):
        raise broken_off(address.database) from None
