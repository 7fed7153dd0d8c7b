"""This folder of pages as it tells of itself: addresses, role, menu, description for programs."""

from __future__ import annotations

from lovgraf_web.login.roles import Role
from lovgraf_web.page import Menu, Page
from lovgraf_web.pages.sparql import view

PAGE = Page(
    blueprints=(view.endpoint,),
    role=Role.READER,
    under="developers",
    part=Menu(50, "sparql.ask", "developers-sparql"),
)
