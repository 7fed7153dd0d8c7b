"""The file of the whole ontology as Protégé reads it: with the OWL API, which HermiT's jar has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib import OWL, RDF, RDFS, URIRef

from lovgraf.core.terms import BASE, CORE
from lovgraf.law import Law
from lovgraf.reference.hermit import classpath, java
from lovgraf_web import create_app
from tests.examples import whole

gateways = pytest.importorskip("py4j.java_gateway", reason="py4j is in the extra `test`")


OPTIONS = ["-Xmx1500M", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
"""It lives for seconds, in which a compiler that looks for the best takes more than it gives."""


@pytest.fixture(scope="module")
def java_machine() -> Iterator[Any]:
    """A Java machine that has the OWL API."""
    port = gateways.launch_gateway(
        classpath=classpath(), java_path=java(), javaopts=OPTIONS, die_on_exit=True
    )
    parameters = gateways.GatewayParameters(port=port, auto_convert=True)
    gateway = gateways.JavaGateway(gateway_parameters=parameters)
    yield gateway.jvm
    gateway.shutdown()


def _loaded(machine: Any, file: Path) -> Any:
    owl = machine.org.semanticweb.owlapi
    manager = owl.apibinding.OWLManager.createOWLOntologyManager()
    return manager.loadOntologyFromOntologyDocument(machine.java.io.File(str(file)))


def _violations(machine: Any, ontology: Any) -> list[str]:
    """What keeps an ontology from being OWL 2 DL."""
    profile = machine.org.semanticweb.owlapi.profiles.OWL2DLProfile()
    return [one.toString() for one in profile.checkOntology(ontology).getViolations()]


def _iris(entities: Any) -> set[str]:
    """The names of entities, written at once: to ask each is a call to the machine."""
    return set(re.findall("<([^>]+)>", entities.toString()))


_LABEL = re.compile(r'AnnotationAssertion\(rdfs:label <([^>]+)> ".*?"@(\w+)\)', re.S)
"""A label as the OWL API writes it: of what, in which language."""


def _nothing_is_lost(java_machine: Any, law: Law, tmp_path: Path) -> None:
    """Nothing is lost of the classes and properties, nor of what they say, in OWL 2 DL; of the
    shipped law the vocabulary has labels too."""
    file = tmp_path / "lovgraf.owl"
    file.write_bytes(create_app({"LAW": law}).test_client().get("/ontology.owl").data)
    found = _loaded(java_machine, file)
    assert _violations(java_machine, found) == []
    name = found.getOntologyID()
    assert name.getOntologyIRI().toString() == f"{BASE}ontology"
    assert name.getVersionIRI().toString().startswith(f"{BASE}ontology/")
    graph = law.graph
    own = {str(s) for s in graph.subjects(RDF.type, OWL.Class) if isinstance(s, URIRef)}
    classes = found.getClassesInSignature()
    assert own <= _iris(classes)
    factory = found.getOWLOntologyManager().getOWLDataFactory()
    labelled = set(_LABEL.findall(found.getReferencingAxioms(factory.getRDFSLabel()).toString()))
    for one in _iris(classes) if law.source.shipped else own:
        if one.startswith(BASE):
            assert {(one, "da"), (one, "en")} <= labelled, one
    for predicate in (CORE.bearer, CORE.addressee, RDFS.comment):
        term = java_machine.org.semanticweb.owlapi.model.IRI.create(str(predicate))
        axioms = found.getReferencingAxioms(factory.getOWLAnnotationProperty(term)).toString()
        stated = axioms.count("AnnotationAssertion(")
        assert stated == len(set(graph.subject_objects(predicate))), predicate


@whole("test_of_another_law_nothing_is_lost")
@pytest.mark.slow
def test_the_owl_file_is_owl_2_dl_with_labels(java_machine: Any, law: Law, tmp_path: Path) -> None:
    _nothing_is_lost(java_machine, law, tmp_path)


def test_of_another_law_nothing_is_lost(java_machine: Any, hats: Law, tmp_path: Path) -> None:
    _nothing_is_lost(java_machine, hats, tmp_path)


def test_another_law_is_owl_2_dl_as_owl_only(java_machine: Any, hats: Law, tmp_path: Path) -> None:
    """The same graph as RDF uses names that nothing in it declares."""
    client = create_app({"LAW": hats}).test_client()
    for ending in ("rdf", "owl"):
        file = tmp_path / f"hats.{ending}"
        file.write_bytes(client.get(f"/ontology.{ending}").data)
        found = _violations(java_machine, _loaded(java_machine, file))
        assert bool(found) == (ending == "rdf"), found[:3]
