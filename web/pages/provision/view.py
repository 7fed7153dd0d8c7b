"""One act or provision: norms in words, versions, who is addressed, what it takes, neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import SKOS

from lovgraf.conditions.outline import Outline, outline
from lovgraf.conditions.words import AND, Words
from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, ELI, Text, label, relative, text_of
from lovgraf.law import AccessRoute, Law, LawView, Norm
from lovgraf.law.authorities import name_in
from lovgraf.law.names import Citation, act_on, cited_on, name_on
from lovgraf.law.neighbours import Neighbourhood, neighbourhood
from lovgraf.law.norms import natural
from lovgraf.law.provisions import act_of, provision_label
from lovgraf.reports.law import find, one_provision
from lovgraf.verdicts.program import readers
from lovgraf_web.address import chosen_day, needed_day, parameter
from lovgraf_web.current import law, law_at
from lovgraf_web.navigation import Link, to
from lovgraf_web.page_cache import same_for_all
from lovgraf_web.schema_org import legislation
from lovgraf_web.terms import described
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import respond

MOST = 100
"""How many resources a drawing shows at most."""
LARGE = 12
"""From so many norms on a page lists an act's provisions rather than every norm."""


OPEN = 4
"""So many norms are told in full on a page before the others are folded."""
FIRST = 25
"""So many provisions stand open before the others are folded."""


@dataclass(frozen=True)
class RouteEntry:
    """A way to something, in words."""

    label: Text
    eligible: Text | None
    needs: tuple[Text, ...]
    place: Text | None
    fee: str | None


@dataclass(frozen=True)
class NormEntry:
    """One norm as its provision's page tells it; `force` says whether it is in force on the day."""

    norm: Norm
    force: bool
    kind: Text
    bearer: Text
    authority: Text | None
    who: Outline | None
    duty: Outline | None
    lifted: tuple[Norm, ...]
    lifts: tuple[tuple[str, Text], ...]
    needs: tuple[tuple[Text, tuple[RouteEntry, ...]], ...]
    routes: tuple[RouteEntry, ...]


pages = Blueprint("provision", __name__, template_folder=".")


@same_for_all("beside")
def provision(lang: str, name: str) -> Response:
    """An act, a provision or a source with its norms in every version."""
    as_of = chosen_day()
    iri = known(law(), name)
    view, graph = law_at(as_of), law().graph
    part = one_provision(law(), iri, as_of)
    norms = sorted(part.norms, key=lambda n: (not n.in_force.contains(as_of), natural(n.iri)))
    top = act_of(graph, iri)
    way = [Link(TEXTS["law"], to("law.page"))]
    if top != iri:
        way.append(Link(name_on(graph, top, as_of), to("law.provision", name=relative(top))))
    cited = cited_on(graph, iri, as_of)
    full = len(norms) <= LARGE
    around = _around(iri, norms, view) if full else None
    other = needed_day(given) if (given := parameter("beside")) else None
    return respond(
        "provision.html",
        cited.text,
        data=lambda: _data(view, iri, norms, around),
        graph=lambda: _graph(graph, iri, norms),
        as_of=as_of,
        way=way,
        linked=legislation(iri),
        iri=iri,
        name=relative(iri),
        read_in=_read_in(graph, iri, cited),
        act_title=text_of(graph, URIRef(top), URIRef("http://purl.org/dc/terms/title")),
        link=cited.link,
        part=part,
        top=top,
        others=_others(view, iri) if top == iri else (),
        other=other,
        compared=_compared(norms, other, as_of) if other else None,
        first=FIRST,
        few=LARGE,
        open=OPEN,
        entries=[entry(view, norm) for norm in norms] if full else [],
        provisions=[] if full else _provisions(view, norms),
        around=around,
        dated=any(norm.in_force.contains(as_of) for norm in norms),
        unverified=text_of(graph, URIRef(top), CORE.verification),
        note=text_of(graph, URIRef(top), CORE.coverageNote),
        subsections=sorted(
            (str(s) for s in graph.subjects(ELI.is_part_of, URIRef(iri))), key=natural
        ),
        named=lambda one: label(graph, URIRef(one)),
    )


@pages.get("/<any(da, en):lang>/neighbours.svg")
@same_for_all("of")
def picture(lang: str) -> Response:
    """The neighbours of a provision as a drawing."""
    from lovgraf_web.drawing import drawn

    as_of = chosen_day()
    iri = known(law(), parameter("of") or "")
    norms = one_provision(law(), iri, as_of).norms

    def draw() -> bytes:
        return drawn(_around(iri, list(norms), law_at(as_of)), lang)

    drawing = law().kept("drawing", [iri, as_of.isoformat(), lang], draw)
    return Response(drawing, content_type="image/svg+xml")


def known(source: Law, name: str) -> str:
    """The IRI of an act or provision by its name; ends with 404 where there is none."""
    if not name or any(sign in name for sign in ' <>"{}|\\^`\n'):
        abort(404)
    try:
        return find(source, name)
    except InputError:
        abort(404)


