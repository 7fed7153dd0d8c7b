"""A table in one SQLite file that all web workers share, readable by this user alone."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class PrivateTable:
    """A table of secrets, which are kept as hashes; made where it is not there yet."""

    def __init__(self, path: Path, table: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._path = path
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
        with self.open() as base:
            base.execute("PRAGMA journal_mode = WAL")
            base.execute(table)

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """A connection; each statement is a transaction of its own."""
        base = sqlite3.connect(self._path, timeout=20, isolation_level=None)
        try:
            yield base
        finally:
            base.close()


def hashed(secret: str) -> str:
    """What is kept of a secret of 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()
