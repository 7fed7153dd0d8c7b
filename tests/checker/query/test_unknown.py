"""A query that names what the graph does not have is told so: "no rows" would read like law."""

from __future__ import annotations

from datetime import date

import pytest

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, Text
from lovgraf.query.run import Engine
from lovgraf.query.unknown import MOST, refuse_ours
from tests.examples import WHOLE

DAY = date(2014, 12, 1)
RELATED, OTHER = (DAY, date(2015, 1, 1)) if WHOLE else (date(1999, 1, 1),) * 2
"""The day on which it is asked how groups stand to norms, and another that is named: one without
rules, unless the whole is asked for."""
WRONG_SPACE = "PREFIX core: <https://w3id.org/lovgraf/cor#> "
WRONG_ELI = "PREFIX eli: <http://data.europa.eu/eli/ontolgy#> "


def told(engine: Engine, text: str, day: date = DAY) -> list[tuple[str, str | None, bool]]:
    """The names that are told of a query, each with the nearest, and whether it is ours."""
    found = engine.run(text, day).unknown
    return [(one.iri.removeprefix(BASE), one.near, one.ours) for one in found]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "name", "near"),
    [
        ("SELECT ?n { ?n a core:Obligaton }", "core#Obligaton", "core#Obligation"),
        ("SELECT ?n { ?n core:bearr core:Subject }", "core#bearr", "core#bearer"),
        (
            "SELECT ?n { ?n core:bearer <authority/municipal-counsil> }",
            "authority/municipal-counsil",
            "authority/municipal-council",
        ),
        (WRONG_SPACE + "SELECT ?n { ?n core:bearer ?x }", "cor#bearer", "core#bearer"),
        ("SELECT ?n { ?n core:duty/core:dutty ?x }", "core#dutty", "core#duty"),
        ("SELECT ?n { ?n (core:duty|^core:dutty)* ?x }", "core#dutty", "core#duty"),
        ("SELECT ?n { ?n !(core:duty|core:dutty) ?x }", "core#dutty", "core#duty"),
        ("SELECT ?n { VALUES ?t { core:Obligaton } ?n a ?t }", "core#Obligaton", "core#Obligation"),
        (
            "SELECT ?n { ?n a ?t FILTER(?t = core:Obligaton) }",
            "core#Obligaton",
            "core#Obligation",
        ),
        (
            "SELECT ?n { ?n a ?t FILTER(?t IN (core:Right, core:Obligaton)) }",
            "core#Obligaton",
            "core#Obligation",
        ),
        (
            "SELECT (COUNT(?n) AS ?c) { ?n a ?t FILTER NOT EXISTS { ?n core:dutty ?d } }",
            "core#dutty",
            "core#duty",
        ),
        ("SELECT ?n { ?n a ?t OPTIONAL { ?n core:dutty ?d } } LIMIT 1", "core#dutty", "core#duty"),
        ("SELECT ?n { ?n a ?t MINUS { ?n core:dutty ?d } } LIMIT 1", "core#dutty", "core#duty"),
        ("SELECT (IF(?t = core:Obligaton, 1, 0) AS ?x) { ?n a ?t } LIMIT 1", "core#Obligaton",
         "core#Obligation"),
        ("ASK { { SELECT ?n { ?n core:dutty ?d } } }", "core#dutty", "core#duty"),
        ("ASK { ?n record:homeInDenmrk ?d }", "record#homeInDenmrk", "record#homeInDenmark"),
        ("ASK { GRAPH <law/2012/529> { ?s ?p ?o } }", "law/2012/529", "law/2012/528"),
        ("DESCRIBE core:Obligaton", "core#Obligaton", "core#Obligation"),
        ("CONSTRUCT { ?s core:own ?o } { ?s core:dutty ?o }", "core#dutty", "core#duty"),
        ("SELECT ?n FROM <graph/everything> { ?n core:dutty ?d }", "core#dutty", "core#duty"),
        (
            "SELECT ?n { ?n a core:Obligation . <law/2012/528/par/3/stk/1/norm/conection> ?p ?n }",
            "law/2012/528/par/3/stk/1/norm/conection",
            "law/2012/528/par/3/stk/1/norm/connection",
        ),
        ('VERSION "1.2" SELECT * { <<( ?s core:dutty ?o )>> ?p ?x }', "core#dutty", "core#duty"),
    ],
)  # fmt: skip
def test_a_name_of_ours_is_told_with_the_nearest(
    engine: Engine, text: str, name: str, near: str
) -> None:
    assert (name, BASE + near, True) in told(engine, text)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("SELECT ?n { ?n rdfs:lable ?x }", "http://www.w3.org/2000/01/rdf-schema#label"),
        ("SELECT ?n { ?n a owl:Clas }", "http://www.w3.org/2002/07/owl#Class"),
        ("SELECT ?n { ?n sh:hasvalue ?x }", "http://www.w3.org/ns/shacl#hasValue"),
        (
            "SELECT ?n { ?n skos:prefLable ?x }",
            "http://www.w3.org/2004/02/skos/core#prefLabel",
        ),
        ("SELECT ?n { ?n dct:titel ?x }", "http://purl.org/dc/terms/title"),
        ("SELECT ?n { ?n eli:is_partof ?x }", "http://data.europa.eu/eli/ontology#is_part_of"),
        (
            WRONG_ELI + "SELECT ?n { ?n eli:is_part_of ?x }",
            "http://data.europa.eu/eli/ontology#is_part_of",
        ),
        (
            WRONG_ELI + "SELECT ?n { VALUES ?p { eli:is_part_of } ?n ?p ?x }",
            "http://data.europa.eu/eli/ontology#is_part_of",
        ),
        ("ASK { ?n ?p ?o FILTER(?p = rdfs:lable) }", "http://www.w3.org/2000/01/rdf-schema#label"),
        ('ASK { ?n ?p "1"^^xsd:dat }', "http://www.w3.org/2001/XMLSchema#date"),
        ("ASK { ?n <http://example.org/own> ?o }", None),
    ],
)
def test_a_name_of_others_is_told(engine: Engine, text: str, near: str | None) -> None:
    ((_, found, ours),) = told(engine, text)
    assert (found, ours) == (near, False)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?n a core:Obligation ; core:bearer core:Subject ; core:citation ?c }",
        "ASK { ?n core:tests ?c }",
        "ASK { ?n core:mayBind ?g }",
        f"ASK {{ GRAPH <graph/in-force/{OTHER}> {{ ?s a core:Norm }} }}",
        f"ASK {{ GRAPH <graph/relations/{RELATED}> {{ ?s ?p ?o }} }}",
        "ASK { GRAPH <graph/everything> { ?s ?p <law/2012/528> } }",
        "ASK { ?s ?p ?o FILTER(STRSTARTS(STR(?s), STR(core:))) }",
        "ASK { ?s ?p ?o FILTER(STRSTARTS(STR(?s), STR(<law/2012/>))) }",
        "ASK { ?s ?p ?o FILTER(DATATYPE(?o) = xsd:float || xsd:double(?o) > 1) }",
        "ASK { ?l rdf:rest*/rdf:first ?x }",
        "SELECT ?y { ?s a core:Norm BIND(<http://example.org/y> AS ?y) } LIMIT 1",
        "CONSTRUCT { ?s <http://example.org/y> core:own } { ?s a core:Norm } LIMIT 1",
        "# core:Obligaton\nASK { ?s rdfs:label 'core:Obligaton' }",
    ],
)
def test_what_the_graph_has_or_need_not_have_is_not_told(engine: Engine, text: str) -> None:
    assert told(engine, text, RELATED if "mayBind" in text or str(RELATED) in text else DAY) == []


