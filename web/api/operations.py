"""Operations of the description: a page that is read, a form that is sent."""

from __future__ import annotations

from typing import Any

from lovgraf_web.api.schemas import DATE, STRING, Schema, record, ref
from lovgraf_web.texts import LANGUAGES

Operation = dict[str, Any]
Path = dict[str, Operation]

FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
LANG: Operation = {"name": "lang", "in": "path", "required": True,
                   "schema": {"type": "string", "enum": list(LANGUAGES)}}  # fmt: skip
_AS_JSON: Operation = {"name": "format", "in": "query", "required": True,
                       "schema": {"type": "string", "enum": ["json"]}}  # fmt: skip
DAY: Operation = {"name": "as_of", "in": "query", "schema": DATE,
                  "description": "The law as of this day; today without."}  # fmt: skip
_FAILURES = {
    "400": "What was sent cannot be used, or a form has no token (`/token.json`).",
    "401": "Nobody is signed in.",
    "403": "The role is not enough.",
    "404": "There is no such page, or it is somebody else's.",
    "409": "The job has no result: it is at work, or has ended without one.",
    "413": "Too much was sent.",
    "429": "Too many jobs were started, or are kept.",
    "503": "There is no room for more work right now.",
    "507": "There is no room on the disk.",
}
_READING = ("400", "401", "403", "404", "409")


def query(name: str, about: str, longest: int = 200) -> Operation:
    """A parameter of the address."""
    schema = {"type": "string", "maxLength": longest}
    return {"name": name, "in": "query", "schema": schema, "description": about}


def path(name: str, about: str) -> Operation:
    """A part of the address."""
    schema = {"type": "string", "minLength": 1}
    return {"name": name, "in": "path", "required": True, "schema": schema, "description": about}


def get(summary: str, content: Schema, *parameters: Operation, also: bool = True) -> Path:
    """A page as JSON; `also` where it is HTML and Turtle too."""
    own = [LANG, *([_AS_JSON] if also else []), *parameters]
    return {"get": _operation(summary, own, {"200": _json("What the page says.", content)})}


def plain(summary: str, content: Schema, *parameters: Operation) -> Path:
    """An address without a language that gives JSON alone."""
    return {"get": _operation(summary, [*parameters], {"200": _json("What it says.", content)})}


def take(summary: str, sent: Schema, content: Schema, *parameters: Operation) -> Path:
    """An address that takes JSON, changes nothing and so needs no token, and answers in JSON."""
    made = _operation(summary, [*parameters], {"200": _json("What it says.", content)})
    made["responses"] |= _failures(("413",))
    body = {"required": True, "content": {"application/json": {"schema": sent}}}
    return {"post": made | {"requestBody": body}}


def send(
    summary: str,
    fields: dict[str, Schema],
    responses: Operation,
    *parameters: Operation,
    required: tuple[str, ...] = (),
    kind: str = FORM,
) -> Path:
    """A form; it needs a token, in its field `csrf_token` or the header `X-CSRFToken`."""
    content = {
        "type": "object",
        "required": list(required),
        "properties": {**fields, "csrf_token": STRING},
    }
    made = _operation(summary, [LANG, *parameters], responses)
    made["responses"] |= _failures(tuple(_FAILURES))
    body = {"required": True, "content": {kind: {"schema": content}}}
    return {
        "post": made
        | {"requestBody": body, "security": [{"bearer": []}, {"token": [], "session": []}]}
    }


def answered(about: str, content: Schema) -> Operation:
    """An answer in JSON to a form."""
    return {"200": _json(about, content)}


def led(about: str) -> Operation:
    """A form whose answer lies elsewhere."""
    location = {"Location": {"required": True, "schema": STRING}}
    return {"303": {"description": about, "headers": location}}


def file(about: str, *kinds: str) -> Operation:
    """An answer that is a file."""
    return {"200": {"description": about, "content": {kind: {} for kind in kinds}}}


def _operation(summary: str, parameters: list[Operation], responses: Operation) -> Operation:
    return {
        "summary": summary,
        "parameters": parameters,
        "responses": {**responses, **_failures(_READING)},
    }


def _failures(statuses: tuple[str, ...]) -> Operation:
    own: dict[str, Schema] = {"409": {"anyOf": [ref("Error"), ref("Ended"), ref("Progress")]}}
    found = {status: _json(_FAILURES[status], own.get(status, ref("Error"))) for status in statuses}
    for answer in found.values():
        answer["content"]["application/problem+json"] = {"schema": ref("Error")}
    return found


def _json(about: str, content: Schema) -> Operation:
    return {"description": about, "content": {"application/json": {"schema": content}}}


TOKEN = record(csrf_token=STRING)
"""What `/token.json` gives."""


NAME = "An IRI of the graph without its base, such as law/2012/528/par/3/stk/1."
JOB = path("job", "A job's id, as its address has it; one of somebody else is a 404.")
HELD = "To the page of the job, which is JSON too."
