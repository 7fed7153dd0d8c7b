"""What this folder of pages tells of itself."""

from __future__ import annotations

from lovgraf_web.login.roles import Role
from lovgraf_web.page import Menu, Page
from lovgraf_web.pages.about import view
from lovgraf_web.pages.about.described import described

PAGE = Page(
    blueprints=(view.pages,),
    role=Role.READER,
    menu=Menu(80, "about.page", "about"),
    open_to_all=frozenset({"about.alive", "about.ready", "about.accessibility"}),
    described=described,
)
