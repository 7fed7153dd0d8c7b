"""The export of the acts as ELI: official names, versions apart, and as ELI's ontology allows."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rdflib import OWL, RDF, RDFS, SH, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from lovgraf.core.terms import BASE, CORE
from lovgraf.core.turtle import parse_text
from lovgraf.core.yaml_text import read_yaml
from lovgraf.law import Law
from lovgraf.query.library import questions
from lovgraf.query.run import Engine
from lovgraf.validate import validate
from tests.checker.query.published import published
from tests.examples import WHOLE

ELI = Namespace("http://data.europa.eu/eli/ontology#")
TABLE: dict[str, Any] = read_yaml(Path(__file__).with_name("eli.yaml").read_text(encoding="utf-8"))
GAZETTE = "https://www.retsinformation.dk/eli/lta/"
CHANGES = {ELI.amended_by, ELI.repealed_by, ELI.commenced_by, ELI.changed_by}


def act(number: str) -> URIRef:
    """The official name of an act, by year and number."""
    return URIRef(GAZETTE + number)


def exported(engine: Engine, day: date) -> Graph:
    """The acts as ELI on a date."""
    values = {"asOf": day.isoformat(), "lang": "da"}
    return parse_text(
        engine.run(questions()["export-eli"].filled(values), day).content.decode("utf-8")
    )


@pytest.fixture(scope="module")
def acts(engine: Engine) -> Graph:
    """The acts as ELI on 1 December 2014."""
    return exported(engine, date(2014, 12, 1))


def shapes_of(table: dict[str, Any]) -> Graph:
    """The table as shapes: subjects are of the domain, objects of the range, functional once."""
    graph = Graph()

    def of_one(classes: list[str]) -> Node:
        parts: list[Node] = []
        for name in classes:
            part = BNode()
            graph.add((part, SH["class"], ELI[name]))
            parts.append(part)
        head = BNode()
        Collection(graph, head, parts)
        return head

    for name, (domain, values) in table["properties"].items():
        shape, target = URIRef(f"urn:domain:{name}"), URIRef(f"urn:range:{name}")
        graph.add((shape, RDF.type, SH.NodeShape))
        graph.add((shape, SH.targetSubjectsOf, ELI[name]))
        graph.add((shape, SH["or"], of_one(domain)))
        if name in table["functional"]:
            once = URIRef(f"urn:functional:{name}")
            graph.add((shape, SH.property, once))
            graph.add((once, SH.path, ELI[name]))
            graph.add((once, SH.maxCount, Literal(1)))
        graph.add((target, RDF.type, SH.NodeShape))
        graph.add((target, SH.targetObjectsOf, ELI[name]))
        if isinstance(values, list):
            graph.add((target, SH["or"], of_one(values)))
        elif values == "Literal":
            graph.add((target, SH.nodeKind, SH.Literal))
        else:
            graph.add((target, SH.datatype, XSD[values]))
    for name, above in table["below"].items():
        for one in above:
            graph.add((ELI[name], RDFS.subClassOf, ELI[one]))
    return graph


def found_by(table: dict[str, Any], data: Graph, folder: Path) -> dict[str, int]:
    """What is wrong by the table: how often by each shape, by our own engine."""
    shapes, file = shapes_of(table), folder / "acts.nt"
    above = set(shapes.triples((None, RDFS.subClassOf, None)))
    written = Graph()
    for triple in (*data, *above):
        written.add(triple)
    written.serialize(file, format="nt", encoding="utf-8")
    shapes.serialize(folder / "eli-shapes.ttl", format="turtle")
    report = validate(file, folder / "eli-shapes.ttl", "columns", show_values=True)
    assert not report.refused
    found = Counter[str]()
    for group, number in report.groups:
        found[str(group.shape)] += number
    return found


@pytest.mark.slow
def test_the_export_is_what_elis_ontology_allows(acts: Graph, tmp_path: Path) -> None:
    used = {str(p).removeprefix(str(ELI)) for p in acts.predicates() if str(p).startswith(str(ELI))}
    assert used == set(TABLE["properties"]), "the table is of what is exported, no more, no less"
    if WHOLE:
        assert found_by(TABLE, acts, tmp_path) == {}
    broken = Graph() + acts
    broken.add((act("2012/528/dan"), ELI.passed_by, act("2013/5")))
    broken.add((act("2012/528"), ELI.date_document, Literal("1999-01-01", datatype=XSD.date)))
    # Once each: what is not broken has nothing wrong.
    assert found_by(TABLE, broken, tmp_path) == {
        "urn:domain:passed_by": 1, "urn:range:passed_by": 1, "urn:functional:date_document": 1,
    }  # fmt: skip


def test_the_table_says_what_the_ontology_says() -> None:
    """Against the ontology itself, where a copy is at hand."""
    ontology = Graph().parse(published("eli.rdf"))

    def names(node: Node | None) -> list[str] | str:
        if isinstance(node, BNode):
            union = ontology.value(node, OWL.unionOf)
            return sorted(
                str(one).removeprefix(str(ELI)) for one in Collection(ontology, union or RDF.nil)
            )
        text = str(node)
        return [text.removeprefix(str(ELI))] if text.startswith(str(ELI)) else text.rsplit("#")[-1]

    for name, row in TABLE["properties"].items():
        said = [names(ontology.value(ELI[name], key)) for key in (RDFS.domain, RDFS.range)]
        assert said == row, name
    functional = set(ontology.subjects(RDF.type, OWL.FunctionalProperty))
    assert {n for n in TABLE["properties"] if ELI[n] in functional} == set(TABLE["functional"])
    for name, above in TABLE["below"].items():
        assert {ELI[one] for one in above} <= set(ontology.objects(ELI[name], RDFS.subClassOf))


def test_each_act_has_its_official_name(law: Law) -> None:
    """By year and number; an act that a consolidation names here is a work with its versions."""
    works = set(law.graph.subjects(RDF.type, ELI.ComplexWork))
    for one in law.graph.subjects(RDF.type, CORE.Act):
        number = f"{law.graph.value(one, CORE.year)}/{law.graph.value(one, CORE.number)}"
        named = set(law.graph.objects(one, OWL.sameAs))
        members = set(law.graph.objects(one, ELI.has_member))
        basic = {
            a for b in law.graph.objects(one, CORE.consolidates) for a in law.graph[b : OWL.sameAs]
        }
        if one in works:
            assert not named
            assert members >= {act(number), *basic} > {act(number)}, one
        else:
            assert named == {act(number)}, one
    for one in law.graph.subjects(RDF.type, CORE.EuropeanSource):
        own = law.graph.value(one, OWL.sameAs)
        if own is None:  # an article has no name of its own; what was not looked up has none yet
            assert "/art/" in str(one) or (one, CORE.verification, None) in law.graph, one
        else:
            assert str(own).startswith("http://data.europa.eu/eli/")


def test_a_consolidation_that_is_amended_is_named_as_a_work(law: Law) -> None:
    """A consolidation is a version: what is said of the act is said of no version."""
    works = set(law.graph.subjects(RDF.type, ELI.ComplexWork))
    said = (CORE.amendedBy, CORE.consolidatedBy, CORE.repealedBy, CORE.commencedBy)
    for one in law.graph.subjects(CORE.documentType, Literal("LBK")):
        if any((one, relation, None) in law.graph for relation in said):
            assert one in works, one


@pytest.mark.slow
def test_versions_are_not_the_work(acts: Graph) -> None:
    """No consolidation is changed, and nothing is changed or consolidated before it was made."""
    versions = set(acts.subjects(ELI.consolidates))
    assert {act("2013/5"), act("2007/798"), act("2013/1022"), act("2023/1010")} < versions
    for relation in (*CHANGES, ELI.consolidated_by):
        for subject, other in acts.subject_objects(relation):
            assert subject not in versions, (subject, relation)
            before, after = (acts.value(one, ELI.date_document) for one in (subject, other))
            assert before is None or after is None or str(before) <= str(after), (subject, other)
    assert (act("2003/1203"), ELI.amended_by, act("2006/449")) in acts
    assert (act("2000/426"), ELI.consolidated_by, act("2013/5")) in acts
    assert (act("2006/117"), ELI.repealed_by, None) in acts
    assert (act("2006/117"), ELI.date_no_longer_in_force, Literal(date(2017, 6, 26))) in acts
    assert (act("2000/426"), ELI.first_date_entry_in_force, None) not in acts, "not known"
    part = URIRef(BASE + "law/2013/5/par/3")
    assert acts.value(part, ELI.is_part_of) == act("2000/426")
    restated = URIRef(BASE + "law/2023/1010/par/3")
    assert acts.value(restated, ELI.is_part_of) == act("2023/1010")


@pytest.mark.slow
def test_active_and_passive_say_the_same(acts: Graph) -> None:
    for active, passive in (
        (ELI.amends, ELI.amended_by), (ELI.repeals, ELI.repealed_by),
        (ELI.commences, ELI.commenced_by),
        (ELI.changes, ELI.changed_by), (ELI.consolidates, ELI.consolidated_by),
        (ELI.transposes, ELI.transposed_by), (ELI.has_member, ELI.is_member_of),
    ):  # fmt: skip
        assert set(acts.subject_objects(active)) == {
            (o, s) for s, o in acts.subject_objects(passive)
        }
        assert (None, active, None) in acts
    assert (
        act("2020/1457"),
        ELI.transposes,
        URIRef("http://data.europa.eu/eli/dir/2004/38/oj"),
    ) in acts


@pytest.mark.slow
def test_one_language_an_expression(acts: Graph) -> None:
    """The acts are in Danish; our English titles are no expression of them."""
    for one in acts.subjects(RDF.type, ELI.LegalExpression):
        (title,) = acts.objects(one, ELI.title)
        assert isinstance(title, Literal)
        assert title.language == "da"
        assert acts.value(one, ELI.language) == URIRef(
            "http://publications.europa.eu/resource/authority/language/DAN"
        )
        assert str(one) == f"{acts.value(one, ELI.realizes)}/dan"
    assert set(acts.subjects(ELI.type_document)) >= set(acts.subjects(ELI.is_realized_by))


@pytest.mark.slow
def test_in_force_on_the_date(engine: Engine, acts: Graph) -> None:
    """Act 528/2012 began on 1 July 2012; its s. 3(1) was brought into force on 1 November 2014."""
    assert acts.value(act("2012/528"), ELI.in_force) == ELI["InForce-inForce"]
    assert acts.value(act("2012/1195"), ELI.in_force) == ELI["InForce-notInForce"]
    earlier = exported(engine, date(2013, 1, 1))
    assert earlier.value(act("2012/528"), ELI.in_force) == ELI["InForce-partiallyInForce"]
    assert earlier.value(act("2000/426"), ELI.in_force) is None, "its commencement is not known"
