"""The exports are valid by shapes of ours; the vocabularies' own shapes come with no package."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyshacl import validate
from rdflib import DCTERMS, RDF, Graph, Namespace, URIRef

from lovgraf.core.terms import BASE, CORE
from lovgraf.core.turtle import read_triples
from lovgraf.law import Law
from lovgraf.law.store import graph_for_shacl
from lovgraf.query.library import questions
from lovgraf.query.run import Engine, Formats, Unwritable
from lovgraf.validate import validate as by_columns
from tests.checker.query.published import published
from tests.examples import WHOLE, cells

CV = Namespace("http://data.europa.eu/m8g/")
CPSV = Namespace("http://purl.org/vocab/cpsv#")
SHAPES = Path(__file__).with_name("exports.ttl")
_TURTLE = ox.RdfFormat.TURTLE
_READ = (str(CORE.readOn), str(CORE.seenOn), str(CORE.secondReadOn))
_THING = "FILTER isIRI(?thing)"
ABOUT = BASE if WHOLE else f"{BASE}law/2012/528/"
"""What the names begin with of those norms and routes whose readings are looked at."""
MADE = {
    "export-eli": "http://data.europa.eu/eli/ontology#LegalExpression",
    "export-cpsv-ap": "http://purl.org/vocab/cpsv#PublicService",
    "export-cccev": "http://data.europa.eu/m8g/EvidenceTypeList",
}


def _export(engine: Engine, name: str, day: date) -> Graph:
    """What an export says, in a graph that pySHACL asks in half the usual time."""
    values = {"asOf": day.isoformat(), "lang": "da"}
    found = graph_for_shacl()
    for triple in read_triples(engine.run(questions()[name].filled(values), day).content.decode()):
        found.add(triple)
    return found


def _valid(found: Graph) -> tuple[bool, str]:
    """Whether an export is valid, and what pySHACL says of it."""
    conforms, _, text = validate(found, shacl_graph=Graph().parse(SHAPES), inplace=True)
    return conforms, text


@pytest.mark.slow
@pytest.mark.parametrize(("name", "day"), cells(MADE, [date(2014, 12, 1), date(2025, 8, 1)]))
def test_exports_are_valid(engine: Engine, name: str, day: date) -> None:
    found = _export(engine, name, day)
    assert len(set(found.subjects(None, URIRef(MADE[name])))) > 3
    conforms, text = _valid(found)
    assert conforms, text[:3000]


def _named(one: ox.Triple) -> str:
    assert isinstance(one.subject, ox.NamedNode)
    return one.subject.value


@pytest.mark.slow
def test_each_statement_of_a_norm_has_its_reading(engine: Engine, law: Law) -> None:
    text = questions()["export-readings"].filled({"asOf": "2014-12-01", "lang": "da"})
    norms = {iri for iri in law.norms if iri.startswith(ABOUT)}
    assert _THING in text
    text = text.replace(_THING, f'{_THING} FILTER(STRSTARTS(STR(?thing), "{ABOUT}"))')
    assert len(norms) > 3
    graph = {q.triple for q in ox.parse(engine.run(text, date(2014, 12, 1)).content, _TURTLE)}
    readings: dict[ox.Triple, set[str]] = defaultdict(set)
    for one in graph:
        if one.predicate.value == f"{RDF}reifies":
            assert isinstance(one.object, ox.Triple)
            readings[one.object].add(_named(one))
    stated = {one for one in graph if not _named(one).endswith("/reading")}
    assert stated == readings.keys()
    assert all(own == {f"{_named(one)}/reading"} for one, own in readings.items())
    days = {
        (
            _named(one).removesuffix("/reading"),
            one.predicate.value,
            str(getattr(one.object, "value", "")),
        )
        for one in graph
        if one.predicate in map(ox.NamedNode, _READ)
    }
    assert norms <= {_named(one) for one in stated}
    assert {one for one in days if one[0] in norms} == {
        (iri, read, str(day))
        for iri in norms
        for read in _READ
        for day in law.graph.objects(URIRef(iri), URIRef(read))
    }


def test_what_json_ld_cannot_say_is_refused(engine: Engine) -> None:
    text = questions()["export-readings"].filled({"asOf": "2014-12-01", "lang": "da"})
    with pytest.raises(Unwritable):
        engine.run(text, date(2014, 12, 1), Formats(graph=ox.RdfFormat.JSON_LD))


PUBLISHED = {
    "cpsv-ap-3.1.1.ttl": "export-cpsv-ap",
    "cpsv-ap-3.2.0.ttl": "export-cpsv-ap",
    "cccev-2.1.0.ttl": "export-cccev",
}


@pytest.mark.slow
@pytest.mark.parametrize("file", PUBLISHED)
def test_exports_conform_to_what_is_published(engine: Engine, file: str, tmp_path: Path) -> None:
    """By our own engine, where a copy of the shapes is at hand."""
    shapes, data = published(file), tmp_path / "export.ttl"
    for day in (date(2014, 12, 1), date(2025, 8, 1)):
        _export(engine, PUBLISHED[file], day).serialize(data, format="turtle")
        report = by_columns(data, shapes, "columns", ignore_unknown=True)
        assert [str(group.path) for group, _ in report.groups] == []


@pytest.mark.slow
def test_requirements_say_which_value_they_expect(engine: Engine) -> None:
    """S. 3(1) of act 528/2012: whoever is 15 with a home here is to be connected."""
    found = _export(engine, "export-cccev", date(2014, 12, 1))
    duty = URIRef(BASE + "law/2012/528/par/3/stk/1/norm/connection")
    asked = {
        (str(found.value(concept, DCTERMS.type)).removeprefix(BASE), str(value))
        for test in found.objects(duty, CV.hasRequirement)
        for concept in found.objects(test, CV.constrains)
        for value in found.objects(concept, CV.expressionOfExpectedValue)
    }
    assert asked >= {("record#age", ">= 15"), ("record#home", "= true")}
    route = URIRef(BASE + "route/cpr-registration")
    evidence = found.value(found.value(route, CV.hasEvidenceTypeList), CV.specifiesEvidenceType)
    assert evidence == URIRef(BASE + "evidence/arrival-documents")


@pytest.mark.slow
def test_services_say_what_they_cost_and_ask_for(engine: Engine) -> None:
    """NemID abroad cost 190 kroner in 2014 (order 1447/2013 s. 6(2) no. 1)."""
    found = _export(engine, "export-cpsv-ap", date(2014, 12, 1))
    abroad = URIRef(BASE + "route/nemid-representation")
    (cost,) = found.objects(abroad, CV.hasCost)
    assert float(str(found.value(cost, CV.hasValue))) == 190
    assert any("1447" in str(text) for text in found.objects(cost, DCTERMS.description))
    assert (abroad, CV.hasLegalResource, None) not in found, "practice is no law"
    home = URIRef(BASE + "route/cpr-registration")
    assert (home, CV.hasInputType, URIRef(BASE + "evidence/arrival-documents")) in found
    rule = found.value(home, CPSV.follows)
    provision = URIRef(BASE + "law/2013/5/par/16/stk/5")
    assert (rule, CPSV.implements, provision) in found
    act = URIRef("https://www.retsinformation.dk/eli/lta/2000/426")
    assert (provision, DCTERMS.relation, act) in found


def test_the_shapes_can_fail(engine: Engine) -> None:
    found = _export(engine, "export-cpsv-ap", date(2014, 12, 1))
    service = next(iter(found.subjects(None, URIRef(MADE["export-cpsv-ap"]))))
    found.remove((service, URIRef("http://purl.org/dc/terms/title"), None))
    assert not _valid(found)[0]


def test_only_providers_are_authorities(engine: Engine, law: Law) -> None:
    """A lost join makes an authority of everything that has a label; the shapes accept it."""
    day = date(2014, 12, 1)
    found = _export(engine, "export-cpsv-ap", day)
    kind = URIRef("http://data.europa.eu/m8g/PublicOrganisation")
    routes = [URIRef(route.iri) for route in law.at(day).routes]
    providers = {p for route in routes for p in law.graph.objects(route, CORE.provider)}
    assert set(found.subjects(RDF.type, kind)) == providers
