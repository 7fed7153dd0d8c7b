"""The description of every page that gives JSON, and of every form."""

from __future__ import annotations

from typing import Any

from lovgraf.core.release import release
from lovgraf_web.api.operations import (
    DAY,
    MULTIPART,
    TOKEN,
    Path,
    answered,
    file,
    get,
    led,
    path,
    plain,
    query,
    send,
)
from lovgraf_web.api.schemas import (
    DATE,
    INTEGER,
    OBJECT,
    OBJECTS,
    SCHEMAS,
    STRING,
    STRINGS,
    TEXT,
    by_name,
    many,
    maybe,
    record,
    ref,
)
from lovgraf_web.query_answer import FILES

_NAME = "An IRI of the graph without its base, such as law/2012/528/par/3/stk/1."
_JOB = path("job", "A job's id, as its address has it; one of somebody else is a 404.")
_BINARY = {"type": "string", "contentMediaType": "application/octet-stream", "format": "binary"}
_YES = {"type": "string", "enum": ["yes"]}
_HELD = "To the page of the job, which is JSON too."


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
        "paths": _law() | _citizen() | _datasets() | _proposals() | _queries() | _own(),
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


def _law() -> dict[str, Path]:
    return {
        "/{lang}/": get(
            "Where each group stands under each norm",
            record(
                as_of=DATE, groups=by_name(TEXT),
                norms=many(record(norm=STRING, title=TEXT, standings=OBJECTS)),
            ),
            DAY, query("show", "rights for permissions, rights and exemptions"),
        ),
        "/{lang}/overview/why": get(
            "Invented people of a group for each way to stand",
            record(norm=STRING, group=maybe(STRING), members=OBJECTS), DAY,
            query("norm", _NAME), query("group", _NAME),
        ),
        "/{lang}/changes": get(
            "What changed when, and between two dates",
            record(days=OBJECTS, difference=maybe(OBJECT)),
            query("from", "a date"), query("to", "a date"),
        ),
        "/{lang}/law": get("The norms in force", record(as_of=DATE, acts=OBJECTS), DAY),
        "/{lang}/provision/{name}": get(
            "An act or a provision", record(provision=STRING, label=TEXT, norms=OBJECTS), DAY,
            path("name", _NAME),
        ),
        "/{lang}/search": get(
            "Search the law", record(query=maybe(STRING), count=INTEGER, found=OBJECTS), DAY,
            query("q", "words, or a section"),
        ),
        "/{lang}/ontology": get("The names of the graph", record(kinds=by_name(OBJECTS))),
        "/{lang}/term/{name}": get("What the graph says of a name", OBJECT, path("name", _NAME)),
        "/{lang}/about": get(
            "Sources, and what is verified", record(version=STRING, acts=OBJECTS)
        ),
        "/{lang}/accessibility": get("The accessibility statement", record(statement=OBJECT)),
    }  # fmt: skip


