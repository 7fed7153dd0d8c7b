"""A proposal written without Turtle: choose a norm and what becomes of it, with the Turtle beside.

The choices become a proposal in `lovgraf.proposals.editing`; it is assessed as any other.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from rdflib import Graph, URIRef
from werkzeug.datastructures import MultiDict

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text, absolute, label, relative
from lovgraf.law import Norm
from lovgraf.law.norms import natural, provision_label
from lovgraf.proposals.choices import RELATIONS
from lovgraf.proposals.editing import CHANGES, write
from lovgraf_web.address import chosen_day, needed_day, parameter
from lovgraf_web.current import law, law_at
from lovgraf_web.outline import act_of
from lovgraf_web.pages.proposals.form import LONGEST as LONGEST_TITLE
from lovgraf_web.pages.proposals.form import PARTS, chosen, draft, measures, offered, rows
from lovgraf_web.pages.proposals.result import LONGEST, way
from lovgraf_web.terms import described
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import respond

pages = Blueprint("proposal_editor", __name__, template_folder=".")


@pages.get("/<any(da, en):lang>/proposals/new")
def form(lang: str) -> ResponseReturnValue:
    """Choose a norm; then the form of what becomes of it."""
    as_of = chosen_day()
    name = parameter("norm")
    norm = law_at(as_of).norms.get(absolute(name)) if name else None
    given: MultiDict[str, str] = MultiDict()
    if norm is not None:
        given.setlist("title-da", [f"Ændring af {norm.label.da}"[:LONGEST_TITLE]])
        given.setlist("title-en", [f"Change of {norm.label.en}"[:LONGEST_TITLE]])
    return _page(as_of, norm, given)


@pages.post("/<any(da, en):lang>/proposals/new")
def show(lang: str) -> ResponseReturnValue:
    """The form as it was filled in, and the proposal as Turtle, or what cannot be used.

    A button that adds or takes away a condition asks for no more than the form as it is then.
    """
    as_of = needed_day(request.form.get("as_of"))
    norm = law_at(as_of).norms.get(absolute(request.form.get("norm", "")))
    known = {kind for kind, _ in measures(law())}
    given = MultiDict(
        (k, v) for k, v in request.form.items(multi=True) if k != "measure" or v in known
    )
    asked = not given.get("do")
    try:
        text = write(draft(given, chosen(given, law()), norm, as_of), law())
    except InputError as error:
        page = _page(as_of, norm, given, error=error, asked=asked)
        page.status_code = 400 if asked else 200
        return page
    return _page(as_of, norm, given, text)


def _page(
    as_of: date,
    norm: Norm | None,
    given: MultiDict[str, str],
    text: str = "",
    error: InputError | None = None,
    asked: bool = False,
) -> Response:
    graph = law().graph
    parts = chosen(given, law())
    return respond(
        "proposal_editor.html",
        TEXTS["editor-title"],
        data=lambda: _data(as_of, norm, text, error),
        graph=lambda: _graph(norm, text),
        as_of=as_of,
        way=way(),
        norm=norm,
        name=relative(norm.iri) if norm else "",
        cited=provision_label(graph, norm.provision) if norm else None,
        addressed=label(graph, URIRef(norm.addressee)) if norm and norm.addressee else None,
        acts=[] if norm else _norms(as_of),
        offered=offered(law(), norm) if norm else {},
        blocks={part: rows(part, parts[part], law()) for part in PARTS},
        relations=RELATIONS,
        changes=CHANGES,
        given=given,
        text=text,
        error=error,
        asked=asked,
        longest=LONGEST,
        longest_title=LONGEST_TITLE,
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


def _data(as_of: date, norm: Norm | None, text: str, error: InputError | None) -> dict[str, Any]:
    """What can be chosen, and the proposal that the choices make."""
    found: dict[str, Any] = {
        "as_of": as_of.isoformat(),
        "norms": [name for _, norms in _norms(as_of) for name, _, _ in norms],
        "changes": list(CHANGES),
        "relations": list(RELATIONS),
        "turtle": text or None,
        "error": error.message.as_dict() if error else None,
    }
    if norm is not None:
        kinds = offered(law(), norm).items()
        found |= {kind: {name: said.as_dict() for name, said in many} for kind, many in kinds}
    return found


def _graph(norm: Norm | None, text: str) -> Graph:
    """The proposal that the choices make; before there is one, the norm that is to be changed."""
    if text:
        return Graph().parse(data=text, format="turtle")
    return described(law().graph, URIRef(norm.iri)) if norm else Graph()
