"""Sign in, come back from the provider, sign out."""

from __future__ import annotations

import logging
from typing import Any, cast

from flask import (
    Blueprint,
    Response,
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

from lovgraf_web.errors import shown
from lovgraf_web.login.paths import own_path
from lovgraf_web.login.provider import Provider, Unfit
from lovgraf_web.login.sessions import Sessions
from lovgraf_web.logs import place
from lovgraf_web.observing import suspicious
from lovgraf_web.texts import LANGUAGES, TEXTS

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
def out(lang: str) -> ResponseReturnValue:
    """Sign out here, and at the provider where it offers that."""
    _end()
    own = _address("login.gone", lang=lang)
    return redirect(_provider().farewell(own) or own, 303)


@pages.get(f"{_LANG}/logged-out")
def gone(lang: str) -> Response:
    """Signed out."""
    return make_response(render_template("logged_out.html", title=TEXTS["logged-out"]))
