"""This folder of pages as it tells of itself: addresses, role, menu, description for programs."""

from __future__ import annotations

from lovgraf_web.api.operations import DAY, NAME, Path, get, path
from lovgraf_web.api.schemas import OBJECTS, STRING, TEXT, record
from lovgraf_web.login.roles import Role
from lovgraf_web.page import Page
from lovgraf_web.pages.provision import view


def described() -> dict[str, Path]:
    """What programs may ask for here."""
    return {
        "/{lang}/provision/{name}": get(
            "An act or a provision", record(provision=STRING, label=TEXT, norms=OBJECTS), DAY,
            path("name", NAME),
        ),
    }  # fmt: skip


PAGE = Page(
    blueprints=(view.pages,),
    role=Role.READER,
    described=described,
)
