"""PostgreSQL through ADBC: rows come as Arrow batches, in a transaction that cannot write.

A password belongs in PGPASSWORD, `.pgpass` or a service file, which the driver reads by itself. No
text of the driver is shown, since it may repeat the URL or a value.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import pyarrow as pa

from lovgraf.core.errors import InputError
from lovgraf.core.extras import not_installed
from lovgraf.core.terms import Text
from lovgraf.readers.databases.address import Address
from lovgraf.readers.databases.reading import (
    Known,
    Stream,
    broken_off,
    identifier,
    one_table,
    unreadable_type,
    unusable_query,
)

_TABLES = """
SELECT n.nspname::text, c.relname::text, c.oid::bigint FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_'
AND n.nspname <> 'information_schema' AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1, 2
"""
_KEY = """
SELECT a.attname::text FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
WHERE i.indisprimary AND i.indrelid = {oid} ORDER BY array_position(i.indkey::int[], a.attnum::int)
"""
_READ_ONLY = "-c default_transaction_read_only=on -c synchronize_seqscans=off"
_WAIT = "10"
"""Seconds to wait for a server that does not answer, unless the URL says otherwise."""


def open_postgresql(address: Address, known: Known) -> Stream:
    """The rows of a table in the order of its primary key (else as they lie), or of a query.

    Raises `InputError` where the driver is not installed, the server does not let this user in, or
    the table or query cannot be used.
    """
    cursor = _connect(address)
    order = ""
    if address.subquery is not None:
        source = f"{address.subquery} AS asked"
    else:
        found = _rows(cursor, _TABLES, address)
        home = _rows(cursor, "SELECT coalesce(current_schema()::text, 'public')", address)[0][0]
        schema, name = one_table(
            address.table, [(s, n) for s, n, _ in found], home, address.database
        )
        oid = next(o for s, n, o in found if (s, n) == (schema, name))
        source = f"{identifier(schema)}.{identifier(name)}"
        key = _rows(cursor, _KEY.format(oid=int(oid)), address)
        order = f" ORDER BY {', '.join(identifier(k) for (k,) in key)}" if key else ""
    try:
        cursor.execute(f"SELECT * FROM {source} LIMIT 0")
        fields = cursor.fetch_record_batch().schema
        columns = [_sql(field, known, address) for field in fields]
        chosen = ", ".join(sql for sql in columns if sql)
        cursor.execute(f"SELECT {chosen} FROM {source}{order}")
        reader = cursor.fetch_record_batch()
    except _errors():
        raise unusable_query(address.database) from None
    return Stream(reader.schema, _batches(cursor, reader, address))


def _driver(address: Address) -> Any:
    try:
        from adbc_driver_postgresql import dbapi
    except ImportError:
        raise not_installed("database", "PostgreSQL", "PostgreSQL", address.database) from None
    return dbapi


def _errors() -> tuple[type[Exception], ...]:
    """What the driver raises, once it is known to be there."""
    from adbc_driver_postgresql import dbapi

    return (dbapi.Error, pa.ArrowException, OSError)


def _connect(address: Address) -> Any:
    driver = _driver(address)
    try:
        return driver.connect(_url(address.target)).cursor()
    except Exception as error:  # whatever it is, its text is not to be shown
        reason = _reason(str(error))
        raise InputError(reason.da, reason.en, address.database) from None


def _url(target: str) -> str:
    parts = urlsplit(target)
    asked = dict(parse_qsl(parts.query))
    asked["options"] = f"{asked.get('options', '')} {_READ_ONLY}".strip()
    asked.setdefault("connect_timeout", _WAIT)
    asked.setdefault("application_name", "lovgraf")
    return urlunsplit(parts._replace(query=urlencode(asked, quote_via=quote)))


def _reason(text: str) -> Text:
    if "authentication failed" in text or "no password supplied" in text:
        return Text(
            "Serveren afviser brugeren eller adgangskoden; angiv den i PGPASSWORD eller .pgpass.",
            "The server refuses the user or the password; give it in PGPASSWORD or .pgpass.",
        )
    if "does not exist" in text:
        return Text(
            "Serveren kender ikke databasen eller brugeren; kontrollér adressen.",
            "The server does not know the database or the user; check the address.",
        )
    return Text(
        "Der er ingen forbindelse til serveren; kontrollér vært, port og brandmur.",
        "There is no connection to the server; check host, port and firewall.",
    )


def _rows(cursor: Any, sql: str, address: Address) -> list[tuple[Any, ...]]:
    try:
        cursor.execute(sql)
        return list(cursor.fetchall())
    except _errors():
        raise broken_off(address.database) from None


def _sql(field: Any, known: Known, address: Address) -> str | None:
    """SQL for a column in a type that every step keeps; None for one that is left out."""
    column, kind = identifier(field.name), field.type
    types = pa.types
    plain = (
        types.is_boolean, types.is_integer, types.is_floating, types.is_date,
        types.is_string, types.is_large_string, types.is_timestamp,
    )  # fmt: skip
    if any(check(kind) for check in plain):
        return column
    name = str(getattr(kind, "type_name", kind))
    if name == "numeric":
        return f"{column}::float8 AS {column}"
    if types.is_binary(kind) or types.is_large_binary(kind):
        if known(field.name):
            raise unreadable_type(field.name, "bytea", address.database)
        return None
    if types.is_list(kind):
        return f"to_json({column})::text AS {column}"
    return f"{column}::text AS {column}"


def _batches(cursor: Any, reader: Any, address: Address) -> Iterator[Any]:
    try:
        yield from reader
    except _errors():
        raise broken_off(address.database) from None
    finally:
        cursor.connection.close()
