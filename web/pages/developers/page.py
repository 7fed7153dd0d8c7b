"""This folder of pages as it tells of itself: addresses, role, menu, description for programs."""

from __future__ import annotations

from lovgraf_web.api.operations import Path, get
from lovgraf_web.api.schemas import OBJECT, STRING, record
from lovgraf_web.login.roles import Role
from lovgraf_web.page import Menu, Page
from lovgraf_web.pages.developers import view


def described() -> dict[str, Path]:
    """What programs may ask for here."""
    content = record(version=STRING, parts=OBJECT)
    return {"/{lang}/developers": get("Where the parts for programs are", content)}


PAGE = Page(
    blueprints=(view.pages,),
    role=Role.READER,
    menu=Menu(70, "developers.page", "developers"),
    described=described,
)
