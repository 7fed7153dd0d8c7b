"""This folder of pages as it tells of itself: addresses, role, menu, description for programs."""

from __future__ import annotations

from lovgraf_web.api.operations import DAY, Path, get, query
from lovgraf_web.api.schemas import INTEGER, OBJECTS, STRING, maybe, record
from lovgraf_web.login.roles import Role
from lovgraf_web.page import Page
from lovgraf_web.pages.search import view


def described() -> dict[str, Path]:
    """What programs may ask for here."""
    return {
        "/{lang}/search": get(
            "Questions, rules and words that a search finds",
            record(query=maybe(STRING), count=INTEGER, questions=OBJECTS, found=OBJECTS), DAY,
            query("q", "words, or a section"),
        ),
    }  # fmt: skip


PAGE = Page(
    blueprints=(view.pages,),
    role=Role.READER,
    under="law",
    described=described,
)
