"""What every response carries, and what never reaches a log."""

from __future__ import annotations

import re
import traceback
from types import TracebackType

from flask import Blueprint, Flask, Response, abort, request
from flask_wtf.csrf import CSRFProtect

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_LOOPBACK = re.compile(r"(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?")

ExcInfo = tuple[type, BaseException, TracebackType] | tuple[None, None, None]


class PrivateFlask(Flask):
    """Flask whose error log says what kind of error and where, never with which values."""

    def log_exception(self, exc_info: ExcInfo) -> None:
        """Log the type and the place in the code; a message may quote what a person typed."""
        kind, _, trace = exc_info
        frames = traceback.extract_tb(trace)
        place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "unknown"
        self.logger.error("%s at %s", kind.__name__ if kind else "error", place)


def protect(app: Flask, *reading: Blueprint) -> None:
    """Switch on the check of the host name, CSRF tokens and headers.

    `reading` are pages whose POST changes nothing, so that they need no token.
    """

    @app.before_request
    def _own_name_only() -> None:
        """Refuse a page elsewhere that reaches this one by a name of its own (DNS rebinding)."""
        if not _LOOPBACK.fullmatch(request.headers.get("Host", "")):
            abort(400)

    tokens = CSRFProtect(app)
    for pages in reading:
        tokens.exempt(pages)

    @app.after_request
    def _headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
