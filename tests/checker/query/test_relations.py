"""How groups stand to norms, as data: of all, some and none is told what `standing` finds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from rdflib import RDF, Graph, URIRef

from lovgraf.core.sandbox import TimedOut
from lovgraf.core.terms import BASE, CORE, RECORD
from lovgraf.explain import explain_person
from lovgraf.law import Law, load_graph
from lovgraf.proposals.overview.conflicts import conflicts
from lovgraf.proposals.overview.relations import relations
from lovgraf.proposals.overview.standing import duties, rights, standing
from lovgraf.query.data import QueryData, relations_from
from lovgraf.query.relation_terms import OF_KIND, TERMS, mentions
from lovgraf.query.run import Engine
from tests.checker.query import lines
from tests.checker.small_law import AS_OF, NORM, law_of, old_ships
from tests.examples import whole

DAY, BEFORE = date(1970, 1, 1), date(1950, 1, 1)
HAT = URIRef(f"{BASE}law/1900/1/par/1/norm/hat")
GIANTS, HATTERS = URIRef(f"{BASE}group/giants"), URIRef(f"{BASE}group/hatters")


@pytest.fixture(scope="module")
def hats() -> Law:
    """The invented law of the pages' tests."""
    return Law(load_graph(files=[Path(__file__).parents[2] / "web" / "law.ttl"]))


def read(law: Law, day: date) -> Graph:
    return lines.read([relations_from(law, day)])


def test_some_of_a_group_are_bound_and_some_may_ask(hats: Law) -> None:
    graph = read(hats, DAY)
    assert (HAT, CORE.mayBind, GIANTS) in graph
    assert (HAT, CORE.alwaysBinds, GIANTS) not in graph
    assert (HAT, CORE.exemptOnRequest, GIANTS) in graph
    assert (HAT, CORE.mayBind, RECORD.Person) in graph


def test_all_are_bound_before_there_is_an_exemption(hats: Law) -> None:
    graph = read(hats, BEFORE)
    assert (HAT, CORE.alwaysBinds, GIANTS) in graph
    assert (HAT, CORE.mayBind, GIANTS) in graph, "all is some"
    (said,) = [
        node
        for node in graph.subjects(RDF.subject, HAT)
        if (node, RDF.object, GIANTS) in graph and (node, RDF.predicate, CORE.alwaysBinds) in graph
    ]
    assert graph.value(said, CORE.witness) is not None
    assert graph.value(said, CORE.counterWitness) is None


@pytest.mark.parametrize("day", [DAY, BEFORE])
def test_the_relations_are_those_of_the_matrix(hats: Law, day: date) -> None:
    """Each norm asked alone says the same as all asked together."""
    graph, view = read(hats, day), hats.at(day)
    for kind, norms in (("binds", duties(view, "person")), ("favours", rights(view, "person"))):
        degrees = OF_KIND[kind]
        for norm in norms:
            for found in standing(view, norm):
                group = URIRef(found.group) if found.group else RECORD.Person
                told = set(graph.predicates(URIRef(norm.iri), group))
                assert (degrees.always in told) == (degrees.standing in found.every)
                some = {*found.every, *found.some}
                assert (degrees.some in told) == (degrees.standing in some)
                if degrees.never in told:
                    assert degrees.standing not in some
                    assert "open" not in some


@pytest.mark.slow
@whole("test_the_relations_are_those_of_the_matrix")
def test_asked_together_the_real_law_says_what_it_says_norm_by_norm(law: Law) -> None:
    """On a day with few rules; on 1 December 2014 (419 norms) it was compared by hand."""
    view = law.at(date(2007, 9, 1))
    found = {(one.thing, one.group): one for one in relations(view)}
    classes = {name: iri for iri, name in law.facts.record_types.items()}
    compared = 0
    for norm in view.norms.values():
        if norm not in (*duties(view, norm.record_type), *rights(view, norm.record_type)):
            continue
        for alone in standing(view, norm):
            together = found[norm.iri, alone.group or classes[norm.record_type]]
            if alone.refused is not None and together.refused is None:
                continue  # too many kinds to go through, and told all the same
            assert {one.standing for one in together.shown} == {*alone.every, *alone.some}
            if together.settled:
                every = {one.standing for one in together.shown if one.other is None}
                assert every == set(alone.every)
                assert together.refused == alone.refused
            compared += 1
    assert compared > 20


