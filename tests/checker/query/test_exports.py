"""The exports are valid by shapes of ours; the vocabularies' own shapes come with no package."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, Graph, URIRef

from lovgraf.core.terms import CORE
from lovgraf.core.turtle import parse_text
from lovgraf.law import Law
from lovgraf.query.library import questions
from lovgraf.query.run import Engine

SHAPES = Path(__file__).with_name("exports.ttl")
MADE = {
    "export-eli": "http://data.europa.eu/eli/ontology#LegalExpression",
    "export-cpsv-ap": "http://purl.org/vocab/cpsv#PublicService",
    "export-cccev": "http://data.europa.eu/m8g/EvidenceTypeList",
}


def _export(engine: Engine, name: str, day: date) -> Graph:
    values = {"asOf": day.isoformat(), "lang": "da"}
    return parse_text(engine.run(questions()[name].filled(values), day).content.decode())


@pytest.mark.slow
@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("day", [date(2014, 12, 1), date(2025, 8, 1)])
def test_exports_are_valid(engine: Engine, name: str, day: date) -> None:
    found = _export(engine, name, day)
    assert len(set(found.subjects(None, URIRef(MADE[name])))) > 3
    conforms, _, text = validate(found, shacl_graph=Graph().parse(SHAPES))
    assert conforms, text[:3000]


def test_the_shapes_can_fail(engine: Engine) -> None:
    found = _export(engine, "export-cpsv-ap", date(2014, 12, 1))
    service = next(iter(found.subjects(None, URIRef(MADE["export-cpsv-ap"]))))
    found.remove((service, URIRef("http://purl.org/dc/terms/title"), None))
    assert not validate(found, shacl_graph=Graph().parse(SHAPES))[0]


def test_only_providers_are_authorities(engine: Engine, law: Law) -> None:
    """A lost join makes an authority of everything that has a label; the shapes accept it."""
    day = date(2014, 12, 1)
    found = _export(engine, "export-cpsv-ap", day)
    kind = URIRef("http://data.europa.eu/m8g/PublicOrganisation")
    routes = [URIRef(route.iri) for route in law.at(day).routes]
    providers = {p for route in routes for p in law.graph.objects(route, CORE.provider)}
    assert set(found.subjects(RDF.type, kind)) == providers
