"""Patterns: norms said once and derived for each binding, of an act that exists only here."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from rdflib import RDF, Graph, URIRef

from lovgraf.authoring.lint.sources import read_sources
from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, CORE
from lovgraf.core.turtle import format_turtle
from lovgraf.engine.in_memory import verdicts_for
from lovgraf.law import Law, LawGraph
from lovgraf.law.graph import load_graph
from lovgraf.law.patterns import PATTERN, derive, expand
from tests.checker.small_law import DUTY, FACTS, PREFIXES, graph_of, ship

PREFIX = "@prefix pattern: <https://w3id.org/lovgraf/pattern#> .\n"
VOCABULARY = """
pattern:lifts pattern:inNorm core:exempts .
pattern:deadline pattern:inNorm core:deadline .
core:addressee pattern:narrowed true .
core:granted pattern:narrowed true .
"""
PATTERN_OF_FLAGS = """
<pattern/inspection> a core:Pattern ;
  pattern:codeFact record:flag ; pattern:eventFact record:boughtOn ;
  pattern:boundClass <pattern/inspection/class/any> ; core:recordType record:Ship .
<pattern/inspection/class/any> a owl:Class .
<pattern/inspection/class/sailing> a owl:Class ;
  rdfs:label "sejlende"@da, "sailing"@en ;
  skos:definition "Skibe, der sejler."@da, "Ships that sail."@en ;
  owl:equivalentClass [ owl:intersectionOf (
    record:Ship [ a owl:Restriction ; owl:onProperty record:sails ; owl:hasValue true ] ) ] .
<pattern/inspection/class/small> a owl:Class ;
  rdfs:label "små"@da, "small"@en ;
  skos:definition "Skibe med en mast."@da, "Ships of one mast."@en ;
  owl:equivalentClass [ owl:intersectionOf (
    record:Ship [ a owl:Restriction ; owl:onProperty record:masts ; owl:hasValue 1 ] ) ] .
<pattern/inspection/inspect> a pattern:NormTemplate ;
  pattern:kind core:Obligation ; core:addressee <pattern/inspection/class/sailing> ;
  core:bearer core:Subject ; core:competentAuthority pattern:BoundAuthority ;
  core:duty <duty/inspected> ; core:note "skabelon"@da, "template"@en ;
  rdfs:label "Syn: {code}"@da, "Inspection: {code}"@en ;
  skos:definition "{authority} syner."@da, "{authority} inspects."@en .
<pattern/inspection/spare> a pattern:NormTemplate ;
  pattern:kind core:Exemption ; core:granted <pattern/inspection/class/small> ;
  core:bearer core:Subject ; pattern:lifts <pattern/inspection/inspect> ;
  rdfs:label "Fri for syn: {code}"@da, "Spared: {code}"@en ;
  skos:definition "Små skibe."@da, "Small ships."@en .
<authority/harbour> a core:Authority ; rdfs:label "havnen"@da, "the harbour"@en .
<law/2029/1/par/3> a core:Provision ; eli:is_part_of <law/2029/1> .
<class/gift> a owl:Class ; owl:equivalentClass [ owl:intersectionOf (
  record:Ship [ a owl:Restriction ; owl:onProperty record:tonnage ; owl:hasValue 7.0 ] ) ] .
<law/2029/1/binding/danish> a pattern:Binding ;
  pattern:of <pattern/inspection> ; pattern:code <list/flags/dk> ;
  pattern:authority <authority/harbour> ; core:readOn "2030-01-01"^^xsd:date ;
  pattern:clause
    [ pattern:states <pattern/inspection/inspect> ; core:provision <law/2029/1/par/1> ] ,
    [ pattern:states <pattern/inspection/spare> ; core:provision <law/2029/1/par/2> ] .
