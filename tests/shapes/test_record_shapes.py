"""The shapes of record quality: their examples on RDF, their agreement with the columns."""

from __future__ import annotations

from itertools import groupby

import pyshacl
import pytest
from rdflib import OWL, RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SKOS

from lovgraf.core.terms import CORE
from lovgraf.core.turtle import parse_turtle
from lovgraf.facts.fact import Column, Derived
from lovgraf.facts.fact_reader import read_facts
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law import Law
from lovgraf.law.store import graph_for_shacl
from tests.examples import one_in
from tests.places import ROOT
from tests.shapes.examples import Example, column_verdicts, data_graph, read_examples

Pairs = set[tuple[URIRef, URIRef]]


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return parse_turtle(ROOT / "shapes" / "record.ttl")


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return parse_turtle(ROOT / "ontology" / "record.ttl")


@pytest.fixture(scope="module")
def facts(ontology: Graph) -> FactVocabulary:
    return read_facts(ontology)


@pytest.fixture(scope="module")
def examples(shapes: Graph, facts: FactVocabulary) -> list[Example]:
    return list(read_examples(shapes, facts))


@pytest.fixture(scope="module")
def tried(shapes: Graph, examples: list[Example]) -> list[Example]:
    """Those of one shape in eight, each held against all shapes."""
    own = one_in(8, named(shapes))
    return [example for example in examples if example.shape in own]


@pytest.fixture(scope="module")
def violations(shapes: Graph, facts: FactVocabulary, tried: list[Example]) -> Pairs:
    """The pairs of shape and record that pySHACL reports; results of parts count for the whole."""
    data = graph_for_shacl()
    asked = {str(iri) for iri in shapes.objects() if str(iri) in facts.facts}
    for _, same in groupby(sorted(tried, key=lambda e: e.as_of), key=lambda e: e.as_of):
        data += data_graph(list(same), facts, asked)
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=False, inplace=True)
    whole = {part: shape for shape in named(shapes) for part in parts_of(shapes, shape)}
    assert isinstance(report, Graph)
    return {
        (whole[report.value(result, SH.sourceShape)], URIRef(str(focus)))
        for result, focus in report.subject_objects(SH.focusNode)
    }


def named(shapes: Graph) -> list[URIRef]:
    return sorted(URIRef(str(shape)) for shape in shapes.subjects(RDF.type, SH.NodeShape))


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def parts_of(shapes: Graph, shape: URIRef) -> set[object]:
    return {shape, *shapes.objects(shape, SH.property)}


@pytest.mark.slow
def test_every_shape_has_an_example_of_each_kind(shapes: Graph, examples: list[Example]) -> None:
    assert len(examples) == 2 * len(named(shapes))
    for example in examples:
        assert not (example.good and example.unreadable)


@pytest.mark.slow
def test_good_examples_conform_and_bad_ones_do_not(tried: list[Example], violations: Pairs) -> None:
    wrong = [
        example
        for example in tried
        if ((example.shape, example.node) in violations) == example.good
    ]
    assert wrong == []


@pytest.mark.slow
def test_columns_agree_with_rdf_on_readable_records(
    shapes: Graph, law: Law, tried: list[Example], violations: Pairs
) -> None:
    """Shapes may read columns that acts declare beside themselves."""
    readable = sorted(
        (e for e in tried if not e.unreadable), key=lambda e: (e.as_of, e.record_type)
    )
    for _, same in groupby(readable, key=lambda e: (e.as_of, e.record_type)):
        said = column_verdicts(list(same), shapes, law.facts)
        assert {pair for pair, conforms in said.items() if not conforms} == {
            pair for pair in violations if pair in said
        }


def test_shapes_say_what_and_what_to_do_in_two_languages(shapes: Graph) -> None:
    for shape in named(shapes):
        for predicate in (RDFS.label, SH.message):
            languages = sorted(
                str(text.language)
                for text in shapes.objects(shape, predicate)
                if isinstance(text, Literal)
            )
            assert languages == ["da", "en"], shape
        assert shapes.value(shape, SH.severity) in (SH.Violation, SH.Warning, SH.Info)
        assert (shape, SH.targetClass, None) in shapes


def test_code_shapes_list_exactly_the_codes(shapes: Graph, facts: FactVocabulary, law: Law) -> None:
    """Codes that an act adds to a list beside its own text belong to it as well."""
    by_iri = {column.iri: column for column in law.facts.columns.values()}
    seen: set[str] = set()
    for shape in named(shapes):
        if not shape.endswith("-code"):
            continue
        for part in shapes.objects(shape, SH.property):
            column = by_iri[str(shapes.value(part, SH.path))]
            codes = shapes.value(part, SH["in"])
            assert codes is not None
            assert column.code_list is not None
            assert sorted(map(str, Collection(shapes, codes))) == list(column.code_list.notations)
            seen.add(column.name)
    coded = {c.name for c in facts.columns.values() if c.code_list}
    assert coded - seen == {"type", "channel"}  # the kind of record decides on these