def _citizen() -> dict[str, Path]:
    facts = {"as_of": DATE, "proposal": STRING}
    form = send(
        "The verdicts on one citizen, each with its reasons. The facts are fields by the names "
        "that GET lists; what is left out is unknown. Nothing is kept.",
        facts, answered("The verdicts.", ref("Explanation")), required=("as_of",),
    )  # fmt: skip
    schema = form["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
    schema["additionalProperties"] = {"type": "string", "maxLength": 200}
    asked = get(
        "The facts to ask of a person, those that settle most first",
        record(as_of=DATE, type=STRING, facts=OBJECTS), DAY,
    )  # fmt: skip
    return {"/{lang}/person": asked | form}


def _datasets() -> dict[str, Path]:
    columns = {"as_of": DATE, "type": STRING, "complete": STRING, "values": _YES}
    choose = {"additionalProperties": {"type": "string", "maxLength": 200}}

    def chosen(made: Path) -> Path:
        for content in made["post"]["requestBody"]["content"].values():
            content["schema"] |= choose
        return made

    return {
        "/{lang}/dataset": get(
            "The types of record and the columns that a dataset may have",
            record(as_of=DATE, record_types=OBJECT, columns=OBJECTS), DAY,
        )
        | send(
            "Upload a file of records, or have sample data made; a job then looks at its columns",
            {"file": _BINARY, "do": {"type": "string", "enum": ["sample"]}, "values": _YES},
            led(_HELD), DAY, kind=MULTIPART,
        ),
        "/{lang}/dataset/{job}": get(
            "An upload of the reader's own: how far it is, its columns, or how it ended; once "
            "checked, the way to its report",
            {"anyOf": [
                ref("Progress"), ref("Ended"), record(rows=maybe(INTEGER), columns=OBJECTS),
            ]},
            _JOB,
        ),
        "/{lang}/dataset/{job}/again": send(
            "Do once more what was lost, or look at the columns as another type of record",
            {"type": STRING, "do": {"type": "string", "enum": ["columns"]}}, led(_HELD), _JOB,
        ),
        "/{lang}/dataset/{job}/metadata": chosen(send(
            "The choice of columns as CSVW metadata; the fields column-0, column-1 ... name them",
            columns, file("Metadata.", "application/csvm+json"), _JOB, required=("as_of",),
        )),
        "/{lang}/dataset/{job}/start": chosen(send(
            "Check the upload with a choice of columns (column-0, column-1 ...)", columns,
            led(_HELD), _JOB, required=("as_of",),
        )),
        "/{lang}/dataset/{job}/result": get("The report of a checked upload", ref("Report"), _JOB),
        "/{lang}/dataset/{job}/rows": get(
            "The records of a checked upload that a norm found something in, page by page",
            record(total=INTEGER, page=INTEGER, pages=INTEGER, rows=OBJECTS), _JOB,
            query("page", "from 1"),
        ),
    }  # fmt: skip


def _proposals() -> dict[str, Path]:
    field = {"type": "string", "maxLength": 200}
    fields = {
        "as_of": DATE, "norm": STRING, "title-da": field, "title-en": field, "change": field,
        "commencement": DATE, "do": STRING, "provider": STRING, "measure-provider": STRING,
        "basis": field,
    }  # fmt: skip
    return {
        "/{lang}/proposals": get(
            "The proposals that come with the law", record(proposals=many(ref("Proposal")))
        ),
        "/{lang}/proposals/known/{name}": get(
            "One of them, with its Turtle",
            {"allOf": [ref("Proposal"), record(turtle=STRING)]},
            path("name", "the name in the list"),
        ),
        "/{lang}/proposals/assess": send(
            "Have a proposal assessed, given as Turtle or as a file of it; `dataset` is the job of "
            "a checked upload whose records are counted",
            {"text": {"type": "string", "maxLength": 200_000}, "file": _BINARY, "as_of": DATE,
             "dataset": STRING},
            led(_HELD), kind=MULTIPART,
        ),
        "/{lang}/proposals/compare": get(
            "Two assessments of the reader's own side by side",
            record(first=OBJECT, second=OBJECT, gaps=OBJECTS, changes=OBJECTS),
            query("first", "a job"), query("second", "a job"),
        ),
        "/{lang}/proposals/new": get(
            "What the form of a proposal offers", _OFFERED, DAY, query("norm", _NAME),
        )
        | send(
            "The Turtle of a proposal that is put together in the form", fields,
            answered("What can be chosen, and the Turtle.", _OFFERED), required=("as_of",),
        ),
        "/{lang}/proposals/work/{job}": get(
            "An assessment of the reader's own: how far it is, how it ended, or what it says",
            {"anyOf": [ref("Progress"), ref("Ended"), ref("Assessment")]}, _JOB,
        ),
        "/{lang}/proposals/work/{job}/repair": send(
            "Have the proposal with one of its repairs assessed: `repair` is the number of the gap "
            "and that of the repair, as 0.1",
            {"repair": {"type": "string", "pattern": r"^[0-9]+\.[0-9]+$"}}, led(_HELD), _JOB,
            required=("repair",),
        ),
    }  # fmt: skip


_OFFERED = record(
    as_of=DATE,
    norms=STRINGS,
    changes=STRINGS,
    relations=STRINGS,
    turtle=maybe(STRING),
    error=maybe(TEXT),
)


def _queries() -> dict[str, Path]:
    asked = {"query": {"type": "string", "maxLength": 20_000}, "as_of": DATE}
    formats = {"type": "string", "enum": list(FILES)}
    kinds = [form.media_type for form in FILES.values()]
    running = "A slow query's id, as its address has it."
    return {
        "/{lang}/query": get(
            "A query of the law, or a question by name with its values as further parameters; "
            "without either, the questions there are",
            {"anyOf": [ref("Answer"), record(questions=OBJECTS)]}, DAY,
            query("query", "SPARQL, at most 4000 characters", 4000),
            query("name", "a question's name"), query("run", "1 to ask the question"),
        )
        | send(
            "The answer to a query of any length",
            asked, answered("The answer.", ref("Answer")), required=("query", "as_of"),
        ),
        "/{lang}/query/file": send(
            "The answer to a query as a file", {**asked, "format": formats},
            file("The answer.", *kinds) | led("To the page of a query that takes a while."),
            required=("query", "as_of"),
        ),
        "/{lang}/query/running/{job}": get(
            "A query of the reader's own that takes a while, or took one",
            {"anyOf": [ref("Progress"), ref("Answer"), record(questions=OBJECTS)]},
            path("job", running),
        ),
        "/{lang}/query/running/{job}/cancel": send(
            "Kill a query", {}, led("To its page."), path("job", running),
        ),
        "/query/names.json": plain(
            "What an editor may complete", record(prefixes=OBJECT, names=OBJECTS)
        ),
    }  # fmt: skip


def _own() -> dict[str, Path]:
    status = record(status=STRING)
    return {
        "/{lang}/jobs/{job}.json": get(
            "How far a job of the reader's own is", ref("Progress"), _JOB, also=False
        ),
        "/{lang}/jobs/{job}/cancel": send(
            "Kill a job, and remove all that it had", {}, led("To the page it began at."), _JOB
        ),
        "/{lang}/jobs/{job}/remove": send(
            "Remove a job with all that it has", {}, led("To the page it began at."), _JOB
        ),
        "/token.json": plain("A token for forms, and the cookie that it goes with", TOKEN),
        "/healthz": plain("Whether the server answers", status),
        "/readyz": plain("Whether the law is loaded", status),
    }
