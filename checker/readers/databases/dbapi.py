"""Databases by drivers of Python's DB-API: rows come some thousand at a time, each value as text.

What a kind of database does in its own way is a `Dialect` in a module of its own. No text of a
driver is shown, since it may repeat the URL or a value. Whatever a query does is never committed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pyarrow as pa
from msgspec import Struct

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.facts.dates import day_here
from lovgraf.readers.databases.address import Address
from lovgraf.readers.databases.reading import (
    Known,
    Stream,
    broken_off,
    one_table,
    unreadable_type,
    unusable_query,
)
from lovgraf.readers.typed import number_text

_ROWS = 5_000
"""Rows that are fetched at once."""
WAIT = 10
"""Seconds to wait for a server that does not answer."""


@dataclass(frozen=True)
class Place:
    """A server as its URL names it; `options` are further words of it."""

    host: str
    port: int | None
    user: str
    password: str = field(repr=False)
    database: str
    options: Mapping[str, str] = field(repr=False)


class Dialect(Struct, frozen=True):
    """What a kind of database does in its own way.

    `connect` gives a connection, and `cursor` a cursor that does not hold all rows; `tables`,
    `home` and `key` are queries for the tables (schema, name), the schema that need not be named
    and the columns of the primary key of a table. `binary` says of each column of a cursor whether
    it holds bytes, `refused` which errors of a driver mean that a user, and which that a database
    is not known. `options` are the words that a URL may have, `secret` is the variable with the
    password.
    """

    secret: str
    options: frozenset[str]
    connect: Callable[[Place], Any]
    cursor: Callable[[Any], Any]
    begin: str | None
    tables: str
    home: str
    key: str
    quote: Callable[[str], str]
    binary: Callable[[Any], Sequence[bool]]
    refused: tuple[frozenset[str], frozenset[str]]
    upper: bool = False
    """Whether names that were written without quotation marks are in capitals."""


def open_dbapi(address: Address, dialect: Dialect, known: Known) -> Stream:
    """The rows of a table in the order of its primary key (else as they lie), or of a query.

    Raises `InputError` where the server does not let this user in, or the table or query cannot be
    used.
    """
    connection = _connected(address, dialect)
    source, order = _source(connection, address, dialect)
    try:
        cursor = connection.cursor()
        if dialect.begin is not None:
            cursor.execute(dialect.begin)
        cursor.execute(f"SELECT * FROM {source} WHERE 1 = 0")
        names = [str(column[0]) for column in cursor.description]
        bytes_ = dialect.binary(cursor)
        cursor.fetchall()
        cursor.close()
        chosen = [name for name, odd in zip(names, bytes_, strict=True) if not odd]
        for name, odd in zip(names, bytes_, strict=True):
            if odd and known(name):
                raise unreadable_type(name, "binary", address.database)
        columns = ", ".join(map(dialect.quote, chosen))
        rows = dialect.cursor(connection)
        rows.execute(f"SELECT {columns} FROM {source}{order}")
    except InputError:
        raise
    except Exception:  # whatever it is, its text is not to be shown
        raise unusable_query(address.database) from None
    schema = pa.schema([(name, pa.string()) for name in chosen])
    return Stream(schema, _batches(connection, rows, schema, known, address))


def _source(connection: Any, address: Address, dialect: Dialect) -> tuple[str, str]:
    """SQL to select from, and in what order."""
    if address.subquery is not None:
        return f"{address.subquery} asked", ""
    tables = [(str(s), str(n)) for s, n in _asked(connection, dialect.tables, (), address)]
    ((home,),) = _asked(connection, dialect.home, (), address)
    wanted = address.table
    there = {name for schema, table in tables for name in (table, f"{schema}.{table}")}
    if dialect.upper and wanted is not None and wanted not in there:
        wanted = wanted.upper()
    schema, name = one_table(wanted, tables, str(home), address.database)
    key = [str(k) for (k,) in _asked(connection, dialect.key, (schema, name), address)]
    order = f" ORDER BY {', '.join(map(dialect.quote, key))}" if key else ""
    return f"{dialect.quote(schema)}.{dialect.quote(name)}", order


def _asked(
    connection: Any, sql: str, values: tuple[str, ...], address: Address
) -> list[tuple[Any, ...]]:
    try:
        cursor = connection.cursor()
        cursor.execute(sql, values) if values else cursor.execute(sql)
        found = [tuple(row) for row in cursor.fetchall()]
        cursor.close()
    except Exception:  # whatever it is, its text is not to be shown
        raise broken_off(address.database) from None
    return found


def place_of(address: Address, dialect: Dialect) -> Place:
    """The server that a URL names. Raises `InputError` for words of it that mean nothing here."""
    parts = urlsplit(address.target)
    options = dict(parse_qsl(parts.query))
    if odd := sorted(options.keys() - dialect.options):
        listed = ", ".join(sorted(dialect.options))
        raise InputError(
            f"Adressen har {odd[0][:40]}=, som ikke bruges; mulighederne er {listed}.",
            f"The address has {odd[0][:40]}=, which is not used; the choices are {listed}.",
            address.database,
        )
    password = parts.password if parts.password is not None else os.environ.get(dialect.secret, "")
    return Place(
        unquote(parts.hostname or "localhost"), parts.port, unquote(parts.username or ""),
        unquote(password) if parts.password is not None else password,
        unquote(parts.path.strip("/")), options,
    )  # fmt: skip


def _connected(address: Address, dialect: Dialect) -> Any:
    place = place_of(address, dialect)
    try:
        return dialect.connect(place)
    except Exception as error:  # whatever it is, its text is not to be shown
        reason = _reason(_code(error), dialect)
        raise InputError(reason.da, reason.en, address.database) from None


def _code(error: Exception) -> str:
    """The number or code by which a driver tells what went wrong."""
    first = error.args[0] if error.args else ""
    return str(getattr(first, "full_code", first))


def _reason(code: str, dialect: Dialect) -> Text:
    user, database = dialect.refused
    if code in user:
        return Text(
            f"Serveren afviser brugeren eller adgangskoden; angiv den i {dialect.secret}.",
            f"The server refuses the user or the password; give it in {dialect.secret}.",
        )
    if code in database:
        return Text(
            "Serveren kender ikke databasen; kontrollér adressen.",
            "The server does not know the database; check the address.",
        )
    return Text(
        "Der er ingen forbindelse til serveren; kontrollér vært, port og brandmur.",
        "There is no connection to the server; check host, port and firewall.",
    )


def _batches(
    connection: Any, rows: Any, schema: Any, known: Known, address: Address
) -> Iterator[Any]:
    names = schema.names
    try:
        while some := rows.fetchmany(_ROWS):
            columns = [
                pa.array([_text(value, name, known, address) for value in column], pa.string())
                for name, column in zip(names, zip(*some, strict=True), strict=True)
            ]
            yield pa.record_batch(columns, schema=schema)
    except InputError:
        raise
    except Exception:  # whatever it is, its text is not to be shown
        raise broken_off(address.database) from None
    finally:
        _close(connection)


def _close(connection: Any) -> None:
    """End the connection, and with it whatever was not committed."""
    try:
        connection.close()
    except Exception:  # it is gone already
        return


def _text(value: Any, name: str, known: Known, address: Address) -> str | None:
    """A value as the text that a CSV file would hold."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return number_text(value)
    if isinstance(value, datetime):
        if value.tzinfo is not None and (day := day_here(value)) is not None:
            return day.isoformat()
        midnight = value.time() == time() and value.tzinfo is None
        return value.date().isoformat() if midnight else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | bytearray | memoryview):
        if known(name):
            raise unreadable_type(name, "binary", address.database)
        return None
    return str(value)
