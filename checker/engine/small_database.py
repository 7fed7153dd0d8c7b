"""A data engine for few records: one database in memory, with a connection for each plan."""

from __future__ import annotations

import os
from functools import cache
from typing import Any


def connected() -> Any:
    """A new connection, whose tables are to be temporary: they are then its own, and go with it.

    A database of its own takes the data engine 20 ms to open and 4 to close, a connection 1.
    """
    return _database(os.getpid()).cursor()


@cache
def _database(process: int) -> Any:
    """The database of a process: none is used by another that was made from it."""
    import duckdb

    # One thread, since there are few records; and long IN lists are not made joins.
    return duckdb.connect(config={"threads": 1, "disabled_optimizers": "in_clause"})
