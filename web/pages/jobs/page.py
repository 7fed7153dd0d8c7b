"""This folder of pages as it tells of itself: addresses, role, menu, description for programs."""

from __future__ import annotations

from lovgraf_web.api.operations import JOB, Path, get, led, send
from lovgraf_web.api.schemas import ref
from lovgraf_web.jobs import pages
from lovgraf_web.login.roles import Role
from lovgraf_web.page import Page


def described() -> dict[str, Path]:
    """What programs may ask for here."""
    return {
        "/{lang}/jobs/{job}.json": get(
            "How far a job of the reader's own is", ref("Progress"), JOB, also=False
        ),
        "/{lang}/jobs/{job}/cancel": send(
            "Kill a job, and remove all that it had", {}, led("To the page it began at."), JOB
        ),
        "/{lang}/jobs/{job}/remove": send(
            "Remove a job with all that it has", {}, led("To the page it began at."), JOB
        ),
    }  # fmt: skip


PAGE = Page(blueprints=(pages.pages,), role=Role.CASEWORKER, described=described)