def entry(view: LawView, norm: Norm) -> NormEntry:
    """What a page tells of a norm."""
    graph = view.law.graph
    words = Words(graph, view.law.facts)
    owl, shacl = readers(view, norm.record_type)
    who = norm.addressee or norm.eligible
    return NormEntry(
        norm=norm,
        force=norm.in_force.contains(view.as_of),
        kind=label(graph, CORE[norm.kind]),
        bearer=name_in(graph, norm.bearer, view.as_of, norm),
        authority=name_in(graph, norm.authority, view.as_of, norm) if norm.authority else None,
        who=_outlined(lambda: outline(owl.condition(URIRef(str(who))), words), view, who),
        duty=_outlined(
            lambda: outline(shacl.condition(URIRef(str(norm.duty))), words), view, norm.duty
        ),
        lifted=tuple(view.lifting(norm.iri)),
        lifts=tuple((iri, label(graph, URIRef(iri))) for iri in (*norm.exempts, *norm.overrides)),
        needs=tuple((label(graph, URIRef(c)), _routes(view, c)) for c in norm.requires),
        routes=_routes(view, norm.iri),
    )


def _outlined(make: Any, view: LawView, iri: str | None) -> Outline | None:
    """A class or shape as statements; its definition where columns cannot express it."""
    if iri is None:
        return None
    graph, node = view.law.graph, URIRef(iri)
    text = text_of(graph, node, SKOS.definition)
    try:
        found: Outline = make()
    except InputError:
        return Outline(text or label(graph, node), (), iri)
    parts = found.parts if found.text == AND else (found,)
    return Outline(text or label(graph, node), parts, iri)


def _routes(view: LawView, goal: str) -> tuple[RouteEntry, ...]:
    graph = view.law.graph
    return tuple(
        _route(graph, view, route)
        for route in view.routes
        if goal in route.grants and route.origin is None
    )


def _route(graph: Graph, view: LawView, route: AccessRoute) -> RouteEntry:
    fee = next((f.amount for f in route.fees if f.in_force.contains(view.as_of)), None)
    eligible = URIRef(route.eligible) if route.eligible else None
    return RouteEntry(
        route.label,
        (text_of(graph, eligible, SKOS.definition) or label(graph, eligible)) if eligible else None,
        tuple(label(graph, URIRef(need)) for need in route.needs),
        label(graph, URIRef(route.place)) if route.place else None,
        None if fee is None else f"{fee.normalize():f}",
    )


def _around(iri: str, norms: list[Norm], view: LawView) -> Neighbourhood:
    now = tuple(norm.iri for norm in norms if norm.in_force.contains(view.as_of))
    if not now:
        return neighbourhood(view.law.graph, iri, tuple(n.iri for n in norms), MOST)
    graph, kept = view.law.graph, {route.iri for route in view.routes}
    off = {other for other in view.law.norms if other not in view.norms}
    off |= {str(route) for route in graph.subjects(RDF.type, CORE.AccessRoute)} - kept
    return neighbourhood(graph, iri, now, MOST, off)


def _provisions(view: LawView, norms: list[Norm]) -> list[tuple[str, Text, list[Norm]]]:
    """The provisions of an act with their norms, in order."""
    found: dict[str, list[Norm]] = {}
    for norm in sorted(norms, key=lambda norm: natural(norm.provision)):
        found.setdefault(norm.provision, []).append(norm)
    return [(iri, label(view.law.graph, URIRef(iri)), own) for iri, own in found.items()]


def _others(view: LawView, act: str) -> list[str]:
    """The other versions of an act that hold norms in force: a consolidation that was read later
    holds what it states otherwise."""
    graph, day = view.law.graph, view.as_of
    there = {act_of(graph, norm.provision) for norm in view.norms.values()} - {act}
    use = act_on(graph, act, day)
    return sorted((one for one in there if act_on(graph, one, day) == use), key=natural)


def _read_in(graph: Graph, iri: str, cited: Citation) -> Text | None:
    """Where the provision was read, where it is cited otherwise on the date."""
    own = provision_label(graph, iri)
    return None if cited.text == own else own


def _compared(norms: list[Norm], first: date, second: date) -> list[tuple[str, list[Norm]]]:
    """The norms of an act that began, and that ended, between two dates."""
    before = [norm for norm in norms if norm.in_force.contains(first)]
    after = [norm for norm in norms if norm.in_force.contains(second)]
    return [
        ("began", [norm for norm in after if norm not in before]),
        ("ended", [norm for norm in before if norm not in after]),
    ]


def _data(
    view: LawView, iri: str, norms: list[Norm], around: Neighbourhood | None
) -> dict[str, Any]:
    cited = cited_on(view.law.graph, iri, view.as_of)
    return {
        "as_of": view.as_of.isoformat(),
        "provision": relative(iri),
        "label": cited.text.as_dict(),
        "in_consolidation": cited.place and relative(cited.place),
        "official": cited.link,
        "norms": [
            {
                "norm": relative(norm.iri),
                "kind": norm.kind,
                "title": norm.label.as_dict(),
                "definition": norm.definition.as_dict() if norm.definition else None,
                "in_force": norm.in_force.contains(view.as_of),
                "from": norm.in_force.start.isoformat() if norm.in_force.start else None,
                "until": norm.in_force.end.isoformat() if norm.in_force.end else None,
            }
            for norm in norms
        ],
        "neighbours": None
        if around is None
        else {
            "statements": [
                [relative(e.source), relative(e.relation), relative(e.target)] for e in around.edges
            ],
            "left_out": around.left_out,
        },
    }


def _graph(graph: Graph, iri: str, norms: list[Norm]) -> Graph:
    found = described(graph, URIRef(iri))
    for norm in norms:
        found += described(graph, URIRef(norm.iri))
    if (URIRef(iri), RDF.type, None) not in found:
        found.add((URIRef(iri), RDF.type, CORE.Provision))
    return found
