"""This folder of pages as it tells of itself: addresses, role, menu, description for programs."""

from __future__ import annotations

from lovgraf_web.api.operations import DAY, Path, get
from lovgraf_web.api.schemas import DATE, OBJECTS, record
from lovgraf_web.login.roles import Role
from lovgraf_web.page import Menu, Page
from lovgraf_web.pages.law import view


def described() -> dict[str, Path]:
    """What programs may ask for here."""
    return {
        "/{lang}/law": get("The norms in force", record(as_of=DATE, acts=OBJECTS), DAY),
    }  # fmt: skip


PAGE = Page(
    blueprints=(view.pages,),
    role=Role.READER,
    menu=Menu(60, "law.page", "law"),
    described=described,
)
