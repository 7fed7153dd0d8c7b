"""What this folder of pages tells of itself."""

from __future__ import annotations

from lovgraf_web import metrics
from lovgraf_web.page import Page

PAGE = Page(blueprints=(metrics.pages,), role=None, token_of_its_own=True)
