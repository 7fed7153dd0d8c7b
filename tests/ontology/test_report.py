"""The report as data: every fact with its place, figures that add up, divergences that exist."""

from __future__ import annotations

from collections import defaultdict

import pytest
from rdflib import DCTERMS, ORG, QB, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from lovgraf.core.terms import BASE, CORE
from lovgraf.core.turtle import parse_turtle
from lovgraf.law import Law
from lovgraf.law.graph import ONTOLOGY

FACTS = """
    A1 A2 A3 B0 B1 B2 B3 B4 B5 C1 C2 C3 C4 C5 C6 C7 C8 C9 C10 C11 C12 C13 C13a C14 C15
    D1 D2 D3 D4 D5 D6 D7 D8 E1 E2 E3 E4 E5 E6 E7 E7a E8 E9 E10 F1 F2 F3 F4 F5 F6 G1 G2 G3 G4 G5
""".split()  # noqa: SIM905
REPORT = parse_turtle(ONTOLOGY / "report.ttl")
AUTHORITY = parse_turtle(ONTOLOGY / "authority.ttl")
SOURCE = URIRef(f"{BASE}report")
DATASETS = sorted(REPORT.subjects(RDF.type, QB.DataSet), key=str)
PRINTED_TOTAL = URIRef(f"{BASE}code/udk-line/net")
TOO_HIGH = URIRef(f"{BASE}finding/printed-total-off-by-one")


def fact(identifier: str) -> URIRef:
    return URIRef(f"{BASE}report/{identifier}")


def short(node: Node) -> str:
    return str(node).removeprefix(BASE)


def languages(graph: Graph, subject: Node, predicate: Node) -> list[str]:
    values = graph.objects(subject, predicate)
    return sorted(str(v.language) for v in values if isinstance(v, Literal))


def dimension(name: str) -> URIRef:
    return URIRef(f"{BASE}figure/dimension/{name}")


