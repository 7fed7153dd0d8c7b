"""What this folder of pages tells of itself."""

from __future__ import annotations

from lovgraf_web.jobs import pages
from lovgraf_web.login.roles import Role
from lovgraf_web.page import Page
from lovgraf_web.pages.jobs.described import described

PAGE = Page(blueprints=(pages.pages,), role=Role.CASEWORKER, described=described)