def test_the_refusal_names_the_place(engine: Engine) -> None:
    text = "# core:Obligaton\nSELECT ?n {\n  ?n a core:Obligaton }"
    with pytest.raises(InputError) as caught:
        refuse_ours(text, engine.run(text, DAY).unknown, Text("Ret.", "Correct."))
    assert (caught.value.line, caught.value.column) == (3, 8)
    assert caught.value.message.en.endswith("Did you mean core:Obligation? Correct.")
    other = "ASK { ?n rdfs:lable ?o }"
    refuse_ours(other, engine.run(other, DAY).unknown, Text("", ""))


def test_a_prefix_of_ones_own_is_told_with_its_address(engine: Engine) -> None:
    (one,) = engine.run(WRONG_SPACE + "ASK { ?n core:bearer ?x }", DAY).unknown
    assert f"core:bearer (<{BASE}cor#bearer>)" in one.said().en


def test_of_many_names_the_nearest_of_the_first_is_looked_for(engine: Engine) -> None:
    """A query has room for a thousand: nobody waits for what may be meant by each."""
    names = " ".join(f"core:Obligaton{n}" for n in range(900))
    found = engine.run(f"ASK {{ VALUES ?t {{ {names} }} ?n a ?t }}", DAY).unknown
    assert len(found) == 900
    assert [one.near is None for one in found] == [False] * MOST + [True] * (900 - MOST)
