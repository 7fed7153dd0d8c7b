"""Nobody without the role that a page asks for gets past here."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import quote

from flask import Flask, abort, current_app, g, redirect, request, session, url_for

from lovgraf_web.jobs.folders import state_folder
from lovgraf_web.login import pages
from lovgraf_web.login.paths import own_address
from lovgraf_web.login.provider import Provider
from lovgraf_web.login.roles import needed
from lovgraf_web.login.sessions import Sessions, User
from lovgraf_web.login.settings import LoginSettings
from lovgraf_web.observing import suspicious
from lovgraf_web.texts import prefers_json


def with_login(app: Flask, settings: LoginSettings) -> None:
    """Ask for a login before every page that is not open to all; after all pages are registered.

    Raises `LookupError` where a page has no role.
    """
    app.config.update(
        SESSION_COOKIE_NAME="__Host-lovgraf" if settings.secure else "lovgraf",
        SESSION_COOKIE_SECURE=settings.secure,
        # The provider sends the browser back here: a strict cookie would not come along.
        SESSION_COOKIE_SAMESITE="Lax",
    )
    app.extensions["login"] = Provider(app, settings)
    app.extensions["sessions"] = Sessions(state_folder(), settings.seconds)
    app.register_blueprint(pages.pages)
    for rule in app.url_map.iter_rules():
        needed(rule.endpoint)
    # Earlier than `before_request`, which comes after what blueprints do with addresses: an upload
    # is let in there.
    app.url_value_preprocessor(_guard)


def _guard(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    token = session.get(pages.TOKEN)
    user: User | None = None
    if isinstance(token, str):
        user = current_app.extensions["sessions"].find(token)
    g.user = user
    role = needed(endpoint) if endpoint else None
    if role is None or (user is not None and user.role >= role):
        return
    if user is not None:
        suspicious("no-right", user=user.owner[:16])
        abort(403)
    if not _reads_a_page():
        suspicious("not-signed-in", logging.INFO)
        abort(401)
    abort(redirect(url_for("login.start", lang=g.lang) + f"?next={quote(own_address())}"))


def _reads_a_page() -> bool:
    """Whether this is a browser on its way to a page, rather than a form or a program."""
    return (
        request.method in ("GET", "HEAD")
        and request.accept_mimetypes.accept_html
        and not prefers_json(request)
        and not request.path.endswith(".json")
        and request.args.get("format", "html") == "html"
    )
