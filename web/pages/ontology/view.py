"""The ontology as pages and as data: each name of the graph leads to both, at one address.

`/id/NAME` is the address of what the graph calls `https://w3id.org/lovgraf/NAME`: RDF for whoever
asks for RDF, else the page. `/ontology.EXT` is the whole graph in one file, in OWL 2 DL as `.owl`;
`/id/ontology` and the version of it that is here lead there.
"""

from __future__ import annotations

import pyoxigraph as ox
from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from rdflib import OWL, RDF, RDFS, SKOS, VANN, XSD, Graph, URIRef
from rdflib import Literal as RdfLiteral

from lovgraf.core.terms import BASE, CORE, PREFIXES, RECORD, relative
from lovgraf.core.turtle_terms import triples_of
from lovgraf.proposals.statements import copy_of
from lovgraf.query.built import STAY, name_of
from lovgraf.reference.bound_axioms import axioms_of
from lovgraf_web.address import chosen_day, needed_day, parameter
from lovgraf_web.current import law, law_at
from lovgraf_web.navigation import Link, to
from lovgraf_web.negotiation import GRAPHS, best
from lovgraf_web.page_cache import same_for_all
from lovgraf_web.pages.ontology.tested import rules_testing
from lovgraf_web.schema_org import dataset, legislation
from lovgraf_web.terms import described, entry, known, listed, own_name
from lovgraf_web.texts import TEXTS, preferred
from lovgraf_web.twins import respond

pages = Blueprint("ontology", __name__, template_folder=".")

FILES = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "owl": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
OWL_FILE = "owl"
ONTOLOGY = URIRef(BASE + "ontology")
_BUILT_IN = tuple(map(str, (RDF, RDFS, OWL, XSD)))
_TERMS = (
    OWL.Class,
    RDFS.Datatype,
    OWL.ObjectProperty,
    OWL.DatatypeProperty,
    OWL.AnnotationProperty,
    OWL.Ontology,
)
_FACTS = (RECORD.Column, RECORD.DerivedFact, RECORD.JudgmentFact)
FEW = 5
"""So many values and rules stand open before the others are folded."""
_PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


@pages.get("/<any(da, en):lang>/ontology")
@same_for_all()
def page(lang: str) -> Response:
    """The vocabulary, code lists, groups and acts by kind, with downloads."""
    return respond(
        "ontology.html",
        TEXTS["ontology"],
        data=lambda: {
            "kinds": {key: [value.as_dict() for value in values] for key, values in listed(law())}
        },
        graph=one_ontology,
        linked=dataset(FILES),
        kinds=listed(law()),
        files=FILES,
    )


@pages.get("/<any(da, en):lang>/term/<path:name>")
@same_for_all("beside")
def term(lang: str, name: str) -> Response:
    """What the graph says of one name, which rules test it, and how that differs on another day."""
    node = known(law(), name)
    if node is None:
        abort(404)
    day, given = chosen_day(), parameter("beside")
    other = needed_day(given) if given else None
    found, rules = entry(law_at(day), node), rules_testing(law(), node, day, other)
    return respond(
        "term.html",
        found.title,
        data=lambda: found.as_dict() | {"tested_by": rules and rules.as_dict()},
        graph=lambda: described(law().graph, node),
        way=(Link(TEXTS["ontology"], to("ontology.page")),),
        linked=legislation(str(node)),
        as_of=day,
        entry=found,
        rules=rules,
        other=other,
        question=_question(node),
        few=FEW,
        own_name=own_name,
    )


def _question(node: URIRef) -> str | None:
    """The address where the rules and others are asked for that have to do with a name."""
    graph = law().graph
    kinds, norm = set(graph.objects(node, RDF.type)), name_of(str(CORE.Norm))
    if kinds & set(_FACTS):
        return to("builder.page", kind=norm, c=f"0 core:buildsOn is {name_of(str(node))}")
    if kinds & set(_PROPERTIES) and node.startswith(str(CORE)):
        return to("builder.page", kind=norm, pick=name_of(str(node)))
    if OWL.Class in kinds and node.startswith(str(CORE)):
        return to("builder.page", kind=name_of(str(node)))
    own = sorted(str(kind) for kind in kinds if str(kind).startswith(str(CORE)))
    if own:
        return to("builder.page", kind=name_of(own[0]), c=f"0 {STAY.name} is {name_of(str(node))}")
    return None


@pages.get("/id/<path:name>")
def dereference(name: str) -> ResponseReturnValue:
    """RDF about a name, or the way to its page (303)."""
    if name in ("ontology", relative(version_of_all())):
        return _to_the_whole()
    node, found = known(law(), name), _vocabulary(name)
    if node is not None:
        found += described(law().graph, node)
    if not found:
        abort(404)
    offered: dict[str, object] = {"text/html": None, "application/xhtml+xml": None, **GRAPHS}
    kind = best(request.accept_mimetypes, offered)
    if kind is None:
        abort(406)
    if kind in GRAPHS:
        return _written(found, kind)
    lang = preferred(request)
    if node is None:
        return _led(url_for("ontology.page", lang=lang))
    return _led(url_for("ontology.term", lang=lang, name=name))


