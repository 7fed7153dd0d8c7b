"""For developers: queries, the ontology, the description of the API."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, url_for
from rdflib import Graph

from lovgraf_web.current import law
from lovgraf_web.navigation import to
from lovgraf_web.page import Menu
from lovgraf_web.page_cache import same_for_all
from lovgraf_web.pages import pages as all_pages
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import respond

pages = Blueprint("developers", __name__, template_folder=".")


@pages.get("/<any(da, en):lang>/developers")
@same_for_all()
def page(lang: str) -> Response:
    """Where each of them is."""
    parts = {part.key: _address(part.endpoint) for part in _parts()}
    names = {key.removeprefix("developers-"): address for key, address in parts.items()}
    return respond(
        "developers.html",
        TEXTS["developers"],
        data=lambda: {"version": law().source.digest, "parts": names},
        graph=Graph,
        parts=parts,
        version=law().source.digest[:16],
    )


def _parts() -> list[Menu]:
    """The places on this page in order, as the folders of pages tell of them."""
    found = (one.part for one in all_pages())
    return sorted((part for part in found if part), key=lambda part: part.number)


def _address(endpoint: str) -> str:
    """Where a part is: in the reader's language and on the date, where it comes in languages."""
    in_languages = current_app.url_map.is_endpoint_expecting(endpoint, "lang")
    return to(endpoint) if in_languages else url_for(endpoint)
