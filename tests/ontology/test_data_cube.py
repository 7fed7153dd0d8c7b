"""The report's figures keep the integrity constraints of the RDF Data Cube Vocabulary (section 11).

IC-20 and IC-21 are templates for any property that leads down a hierarchy; here it is that of SKOS.
"""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from lovgraf.core.terms import BASE
from lovgraf.law.graph import ONTOLOGY

TEXT = (Path(__file__).parent / "data_cube.rq").read_text(encoding="utf-8")
PREFIXES, *_ = TEXT.split("\n## ", 1)
PARTS = dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n)+)", TEXT, re.MULTILINE))
CONSTRAINTS = {name: part for name, part in PARTS.items() if name.startswith("IC-")}
FILES = (ONTOLOGY / "report.ttl", ONTOLOGY / "authority.ttl", ONTOLOGY / "core.ttl")
CUBE = """
@prefix qb: <http://purl.org/linked-data/cube#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<set> a qb:DataSet ; qb:structure <structure> .
<structure> a qb:DataStructureDefinition ; qb:component <spec/line> , <spec/value> , <spec/unit> .
<spec/line> qb:dimension <line> . <spec/value> qb:measure <value> .
<spec/unit> qb:attribute <unit> ; qb:componentRequired true .
<line> rdfs:range skos:Concept ; qb:codeList <list> .
<list> a skos:ConceptScheme . <a> a skos:Concept ; skos:inScheme <list> .
<b> a skos:Concept ; skos:inScheme <list> . <c> a skos:Concept .
<one> qb:dataSet <set> ; <line> <a> ; <value> 1 ; <unit> "DKK" .
<two> qb:dataSet <set> ; <line> <b> ; <value> 2 ; <unit> "DKK" .
"""
BREAKS = {
    "IC-1": ("<two> qb:dataSet", "<two> qb:dataSet <other> ; qb:dataSet"),
    "IC-2": ("qb:structure <structure> .", "qb:structure <structure> , <other> ."),
    "IC-3": ("qb:measure <value>", "qb:attribute <value>"),
    "IC-4": ("<line> rdfs:range skos:Concept ;", "<line>"),
    "IC-5": (" ; qb:codeList <list>", ""),
    "IC-6": ("qb:dimension <line>", "qb:dimension <line> ; qb:componentRequired false"),
    "IC-11": ("<line> <b> ; ", ""),
    "IC-12": ("<line> <b>", "<line> <a>"),
    "IC-13": ('<value> 2 ; <unit> "DKK"', "<value> 2"),
    "IC-14": ("<value> 2 ; ", ""),
    "IC-19": ("<line> <b>", "<line> <c>"),
}


def normal(store: ox.Store) -> ox.Store:
    """A cube with what the vocabulary's normalisation adds."""
    for name, part in PARTS.items():
        if name.startswith("normalise"):
            store.update(PREFIXES + part)
    return store


def broken(store: ox.Store) -> set[str]:
    """The constraints that a normalised cube does not keep."""
    return {name.split()[0] for name, query in CONSTRAINTS.items() if store.query(PREFIXES + query)}


@pytest.fixture(scope="module")
def figures() -> ox.Store:
    store = ox.Store()
    for path in FILES:
        store.load(path.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=BASE)
    return normal(store)


def test_there_are_twenty_one_constraints() -> None:
    assert [name.split()[0] for name in CONSTRAINTS] == [f"IC-{n}" for n in range(1, 22)]


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_the_figures_keep(name: str, figures: ox.Store) -> None:
    assert not bool(figures.query(PREFIXES + CONSTRAINTS[name])), name


@pytest.mark.parametrize(("name", "change"), BREAKS.items())
def test_a_cube_that_breaks_one_is_found(name: str, change: tuple[str, str]) -> None:
    for text, expected in ((CUBE, False), (CUBE.replace(*change), True)):
        store = ox.Store()
        store.load(text, format=ox.RdfFormat.TURTLE, base_iri="https://example.org/")
        found = broken(normal(store))
        assert (name in found) is expected, found
