"""What this folder of pages tells of itself."""

from __future__ import annotations

from lovgraf_web.login.roles import Role
from lovgraf_web.page import Menu, Page
from lovgraf_web.pages.dataset import result, view
from lovgraf_web.pages.dataset.described import described

PAGE = Page(
    blueprints=(
        view.pages,
        result.pages,
    ),
    role=Role.CASEWORKER,
    menu=Menu(40, "dataset.page", "dataset"),
    described=described,
)
