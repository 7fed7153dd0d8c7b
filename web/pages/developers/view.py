"""For developers: queries, the ontology, the description of the API."""

from __future__ import annotations

from flask import Blueprint, Response, url_for
from rdflib import Graph

from lovgraf_web.current import law
from lovgraf_web.kept import same_for_all
from lovgraf_web.navigation import to
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import respond

pages = Blueprint("developers", __name__, template_folder=".")


@pages.get("/<any(da, en):lang>/developers")
@same_for_all()
def page(lang: str) -> Response:
    """Where each of them is."""
    parts = (
        ("builder", to("builder.page")),
        ("query", to("query.page")),
        ("ontology", to("ontology.page")),
        ("api", url_for("api.description")),
        ("sparql", url_for("sparql.ask")),
    )
    return respond(
        "developers.html",
        TEXTS["developers"],
        data=lambda: {"version": law().source.digest, "parts": dict(parts)},
        graph=Graph,
        parts=parts,
        version=law().source.digest[:16],
    )
