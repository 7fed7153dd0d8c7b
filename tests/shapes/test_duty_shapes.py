"""The shape of each duty accepts its good examples and rejects its bad ones, by pySHACL."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, SH, Graph, URIRef

from lovgraf.core.terms import BASE
from lovgraf.core.turtle import parse_turtle
from lovgraf.law import Law
from lovgraf.law.store import graph_for_shacl
from tests.examples import one_in
from tests.shapes.examples import Example, data_graph, read_examples

FILES = sorted((Path(__file__).parents[2] / "shapes").glob("duty*.ttl"))
SHAPES = graph_for_shacl()
for file in FILES:
    SHAPES += parse_turtle(file)
NAMED = sorted(
    shape for shape in SHAPES.subjects(RDF.type, SH.NodeShape) if isinstance(shape, URIRef)
)


TRIED = one_in(8, NAMED)


@pytest.fixture(scope="module")
def examples(law: Law) -> list[Example]:
    return [one for one in read_examples(SHAPES, law.facts) if one.shape in TRIED]


@pytest.fixture(scope="module")
def violated(law: Law, examples: list[Example]) -> set[URIRef]:
    """The examples that pySHACL finds to violate the shape that they are examples of."""
    data, targeted = graph_for_shacl(), graph_for_shacl()
    targeted += SHAPES
    asked = {str(iri) for iri in SHAPES.objects() if str(iri) in law.facts.facts}
    targeted.remove((None, SH.targetClass, None))
    for example in examples:
        targeted.add((example.shape, SH.targetNode, example.node))
    for _, same in groupby(sorted(examples, key=lambda e: e.as_of), key=lambda e: e.as_of):
        data += data_graph(list(same), law.facts, asked)
    _, report, _ = pyshacl.validate(data, shacl_graph=targeted, advanced=False, inplace=True)
    assert isinstance(report, Graph)
    return {URIRef(str(focus)) for focus in report.objects(None, SH.focusNode)}


@pytest.mark.slow
@pytest.mark.parametrize("shape", TRIED, ids=lambda iri: iri.removeprefix(BASE))
def test_examples(shape: URIRef, examples: list[Example], violated: set[URIRef]) -> None:
    own = [example for example in examples if example.shape == shape]
    assert {example.good for example in own} == {True, False}
    for example in own:
        assert not example.unreadable
        assert (example.node not in violated) is example.good, example


def test_every_duty_of_a_norm_is_one_of_these(law: Law) -> None:
    duties = {norm.duty for norm in law.norms.values() if norm.duty}
    assert duties - set(map(str, NAMED)) == set()
