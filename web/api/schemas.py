"""The JSON of the pages: the parts of the description that several operations share."""

from __future__ import annotations

from typing import Any

from lovgraf.core.release import release
from lovgraf.core.result import VERDICTS
from lovgraf_web.api.examples import put_in
from lovgraf_web.jobs.store import STATES
from lovgraf_web.pages import pages

Schema = dict[str, Any]

STRING: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}
BOOLEAN: Schema = {"type": "boolean"}
OBJECT: Schema = {"type": "object"}
DATE: Schema = {"type": "string", "format": "date"}
STRINGS: Schema = {"type": "array", "items": STRING}
OBJECTS: Schema = {"type": "array", "items": OBJECT}


def ref(name: str) -> Schema:
    """One of the shared schemas."""
    return {"$ref": f"#/components/schemas/{name}"}


def many(items: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": items}


def by_name(items: Schema) -> Schema:
    """An object whose parts are all alike."""
    return {"type": "object", "additionalProperties": items}


def maybe(schema: Schema) -> Schema:
    """What may be null."""
    return {"anyOf": [schema, {"type": "null"}]}


def record(**parts: Schema) -> Schema:
    """An object with parts that are all there, and perhaps more."""
    return {"type": "object", "required": sorted(parts), "properties": parts}


TEXT = ref("Text")
SCHEMAS: dict[str, Schema] = {
    "Text": record(da=STRING, en=STRING),
    "Error": {
        "description": "Problem details (RFC 9457), and what is wrong in both languages.",
        "type": "object",
        "required": ["error"],
        "properties": {
            "type": STRING, "title": STRING, "status": INTEGER, "detail": STRING,
            "error": TEXT, "line": maybe(INTEGER), "column": maybe(INTEGER),
        },
        "examples": [
            {
                "type": "about:blank", "title": "Unauthorized", "status": 401,
                "detail": "Sign in.", "error": {"da": "Log ind.", "en": "Sign in."},
            }
        ],
    },
    "Progress": record(
        state={"enum": list(STATES)},
        fraction=maybe({"type": "number", "minimum": 0, "maximum": 1}),
        text=TEXT,
        waiting=maybe(INTEGER),
    ),
    "Ended": record(state={"enum": [*STATES, "refused"]}, text=TEXT),
    "Why": record(
        text=TEXT,
        value=STRING,
        facts=many(record(fact=TEXT, **{"is": TEXT})),
        children=many(ref("Why")),
    ),
    "Route": record(
        label=TEXT, grants=TEXT, open={"enum": ["true", "false", "unknown"]}, place=maybe(TEXT),
        provider=maybe(TEXT), blocking=maybe(TEXT),
    ),
    "Verdict": record(
        norm=STRING, provision=STRING, bearer=STRING, verdict={"enum": list(VERDICTS)},
        missing=STRINGS, why=ref("Why"), title=TEXT, provision_label=TEXT, link=maybe(STRING),
        judgment=many(TEXT), routes=many(ref("Route")), turns=OBJECTS, passages=OBJECTS,
        note=maybe(TEXT),
    ),
    "May": record(
        norm=STRING, provision=STRING, bearer=STRING, kind=STRING, holds=STRING, missing=STRINGS,
        title=TEXT, routes=many(ref("Route")),
    ),
    "Explanation": record(
        verdicts=many(ref("Verdict")), may=many(ref("May")), as_of=DATE, type=STRING,
        record_quality=OBJECTS, notes=many(TEXT),
    ),
    "Answer": {
        "description": "SPARQL 1.1 Query Results JSON Format; a graph as Turtle in JSON.",
        "anyOf": [ref("Table"), ref("Truth"), ref("GraphText")],
    },
    "Table": record(head=OBJECT, results=ref("Bindings")),
    "Bindings": record(bindings=OBJECTS),
    "Truth": record(head=OBJECT, boolean=BOOLEAN),
    "GraphText": record(query=STRING, turtle=STRING),
    "Report": record(
        as_of=DATE, dataset=STRING, intake=OBJECT, records=INTEGER, norms=OBJECTS, causes=OBJECTS,
        findings=OBJECTS,
    ),
    "Proposal": record(
        name=STRING, proposal=STRING, title=TEXT, about=maybe(TEXT), commencement=maybe(DATE),
        concerns=STRINGS,
    ),
    "Assessment": record(
        as_of=DATE, proposals=OBJECTS, not_applied=OBJECTS, changes=OBJECTS, gaps=OBJECTS,
    ),
}  # fmt: skip
BINARY: Schema = {
    "type": "string",
    "contentMediaType": "application/octet-stream",
    "format": "binary",
}
YES: Schema = {"type": "string", "enum": ["yes"]}


# The description of every page that gives JSON, and of every form, gathered from the pages.


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
            address: {way: put_in(way, address, one) for way, one in item.items()}
            for page in pages()
            for address, item in page.described().items()
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
                "bearer": {
                    "type": "http", "scheme": "bearer",
                    "description": "For other systems: `lovgraf token new NAME --role ROLE`. Who "
                    "sends one needs no X-CSRFToken and no cookie.",
                },
            },
        },
        "security": [{"bearer": []}, {"session": []}, {}],
    }  # fmt: skip
