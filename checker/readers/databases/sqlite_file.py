"""SQLite: its values have types, its columns hardly, so every value is read as text is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import quote

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


def open_sqlite(address: Address, known: Known) -> Stream:
    """The rows of a table in the order of its rowid, or those of a query.

    Raises `InputError` where the file is no such database, or the table or query cannot be used.
    """
    try:
        connection = sqlite3.connect(f"file:{quote(address.target)}?mode=ro", uri=True)
        connection.execute("PRAGMA query_only = 1")
        tables = connection.execute(
            "SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view') "
            "AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
        ).fetchall()
    except sqlite3.Error:
        raise InputError(
            "Filen er ingen SQLite-database, er beskadiget eller låst.",
            "The file is no SQLite database, is damaged or locked.",
            address.database,
        ) from None
    order, view = "", False
    if address.subquery is not None:
        source = address.subquery
    else:
        _, name = one_table(
            address.table, [("main", str(t)) for t, _ in tables], "main", address.database
        )
        source, view = identifier(name), dict(tables).get(name) == "view"
        with suppress(sqlite3.Error):  # a view has no rowid
            connection.execute(f"SELECT rowid FROM {source} LIMIT 0")
            order = " ORDER BY rowid"
    try:
        kinds = _declared(connection, source, view)
    except sqlite3.Error:
        raise unusable_query(address.database) from None
    names = []
    for name, kind in kinds:
        if kind != "BLOB":
            names.append(name)
        elif known(name):
            raise unreadable_type(name, kind, address.database)
    if not names:
        raise unusable_query(address.database)
    selected = ", ".join(map(_as_text, names))
    schema = pa.schema([(name, pa.string()) for name in names])
    sql = f"SELECT {selected} FROM {source}{order}"
    return Stream(schema, _batches(connection.cursor(), sql, schema, address))


def _declared(connection: sqlite3.Connection, source: str, view: bool) -> list[tuple[str, str]]:
    """The columns of a table or query with their declared types, '' where there is none.

    Of a view SQLite tells affinities, by which a column without a type is a BLOB.
    """
    cursor = connection.execute(f"SELECT * FROM {source} LIMIT 0")
    names = [str(column[0]) for column in cursor.description]
    kinds = dict.fromkeys(names, "")
    if not source.startswith("("):
        for _, name, kind, *_ in connection.execute(f"PRAGMA table_info({source})"):
            kinds[str(name)] = "" if view and kind == "BLOB" else str(kind).upper()
    return list(kinds.items())


def _as_text(name: str) -> str:
    """SQL for a value as text; bytes are shown as SQL writes them, which no column can read, and a
    number so that it can be read in one way only (`number_text`)."""
    column = identifier(name)
    text = f"CAST({column} AS TEXT)"
    return (
        f"CASE typeof({column}) WHEN 'blob' THEN 'X''' || hex({column}) || '''' "
        f"WHEN 'real' THEN {text} || CASE WHEN {text} GLOB '*.[0-9][0-9][0-9]' THEN '0' "
        f"ELSE '' END ELSE {text} END"
    )


def _batches(cursor: sqlite3.Cursor, sql: str, schema: Any, address: Address) -> Iterator[Any]:
    try:
        cursor.execute(sql)
        while rows := cursor.fetchmany(BATCH):
            columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
            yield pa.record_batch(columns, schema=schema)
    except (sqlite3.Error, pa.ArrowException, UnicodeError):
        raise broken_off(address.database) from None
