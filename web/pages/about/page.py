"""This folder of pages as it tells of itself: addresses, role, menu, description for programs."""

from __future__ import annotations

from lovgraf_web.api.operations import Path, get, plain
from lovgraf_web.api.schemas import OBJECT, OBJECTS, STRING, record
from lovgraf_web.login.roles import Role
from lovgraf_web.page import Menu, Page
from lovgraf_web.pages.about import view


def described() -> dict[str, Path]:
    """What programs may ask for here."""
    status = record(status=STRING)
    return {
        "/{lang}/about": get("Method and limits", record(version=STRING)),
        "/{lang}/about/sources": get(
            "Sources, and what is verified", record(version=STRING, acts=OBJECTS)
        ),
        "/{lang}/accessibility": get("The accessibility statement", record(statement=OBJECT)),
        "/healthz": plain("Whether the server answers", status),
        "/readyz": plain("Whether the law is loaded", status),
    }  # fmt: skip


PAGE = Page(
    blueprints=(view.pages,),
    role=Role.READER,
    menu=Menu(80, "about.page", "about"),
    open_to_all=frozenset({"about.alive", "about.ready", "about.accessibility"}),
    described=described,
)
