"""The log entry of each request: its id, its route, how it was answered and how fast.

The route is the rule that matched, as the program wrote it; never the address, which may hold what
somebody typed.
"""

from __future__ import annotations

import logging
import secrets
import time
from typing import cast

from flask import Flask, Response, current_app, g, request, request_started

from lovgraf_web.logs import tell
from lovgraf_web.metrics import Metrics

HEADER = "X-Request-Id"
_SHORT = 16
"""Characters of an owner in which no ten digits stand in a row beside the word for a token."""
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
_METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"}


def observe(app: Flask) -> None:
    """Note every request of an application; before anything else is registered with it."""
    numbers = app.extensions["metrics"] = Metrics()

    def _begins(_app: Flask, **_: object) -> None:
        g.began, g.request_id = time.perf_counter(), _letters(secrets.token_hex(8))

    request_started.connect(_begins, app, weak=False)

    @app.after_request
    def _ended(response: Response) -> Response:
        seconds = time.perf_counter() - g.began
        method = request.method if request.method in _METHODS else "other"
        route = request.url_rule.rule if request.url_rule else None
        user = g.get("user")
        tell(
            "request", request=g.request_id, method=method, route=route,
            status=response.status_code, milliseconds=round(seconds * 1000, 1),
            user=_pseudonym(user.owner) if user else None,
        )  # fmt: skip
        numbers.answered(method, route or "none", response.status_code, seconds)
        numbers.look_at(app)
        response.headers[HEADER] = g.request_id
        return response


def _pseudonym(owner: str) -> str:
    """Who asked: the id of a token, as `lovgraf token list` has it, or the hash of a person."""
    return owner if owner.startswith("token-") and len(owner) < _SHORT else _letters(owner[:16])


def _letters(code: str) -> str:
    """A code in letters alone: one with ten digits in a row is taken out as a CPR number is."""
    return code.translate(_LETTERS)


def suspicious(kind: str, level: int = logging.WARNING, **fields: str | int | None) -> None:
    """Note something that matters to whoever guards the pages: by its kind alone."""
    tell(kind, level, "security", request=g.get("request_id"), **fields)
    cast(Metrics, current_app.extensions["metrics"]).security.labels(kind).inc()
