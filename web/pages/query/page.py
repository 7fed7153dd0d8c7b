"""What this folder of pages tells of itself."""

from __future__ import annotations

from lovgraf_web.login.roles import Role
from lovgraf_web.page import Menu, Page
from lovgraf_web.pages.query import view, waiting
from lovgraf_web.pages.query.described import described

PAGE = Page(
    blueprints=(
        view.pages,
        waiting.pages,
    ),
    role=Role.READER,
    menu=Menu(60, "query.page", "query"),
    described=described,
)
