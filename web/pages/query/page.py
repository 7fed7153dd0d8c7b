"""This folder of pages as it tells of itself: addresses, role, menu, description for programs."""

from __future__ import annotations

from lovgraf_web.api.operations import DAY, Path, answered, file, get, led, path, plain, query, send
from lovgraf_web.api.schemas import DATE, OBJECT, OBJECTS, record, ref
from lovgraf_web.login.roles import Role
from lovgraf_web.page import Menu, Page
from lovgraf_web.pages.query import view, waiting
from lovgraf_web.pages.query.answer import FILES


def described() -> dict[str, Path]:
    """What programs may ask for here."""
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


PAGE = Page(
    blueprints=(
        view.pages,
        waiting.pages,
    ),
    role=Role.READER,
    under="developers",
    part=Menu(20, "query.page", "developers-query"),
    described=described,
)
