"""Who is signed in: one SQLite file that all web workers share, readable by this user alone.

A browser holds a random token, of which only a hash is written down, beside a keyed hash of who it
is, the role, and until when. Signing out strikes the row, so that a copy of the cookie is worth
nothing afterwards.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from lovgraf_web.login.private_table import PrivateTable, hashed
from lovgraf_web.login.roles import Role

NAME = "sessions.sqlite"
_TABLE = """CREATE TABLE IF NOT EXISTS sessions
(token TEXT PRIMARY KEY, owner TEXT NOT NULL, role INTEGER NOT NULL, until REAL NOT NULL)"""


@dataclass(frozen=True)
class User:
    """Somebody who signed in: `owner` is a hash that is the same at each sign-in."""

    owner: str
    role: Role


class Sessions:
    """The sessions of a state folder."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self._table = PrivateTable(folder / NAME, _TABLE)
        self._seconds = seconds

    def begin(self, user: User) -> str:
        """Note that somebody signed in; the token for the browser, new each time."""
        token, now = secrets.token_urlsafe(32), time.time()
        with self._table.open() as base:
            base.execute("DELETE FROM sessions WHERE until < ?", [now])
            row = [hashed(token), user.owner, int(user.role), now + self._seconds]
            base.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", row)
        return token

    def find(self, token: str) -> User | None:
        """Who holds a token; None where nobody does, or no longer."""
        with self._table.open() as base:
            row = base.execute(
                "SELECT owner, role FROM sessions WHERE token = ? AND until > ?",
                [hashed(token), time.time()],
            ).fetchone()
        return User(row[0], Role(row[1])) if row else None

    def end(self, token: str) -> None:
        """Forget a token."""
        with self._table.open() as base:
            base.execute("DELETE FROM sessions WHERE token = ?", [hashed(token)])
