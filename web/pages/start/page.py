"""This folder of pages as it tells of itself: addresses, role, menu, description for programs."""

from __future__ import annotations

from lovgraf_web.api.operations import DAY, Path, get
from lovgraf_web.api.schemas import STRINGS, record
from lovgraf_web.login.roles import Role
from lovgraf_web.page import Page
from lovgraf_web.pages.start import view


def described() -> dict[str, Path]:
    """What programs may ask for here."""
    return {"/{lang}/": get("The addresses of the main pages", record(doors=STRINGS), DAY)}


PAGE = Page(blueprints=(view.pages,), role=Role.READER, described=described)
