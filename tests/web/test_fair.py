"""Two checklists, point by point: FOOPS! for FAIR ontologies, OOPS! for pitfalls of ontologies.

FOOPS! (https://w3id.org/foops/, its tests of 2025) is asked of each vocabulary and of the whole;
OOPS! (https://oops.linkeddata.es/catalogue.jsp) of the classes and properties of the vocabularies.
What a program cannot tell, or what does not hold here, stands in `NOT_HELD` with the reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from rdflib import OWL, RDF, RDFS, SKOS, VANN, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from lovgraf.core.terms import BASE, CORE
from lovgraf.law import Law
from lovgraf.law.graph import ONTOLOGY, load_graph, shipped_files
from lovgraf_web import create_app
from tests.examples import cells
from tests.places import ROOT

NAMES = ("core", "record", "pattern")
FILES = [ONTOLOGY / f"{name}.ttl" for name in (*NAMES, "catalogue")]
RDF_KINDS = ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json")
_PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The vocabularies and what the graph says of itself."""
    return load_graph(files=FILES).graph


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    """The pages over the vocabularies alone."""
    return create_app({"LAW": Law(load_graph(files=FILES))}).test_client()


def own(graph: Graph, *kinds: Node) -> set[URIRef]:
    """The terms of the vocabularies that are of some kinds."""
    found = {one for kind in kinds for one in graph.subjects(RDF.type, kind)}
    spaces = tuple(f"{BASE}{name}#" for name in NAMES)
    return {one for one in found if isinstance(one, URIRef) and str(one).startswith(spaces)}


# FOOPS!


def _says(*predicates: URIRef) -> Callable[[Graph, FlaskClient, str], bool]:
    """Whether the header says something by each of some properties."""
    return lambda graph, _, name: all(
        (URIRef(BASE + name), one, None) in graph for one in predicates
    )


def _negotiates(_graph: Graph, client: FlaskClient, name: str) -> bool:
    return all(
        client.get(f"/id/{name}", headers={"Accept": kind}, follow_redirects=True).mimetype == kind
        for kind in RDF_KINDS
    )


def _page(_graph: Graph, client: FlaskClient, name: str) -> bool:
    found = client.get(f"/id/{name}", headers={"Accept": "text/html"}, follow_redirects=True)
    return found.status_code == 200 and found.mimetype == "text/html"


def _version(graph: Graph, client: FlaskClient, name: str) -> bool:
    """The version that is here can be asked for, and an earlier one is not found."""
    version = next(
        (str(one) for one in graph.objects(URIRef(BASE + name), OWL.versionIRI)),
        f"{BASE}ontology/{_digest(client)}",
    )
    path = f"/id/{version.removeprefix(BASE)}"
    there = client.get(path, headers={"Accept": "text/turtle"}, follow_redirects=True)
    return there.status_code == 200 and client.get(f"{path}0").status_code == 404


def _digest(client: FlaskClient) -> str:
    return str(client.get("/en/about?format=json").json["version"])[:16]  # type: ignore[index]


def _itself(graph: Graph, client: FlaskClient, name: str) -> bool:
    """What is served under a name is called so in the file."""
    found = Graph()
    served = client.get(f"/id/{name}", headers={"Accept": "text/turtle"}, follow_redirects=True)
    found.parse(data=served.text, format="turtle")
    return (URIRef(BASE + name), RDF.type, OWL.Ontology) in found


def _lasting(_graph: Graph, _client: FlaskClient, name: str) -> bool:
    return (BASE + name).startswith("https://w3id.org/")


def _reuses(graph: Graph, _client: FlaskClient, _name: str) -> bool:
    used = {str(one) for one in graph.predicates()}
    return all(any(one.startswith(str(space)) for one in used) for space in (SKOS, DCTERMS, OWL))


def _labelled(graph: Graph, _client: FlaskClient, _name: str) -> bool:
    return all(_in_both(graph, one, RDFS.label) for one in own(graph, OWL.Class, *_PROPERTIES))


def _defined(graph: Graph, _client: FlaskClient, _name: str) -> bool:
    return all(_in_both(graph, one, SKOS.definition) for one in own(graph, OWL.Class, *_PROPERTIES))


