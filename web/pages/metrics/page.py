"""This folder of pages as it tells of itself: addresses, role, menu, description for programs."""

from __future__ import annotations

from lovgraf_web import metrics
from lovgraf_web.page import Page

PAGE = Page(blueprints=(metrics.pages,), role=None, token_of_its_own=True)
