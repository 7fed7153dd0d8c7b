"""This folder of pages as it tells of itself: addresses, role, menu, description for programs."""

from __future__ import annotations

from lovgraf.explain.question_program import DEPENDS
from lovgraf.law.presumptions import PROFILES
from lovgraf_web.api.operations import DAY, Path, path, plain, query, take
from lovgraf_web.api.schemas import (
    BOOLEAN,
    DATE,
    INTEGER,
    OBJECT,
    OBJECTS,
    STRING,
    STRINGS,
    TEXT,
    Schema,
    by_name,
    many,
    maybe,
    record,
)
from lovgraf_web.login.roles import Role
from lovgraf_web.page import Page
from lovgraf_web.pages.api_ask import view

_QUESTION = record(
    question=STRING, label=TEXT, type=STRING, asker=TEXT, definition=maybe(TEXT)
)  # fmt: skip
_ANSWER = record(
    question=STRING, answer={"enum": ["yes", "no", "exempt", "due", "may", DEPENDS]}, text=TEXT,
    norms=STRINGS, rests_on=OBJECTS,
    next=maybe(record(fact=STRING, label=TEXT, why=TEXT, meaning=maybe(TEXT))),
    asked=INTEGER, reasons=OBJECTS, do=OBJECTS, changes=OBJECTS, missing=many(TEXT),
    silent=many(TEXT), judgment=many(TEXT), complaint=many(TEXT), inexact=BOOLEAN, as_of=DATE,
    type=STRING, title=TEXT, notes=many(TEXT),
)  # fmt: skip
_SENT: Schema = {
    "type": "object",
    "properties": {
        "facts": {**OBJECT, "description": "Values by the name of the fact."},
        "unknown": {**STRINGS, "description": "Facts that whoever is asked does not know."},
        "asked": INTEGER,
        "as_of": DATE,
        "presume": {"enum": list(PROFILES)},
        "for": {"type": "string", "description": "Whoever is asked for, such as mother."},
        "words": {
            "type": "string",
            "description": "What was said beside the question: facts that are not given are read "
            "of it, as on the command line.",
        },
    },
    "examples": [{"facts": {"birth_date": "1980-05-01"}, "as_of": "2014-12-01"}],
}


def described() -> dict[str, Path]:
    """What programs may ask for here."""
    slug = path("slug", "A question, by its name in the list.")
    return {
        "/api/ask": plain(
            "The questions; the nearest first where words are given",
            record(questions=many(_QUESTION), asked=maybe(STRING), near=STRINGS,
                   outside=maybe(
                       record(topic=TEXT, advice=TEXT, verification=maybe(TEXT))
                   ),
                   told=by_name(STRING), read_as=by_name(TEXT),
                   age=maybe(INTEGER), unused=STRINGS, not_read=STRINGS,
                   named=many(TEXT),
                   misspelt=many(record(word=STRING, meant=TEXT))),
            query("q", "the question in somebody's own words"),
        ),
        "/api/ask/{slug}": {
            **plain("The answer where nothing is known, and what to ask for first", _ANSWER, DAY,
                    slug),
            **take("The answer to what is known, and what to ask for next", _SENT, _ANSWER, slug),
        },
    }  # fmt: skip


PAGE = Page(blueprints=(view.pages,), role=Role.CASEWORKER, described=described)