def _in_both(graph: Graph, one: Node, predicate: Node) -> bool:
    said = [text for text in graph.objects(one, predicate) if isinstance(text, Literal)]
    return {text.language for text in said} == {"da", "en"}


def _listed(_graph: Graph, client: FlaskClient, _name: str) -> bool:
    """What there is can be known without getting it (`FIND3` asks for a registry of others)."""
    return all(
        client.get(path).status_code == 200
        for path in ("/catalog", "/.well-known/void", "/sitemap.xml", "/robots.txt")
    )


FOOPS: dict[str, Callable[[Graph, FlaskClient, str], bool]] = {
    "CN1": _negotiates,
    "DOC1": _page,
    "FIND1": _says(VANN.preferredNamespacePrefix),
    "FIND_3_BIS": _listed,
    "HTTP1": _lasting,
    "OM1": _says(
        DCTERMS.title, DCTERMS.description, DCTERMS.license, DCTERMS.creator,
        VANN.preferredNamespaceUri,
    ),
    "OM2": _says(VANN.preferredNamespacePrefix, DCTERMS.created, DCTERMS.bibliographicCitation),
    "OM4.1": _says(DCTERMS.license),
    "OM5.1": _says(DCTERMS.created, DCTERMS.creator, DCTERMS.modified),
    "OM5.2": _says(DCTERMS.issued, DCTERMS.publisher),
    "PURL1": _lasting,
    "RDF1": _negotiates,
    "URI1": _page,
    "URI2": _itself,
    "VER1": _version,
    "VER2": _version,
    "VOC1": _reuses,
    "VOC2": _reuses,
    "VOC3": _labelled,
    "VOC4": _defined,
}  # fmt: skip
NOT_HELD = {
    "FIND2": "The prefixes are in no registry (prefix.cc, LOV): whoever publishes enters them.",
    "FIND3": "The ontology is in no registry: the same.",
    "OM3": "There is no DOI, logo or status: none is invented; issued and publisher are checked.",
    "OM4.2": "Whether the licence can be had at its address takes a network.",
    "P01": "Whether an element has several meanings, nobody can tell by machine.",
    "P09": "Whether something is missing: the tests of encoded acts ask that.",
    "P12": "Equivalent properties that nobody has named would have to be guessed.",
    "P13": "An inverse is declared where both names are used; queries turn the others around.",
    "P14": "Misuse of owl:allValuesFrom: HermiT finds what follows from it (agreement tests).",
    "P15": "Negation in place of a complement: as P14.",
    "P16": "A primitive class in place of a defined one: as P14.",
    "P17": "Overspecialised hierarchies are a judgment.",
    "P18": "A domain or range that is too narrow shows in lint, which finds what is outside.",
    "P23": "Duplicating a datatype: the datatypes are those of XML Schema.",
    "P30": "Equivalent classes that nobody has named would have to be guessed.",
    "P37": "Available on the web: CN1, DOC1 and URI1 above ask it of this server.",
}
FOOPS_POINTS = {
    "CN1", "DOC1", "FIND1", "FIND2", "FIND3", "FIND_3_BIS", "HTTP1", "OM1", "OM2", "OM3", "OM4.1",
    "OM4.2", "OM5.1", "OM5.2", "PURL1", "RDF1", "URI1", "URI2", "VER1", "VER2", "VOC1", "VOC2",
    "VOC3", "VOC4",
}  # fmt: skip


@pytest.fixture(scope="module")
def found() -> dict[object, bool]:
    """What was found: several points ask the same."""
    return {}


@pytest.mark.parametrize(("point", "name"), cells(FOOPS, [*NAMES, "ontology"]))
def test_foops(
    graph: Graph, client: FlaskClient, found: dict[object, bool], name: str, point: str
) -> None:
    asked = FOOPS[point]
    if (asked, name) not in found:
        found[asked, name] = asked(graph, client, name)
    assert found[asked, name]