def test_each_example_is_what_it_is_given_for(hats: Law) -> None:
    """Typed in as a person, an example is bound and a counter-example is not."""
    graph, seen = read(hats, DAY), 0
    for node in graph.subjects(RDF.predicate, CORE.mayBind):
        norm = str(graph.value(node, RDF.subject))
        for predicate, bound in ((CORE.witness, True), (CORE.counterWitness, False)):
            text = graph.value(node, predicate)
            if text is None:
                continue
            said = explain_person(str(text).split(", "), as_of=DAY, law=hats)
            (one,) = [one for one in said.verdicts if one.norm == norm]
            can_be = set(one.possible) or {one.verdict}
            free = {"not-addressed", "exempt"}
            assert not can_be & free if bound else can_be <= free
            seen += 1
    assert seen > 2


def test_a_query_names_the_terms(hats: Law) -> None:
    engine = Engine(QueryData(hats))
    text = "SELECT ?norm { ?norm core:alwaysBinds <group/giants> }"
    assert HAT.encode() in engine.run(text, BEFORE).content
    assert HAT.encode() not in engine.run(text, DAY).content
    both = "ASK { GRAPH <graph/relations/1950-01-01> { ?norm core:alwaysBinds <group/giants> } }"
    assert b"true" in engine.run(both, DAY).content


def test_other_queries_do_not_wait(hats: Law) -> None:
    def never(_day: date) -> bytes:
        raise TimedOut

    engine = Engine(QueryData(hats, relations=never))
    assert b"true" in engine.run("ASK { ?norm a core:Obligation }", DAY).content
    with pytest.raises(TimedOut):
        engine.run("ASK { ?norm core:mayBind ?group }", DAY)
    assert b"true" in engine.run("ASK { ?norm a core:Obligation }", DAY).content


def test_terms_are_found_in_a_text() -> None:
    assert all(mentions(f"ASK {{ ?s core:{term} ?o }}") for term in TERMS)
    assert mentions(f"ASK {{ ?s <{CORE.mayBind}> ?o }}")
    assert not mentions('ASK { ?s rdfs:label "witness" }', "mayBind")


def test_every_term_is_in_the_vocabulary(law: Law) -> None:
    assert all((CORE[term], None, None) in law.graph for term in TERMS)


SECOND = f"{BASE}law/2029/1/par/2/norm/uninspected"
OTHERS = """
<duty/uninspected> a sh:NodeShape ; rdfs:label "usynet"@da, "not inspected"@en ;
  sh:property [ sh:path record:inspected ; sh:hasValue false ] .
<class/WHO> a owl:Class ; rdfs:label "nogle"@da, "some"@en ;
  owl:equivalentClass [ owl:intersectionOf ( record:Ship
    [ owl:onProperty record:sails ; owl:hasValue SAILS ] ) ] .
<law/2029/1/par/2/norm/uninspected> a core:Obligation ; core:provision <law/2029/1/par/2> ;
  core:recordType record:Ship ; core:bearer core:Subject ; core:addressee <class/WHO> ;
  core:duty <duty/uninspected> ; rdfs:label "Intet syn"@da, "No inspection"@en MORE .
"""


@pytest.mark.parametrize(
    ("sails", "more", "conflict"),
    [("true", "", True), ("false", "", False), ("true", f"; core:overrides <{NORM}>", False)],
    ids=["bound by both", "nobody bound by both", "one overrides the other"],
)
def test_duties_that_cannot_both_be_met(sails: str, more: str, conflict: bool) -> None:
    """Only where somebody is bound by both, and neither lifts the other."""
    others = OTHERS.replace("WHO", "some").replace("SAILS", sails).replace("MORE", more)
    graph = read(law_of(old_ships(), others), AS_OF)
    one, other = URIRef(BASE + NORM), URIRef(SECOND)
    for pair in ((one, other), (other, one)):
        assert ((pair[0], CORE.conflictsWith, pair[1]) in graph) == conflict
    assert ((one, CORE.liftedBy, other) in graph) == bool(more)
    if conflict:
        (said,) = graph.subjects(RDF.object, other)
        assert "sails=true" in str(graph.value(said, CORE.witness))


def test_who_is_lifted_by_the_other_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everyone may be too many to go through; how the norms are written says enough."""

    def never(*_any: object) -> None:
        raise AssertionError

    monkeypatch.setattr("lovgraf.proposals.overview.conflicts.spelled", never)
    others = OTHERS.replace("WHO", "some").replace("SAILS", "true")
    overriding = others.replace("MORE", f"; core:overrides <{NORM}>")
    assert not list(conflicts(law_of(old_ships(), overriding).at(AS_OF)))
    with pytest.raises(AssertionError):
        list(conflicts(law_of(old_ships(), others.replace("MORE", "")).at(AS_OF)))
