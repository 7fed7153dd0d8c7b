"""A table in one SQLite file that all web workers share, readable by this user alone."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import AbstractContextManager
from pathlib import Path

from lovgraf_web.shared_file import made, opened


class PrivateTable:
    """A table of secrets, which are kept as hashes; made where it is not there yet."""

    def __init__(self, path: Path, table: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._path = path
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
        made(path, table)

    def open(self) -> AbstractContextManager[sqlite3.Connection]:
        """A connection (`shared_file.opened`)."""
        return opened(self._path)


def hashed(secret: str) -> str:
    """What is kept of a secret of 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()
