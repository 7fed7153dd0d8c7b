"""The start page: a citizen, a dataset, a proposal; and one search for all there is."""

from __future__ import annotations

from flask import Blueprint, Response
from rdflib import Graph

from lovgraf_web.navigation import may_open, to
from lovgraf_web.page_cache import same_for_all
from lovgraf_web.schema_org import website
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import respond

DOORS = (
    ("citizen", "citizen.page"),
    ("dataset", "dataset.page"),
    ("proposals", "proposals.page"),
)
"""The three tasks that people come with; each by the key of its texts and its page."""
ALSO = (("law", "law.page"), ("analysis", "analysis.page"), ("developers", "developers.page"))
pages = Blueprint("start", __name__, template_folder=".")


@pages.get("/<any(da, en):lang>/")
@same_for_all()
def page(lang: str) -> Response:
    """The doors that are open to the reader."""
    doors = [(name, to(endpoint)) for name, endpoint in DOORS if may_open(endpoint)]
    also = [(name, to(endpoint)) for name, endpoint in ALSO if may_open(endpoint)]
    return respond(
        "start.html",
        TEXTS["start-title"],
        data=lambda: {"doors": [address for _, address in (*doors, *also)]},
        graph=Graph,
        linked=website(),
        doors=doors,
        also=also,
    )
