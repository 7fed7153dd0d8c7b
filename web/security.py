"""The headers that every response carries, and what never reaches a log."""

from __future__ import annotations

import logging
import re

from flask import Blueprint, Flask, Response, abort, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from lovgraf_web import errors
from lovgraf_web.login.tokens import FormTokens
from lovgraf_web.logs import ExcInfo, place, tell
from lovgraf_web.loopback import is_loopback
from lovgraf_web.observing import suspicious
from lovgraf_web.texts import TEXTS, prefers_json

# A form that was sent from a page of an older session: nothing of it is lost.
#
# Only for forms that change nothing on the server; a form of another site must not be sent on by
# a press of ours where it would.

CHANGE_NOTHING = frozenset({"person.check", "citizen.ask", "proposal_editor.show"})
"""Where forms go that only ask. A query is none: its page keeps what it runs."""


def sent_again() -> str | None:
    """A page with all that was sent, ready to be sent again; None where one must begin anew."""
    if request.endpoint not in CHANGE_NOTHING or prefers_json(request):
        return None
    fields = [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]
    return render_template("again.html", fields=fields, address=request.path)


_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_OWN_NAMES = re.compile(r"(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?")


class PrivateFlask(Flask):
    """Flask whose error log says what kind of error and where, never with which values."""

    def log_exception(self, exc_info: ExcInfo) -> None:
        """Log the type and the place in the code; a message may quote what a person typed."""
        kind, _, trace = exc_info
        fault = place(kind, trace) if kind else "error"
        tell("fault", logging.ERROR, request=g.get("request_id"), fault=fault)


def protect(app: Flask, *reading: Blueprint) -> None:
    """Switch on the check of the host name, CSRF tokens and headers.

    `reading` are pages whose POST changes nothing, so that they need no token.
    """

    @app.before_request
    def _own_name_only() -> None:
        """Refuse a page elsewhere that reaches this one by a name of its own (DNS rebinding), and
        another machine where nobody has to sign in, however it got here."""
        login, host = app.extensions.get("login"), request.headers.get("Host", "")
        if not _OWN_NAMES.fullmatch(host) and not (login and host == login.settings.host):
            suspicious("other-host")
            abort(400)
        if login is None and request.remote_addr and not is_loopback(request.remote_addr):
            suspicious("other-machine")
            abort(403)

    tokens = FormTokens(app)
    for pages in reading:
        tokens.exempt(pages)

    @app.errorhandler(CSRFError)
    def _no_token(error: CSRFError) -> ResponseReturnValue:
        suspicious("no-token")
        if prefers_json(request):
            return errors.shown(TEXTS["no-token-sent"], 400)
        page = sent_again()
        return errors.http(error) if page is None else (page, 400)

    @app.after_request
    def _headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", _policy(app))
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def _policy(app: Flask) -> str:
    """The content security policy; signing out is a form that leads on to the provider."""
    login = app.extensions.get("login")
    leads = " ".join(("'self'", *sorted(login.places() if login else ())))
    return "; ".join((*_POLICY, f"form-action {leads}"))
