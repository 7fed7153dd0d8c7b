"""Whether an answer is as the description of the JSON has it."""

from __future__ import annotations

from typing import Any

import jsonschema

from lovgraf_web.api.schemas import described

DESCRIPTION = described()


def valid(found: Any, path: str, method: str = "get", status: int = 200) -> None:
    """Raises where an answer is not as described for an address."""
    response = DESCRIPTION["paths"][path][method]["responses"][str(status)]
    content = response["content"]["application/json"]["schema"]
    shared = {"components": {"schemas": DESCRIPTION["components"]["schemas"]}}
    jsonschema.validate(found, content | shared, jsonschema.Draft202012Validator)
