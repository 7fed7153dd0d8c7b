"""This folder of pages as it tells of itself: addresses, role, menu, description for programs."""

from __future__ import annotations

from lovgraf_web.api.operations import DAY, Path, answered, get, query, send
from lovgraf_web.api.schemas import DATE, INTEGER, OBJECTS, STRING, STRINGS, TEXT, many, record
from lovgraf_web.login.roles import Role
from lovgraf_web.page import Menu, Page
from lovgraf_web.pages.builder import view

_KIND = query("kind", "the kind of thing, such as core:Obligation")
_CRITERIA = {
    "name": "c", "in": "query", "description": "A condition: AT RELATION TEST VALUE, such as "
    "`0 core:tests any` or `1 core:fact is record:age`; AT is the number of an earlier one, or "
    "0, and `0 = is group/1` asks of one thing alone.",
    "schema": {"type": "array", "items": {"type": "string", "maxLength": 200}}, "explode": True,
}  # fmt: skip


def described() -> dict[str, Path]:
    """What programs may ask for here."""
    row = many(record(text=TEXT))
    found = {
        "anyOf": [
            record(
                kind=STRING, criteria=STRINGS, words=TEXT, law=STRING, answer=STRING,
                things=INTEGER, query=STRING, columns=many(TEXT), rows=many(row),
                relations=OBJECTS, values=OBJECTS,
            ),
            record(kinds=OBJECTS, law=STRING),
            record(message=TEXT, query=STRING),
        ]
    }  # fmt: skip
    return {
        "/{lang}/builder": get(
            "A question put together from a kind of thing and conditions, with its answer, its "
            "query and what else can be chosen; without a kind, the kinds there are",
            found, DAY, _KIND, _CRITERIA,
            query("at", "where what is offered stands: 0, or the number of a condition"),
            query("pick", "a relation whose values are offered; ^ before it for the other way, "
                  "= for the thing itself"),
            query("related", "1 for what is worked out for the date as well"),
            query("law", "the law with which an answer was saved"),
            query("answer", "the answer it had then"),
        )
        | send(
            "The same, with the values that some words are found in; with `has` as the test it "
            "leads to the condition that a text has them. The address is as above",
            {
                "q": {"type": "string", "maxLength": view.LONGEST_SEARCH},
                "test": {"type": "string", "enum": ["has"]},
            },
            answered("The answer.", found), DAY, _KIND, _CRITERIA,
        ),
        "/{lang}/builder/file": {
            "get": {
                **get("The answer as a file", record(
                    words=TEXT, as_of=DATE, law=STRING, address=STRING, things=INTEGER,
                    query=STRING, columns=many(TEXT), rows=many(row),
                ), DAY, _KIND, _CRITERIA, query("form", "csv, xlsx or json"), also=False)["get"],
            },
        },
    }  # fmt: skip


PAGE = Page(
    blueprints=(view.pages,),
    role=Role.READER,
    under="analysis",
    part=Menu(10, "builder.page", "developers-builder"),
    described=described,
)
