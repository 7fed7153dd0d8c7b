"""The addresses of the description, and of the token that programs need to send forms."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from flask_wtf.csrf import generate_csrf

from lovgraf_web.api.schemas import described

pages = Blueprint("api", __name__)


@pages.get("/openapi.json")
def description() -> Response:
    """The description as JSON."""
    return jsonify(described())


@pages.get("/token.json")
def token() -> Response:
    """A token for forms, which goes with the session that the answer's cookie begins."""
    return jsonify({"csrf_token": generate_csrf()})
