"""Connections to the data engine.

A database takes the engine 20 ms to make. One that nobody has a connection to any more is kept for
the next connection, which finds nothing in it of the one before: what a connection makes is
temporary, or lies in a catalog of its own that goes with the connection.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from typing import Any

import duckdb

from lovgraf.core.memory import left
from lovgraf.core.private import PrivateFolder

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
    # The system keeps what was read of files; the engine would keep it once more, without end.
    "enable_external_file_cache": False,
}
_SET_SINCE = ("threads", "disabled_optimizers", "preserve_insertion_order", "memory_limit")
"""Settings of a database that whoever has a connection may change."""
_IDLE = 2
"""So many databases are kept."""
_numbers = count()


class _Database:
    """A database in memory that one connection at a time has, and those beside it."""

    def __init__(self) -> None:
        self.keeper = duckdb.connect(config=_SETTINGS)
        self.catalog, self.functions, self.spill = "", list[str](), ""
        asked = "SELECT current_setting('enable_progress_bar')"
        self.shows_progress = bool(self.keeper.execute(asked).fetchall()[0][0])
        """Whether its connections do by themselves, as in a notebook."""

    def opened(self) -> duckdb.DuckDBPyConnection:
        """A connection whose tables and views lie in a new catalog."""
        self.catalog = f"work_{next(_numbers)}"
        self.keeper.execute(f"ATTACH ':memory:' AS {self.catalog}")
        return self.beside()

    def beside(self) -> duckdb.DuckDBPyConnection:
        """One more connection to the catalog."""
        found = self.keeper.cursor()
        # A moment is shown in the same words on every machine.
        found.execute(f"USE {self.catalog}; SET TimeZone = 'UTC'")
        return found

    def emptied(self) -> bool:
        """Drop what was made in it; whether it can be used again, which it cannot where it went to
        the disk. Raises the data engine's own errors."""
        self.keeper.execute(f"DETACH {self.catalog}")
        while self.functions:
            self.keeper.remove_function(self.functions.pop())
        self.keeper.execute("; ".join(f"RESET {name}" for name in _SET_SINCE))
        return not os.path.exists(self.spill)


_idle: list[_Database] = []
_owners: weakref.WeakKeyDictionary[duckdb.DuckDBPyConnection, _Database] = (
    weakref.WeakKeyDictionary()
)
"""The database of each connection that is open."""
_as_written: weakref.WeakSet[duckdb.DuckDBPyConnection] = weakref.WeakSet()
"""Those in which the engine improves no statement."""
_making: list[threading.Thread] = []
"""Those that make a database."""


@contextmanager
def made_ahead() -> Iterator[None]:
    """Have a thread make a database, outside the interpreter's lock, while something else is done:
    the next connection gets it."""

    def make() -> None:
        with suppress(duckdb.Error):  # whoever connects meets it again
            _idle.append(_Database())

    _making.append(threading.Thread(target=make, daemon=True))
    _making[-1].start()
    try:
        yield
    finally:
        _made()


def _made() -> None:
    """Wait for the databases that are being made."""
    while _making:
        _making.pop().join()


def _let_go() -> None:
    """Keep no database: a fork has none of its threads."""
    _made()
    _idle.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_let_go)


def connect(memory: str | None = None) -> duckdb.DuckDBPyConnection:
    """A connection in memory that fetches no extension and sees no Python variable.

    `memory` limits it (`"4GB"`), else a share of what the process may have. Reading local files
    stays allowed, since that is its task: every path that reaches SQL is one that the user named,
    checked to be a file and quoted. What does not fit into memory goes to a folder that only this
    user can read, and that goes with the connection.
    """
    memory = memory or _share_of_limit()
    _made()
    with suppress(IndexError, duckdb.Error):
        return _opened(_idle.pop(), memory)
    return _opened(_Database(), memory)


def _opened(database: _Database, memory: str | None) -> duckdb.DuckDBPyConnection:
    """A connection to a database. Raises the data engine's own errors where it is of no use."""
    connection = database.opened()
    if memory is not None:
        connection.execute(f"SET memory_limit = '{memory}'")
    if database.shows_progress:
        # The engine takes no word on it where a notebook lacks what progress is drawn with, even if
        # it is off already.
        connection.execute("SET enable_progress_bar = false")
    _owners[connection] = database
    folder = _spill(connection)
    end = weakref.finalize(connection, _left, database, folder, os.getpid())
    end.atexit = False  # the folder goes by itself then
    return connection


def beside(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Another connection to the same tables, for as long as it is there."""
    database = _owners.get(connection)
    if database is None:
        return connection.cursor()
    found = database.beside()
    _owners[found] = database
    weakref.finalize(found, _kept, connection).atexit = False
    return found


def add_function(
    connection: duckdb.DuckDBPyConnection, name: str, function: Callable[..., Any], *types: Any
) -> None:
    """Have the engine know a function, by the types of what it takes (a list) and gives; it is
    asked of blanks too, and for each value once."""
    database = _owners.get(connection)
    create: Any = (connection if database is None else database.keeper).create_function
    create(name, function, *types, null_handling="special", side_effects=False)
    if database is not None:
        database.functions.append(name)


def improve_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    """Have the engine run statements as they are written from now on: of few rows, to think about
    them takes longer than it saves."""
    connection.execute("PRAGMA disable_optimizer")
    _as_written.add(connection)


@contextmanager
def as_written(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Have the engine run statements as they are written, for a time."""
    if connection in _as_written:
        yield
        return
    connection.execute("PRAGMA disable_optimizer")
    try:
        yield
    finally:
        connection.execute("PRAGMA enable_optimizer")


def _kept(_connection: duckdb.DuckDBPyConnection) -> None:
    """A connection is there for as long as one beside it."""


def _left(database: _Database, folder: PrivateFolder | None, maker: int) -> None:
    """Keep a database that has no connection any more, unless it went to the disk."""
    if os.getpid() != maker:
        _of_others.append(database)  # to let go of it would wait for its threads
        return
    with suppress(duckdb.Error):
        if database.emptied() and len(_idle) < _IDLE:
            _idle.append(database)
    if folder is not None:
        folder.remove()


_of_others: list[_Database] = []
"""Databases of the process that this one was made from."""


def spill_to(connection: duckdb.DuckDBPyConnection, place: str) -> None:
    """Say where to go on on disk; nowhere, where no place is named."""
    _owners[connection].spill = place
    quoted = place.replace("'", "''")
    connection.execute(f"SET temp_directory = '{quoted}'")


def _spill(connection: duckdb.DuckDBPyConnection) -> PrivateFolder | None:
    """Have a connection go on in a folder of its own: by itself the engine takes one beside
    whatever it is run in. Nowhere, where there is no room for a folder."""
    try:
        folder = PrivateFolder()
    except OSError:
        spill_to(connection, "")
        return None
    spill_to(connection, str(folder.path / "spill"))
    return folder


def _share_of_limit() -> str | None:
    """Three fifths of the memory that this process may still take: beyond them the engine goes on
    on disk rather than be refused. None where nothing is limited."""
    free = left()
    return None if free is None else f"{max((free * 3 // 5) >> 20, 1)}MiB"
