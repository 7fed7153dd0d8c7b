"""Whose a job is: the one who is signed in; without a login, a random token in a cookie of its own,
of which only a hash is written down.

The token says nothing about anybody, is not readable by scripts, and ends with the browser, unless
its owner asked to have something kept for longer.
"""

from __future__ import annotations

import hashlib
import re
import secrets

from flask import Flask, Response, current_app, g, request

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
