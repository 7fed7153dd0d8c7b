"""The page on the vocabulary names every class and no other, and its version is the release's."""

from __future__ import annotations

import configparser
import re

import pytest
from rdflib import OWL, RDF, Graph, Literal, URIRef

from lovgraf.core.terms import BASE
from lovgraf.law.graph import ONTOLOGY
from tests.places import ROOT

NAMES = ("core", "record")


@pytest.fixture(scope="module")
def graph() -> Graph:
    """Both vocabularies."""
    found = Graph()
    for name in NAMES:
        found.parse(ONTOLOGY / f"{name}.ttl")
    return found


def test_every_class_is_on_the_page(graph: Graph) -> None:
    page = (ROOT / "docs" / "vocabulary.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:core|record):[A-Z]\w+)`", page))
    places = {f"{BASE}{name}#": f"{name}:" for name in NAMES}
    classes = {
        prefix + str(one).removeprefix(place)
        for one in graph.subjects(RDF.type, OWL.Class)
        for place, prefix in places.items()
        if str(one).startswith(place)
    }
    assert named == classes


@pytest.mark.parametrize("name", NAMES)
def test_the_version_is_that_of_the_release(graph: Graph, name: str) -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    assert graph.value(URIRef(BASE + name), OWL.versionInfo) == Literal(
        setup["metadata"]["version"]
    )
