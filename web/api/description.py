"""The description of every page that gives JSON, and of every form, gathered from the pages."""

from __future__ import annotations

from typing import Any

from lovgraf.core.release import release
from lovgraf_web.api.schemas import SCHEMAS
from lovgraf_web.pages import pages


def described() -> dict[str, Any]:
    """The description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Lovgraf",
            "version": release(),
            "description": "Danish legal requirements as data. Every page is JSON with format=json "
            "and Turtle with format=ttl, or by Accept; forms answer in JSON to who accepts that. "
            "SPARQL: /sparql.",
        },
        "paths": {
            address: told for page in pages() for address, told in page.described().items()
        },
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {
                "token": {
                    "type": "apiKey", "in": "header", "name": "X-CSRFToken",
                    "description": "From /token.json, or as the form's field csrf_token; over "
                    "https with a Referer of these pages.",
                },
                "session": {"type": "apiKey", "in": "cookie", "name": "session"},
            },
        },
    }  # fmt: skip
