"""Each shape of the law graph accepts its good examples and rejects its bad ones."""

from __future__ import annotations

import pytest
from rdflib import RDF, RDFS, Graph, URIRef

from lovgraf.core.terms import BASE, CORE, PREFIXES
from lovgraf.core.turtle import parse_text, parse_turtle
from lovgraf.law.graph import ONTOLOGY, SHAPES
from lovgraf.law.well_formed import PROPOSAL_SHAPES, named_shapes, validate
from lovgraf.law.well_formed import SHAPES as LAW_SHAPES

ALL_SHAPES = Graph()
for name in ("law", "shape", "proposal"):
    ALL_SHAPES += parse_turtle(SHAPES / f"{name}.ttl")
NAMES = named_shapes(ALL_SHAPES, (*LAW_SHAPES, *PROPOSAL_SHAPES))
CLASSES = Graph()
for triple in parse_turtle(ONTOLOGY / "core.ttl"):
    if triple[1] in (RDF.type, RDFS.subClassOf):
        CLASSES.add(triple)
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())


def violated(shape: URIRef, example: Graph) -> bool:
    return any(validate(CLASSES + example, ALL_SHAPES, [shape]))


@pytest.mark.slow
@pytest.mark.parametrize("shape", NAMES, ids=lambda s: s.removeprefix(BASE))
def test_examples(shape: URIRef) -> None:
    for predicate, expected in ((CORE.goodExample, False), (CORE.badExample, True)):
        texts = [
            ALL_SHAPES.value(example, CORE.exampleTurtle)
            for example in ALL_SHAPES.objects(shape, predicate)
        ]
        assert texts
        for text in texts:
            assert violated(shape, parse_text(HEAD + str(text))) is expected, text
