"""Examples of each operation of the description: what is sent, and what came back.

They lie in `examples.json`, by method and address, in an order in which a program could go: an
answer holds the first of each list. A test sends each anew and holds what comes against it.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("examples.json")


@cache
def examples() -> dict[str, dict[str, Any]]:
    """By "METHOD address": `parameters`, `body` where there is one, and the `answer` in JSON, or
    its `location`."""
    found: dict[str, dict[str, Any]] = json.loads(FILE.read_text("utf-8"))
    return found


def put_in(method: str, address: str, operation: dict[str, Any]) -> dict[str, Any]:
    """An operation with its example, where it has one, and a name for generated clients."""
    words = [part.strip("{}").replace(".json", "") for part in address.split("/") if part]
    name = "_".join([method, *([word for word in words if word != "lang"] or ["start"])])
    named = {"operationId": name.replace("-", "_"), **operation}
    example = examples().get(f"{method.upper()} {address}")
    if example is None:
        return named
    given = example["parameters"]
    named["parameters"] = [
        one | {"example": given[one["name"]]} if one["name"] in given else one
        for one in operation["parameters"]
    ]
    if "body" in example:
        body = operation["requestBody"]
        content = {
            kind: said | {"example": example["body"]} for kind, said in body["content"].items()
        }
        named["requestBody"] = body | {"content": content}
    named["responses"] = _answered(operation["responses"], example)
    return named


def _answered(responses: dict[str, Any], example: dict[str, Any]) -> dict[str, Any]:
    """The responses with what came back: JSON, or the place where a job is."""
    if "location" in example:
        header = responses["303"]["headers"]["Location"] | {"example": example["location"]}
        return responses | {"303": responses["303"] | {"headers": {"Location": header}}}
    if "answer" not in example:
        return responses
    content = responses["200"]["content"]
    said = content["application/json"] | {"example": example["answer"]}
    return responses | {"200": responses["200"] | {"content": content | {"application/json": said}}}
