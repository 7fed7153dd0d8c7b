"""This folder of pages as it tells of itself: addresses, role, menu, description for programs."""

from __future__ import annotations

from lovgraf_web.api.operations import DAY, Path, answered, get, query, send
from lovgraf_web.api.schemas import DATE, INTEGER, OBJECTS, STRING, maybe, record
from lovgraf_web.login.roles import Role
from lovgraf_web.page import Page
from lovgraf_web.pages.search import view


def described() -> dict[str, Path]:
    """What programs may ask for here."""
    found = record(query=maybe(STRING), count=INTEGER, questions=OBJECTS, found=OBJECTS)
    typed = send(
        "The same for words that may tell of somebody: they stand in no address. Nothing is kept.",
        {"q": STRING, "as_of": DATE}, answered("What is found.", found),
    )  # fmt: skip
    return {
        "/{lang}/search": get(
            "Questions, rules and words that a search finds", found, DAY,
            query("q", "words, or a section"),
        ) | typed,
    }  # fmt: skip


PAGE = Page(
    blueprints=(view.pages,),
    role=Role.READER,
    under="law",
    described=described,
)
