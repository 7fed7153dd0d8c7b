"""Connections to the data engine."""

from __future__ import annotations

import weakref

import duckdb

from lovgraf.core.memory import left
from lovgraf.core.private import PrivateFolder


def connect(memory: str | None = None) -> duckdb.DuckDBPyConnection:
    """A connection in memory that fetches no extension and sees no Python variable.

    `memory` limits it (`"4GB"`), else a share of what the process may have. Reading local files
    stays allowed, since that is its task: every path that reaches SQL is one that the user named,
    checked to be a file and quoted. What does not fit into memory goes to a folder that only this
    user can read, and that goes with the connection.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "python_enable_replacements": False,
        # The system keeps what was read of files; the engine would keep it once more, without end.
        "enable_external_file_cache": False,
    }
    memory = memory or _share_of_limit()
    if memory is not None:
        config["memory_limit"] = memory
    connection = duckdb.connect(config=config)
    # A moment is shown in the same words on every machine.
    connection.execute("SET TimeZone = 'UTC'")
    _without_progress_bar(connection)
    _spill(connection)
    return connection


def _without_progress_bar(connection: duckdb.DuckDBPyConnection) -> None:
    """Show none, not in a notebook either. The engine takes no word on it where a notebook lacks
    what the bar is drawn with, even if it is off already."""
    found = connection.execute("SELECT current_setting('enable_progress_bar')").fetchone()
    if found is not None and found[0]:
        connection.execute("SET enable_progress_bar = false")


def _spill(connection: duckdb.DuckDBPyConnection) -> None:
    """Say where to go on on disk: by itself the engine takes a folder beside whatever it is run
    in. Nowhere, where there is no room for a folder."""
    try:
        folder = PrivateFolder()
    except OSError:
        connection.execute("SET temp_directory = ''")
        return
    place = str(folder.path / "spill").replace("'", "''")
    connection.execute(f"SET temp_directory = '{place}'")
    weakref.finalize(connection, folder.remove)


def _share_of_limit() -> str | None:
    """Three fifths of the memory that this process may still take: beyond them the engine goes on
    on disk rather than be refused. None where nothing is limited."""
    free = left()
    return None if free is None else f"{max((free * 3 // 5) >> 20, 1)}MiB"