def test_versions_and_days_are_those_of_the_release(graph: Graph) -> None:
    """A vocabulary that was changed later than it says would be cited as another."""
    for name in NAMES:
        node = URIRef(BASE + name)
        number = graph.value(node, OWL.versionInfo)
        assert str(graph.value(node, OWL.versionIRI)) == f"{BASE}{name}/{number}"
        assert str(number) in str(graph.value(node, DCTERMS.bibliographicCitation))
        created, issued, modified = (
            date.fromisoformat(str(graph.value(node, day)))
            for day in (DCTERMS.created, DCTERMS.issued, DCTERMS.modified)
        )
        assert created <= issued <= modified
        assert str(graph.value(node, VANN.preferredNamespaceUri)) == f"{BASE}{name}#"


# OOPS!


def _cycles(graph: Graph) -> list[object]:
    return [one for one in own(graph, OWL.Class) if one in _above(graph, one)]


def _above(graph: Graph, one: Node) -> set[Node]:
    direct = graph.objects(one, RDFS.subClassOf)
    return {
        o for s in direct for o in graph.transitive_objects(s, RDFS.subClassOf) if o is not None
    }


def _inverses(graph: Graph) -> list[object]:
    """Inverses whose domain and range are not each other's."""
    wrong: list[object] = []
    for one, other in graph.subject_objects(OWL.inverseOf):
        crossed = ((RDFS.domain, RDFS.range), (RDFS.range, RDFS.domain))
        values = [(set(graph.objects(one, a)), set(graph.objects(other, b))) for a, b in crossed]
        if any(a and b and a != b for a, b in values):
            wrong.append(one)
    return wrong


def _alike(graph: Graph) -> list[object]:
    """Labels that several classes have."""
    labels = Counter(
        (str(text), text.language)
        for one in own(graph, OWL.Class)
        for text in graph.objects(one, RDFS.label)
        if isinstance(text, Literal)
    )
    return [text for (text, _), number in labels.items() if number > 1]


