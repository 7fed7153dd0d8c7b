"""What this folder of pages tells of itself."""

from __future__ import annotations

from lovgraf_web.login.roles import Role
from lovgraf_web.page import Menu, Page
from lovgraf_web.pages.proposals import compare, editor, view
from lovgraf_web.pages.proposals.described import described

PAGE = Page(
    blueprints=(
        view.pages,
        editor.pages,
        compare.pages,
    ),
    role=Role.DRAFTER,
    menu=Menu(50, "proposals.page", "proposals"),
    described=described,
)
