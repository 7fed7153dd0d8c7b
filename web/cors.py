"""Which pages of other sites may read the SPARQL endpoint; none unless `LOVGRAF_CORS` names them.

https://fetch.spec.whatwg.org/#http-cors-protocol. Cookies never count: what needs a login stays
closed to other sites.
"""

from __future__ import annotations

import os
import re

from flask import Flask, Response, request

from lovgraf.core.errors import InputError
from lovgraf_web.negotiation import UNKNOWN

_ORIGIN = re.compile(r"\*|https?://[\w.-]+(:\d{1,5})?", re.ASCII)


def origins() -> frozenset[str]:
    """The sites that `LOVGRAF_CORS` names, with spaces between; `*` is any site.

    Raises `InputError` for what is no site.
    """
    named = os.environ.get("LOVGRAF_CORS", "").split()
    if not all(map(_ORIGIN.fullmatch, named)):
        raise InputError(
            "LOVGRAF_CORS skal være websteder som https://www.eksempel.dk med mellemrum imellem, "
            "eller *.",
            "LOVGRAF_CORS must be sites such as https://www.example.org with spaces between, or *.",
        )
    return frozenset(named)


def open_to(app: Flask, allowed: frozenset[str], blueprint: str) -> None:
    """Let pages of some sites read what a blueprint answers."""

    @app.after_request
    def _open(response: Response) -> Response:
        if not allowed or request.blueprint != blueprint:
            return response
        response.vary.add("Origin")
        origin = request.headers.get("Origin", "")
        if not origin or not {"*", origin} & allowed:
            return response
        response.headers["Access-Control-Allow-Origin"] = "*" if "*" in allowed else origin
        response.headers["Access-Control-Expose-Headers"] = f"Retry-After, {UNKNOWN}"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, QUERY"
            response.headers["Access-Control-Allow-Headers"] = (
                "Accept, Accept-Language, Content-Type"
            )
            response.headers["Access-Control-Max-Age"] = "600"
        return response