<law/2029/1/binding/swedish> a pattern:Binding ;
  pattern:of <pattern/inspection> ; pattern:code <list/flags/se> ; pattern:excludes <class/gift> ;
  pattern:authority <authority/harbour> ; core:inForceFrom "2030-03-01"^^xsd:date ;
  pattern:clause
    [ pattern:states <pattern/inspection/inspect> ; core:provision <law/2029/1/par/3> ;
      core:note "led"@da, "clause"@en ] .
<law/2029/1/par/3/norm/all-free> a core:Exemption ; core:provision <law/2029/1/par/3> ;
  core:recordType record:Ship ; core:bearer core:Subject ; core:granted <class/many-masts> ;
  pattern:lifts <pattern/inspection/inspect> ;
  rdfs:label "Mange master"@da, "Many masts"@en .
<class/many-masts> a owl:Class ; owl:equivalentClass [ owl:intersectionOf (
  record:Ship [ a owl:Restriction ; owl:onProperty record:masts ; owl:hasValue 9 ] ) ] .
"""
TURTLE = VOCABULARY + PATTERN_OF_FLAGS + DUTY
DANISH = BASE + "law/2029/1/par/1/norm/inspect-DK"
SWEDISH = BASE + "law/2029/1/par/3/norm/inspect-SE"


def graph(*more: str) -> Graph:
    return graph_of(PREFIX + TURTLE, *more)


def small_law(*more: str) -> Law:
    found = graph(*more)
    expand(found)
    return Law(LawGraph(found, "test", ("test.ttl",)))


def verdict(norm: str, as_of: date, **facts: object) -> str:
    record = ship(**facts)  # type: ignore[arg-type]
    return verdicts_for(small_law().at(as_of), [record], "ship", [norm])[0][norm].verdict


def test_a_norm_carries_what_its_template_clause_and_binding_say() -> None:
    norms = small_law().norms
    norm = norms[DANISH]
    assert norm.kind == "Obligation"
    assert norm.record_type == "ship"
    assert norm.provision == BASE + "law/2029/1/par/1"
    assert (norm.label.da, norm.label.en) == ("Syn: dansk", "Inspection: Danish")
    assert norm.definition is not None
    assert norm.definition.en == "The harbour inspects."
    assert norm.authority == BASE + "authority/harbour"
    assert norm.in_force.start == date(2030, 1, 1)
    assert norm.note is not None
    assert norm.note.en == "template"


def test_a_clause_goes_before_its_template_and_the_binding_before_the_act() -> None:
    norm = small_law().norms[SWEDISH]
    assert norm.note is not None
    assert norm.note.en == "clause"
    assert norm.in_force.start == date(2030, 3, 1)


def test_a_norm_names_its_pattern_and_binding() -> None:
    found = small_law().graph
    norm = URIRef(DANISH)
    assert found.value(norm, CORE.pattern) == URIRef(BASE + "pattern/inspection")
    assert found.value(norm, PATTERN["from"]) == URIRef(BASE + "law/2029/1/binding/danish")


def test_an_exemption_lifts_the_norm_of_its_own_binding_only() -> None:
    norms = small_law().norms
    assert norms[BASE + "law/2029/1/par/2/norm/spare-DK"].exempts == (DANISH,)


def test_an_ordinary_exemption_lifts_a_template_in_every_binding() -> None:
    assert small_law().norms[BASE + "law/2029/1/par/3/norm/all-free"].exempts == (DANISH, SWEDISH)


DAY = date(2030, 6, 1)
SAILS = {"sails": True, "masts": 2, "tonnage": 5, "inspected": False}


@pytest.mark.parametrize(
    ("norm", "facts", "expected"),
    [
        (DANISH, {"flag": "DK", "bought_on": date(2030, 1, 1)}, "breached"),
        (DANISH, {"flag": "DK", "bought_on": date(2029, 12, 31)}, "not-addressed"),
        (DANISH, {"flag": "SE", "bought_on": date(2030, 4, 1)}, "not-addressed"),
        (DANISH, {"flag": "DK", "bought_on": date(2030, 1, 1), "sails": False}, "not-addressed"),
        (DANISH, {"flag": "DK", "bought_on": date(2030, 1, 1), "masts": 1}, "exempt"),
        (DANISH, {"flag": "DK", "bought_on": date(2030, 1, 1), "masts": 9}, "exempt"),
        (DANISH, {"flag": "DK", "bought_on": None}, "undetermined"),
        (SWEDISH, {"flag": "SE", "bought_on": date(2030, 3, 1)}, "breached"),
        (SWEDISH, {"flag": "SE", "bought_on": date(2030, 2, 28)}, "not-addressed"),
        (SWEDISH, {"flag": "SE", "bought_on": date(2030, 3, 1), "masts": 1}, "breached"),
        (SWEDISH, {"flag": "SE", "bought_on": date(2030, 3, 1), "tonnage": 7}, "not-addressed"),
    ],
)
def test_a_norm_is_about_the_records_of_its_binding(
    norm: str, facts: dict[str, object], expected: str
) -> None:
    assert verdict(norm, DAY, **{**SAILS, **facts}) == expected


def test_before_a_binding_holds_there_is_no_norm() -> None:
    assert SWEDISH not in small_law().at(date(2030, 2, 28)).norms
    assert SWEDISH in small_law().at(date(2030, 3, 1)).norms


def test_the_pattern_knows_all_that_is_bound() -> None:
    found = small_law().graph
    whole = URIRef(BASE + "pattern/inspection/class/any")
    answer = found.query(
        "SELECT ?part WHERE { ?whole owl:equivalentClass/owl:unionOf/rdf:rest*/rdf:first ?part }",
        initBindings={"whole": whole},
    )
    assert sorted(str(row[0]) for row in answer) == [  # type: ignore[index]
        BASE + "law/2029/1/binding/danish/class/bound",
        BASE + "law/2029/1/binding/swedish/class/bound",
    ]


def test_clauses_of_different_dates_have_classes_of_their_own() -> None:
    more = """<law/2029/1/binding/norwegian> a pattern:Binding ;
  pattern:of <pattern/inspection> ; pattern:code <list/flags/no> ;
  pattern:authority <authority/harbour> ;
  pattern:clause
    [ pattern:states <pattern/inspection/inspect> ; core:provision <law/2029/1/par/1> ;
      core:inForceUntil "2030-04-30"^^xsd:date ] ,
    [ pattern:states <pattern/inspection/spare> ; core:provision <law/2029/1/par/2> ] ."""
    found = small_law(more)
    norm = BASE + "law/2029/1/par/1/norm/inspect-NO"
    assert norm in found.at(date(2030, 4, 30)).norms
    assert norm not in found.at(date(2030, 5, 1)).norms
    late = ship(flag="NO", sails=True, masts=2, bought_on=date(2030, 5, 1), inspected=False)
    answers = verdicts_for(found.at(date(2030, 4, 30)), [late], "ship", [norm])
    assert answers[0][norm].verdict == "not-addressed"


def test_what_an_exemption_lifted_stays_lifted_once_it_has_ended() -> None:
    ends = 'core:provision <law/2029/1/par/2> ; core:inForceUntil "2030-04-30"^^xsd:date ] .'
    found = graph_of(PREFIX + TURTLE.replace("core:provision <law/2029/1/par/2> ] .", ends))
    expand(found)
    law = Law(LawGraph(found, "test", ("test.ttl",)))
    spare = law.norms[BASE + "law/2029/1/par/2/norm/spare-DK"]
    assert spare.lifts_after_end
    assert not law.norms[DANISH].lifts_after_end
    after = law.at(date(2030, 6, 1))
    assert spare.iri not in after.norms
    bought = {date(2030, 4, 30): "exempt", date(2030, 5, 1): "breached"}
    for day, expected in bought.items():
        record = ship(flag="DK", sails=True, masts=1, bought_on=day, inspected=False)
        assert verdicts_for(after, [record], "ship", [DANISH])[0][DANISH].verdict == expected


def test_to_derive_changes_nothing_and_gives_the_same_again() -> None:
    plain = graph()
    before = len(plain)
    first = {t for _, t in derive(plain) if isinstance(t[0], URIRef) and isinstance(t[2], URIRef)}
    assert len(plain) == before
    again = {t for _, t in derive(plain) if isinstance(t[0], URIRef) and isinstance(t[2], URIRef)}
    assert first == again
    assert (URIRef(DANISH), RDF.type, CORE.Obligation) in first


def test_a_graph_without_bindings_gets_nothing() -> None:
    assert derive(graph_of()) == []


SPARE = "<pattern/inspection/spare> a pattern:NormTemplate ;"
FAULTS = [
    ("pattern:code <list/flags/dk> ;", "", "lacks code"),
    ("pattern:codeFact record:flag ; ", "", "lacks codeFact (pattern/inspection)"),
    (" ; core:provision <law/2029/1/par/2>", "", "lacks provision"),
    (SPARE, "<pattern/inspection/spare>", "is no template"),
    ("pattern:kind core:Exemption ; ", "", "lacks kind (pattern/inspection/spare)"),
    ("pattern:authority <authority/harbour> ; core:readOn", "core:readOn", "lacks authority"),
]


@pytest.mark.parametrize(("part", "instead", "said"), FAULTS, ids=[said for *_, said in FAULTS])
def test_a_faulty_binding_is_named(part: str, instead: str, said: str) -> None:
    text = PREFIX + TURTLE
    assert part in text
    with pytest.raises(InputError) as caught:
        derive(graph_of(text.replace(part, instead)))
    assert "law/2029/1/binding/" in caught.value.message.en
    assert said in caught.value.message.en
    assert caught.value.message.da != caught.value.message.en


def test_the_same_norm_twice_is_an_error() -> None:
    twice = """<law/2029/1/binding/danish> pattern:clause
  [ pattern:states <pattern/inspection/inspect> ; core:provision <law/2029/1/par/1> ;
    core:note "x"@da, "x"@en ] ."""
    with pytest.raises(InputError, match="same norm twice"):
        derive(graph(twice))


def test_two_classes_of_one_name_are_not_confused() -> None:
    other = """<class/small> a owl:Class ; rdfs:label "x"@da, "x"@en .
