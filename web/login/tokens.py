"""Tokens by which other systems come in: made on the command line, each for a role, revocable.

A token is sent as `Authorization: Bearer ...`. One SQLite file that all web workers share has a
hash of each (of 256 random bits: nobody guesses it), what it is called, its role, and until when.
What a token starts is its own, and nobody else's. Where it is sent, no cookie counts, so that no
form needs a token against forgery.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, abort, g, request
from flask_wtf.csrf import CSRFProtect

from lovgraf_web.errors import NoSuchToken
from lovgraf_web.jobs.folders import state_folder
from lovgraf_web.login.private_table import PrivateTable, hashed
from lovgraf_web.login.roles import Role, needed, takes_tokens
from lovgraf_web.login.sessions import User
from lovgraf_web.observing import suspicious

NAME = "tokens.sqlite"
PREFIX = "lovgraf_"
"""What a token begins with, so that searches for secrets find one that was published."""
_TABLE = """CREATE TABLE IF NOT EXISTS tokens
(id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role INTEGER NOT NULL,
created REAL NOT NULL, until REAL NOT NULL, used REAL)"""
_SELECT = "SELECT id, name, role, created, until, used FROM tokens"
_SELDOM = 60.0
"""Seconds for which the last use of a token is noted once."""


@dataclass(frozen=True)
class Token:
    """A token, without what is secret of it; times in seconds."""

    id: str
    name: str
    role: Role
    created: float
    until: float
    used: float | None


class Tokens:
    """The tokens of a state folder."""

    def __init__(self, folder: Path) -> None:
        self._table = PrivateTable(folder / NAME, _TABLE)

    def new(self, name: str, role: Role, days: int) -> tuple[Token, str]:
        """Make a token; its text is told this once."""
        text, now = PREFIX + secrets.token_urlsafe(32), time.time()
        made = Token(secrets.token_hex(4), name, role, now, now + days * 86_400, None)
        with self._table.open() as base:
            row = [made.id, hashed(text), name, int(role), made.created, made.until]
            base.execute("INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, NULL)", row)
        return made, text

    def all(self) -> list[Token]:
        """The tokens that hold or have held, the oldest first."""
        with self._table.open() as base:
            return [_token(row) for row in base.execute(f"{_SELECT} ORDER BY created")]

    def find(self, text: str) -> Token | None:
        """The token of a text; None where it is none, or holds no longer."""
        now = time.time()
        with self._table.open() as base:
            row = base.execute(
                f"{_SELECT} WHERE hash = ? AND until > ?", [hashed(text), now]
            ).fetchone()
            if row is None:
                return None
            found = _token(row)
            if found.used is None or found.used < now - _SELDOM:
                base.execute("UPDATE tokens SET used = ? WHERE id = ?", [now, found.id])
        return found

    def revoke(self, id_: str) -> bool:
        """Strike a token; False where there is none of that id."""
        with self._table.open() as base:
            return base.execute("DELETE FROM tokens WHERE id = ?", [id_]).rowcount > 0


def _token(row: tuple[Any, ...]) -> Token:
    return Token(row[0], row[1], Role(row[2]), *row[3:])


class FormTokens(CSRFProtect):  # type: ignore[misc]
    """Asks forms for a token against forgery, but not of who comes by a token of their own."""

    def protect(self, apply_exemptions: bool = False) -> None:
        """See the class."""
        if bearer() is None:
            super().protect(apply_exemptions)


def bearer() -> User | None:
    """Who comes by a token; None where no token was sent."""
    found: User | None = g.get("bearer")
    return found


def with_tokens(app: Flask) -> None:
    """Take tokens on every page; each opens what its role may."""
    tokens = Tokens(state_folder())

    @app.url_value_preprocessor
    def _taken(endpoint: str | None, _values: dict[str, Any] | None) -> None:
        kind, _, text = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not takes_tokens(endpoint):
            return
        found = tokens.find(text.strip())
        if found is None:
            suspicious("wrong-token")
            raise NoSuchToken
        g.bearer = g.user = User(f"token-{found.id}", found.role)
        role = needed(endpoint) if endpoint else None
        if role is not None and found.role < role:
            suspicious("no-right", user=g.user.owner[:16])
            abort(403)
