"""Errors as pages: one line that helps, in one language, without what was typed."""

from __future__ import annotations

import json

from flask import Response, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, Unauthorized
from werkzeug.http import HTTP_STATUS_CODES

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf_web.observing import suspicious
from lovgraf_web.texts import TEXTS, preferred, prefers_json


class Missing(NotFound):
    """What an address names is not there, and why that may be."""

    def __init__(self, message: Text) -> None:
        super().__init__()
        self.message = message


class NoSuchToken(Unauthorized):
    """The token that a program sent is none, or no longer one."""

    def __init__(self) -> None:
        super().__init__(www_authenticate=WWWAuthenticate("bearer"))
        self.message = TEXTS["no-such-token"]


def http(error: HTTPException) -> ResponseReturnValue:
    """A response of HTTP's own kind (404, 405, 413 ...)."""
    if error.response is not None:
        return error.response
    status = error.code or 500
    if status < 400:
        return error
    known = TEXTS.get(f"error-{status}", TEXTS["error-400"])
    own = error.message if isinstance(error, Missing | NoSuchToken) else known
    page = make_response(shown(own, status))
    if isinstance(error, Unauthorized) and error.www_authenticate:
        page.headers["WWW-Authenticate"] = ", ".join(map(str, error.www_authenticate))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        page.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return page


def unusable(error: InputError) -> ResponseReturnValue:
    """An input that the checker refuses, with its own message."""
    return shown(error.message, 400)


def too_slow(_error: BlockingIOError) -> ResponseReturnValue:
    """A client that stopped in the middle of what it sends: see `lovgraf_web.workers`."""
    suspicious("slow-client")
    return shown(TEXTS["error-408"], 408)


def unexpected(error: Exception) -> ResponseReturnValue:
    """A fault of ours: logged by kind and place, shown without detail."""
    if error.__traceback__ is not None:
        current_app.log_exception((type(error), error, error.__traceback__))
    return shown(TEXTS["error-500"], 500)


PROBLEM = "application/problem+json"


def problem(message: Text, status: int, **more: object) -> Response:
    """An error for programs, as problem details (RFC 9457); `error` has it in both languages."""
    found = {
        "type": "about:blank",
        "title": HTTP_STATUS_CODES.get(status, "Error"),
        "status": status,
        "detail": message["en" if g.get("lang") == "en" else "da"],
        "error": message.as_dict(),
        **more,
    }
    answer = make_response(json.dumps(found, ensure_ascii=False), status)
    answer.content_type = PROBLEM
    return answer


def as_problem(response: Response) -> Response:
    """A page that says as JSON what it could not use: as problem details too."""
    if response.status_code < 400 or response.mimetype != "application/json":
        return response
    found = response.get_json()
    if not isinstance(found, dict) or not isinstance(found.get("error"), dict):
        return response
    more = {name: value for name, value in found.items() if name != "error"}
    response.data = problem(Text(**found["error"]), response.status_code, **more).data
    response.content_type = PROBLEM
    return response


def shown(message: Text, status: int) -> ResponseReturnValue:
    """An error as a page, as JSON for a client that would rather have that, as text for programs
    that ask the endpoint."""
    if "lang" not in g:
        g.lang = preferred(request)
    if prefers_json(request) or request.path.endswith(".json") or request.path.startswith("/api/"):
        return problem(message, status)
    if request.blueprint == "sparql":
        return Response(f"{message[g.lang]}\n", status, mimetype="text/plain")
    return render_template("error.html", message=message), status