<pattern/inspection/spare> core:addressee <class/small> ."""
    with pytest.raises(InputError, match="two meanings"):
        derive(graph(other))


def test_the_shipped_law_binds_each_code_once(law: Law) -> None:
    found = law.graph
    pairs = [
        (found.value(binding, PATTERN.of), found.value(binding, PATTERN.code))
        for binding in found.subjects(RDF.type, PATTERN.Binding)
    ]
    assert pairs
    assert len(set(pairs)) == len(pairs)
    norms = {triple[0] for _, triple in derive(found) if triple[1] == CORE.pattern}
    for norm in norms:
        provision = found.value(norm, CORE.provision)
        assert (provision, RDF.type, CORE.Provision) in found
        assert str(norm) in law.norms


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ships.ttl"
    path.write_text(format_turtle(PREFIXES + PREFIX + FACTS + TURTLE), encoding="utf-8")
    return path


def test_what_is_loaded_is_expanded(file: Path) -> None:
    found = load_graph(files=[file]).graph
    assert (URIRef(DANISH), RDF.type, CORE.Obligation) in found


def test_the_linter_sees_the_norms_and_their_file(file: Path) -> None:
    sources = read_sources([file])
    assert (URIRef(DANISH), RDF.type, CORE.Obligation) in sources.graph
    assert (sources.file(URIRef(DANISH)) or "").endswith("ships.ttl")
