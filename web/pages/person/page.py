"""What this folder of pages tells of itself."""

from __future__ import annotations

from lovgraf_web.login.roles import Role
from lovgraf_web.page import Menu, Page
from lovgraf_web.pages.person import view
from lovgraf_web.pages.person.described import described

PAGE = Page(
    blueprints=(view.pages,),
    role=Role.CASEWORKER,
    menu=Menu(30, "person.form", "person"),
    described=described,
)
