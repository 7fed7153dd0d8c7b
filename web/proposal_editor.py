"""A proposal written without Turtle: choose a norm and what becomes of it, with the Turtle beside.

The choices become a proposal in `checker.proposals.editing`; it is assessed as any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from rdflib import RDF, RDFS, Graph, URIRef
from werkzeug.datastructures import MultiDict

from checker.errors import InputError
from checker.law import Norm
from checker.law.norms import natural, provision_label
from checker.proposals.choices import RELATIONS, Criterion, codes_of, usable
from checker.proposals.editing import CHANGES, Draft, write
from checker.terms import BASE, CORE, Text, absolute, label, relative
from web.address import chosen_day, needed_day, parameter
from web.current import law, law_at
from web.navigation import Link, to
from web.outline import act_of
from web.proposal_result import LONGEST, way
from web.texts import TEXTS
from web.twins import respond

pages = Blueprint("proposal_editor", __name__)

ROWS = 4
"""Conditions that the form has room for."""
_LONGEST_TITLE = 200


@pages.get("/<any(da, en):lang>/proposals/new")
def form(lang: str) -> ResponseReturnValue:
    """Choose a norm; then the form of what becomes of it."""
    as_of = chosen_day()
    name = parameter("norm")
    norm = law_at(as_of).norms.get(absolute(name)) if name else None
    return _page(as_of, norm, MultiDict())


@pages.post("/<any(da, en):lang>/proposals/new")
def show(lang: str) -> ResponseReturnValue:
    """The form as it was filled in, and the proposal as Turtle, or what cannot be used."""
    as_of = needed_day(request.form.get("as_of"))
    norm = law_at(as_of).norms.get(absolute(request.form.get("norm", "")))
    try:
        text = write(_draft(request.form, norm, as_of), law())
    except InputError as error:
        page = _page(as_of, norm, request.form, error=error)
        page.status_code = 400
        return page
    return _page(as_of, norm, request.form, text)


def _draft(given: MultiDict[str, str], norm: Norm | None, as_of: date) -> Draft:
    danish, english = (given.get(f"title-{lang}", "").strip() for lang in ("da", "en"))
    if not danish or not english or max(len(danish), len(english)) > _LONGEST_TITLE:
        raise InputError(
            "Giv forslaget en titel på dansk og engelsk, hver på højst 200 tegn.",
            "Give the proposal a title in Danish and English, each of at most 200 characters.",
        )
    change = given.get("change", "widen")
    start = given.get("commencement")
    measures = {name for name, _ in _measures()}
    return Draft(
        title=Text(danish, english),
        norm=norm.iri if norm else "",
        change=change if change in CHANGES else "widen",
        groups=tuple(absolute(group) for group in given.getlist("group")),
        criteria=tuple(_criteria(given)),
        every=given.get("join", "every") == "every",
        exempt=tuple(absolute(group) for group in given.getlist("exempt")),
        measures=tuple(kind for kind in given.getlist("measure") if kind in measures),
        commencement=needed_day(start) if start else None,
        law_as_of=as_of,
    )


def _criteria(given: MultiDict[str, str]) -> Iterable[Criterion]:
    for row in range(ROWS):
        fact, relation = given.get(f"fact-{row}", ""), given.get(f"relation-{row}", "is")
        if fact and relation in RELATIONS:
            value = given.get(f"value-{row}", "")[:_LONGEST_TITLE]
            yield Criterion(absolute(fact), relation, value)


def _page(
    as_of: date,
    norm: Norm | None,
    given: MultiDict[str, str],
    text: str = "",
    error: InputError | None = None,
) -> Response:
    graph = law().graph
    return respond(
        "proposal_editor.html",
        TEXTS["editor-title"],
        data=lambda: _data(as_of),
        graph=Graph,
        as_of=as_of,
        way=way(Link(TEXTS["editor-title"], to("proposal_editor.form"))) if norm else way(),
        norm=norm,
        name=relative(norm.iri) if norm else "",
        cited=provision_label(graph, norm.provision) if norm else None,
        addressed=label(graph, URIRef(norm.addressee)) if norm and norm.addressee else None,
        acts=[] if norm else _norms(as_of),
        groups=_groups(),
        facts=[(relative(f.iri), f.label, codes_of(f)) for f in usable(law(), norm.record_type)]
        if norm
        else [],
        relations=RELATIONS,
        changes=CHANGES,
        measures=_measures(),
        rows=range(ROWS),
        given=given,
        text=text,
        error=error,
        longest=LONGEST,
        longest_title=_LONGEST_TITLE,
    )


def _norms(as_of: date) -> list[tuple[Text, list[tuple[str, Text, Text]]]]:
    """The norms in force, act by act: name, title, provision."""
    view, graph = law_at(as_of), law().graph
    found: dict[str, list[tuple[str, Text, Text]]] = {}
    for norm in sorted(view.norms.values(), key=lambda norm: natural(norm.iri)):
        if norm.kind in ("Obligation", "BestEffortObligation", "Prohibition"):
            entry = (relative(norm.iri), norm.label, label(graph, URIRef(norm.provision)))
            found.setdefault(act_of(view, norm), []).append(entry)
    return [(label(graph, URIRef(act)), norms) for act, norms in found.items()]


def _groups() -> list[tuple[str, Text]]:
    graph = law().graph
    found = sorted(map(str, graph.subjects(RDF.type, CORE.TargetGroup)), key=natural)
    return [(relative(iri), label(graph, URIRef(iri))) for iri in found if iri.startswith(BASE)]


def _measures() -> list[tuple[str, Text]]:
    graph = law().graph
    found = sorted(map(str, graph.subjects(RDFS.subClassOf, CORE.Measure)))
    return [(iri.removeprefix(str(CORE)), label(graph, URIRef(iri))) for iri in found]


def _data(as_of: date) -> dict[str, Any]:
    """What can be chosen."""
    return {
        "as_of": as_of.isoformat(),
        "norms": [name for _, norms in _norms(as_of) for name, _, _ in norms],
        "groups": [name for name, _ in _groups()],
        "measures": [name for name, _ in _measures()],
        "changes": list(CHANGES),
        "relations": list(RELATIONS),
    }
