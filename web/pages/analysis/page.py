"""This folder of pages as it tells of itself: addresses, role, menu, description for programs."""

from __future__ import annotations

from lovgraf_web.api.operations import DAY, NAME, Path, get, query
from lovgraf_web.api.schemas import (
    BOOLEAN,
    DATE,
    OBJECT,
    OBJECTS,
    STRING,
    TEXT,
    by_name,
    many,
    maybe,
    record,
)
from lovgraf_web.login.roles import Role
from lovgraf_web.page import Menu, Page
from lovgraf_web.pages.analysis import view


def described() -> dict[str, Path]:
    """What programs may ask for here."""
    return {
        "/{lang}/analysis": get(
            "Where each group stands under each norm",
            record(
                as_of=DATE, groups=by_name(TEXT),
                norms=many(record(norm=STRING, title=TEXT, standings=OBJECTS)),
            ),
            DAY, query("show", "rights for permissions, rights and exemptions"),
        ),
        "/{lang}/analysis/why": get(
            "Invented people of a group for each way to stand",
            record(norm=STRING, group=maybe(STRING), worked_out=BOOLEAN, members=OBJECTS),
            DAY,
            query("norm", NAME), query("group", NAME),
        ),
        "/{lang}/analysis/changes": get(
            "What changed when, and between two dates",
            record(days=OBJECTS, difference=maybe(OBJECT)),
            query("from", "a date"), query("to", "a date"),
        ),
    }  # fmt: skip


PAGE = Page(
    blueprints=(view.pages,),
    role=Role.READER,
    menu=Menu(65, "analysis.page", "analysis"),
    described=described,
)
