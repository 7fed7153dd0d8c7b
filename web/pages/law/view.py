"""The law in force on a date: a page, and the same as JSON and Turtle at the same address."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify
from rdflib import Graph, URIRef

from lovgraf.core.terms import label
from lovgraf.proposals.overview.timeline import mentions
from lovgraf_web.address import chosen_day
from lovgraf_web.current import law, law_at
from lovgraf_web.outline import by_act, outline
from lovgraf_web.page_cache import same_for_all
from lovgraf_web.pages.provision.view import provision
from lovgraf_web.terms import described
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import respond

FIRST = 35
"""How many acts stand open before the others are folded: those that the graph speaks of most."""
pages = Blueprint("law", __name__, template_folder=".")
pages.add_url_rule("/<any(da, en):lang>/provision/<path:name>", "provision", provision)


@pages.get("/<any(da, en):lang>/law")
@same_for_all()
def page(lang: str) -> Response:
    """The acts with norms in force on a date."""
    as_of = chosen_day()
    spoken = mentions(law())
    acts = by_act(law_at(as_of), sorted(outline(law_at(as_of)), key=lambda a: -spoken[a.act]))
    return respond(
        "law.html",
        TEXTS["law"],
        data=lambda: _data(as_of),
        graph=lambda: _graph(as_of),
        as_of=as_of,
        acts=acts,
        first=FIRST,
        named=lambda act: label(law().graph, URIRef(act)),
        first_day=law().first_day,
    )


@pages.get("/<any(da, en):lang>/law.json")
@same_for_all()
def twin(lang: str) -> Response:
    """The same as JSON, in both languages whatever the address says."""
    return jsonify(_data(chosen_day()))


def _data(as_of: date) -> dict[str, Any]:
    return {
        "as_of": as_of.isoformat(),
        "acts": [act.as_dict() for act in outline(law_at(as_of))],
    }


def _graph(as_of: date) -> Graph:
    """What the graph says of the norms in force."""
    found = Graph("SimpleMemory", bind_namespaces="none")
    for iri in law_at(as_of).norms:
        found += described(law().graph, URIRef(iri))
    return found
