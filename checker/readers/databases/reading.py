"""What the kinds of databases share: a stream of batches, identifiers, and errors in one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from lovgraf.core.errors import InputError

BATCH = 50_000
"""Rows that are read at once."""
Known = Callable[[str], bool]
"""Whether the name of a column is one that the law's facts have."""
_NAMED = 12


class Stream(Struct, frozen=True):
    """Rows of a table as they come: an Arrow schema and record batches of it."""

    schema: Any
    batches: Iterator[Any]


def identifier(name: str) -> str:
    """A name as SQL writes it, whatever its characters."""
    return '"' + name.replace('"', '""') + '"'


def one_table(
    wanted: str | None, tables: Sequence[tuple[str, str]], home: str, database: str
) -> tuple[str, str]:
    """The schema and name of the table that is meant, of those that are there.

    `wanted` is a name, or a schema and a name with a dot between; `home` is the schema that need
    not be named. Raises `InputError` where there is none or no telling which.
    """
    shown = [name if schema == home else f"{schema}.{name}" for schema, name in tables]
    if wanted is None and len(tables) == 1:
        return tables[0]
    matching = [
        table
        for table, full in zip(tables, shown, strict=True)
        if wanted in (full, ".".join(table), table[1])
    ]
    exact = [t for t in matching if wanted == t[1] and t[0] == home] or matching
    if len(exact) == 1:
        return exact[0]
    listed = ", ".join(shown[:_NAMED]) + (" …" if len(shown) > _NAMED else "")
    if not tables:
        raise InputError(
            "Databasen har ingen tabeller, som denne bruger må læse.",
            "The database has no tables that this user may read.",
            database,
        )
    if wanted is None:
        raise InputError(
            f"Databasen har flere tabeller; vælg en med --table: {listed}.",
            f"The database has several tables; choose one with --table: {listed}.",
            database,
        )
    raise InputError(
        f"Tabellen findes ikke, eller der er flere af det navn; der er: {listed}.",
        f"There is no such table, or there are several of that name; there are: {listed}.",
        database,
    )


def unreadable_type(column: str, kind: str, database: str) -> InputError:
    """The error that a column which the law asks about is of a type without readable values."""
    return InputError(
        f"Kolonnen {column} er af typen {kind}, der ikke kan læses; omdan den med --query.",
        f"The column {column} is of the type {kind}, which cannot be read; convert it with "
        "--query.",
        database,
    )


def unusable_query(database: str) -> InputError:
    """The error that the database refuses the query."""
    return InputError(
        "Databasen afviser forespørgslen; det skal være én SELECT, og kolonnerne skal have navne.",
        "The database refuses the query; it must be one SELECT, and its columns must have names.",
        database,
    )


def broken_off(database: str) -> InputError:
    """The error that the rows stopped coming."""
    return InputError(
        "Databasen holdt op med at svare, eller den er beskadiget; intet er kontrolleret.",
        "The database stopped answering, or it is damaged; nothing was checked.",
        database,
    )
