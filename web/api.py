"""The JSON of the pages, described in OpenAPI 3.1: each page's own address with `format=json`."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify

from web.texts import LANGUAGES

pages = Blueprint("api", __name__)

_TEXT = {
    "type": "object",
    "required": ["da", "en"],
    "properties": {"da": {"type": "string"}, "en": {"type": "string"}},
}
_ERROR = {"type": "object", "required": ["error"], "properties": {"error": _TEXT}}
_DATE = {"name": "as_of", "in": "query", "schema": {"type": "string", "format": "date"},
         "description": "The law as of this day; today without."}  # fmt: skip
_LANG = {"name": "lang", "in": "path", "required": True,
         "schema": {"type": "string", "enum": list(LANGUAGES)}}  # fmt: skip
_FORM = {"name": "format", "in": "query", "required": True,
         "schema": {"type": "string", "enum": ["json"]}}  # fmt: skip


_JOB = "A job's id, as its address has it; one of somebody else is a 404."


def _without_format(operation: dict[str, Any]) -> dict[str, Any]:
    """An operation that gives JSON and nothing else."""
    return operation | {"parameters": [p for p in operation["parameters"] if p is not _FORM]}


def _query(name: str, about: str, longest: int = 200) -> dict[str, Any]:
    schema = {"type": "string", "maxLength": longest}
    return {"name": name, "in": "query", "schema": schema, "description": about}


def _path(name: str, about: str) -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1}
    return {"name": name, "in": "path", "required": True, "schema": schema, "description": about}


def _get(summary: str, parts: list[str], *parameters: dict[str, Any]) -> dict[str, Any]:
    """A page as JSON: an object with some parts."""
    content = {
        "type": "object",
        "required": parts,
        "properties": {part: {} for part in parts},
    }
    errors = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {
        "get": {
            "summary": summary,
            "parameters": [_LANG, _FORM, *parameters],
            "responses": {
                "200": {
                    "description": "The content of the page.",
                    "content": {"application/json": {"schema": content}},
                },
                "400": {"description": "A parameter cannot be used.", "content": errors},
                "404": {"description": "There is no such page.", "content": errors},
            },
        }
    }


def described() -> dict[str, Any]:
    """The description."""
    name = "An IRI of the graph without its base, such as law/2012/528/par/3/stk/1."
    status = {
        "get": {
            "summary": "Whether the server answers, and is ready.",
            "responses": {
                "200": {
                    "description": "It does.",
                    "content": {
                        "application/json": {
                            "schema": {"type": "object", "required": ["status"]},
                        }
                    },
                }
            },
        }
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Lovgraf",
            "version": "0.1.0",
            "description": "Danish legal requirements as data. Every page is JSON with format=json "
            "and Turtle with format=ttl, or by Accept. SPARQL: /sparql.",
        },
        "paths": {
            "/{lang}/": _get(
                "Where each group stands under each norm", ["as_of", "groups", "norms"], _DATE,
                _query("show", "rights for permissions, rights and exemptions"),
            ),
            "/{lang}/overview/why": _get(
                "Invented people of a group for each way to stand", ["norm", "group", "members"],
                _DATE, _query("norm", name), _query("group", name),
            ),
            "/{lang}/changes": _get(
                "What changed when, and between two dates", ["days", "difference"],
                _query("from", "a date"), _query("to", "a date"),
            ),
            "/{lang}/law": _get("The norms in force", ["as_of", "acts"], _DATE),
            "/{lang}/provision/{name}": _get(
                "An act or a provision", ["provision", "label", "norms"], _DATE,
                _path("name", name),
            ),
            "/{lang}/search": _get(
                "Search the law", ["query", "count", "found"], _DATE,
                _query("q", "words, or a section"),
            ),
            "/{lang}/person": _get(
                "The facts to ask of a person, those that settle most first",
                ["as_of", "type", "facts"], _DATE,
            ),
            "/{lang}/dataset": _get(
                "The types of record and the columns that a dataset may have",
                ["as_of", "record_types", "columns"], _DATE,
            ),
            "/{lang}/dataset/{job}": _get(
                "An upload of the reader's own: how far it is, its columns, or how it ended; once "
                "checked, the way to its report", [], _path("job", _JOB),
            ),
            "/{lang}/dataset/{job}/result": _get(
                "The report of a checked upload", ["norms", "causes"], _path("job", _JOB),
            ),
            "/{lang}/dataset/{job}/rows": _get(
                "The records of a checked upload that a norm found something in, page by page",
                ["total", "page", "pages", "rows"], _path("job", _JOB), _query("page", "from 1"),
            ),
            "/{lang}/proposals": _get("The proposals that come with the law", ["proposals"]),
            "/{lang}/proposals/known/{name}": _get(
                "One of them, with its Turtle", ["proposal", "title", "turtle"],
                _path("name", "the name in the list"),
            ),
            "/{lang}/proposals/compare": _get(
                "Two assessments of the reader's own side by side",
                ["first", "second", "gaps", "changes"],
                _query("first", _JOB), _query("second", _JOB),
            ),
            "/{lang}/proposals/new": _get(
                "What the form of a proposal offers", [], _DATE, _query("norm", name),
            ),
            "/{lang}/proposals/work/{job}": _get(
                "An assessment of the reader's own: how far it is, how it ended, or what it says",
                [], _path("job", _JOB),
            ),
            "/{lang}/query": _get(
                "A query of the law, or a question by name with its values as further parameters",
                [], _DATE, _query("query", "SPARQL, at most 4000 characters", 4000),
                _query("name", "a question's name"), _query("run", "1 to ask the question"),
            ),
            "/{lang}/jobs/{job}.json": {"get": _without_format(_get(
                "How far a job of the reader's own is", ["state", "fraction", "text", "waiting"],
                _path("job", _JOB),
            )["get"])},
            "/{lang}/ontology": _get("The names of the graph", ["kinds"]),
            "/{lang}/term/{name}": _get("What the graph says of a name", [], _path("name", name)),
            "/{lang}/about": _get("Sources, and what is verified", ["version", "acts"]),
            "/healthz": status,
            "/readyz": status,
        },
        "components": {"schemas": {"Text": _TEXT, "Error": _ERROR}},
    }  # fmt: skip


@pages.get("/openapi.json")
def description() -> Response:
    """The description as JSON."""
    return jsonify(described())
