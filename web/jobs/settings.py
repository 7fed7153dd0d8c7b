"""What jobs may use, and what kinds there are: written by the application, read by the keeper."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from flask import Flask, Response, current_app, g, request

from lovgraf.core import limits

NAME = "settings.json"


@dataclass(frozen=True)
class Settings:
    """Limits of jobs; times in seconds, sizes in bytes.

    `at_once` run at a time and the rest wait; `seconds` is how long one may take, `memory` how much
    it may have, `keep` how long its folder stays after it ended. One owner may have `each` jobs
    that wait or run and `kept` in all, and start `a_minute`; all together may have `all` jobs and
    `disk` bytes, of which one upload takes `upload` at most. `kinds` names a function
    (`module:name`) for each kind of job, `caches` how long what lies in folders of that name,
    beside the jobs, is kept.
    """

    at_once: int = 2
    seconds: float = limits.SECONDS
    memory: int = field(default_factory=lambda: limits.memory())
    keep: float = 3600.0
    each: int = 3
    kept: int = 10
    a_minute: int = 20
    all: int = 200
    upload: int = 4 << 30
    disk: int = 40 << 30
    kinds: Mapping[str, str] = field(default_factory=dict)
    caches: Mapping[str, float] = field(default_factory=dict)

    def write(self, root: Path) -> None:
        """Write the settings into the jobs' folder, whole or not at all."""
        replace(root / NAME, json.dumps(asdict(self)))

    @staticmethod
    def read(root: Path) -> Settings:
        """The settings of a jobs' folder."""
        return Settings(**json.loads((root / NAME).read_text("utf-8")))


def replace(path: Path, text: str) -> None:
    """Write a private file beside its place and move it there."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
    temporary.replace(path)


# Whose a job is: the one who is signed in; without a login, a random token in a cookie of its
# own, of which only a hash is written down.
#
# The token says nothing about anybody, is not readable by scripts, and ends with the browser,
# unless its owner asked to have something kept for longer.

COOKIE = "lovgraf_owner"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def owner() -> str | None:
    """Who is signed in, else the owner that the browser names; None where it names none."""
    user = g.get("user")
    if user is not None:
        return str(user.owner)
    if "login" in current_app.extensions:
        return None
    token = g.get("owner_token") or request.cookies.get(COOKIE, "")
    if not _TOKEN.fullmatch(token):
        return None
    return hashlib.sha256(token.encode()).hexdigest()


def new_owner() -> str:
    """The owner, made for a browser that has none: its cookie goes out with the response."""
    found = owner()
    if found is None:
        g.owner_token = secrets.token_urlsafe(32)
        found = hashlib.sha256(g.owner_token.encode()).hexdigest()
    return found


def last(days: int) -> None:
    """Have the owner of a browser last so many days, for what is kept as long."""
    if g.get("user") is None:
        g.owner_token = g.get("owner_token") or request.cookies.get(COOKIE, "")
        g.owner_days = days


def give_owner(app: Flask) -> None:
    """Send the cookie of an owner that was made for this request."""

    @app.after_request
    def _cookie(response: Response) -> Response:
        token = g.get("owner_token")
        if token:
            days = g.get("owner_days")
            response.set_cookie(
                COOKIE, token, httponly=True, samesite="Strict", secure=request.is_secure,
                max_age=None if days is None else days * 24 * 3600,
            )  # fmt: skip
        return response
