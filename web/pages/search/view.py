"""Search in the law: words in any inflection, sections by number."""

from __future__ import annotations

from flask import Blueprint, Response
from rdflib import Graph, URIRef

from lovgraf.core.terms import relative
from lovgraf.law.search import Hit
from lovgraf_web.address import chosen_day, parameter
from lovgraf_web.current import law, law_at, search
from lovgraf_web.navigation import Link, to
from lovgraf_web.terms import described
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import respond

MOST = 60
pages = Blueprint("search", __name__, template_folder=".")


@pages.get("/<any(da, en):lang>/search")
def page(lang: str) -> Response:
    """What is found; what is not in force on the date is marked."""
    as_of = chosen_day()
    query = parameter("q") or ""
    hits = search().find(query)
    norms, view = law().norms, law_at(as_of)
    off = {hit.iri for hit in hits if hit.iri in norms and hit.iri not in view.norms}
    hits.sort(key=lambda hit: (-hit.score, hit.iri in off))
    return respond(
        "search.html",
        TEXTS["search"],
        data=lambda: {
            "query": query,
            "count": len(hits),
            "found": [
                {
                    "name": relative(hit.iri),
                    "text": hit.text.as_dict(),
                    "place": hit.place.as_dict(),
                    "provision": relative(hit.provision) if hit.provision else None,
                }
                for hit in hits[:MOST]
            ],
        },
        graph=lambda: _graph(hits[:MOST]),
        as_of=as_of,
        way=(Link(TEXTS["law"], to("law.page")),),
        query=query,
        hits=hits[:MOST],
        count=len(hits),
        off=off,
        near=[] if hits else search().near(query, lang),
    )


def _graph(hits: list[Hit]) -> Graph:
    found = Graph(bind_namespaces="none")
    for hit in hits:
        found += described(law().graph, URIRef(hit.iri))
    return found