def _unconnected(graph: Graph) -> list[object]:
    """Terms of which nothing is said but their name, and that nothing shipped uses or derives."""
    files = (*shipped_files(), *(ROOT / "checker").rglob("*.py"))
    texts = "".join(file.read_text(encoding="utf-8") for file in files).replace("CORE.", "core:")
    used = Counter(re.findall(r"\b(?:core|record|pattern):\w+", texts))
    tells = {RDF.type, RDFS.label, SKOS.definition, RDFS.isDefinedBy, SKOS.prefLabel}
    return [
        one for one in own(graph, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
        if not set(graph.predicates(one)) - tells
        and not set(graph.predicates(None, one)) and (None, one, None) not in graph
        and used[str(one).removeprefix(BASE).replace("#", ":")] < 2
    ]  # fmt: skip


def _badly_named(graph: Graph) -> list[object]:
    """Classes in CamelCase, properties in camelCase."""
    forms = {OWL.Class: r"[A-Z][A-Za-z0-9]*", **dict.fromkeys(_PROPERTIES, r"[a-z][A-Za-z0-9]*")}
    return [
        one for kind, form in forms.items() for one in own(graph, kind)
        if not re.fullmatch(form, str(one).rpartition("#")[2])
    ]  # fmt: skip


def _several(graph: Graph) -> list[object]:
    return [
        one for one in own(graph, *_PROPERTIES) for predicate in (RDFS.domain, RDFS.range)
        if len(set(graph.objects(one, predicate))) > 1
    ]  # fmt: skip


def _undeclared(graph: Graph) -> list[object]:
    """Terms of the vocabularies that are used and not declared."""
    spaces = tuple(f"{BASE}{name}#" for name in NAMES)
    used = {*graph.predicates(), *graph.objects(None, RDF.type)}
    known = set(graph.subjects(RDF.type))
    return [one for one in used if str(one).startswith(spaces) and one not in known]


def _taken(graph: Graph) -> list[object]:
    """Terms of others of which more is said than their kind."""
    kinds = (OWL.Class, *_PROPERTIES)
    others = {s for kind in kinds for s in graph.subjects(RDF.type, kind)}
    return [
        one for one in others
        if isinstance(one, URIRef) and not str(one).startswith(BASE)
        and set(graph.predicates(one)) - {RDF.type}
    ]  # fmt: skip


def _without_range(graph: Graph) -> list[object]:
    """Relations of which nothing says whose they are or to what they lead.

    Claims, norms and provisions are in tension with each other; no class of ours has just these.
    """
    tells = (RDFS.domain, RDFS.range, OWL.inverseOf, RDFS.subPropertyOf)
    relations = own(graph, OWL.ObjectProperty) - {CORE.inTensionWith}
    return [one for one in relations if not any((one, tell, None) in graph for tell in tells)]


def _headers_without(graph: Graph, predicate: Node, value: Node | None = None) -> list[object]:
    return [n for n in NAMES if (URIRef(BASE + n), predicate, value) not in graph]


def _named_like(graph: Graph, kind: Node, form: str) -> list[object]:
    return [one for one in own(graph, kind) if re.search(form, str(one).rpartition("#")[2])]


def _same_twice(graph: Graph) -> list[object]:
    """Classes said to be the same as another class by name, or as themselves."""
    return [s for s, o in graph.subject_objects(OWL.equivalentClass) if isinstance(o, URIRef)]


def _swapped(graph: Graph) -> list[object]:
    """Definitions that only repeat a label."""
    said = graph.subject_objects(SKOS.definition)
    return [s for s, o in said if (s, RDFS.label, o) in graph]


def _unlabelled(graph: Graph) -> list[object]:
    terms = own(graph, OWL.Class, *_PROPERTIES)
    tells = (RDFS.label, SKOS.definition)
    return [one for one in terms if not all(_in_both(graph, one, tell) for tell in tells)]


def _of_kind(kind: Node) -> Callable[[Graph], list[object]]:
    """Relations of a kind that are no object properties, or that have an inverse too."""
    return lambda graph: [
        one for one in own(graph, kind)
        if one not in own(graph, OWL.ObjectProperty) or (one, OWL.inverseOf, None) in graph
    ]  # fmt: skip


OOPS: dict[str, Callable[[Graph], list[object]]] = {
    "P02": _same_twice,
    "P03": lambda graph: _named_like(graph, OWL.ObjectProperty, r"^isA?$"),
    "P04": _unconnected,
    "P05": _inverses,
    "P06": _cycles,
    "P07": lambda graph: _named_like(graph, OWL.Class, r"[a-z](And|Or)[A-Z]"),
    "P08": _unlabelled,
    "P10": lambda graph: [] if (None, RDF.type, OWL.AllDisjointClasses) in graph else ["none"],
    "P11": _without_range,
    "P19": _several,
    "P20": _swapped,
    "P21": lambda graph: _named_like(graph, OWL.Class, "Misc|^Other"),
    "P22": _badly_named,
    "P24": lambda graph: [s for s, o in graph.subject_objects(OWL.equivalentClass) if s == o],
    "P25": lambda graph: [s for s, o in graph.subject_objects(OWL.inverseOf) if s == o],
    "P26": _of_kind(OWL.SymmetricProperty),
    "P27": lambda graph: [*graph.subjects(OWL.equivalentProperty)],
    "P28": _of_kind(OWL.SymmetricProperty),
    "P29": _of_kind(OWL.TransitiveProperty),
    "P31": _same_twice,
    "P32": _alike,
    "P33": lambda graph: [*graph.subjects(OWL.propertyChainAxiom)],
    "P34": _undeclared,
    "P35": _undeclared,
    "P36": lambda graph: [n for n in NAMES if "." in n],
    "P38": lambda graph: _headers_without(graph, RDF.type, OWL.Ontology),
    "P39": lambda graph: _headers_without(graph, VANN.preferredNamespaceUri),
    "P40": _taken,
    "P41": lambda graph: _headers_without(graph, DCTERMS.license),
}


@pytest.mark.parametrize("pitfall", OOPS)
def test_oops(graph: Graph, pitfall: str) -> None:
    assert OOPS[pitfall](graph) == []


def test_every_point_is_checked_or_has_a_reason() -> None:
    pitfalls = {f"P{number:02}" for number in range(1, 42)}
    given = {*FOOPS, *OOPS, *NOT_HELD}
    assert given == FOOPS_POINTS | pitfalls
    assert not (set(FOOPS) | set(OOPS)) & set(NOT_HELD)
