"""This folder of pages as it tells of itself: addresses, role, menu, description for programs."""

from __future__ import annotations

from lovgraf_web.api.operations import TOKEN, Path, plain
from lovgraf_web.login.roles import Role
from lovgraf_web.page import Menu, Page
from lovgraf_web.pages.openapi import view


def described() -> dict[str, Path]:
    """What programs may ask for here."""
    return {
        "/token.json": plain("A token for forms, and the cookie that it goes with", TOKEN),
    }  # fmt: skip


PAGE = Page(
    blueprints=(view.pages,),
    role=Role.READER,
    under="developers",
    part=Menu(40, "api.description", "developers-api"),
    described=described,
)