def _to_the_whole() -> ResponseReturnValue:
    """The way to the whole graph in the format that is asked for, or to the page (303)."""
    offered: dict[str, object] = {kind: ending for ending, kind in FILES.items()}
    offered = {"text/html": None, "application/xhtml+xml": None, **offered}
    kind = best(request.accept_mimetypes, offered)
    if kind is None:
        abort(406)
    if offered[kind] is None:
        return _led(url_for("ontology.page", lang=preferred(request)))
    return _led(url_for("ontology.whole", ending=offered[kind]))


def _led(target: str) -> ResponseReturnValue:
    response = redirect(target, 303)
    response.vary.update(("Accept", "Accept-Language"))
    return response


@pages.get("/ontology.<any(ttl, nt, rdf, owl, jsonld):ending>")
@same_for_all()
def whole(ending: str) -> Response:
    """The whole graph in one file, as one ontology with a version of its own."""
    found = one_ontology()
    if ending == OWL_FILE:
        _with_axioms(found)
        _declare(found)
    response = _written(found, FILES[ending])
    response.headers["Content-Disposition"] = f'attachment; filename="lovgraf.{ending}"'
    return response


def version_of_all() -> URIRef:
    """The IRI of the whole graph as it is here: it ends in the digest of its files."""
    return URIRef(f"{ONTOLOGY}/{law().source.digest[:16]}")


def one_ontology() -> Graph:
    """The graph with a single ontology, whose version is the digest of the files."""
    source = law()
    found = copy_of(source.graph)
    for part in set(found.subjects(RDF.type, OWL.Ontology)) - {ONTOLOGY}:
        found.remove((part, None, None))
    found.add((ONTOLOGY, RDF.type, OWL.Ontology))
    found.add((ONTOLOGY, OWL.versionIRI, version_of_all()))
    found.add((ONTOLOGY, OWL.versionInfo, RdfLiteral(source.source.digest)))
    for lang, text in TEXTS["ontology-title"].as_dict().items():
        found.add((ONTOLOGY, RDFS.label, RdfLiteral(text, lang=lang)))
    return found


def _with_axioms(graph: Graph) -> None:
    """Add what a reasoner needs to say whom norms bind, and what it cannot be told."""
    view = law_at(chosen_day())
    found = axioms_of(view)
    graph += found.graph
    listed = ", ".join(f"{name} {number}" for name, number in sorted(found.unsaid.items()))
    for lang, text in TEXTS["ontology-axioms"].as_dict().items():
        note = text.format(day=view.as_of.isoformat(), unsaid=listed)
        graph.add((ONTOLOGY, SKOS.note, RdfLiteral(note, lang=lang)))


def _declare(graph: Graph) -> None:
    """Declare what other vocabularies lend, without which a file is not OWL 2 DL.

    https://www.w3.org/TR/owl2-syntax/#Typing_Constraints_of_OWL_2_DL
    """
    classes = {kind for kind in graph.objects(None, RDF.type) if isinstance(kind, URIRef)}
    for used, kinds, declared in (
        (set(graph.predicates()), _PROPERTIES, OWL.AnnotationProperty),
        (classes, (OWL.Class, RDFS.Datatype), OWL.Class),
    ):
        known = {one for kind in kinds for one in graph.subjects(RDF.type, kind)}
        for name in used - known:
            if not str(name).startswith(_BUILT_IN):
                graph.add((name, RDF.type, declared))
    terms = {one for kind in _TERMS for one in graph.subjects(RDF.type, kind)}
    for subject, kind in list(graph.subject_objects(RDF.type)):
        own = isinstance(subject, URIRef) and subject not in terms
        if own and not str(kind).startswith(_BUILT_IN):
            graph.add((subject, RDF.type, OWL.NamedIndividual))


def _vocabulary(name: str) -> Graph:
    """The terms of a vocabulary, by its name without the hash (`core`) or that of its version
    that is here (`core/0.2.0`)."""
    found, graph = Graph("SimpleMemory", bind_namespaces="none"), law().graph
    of = graph.value(None, OWL.versionIRI, URIRef(BASE + name))
    start = f"{BASE}{name}#" if of is None else f"{of}#"
    if of is not None:
        found += described(graph, of)
    spaces = {str(space) for space in graph.objects(None, VANN.preferredNamespaceUri)}
    if start in (str(CORE), *PREFIXES.values(), *spaces):
        for subject in {s for s in graph.subjects() if str(s).startswith(start)}:
            found += described(graph, subject)
    return found


def _written(graph: Graph, kind: str) -> Response:
    content = ox.serialize(triples_of(graph), format=GRAPHS[kind], prefixes=PREFIXES)
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    response = Response(content, content_type=f"{kind}{charset}")
    response.vary.add("Accept")
    return response
