"""This folder of pages as it tells of itself: addresses, role, menu, description for programs."""

from __future__ import annotations

from lovgraf_web.api.operations import DAY, NAME, Path, get, path, query
from lovgraf_web.api.schemas import OBJECT, OBJECTS, by_name, record
from lovgraf_web.login.roles import Role
from lovgraf_web.page import Menu, Page
from lovgraf_web.pages.ontology import view


def described() -> dict[str, Path]:
    """What programs may ask for here."""
    return {
        "/{lang}/ontology": get("The names of the graph", record(kinds=by_name(OBJECTS))),
        "/{lang}/term/{name}": get(
            "What the graph says of a name, and which rules test it", OBJECT, path("name", NAME),
            DAY, query("beside", "another day: which rules began and ended to test it"),
        ),
    }  # fmt: skip


PAGE = Page(
    blueprints=(view.pages,),
    role=Role.READER,
    under="developers",
    part=Menu(30, "ontology.page", "developers-ontology"),
    described=described,
)
