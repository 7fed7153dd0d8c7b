"""What this folder of pages tells of itself."""

from __future__ import annotations

from lovgraf_web.login.roles import Role
from lovgraf_web.page import Page
from lovgraf_web.pages.search import view
from lovgraf_web.pages.search.described import described

PAGE = Page(
    blueprints=(view.pages,),
    role=Role.READER,
    under="law",
    described=described,
)
