"""What this folder of pages tells of itself."""

from __future__ import annotations

from lovgraf_web.login.roles import Role
from lovgraf_web.page import Menu, Page
from lovgraf_web.pages.ontology import view
from lovgraf_web.pages.ontology.described import described

PAGE = Page(
    blueprints=(view.pages,),
    role=Role.READER,
    menu=Menu(70, "ontology.page", "ontology"),
    described=described,
)