def test_no_date_of_a_record_may_come_before_the_birth_of_whom_it_is_about(law: Law) -> None:
    """A column that is new is to be compared with the day of birth as the others are."""
    births = ("birth_date", "filer_birth_date", "recipient_birth_date")
    graph, columns = law.graph, law.facts.columns
    later = {
        (str(target), str(birth), str(other))
        for part, birth in graph.subject_objects(SH.path)
        for other in graph.objects(part, SH.lessThanOrEquals)
        for shape in graph.subjects(SH.property, part)
        for target in graph.objects(shape, SH.targetClass)
    }
    kinds = law.facts.record_types
    for name in births:
        for target in (iri for iri, kind in kinds.items() if kind in columns[name].record_types):
            for column in law.facts.columns_of(kinds[target]):
                if column.datatype == "date" and column.name not in births:
                    assert (target, columns[name].iri, column.iri) in later, column.name


def test_typed_columns_have_a_shape_for_the_types_that_have_them(
    shapes: Graph, facts: FactVocabulary
) -> None:
    targets: dict[str, set[str]] = {}
    for shape in named(shapes):
        for part in shapes.objects(shape, SH.property):
            if (part, SH.datatype, None) in shapes:
                classes = {
                    facts.record_types[str(c)] for c in shapes.objects(shape, SH.targetClass)
                }
                targets.setdefault(str(shapes.value(part, SH.path)), set()).update(classes)
    free_text = {"type", "nemkonto", "name", "address", "sender"}
    for column in facts.columns.values():
        if column.name not in free_text:
            assert targets[column.iri] == set(column.record_types), column.name


SEVERAL = {"udrejsedato", "datoforudrejse"}
"""Headings that registers use for different things: they are asked about, never guessed."""


def test_headers_name_one_column_of_a_record_type(facts: FactVocabulary) -> None:
    """Or a day and an answer, which their values tell apart."""
    several = set()
    for record_type in facts.record_types.values():
        seen: dict[str, list[Column]] = {}
        for column in facts.columns_of(record_type):
            for header in {_plain(h) for h in (*column.headers, column.name)}:
                seen.setdefault(header, []).append(column)
        for header, columns in seen.items():
            kinds = sorted(column.datatype for column in columns)
            if len(columns) > 1 and kinds != ["boolean", "date"]:
                several.add(header)
    assert several == SEVERAL


def test_spellings_name_one_code_of_a_list(facts: FactVocabulary) -> None:
    for column in facts.columns.values():
        seen: dict[str, str] = {}
        for concept in column.code_list.concepts if column.code_list else ():
            for spelling in {_plain(s) for s in (concept.notation, *concept.spellings)}:
                assert seen.setdefault(spelling, concept.notation) == concept.notation, spelling


def test_facts_are_named_after_their_column_and_keep_to_owl_dl(
    ontology: Graph, facts: FactVocabulary
) -> None:
    for column in facts.columns.values():
        first, *rest = column.name.split("_")
        assert column.iri.endswith("#" + first + "".join(word.capitalize() for word in rest))
        functional = (URIRef(column.iri), RDF.type, OWL.FunctionalProperty) in ontology
        assert functional != column.multi
    for fact in facts.facts.values():
        if isinstance(fact, Derived) and fact.follows:
            continue  # no fact of the graph itself
        ranged = (URIRef(fact.iri), RDFS.range, None) in ontology
        assert ranged == (fact.datatype != "date")


def test_terms_have_labels_and_definitions_in_two_languages(ontology: Graph) -> None:
    for subject in {s for s in ontology.subjects(RDF.type, None) if isinstance(s, URIRef)}:
        for predicates in ((RDFS.label, SKOS.prefLabel), (SKOS.definition,)):
            found = sorted(
                str(text.language)
                for predicate in predicates
                for text in ontology.objects(subject, predicate)
                if isinstance(text, Literal)
            )
            assert found == ["da", "en"], subject


def test_areas_rest_on_provisions_of_the_acts(ontology: Graph) -> None:
    scheme = URIRef("https://w3id.org/lovgraf/code-list/area")
    areas = set(ontology.subjects(SKOS.inScheme, scheme))
    assert len(areas) == 53
    assert areas == {area for area in areas if (area, CORE.provision, None) in ontology}
