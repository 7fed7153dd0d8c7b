"""A connection to a file of SQLite that all web workers share."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection; each statement is a transaction of its own unless one is begun."""
    base = sqlite3.connect(path, timeout=20, isolation_level=None)
    try:
        yield base
    finally:
        base.close()