def table(name: str) -> dict[str, dict[int, int]]:
    """The values of a table, by line and year."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for node in REPORT.subjects(QB.dataSet, URIRef(f"{BASE}figure/{name}")):
        line = str(REPORT.value(node, dimension("line"))).rsplit("/", 1)[-1]
        year = int(str(REPORT.value(node, dimension("year"))))
        assert year not in found[line]
        found[line][year] = int(str(REPORT.value(node, CORE.value)))
    return found


def test_the_facts_are_all_there_and_no_others() -> None:
    claims = {short(node).removeprefix("report/") for node in REPORT.subjects(RDF.type, CORE.Claim)}
    assert claims == set(FACTS)


@pytest.mark.parametrize("identifier", FACTS)
def test_each_fact_has_its_place_and_words_in_both_languages(identifier: str) -> None:
    node = fact(identifier)
    for predicate in (RDFS.label, SKOS.definition, CORE.locator):
        assert languages(REPORT, node, predicate) == ["da", "en"], predicate
    assert str(REPORT.value(node, DCTERMS.identifier)) == identifier
    assert REPORT.value(node, DCTERMS.source) == SOURCE


def test_each_divergence_names_a_provision_that_exists_and_a_finding_explains_it(law: Law) -> None:
    explained: dict[Node, set[str]] = defaultdict(set)
    for finding, claim in REPORT.subject_objects(CORE.aboutClaim):
        explained[claim] |= {short(s) for s in REPORT.objects(finding, DCTERMS.source)}
    kinds = {CORE.Act, CORE.Provision, CORE.OutsideSource}
    pairs = list(REPORT.subject_objects(CORE.divergesFrom))
    assert len({claim for claim, _ in pairs}) >= 17
    for claim, provision in pairs:
        assert kinds & set(law.graph.objects(provision, RDF.type)), short(provision)
        assert short(provision) in explained[claim], f"{short(claim)} and {short(provision)}"


def test_each_finding_is_about_a_claim_and_rests_on_something_that_exists(law: Law) -> None:
    for finding in REPORT.subjects(RDF.type, CORE.Finding):
        assert languages(REPORT, finding, SKOS.definition) == ["da", "en"]
        for claim in REPORT.objects(finding, CORE.aboutClaim):
            assert (claim, RDF.type, CORE.Claim) in REPORT, short(finding)
        for source in REPORT.objects(finding, DCTERMS.source):
            assert list(law.graph.objects(source, RDF.type)), short(source)


@pytest.mark.parametrize("dataset", DATASETS, ids=short)
def test_each_observation_has_what_its_structure_asks_for(dataset: Node) -> None:
    structure = REPORT.value(dataset, QB.structure)
    parts = list(REPORT.objects(structure, QB.component))
    wanted = {
        value
        for part in parts
        for predicate in (QB.dimension, QB.measure, QB.attribute)
        for value in REPORT.objects(part, predicate)
    }
    dimensions = sorted((d for part in parts for d in REPORT.objects(part, QB.dimension)), key=str)
    assert len(dimensions) >= 2
    keys = []
    for node in REPORT.subjects(QB.dataSet, dataset):
        assert (node, RDF.type, CORE.Figure) in REPORT
        assert wanted <= set(REPORT.predicates(node)), short(node)
        assert languages(REPORT, node, CORE.locator) == ["da", "en"]
        assert (REPORT.value(node, CORE.reportPassage), RDF.type, CORE.Claim) in REPORT
        keys.append(tuple(str(REPORT.value(node, d)) for d in dimensions))
    assert keys
    assert len(keys) == len(set(keys)), "two observations in one cell"


def test_every_figure_belongs_to_a_dataset() -> None:
    for node in REPORT.subjects(RDF.type, CORE.Figure):
        assert REPORT.value(node, QB.dataSet) in DATASETS, short(node)


def test_the_potential_is_the_difference_of_the_costs() -> None:
    lines = table("skat-costs")
    assert set(lines) == {"costs-today", "costs-in-future", "potential"}
    for year in range(2015, 2019):
        saved = lines["costs-today"][year] - lines["costs-in-future"][year]
        assert lines["potential"][year] == saved


def test_the_rows_add_up_save_where_a_finding_says_that_the_printed_total_is_off() -> None:
    lines = table("udk-net-potential")
    total = lines.pop("net")
    off = {
        int(str(REPORT.value(node, dimension("year"))))
        for node in REPORT.objects(TOO_HIGH, DCTERMS.references)
        if REPORT.value(node, dimension("line")) == PRINTED_TOTAL
    }
    assert (TOO_HIGH, CORE.aboutClaim, fact("E8")) in REPORT
    for year in range(2015, 2019):
        rows = sum(values[year] for values in lines.values())
        assert total[year] - rows == (1 if year in off else 0), year
    assert off == {2016, 2017, 2018}


def test_the_gains_over_four_years_are_the_rounded_sums_of_the_tables() -> None:
    gains = {
        short(node).rsplit("/", 1)[-1]: int(str(REPORT.value(node, CORE.value)))
        for node in REPORT.subjects(CORE.reportPassage, fact("E10"))
    }
    sums = {
        "skat-gain": sum(table("skat-costs")["potential"].values()),
        "udk-gain": sum(table("udk-net-potential")["net"].values()),
    }
    assert gains == {name: round(value, -5) for name, value in sums.items()}


def test_what_authorities_became_is_told_by_events_and_by_succession_alike(law: Law) -> None:
    events = list(AUTHORITY.subjects(RDF.type, ORG.ChangeEvent))
    assert events
    told = set()
    for event in events:
        for predicate in (RDFS.label, SKOS.definition):
            assert languages(AUTHORITY, event, predicate) == ["da", "en"], short(event)
        dated = AUTHORITY.value(event, DCTERMS.date) is not None
        unsure = languages(AUTHORITY, event, CORE.verification) == ["da", "en"]
        assert dated or unsure, short(event)
        for before in AUTHORITY.objects(event, ORG.originalOrganization):
            for after in AUTHORITY.objects(event, ORG.resultingOrganization):
                minister = (before, RDF.type, CORE.Minister) in AUTHORITY
                if not (minister and (event, CORE.transfer, None) in AUTHORITY):  # only by act
                    told.add((before, after))
    successions = set(AUTHORITY.subject_objects(CORE.succeededBy))
    assert told <= successions
    assert {before for before, _ in successions} == {before for before, _ in told}
    for node in {node for pair in successions for node in pair}:
        assert (node, RDF.type, ORG.Organization) in law.graph, short(node)


def test_the_authorities_of_the_report_are_described(law: Law) -> None:
    for claim in REPORT.subjects(RDF.type, CORE.Claim):
        for authority in REPORT.objects(claim, DCTERMS.subject):
            assert (authority, RDF.type, ORG.Organization) in law.graph, short(authority)
