"""Nobody without the role that a page asks for gets past here."""

from __future__ import annotations

import logging
from typing import Any, cast
from urllib.parse import quote, urlsplit

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from requests import RequestException

from lovgraf_web.address import takes
from lovgraf_web.errors import shown
from lovgraf_web.jobs.folders import state_folder
from lovgraf_web.login.provider import Provider, Unfit
from lovgraf_web.login.roles import needed
from lovgraf_web.login.sessions import Sessions
from lovgraf_web.login.settings import LoginSettings
from lovgraf_web.login.tokens import bearer
from lovgraf_web.logs import place
from lovgraf_web.observing import suspicious
from lovgraf_web.texts import LANGUAGES, TEXTS, prefers_json

# Addresses to go on to after signing in: these pages' own, and no others.

START = "/"


def own_address() -> str:
    """The address asked for, without the host."""
    return request.full_path.rstrip("?")


def own_path(given: str | None) -> str:
    """A path of these pages; the start page for anything that a browser might take elsewhere."""
    text = given or ""
    plain = text.isascii() and text.isprintable() and "\\" not in text
    if not plain or not text.startswith("/") or text.startswith("//"):
        return START
    parts = urlsplit(text)
    return START if parts.scheme or parts.netloc else text


# Sign in, come back from the provider, sign out.

pages = Blueprint("login", __name__)
TOKEN, _NEXT, _TONGUE = "login", "next", "lang"
_LANG = "/<any(da, en):lang>"


def _provider() -> Provider:
    return cast(Provider, current_app.extensions["login"])


def _sessions() -> Sessions:
    return cast(Sessions, current_app.extensions["sessions"])


def _address(endpoint: str, **values: Any) -> str:
    """A page's full address, by the name that is configured rather than the request's."""
    return _provider().settings.address + url_for(endpoint, **values)


@pages.get(f"{_LANG}/login")
@takes(_NEXT)
def start(lang: str) -> ResponseReturnValue:
    """Send the browser to the provider."""
    wanted = own_path(request.args.get(_NEXT))
    try:
        asked = _provider().ask(_address("login.back"))
    except (RequestException, Unfit) as error:
        return _failed(error)
    session[_NEXT], session[_TONGUE] = wanted, lang
    return asked


@pages.get("/login/callback")
def back() -> ResponseReturnValue:
    """The provider's answer: a session of its own where it holds, one line where it does not."""
    if session.get(_TONGUE) in LANGUAGES:
        g.lang = session[_TONGUE]
    try:
        user = _provider().answered()
    except Exception as error:  # whatever is wrong with an answer, it is no login
        return _failed(error)
    wanted = own_path(session.get(_NEXT))
    _end()
    if user is None:
        suspicious("login-without-role")
        return shown(TEXTS["login-no-role"], 403)
    session[TOKEN] = _sessions().begin(user)
    suspicious("login", logging.INFO, user=user.owner[:16], role=user.role.name.lower())
    return redirect(wanted, 303)


def _failed(error: Exception) -> ResponseReturnValue:
    """A login that did not come about; the log gets its kind alone: a message may quote a token."""
    suspicious("login-failed", fault=place(type(error), error.__traceback__))
    if isinstance(error, RequestException):
        return shown(TEXTS["login-provider"], 502)
    return shown(TEXTS["login-failed"], 400)


def _end() -> None:
    """Forget the session, here and in the browser."""
    token = session.get(TOKEN)
    if isinstance(token, str):
        _sessions().end(token)
        suspicious("logout", logging.INFO)
    session.clear()


@pages.post(f"{_LANG}/logout")
@takes(_NEXT)
def out(lang: str) -> ResponseReturnValue:
    """Sign out here, and at the provider where it offers that."""
    _end()
    own = _address("login.gone", lang=lang)
    return redirect(_provider().farewell(own) or own, 303)


@pages.get(f"{_LANG}/logged-out")
@takes(own=("",))  # whatever the provider puts into the address: the page asks nothing of it
def gone(lang: str) -> Response:
    """Signed out."""
    return make_response(render_template("logged_out.html", title=TEXTS["logged-out"]))


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
    app.register_blueprint(pages)
    for rule in app.url_map.iter_rules():
        needed(rule.endpoint)
    # Earlier than `before_request`, which comes after what blueprints do with addresses: an upload
    # is let in there.
    app.url_value_preprocessor(_guard)


def _guard(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    token = session.get(TOKEN)
    user = bearer()
    if user is None and isinstance(token, str):
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
