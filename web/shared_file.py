"""Files of SQLite that all web workers share: made once, opened for each use."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lovgraf.core.locks import in_turn


def made(path: Path, tables: str) -> None:
    """Make such a file, with its tables, where it is not there yet.

    Writers and readers do not lock each other out afterwards (write-ahead log). Processes make it
    in turn: SQLite does not wait for the lock that a change to that takes, it gives up.
    """
    with in_turn(path.parent), opened(path) as base:
        base.execute("PRAGMA journal_mode = WAL")
        base.executescript(tables)


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection; each statement is a transaction of its own unless one is begun."""
    base = sqlite3.connect(path, timeout=20, isolation_level=None)
    try:
        yield base
    finally:
        base.close()
