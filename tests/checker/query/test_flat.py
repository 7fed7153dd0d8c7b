"""What norms ask of facts, flat: the same leaves as their programs have, in one pattern each."""

from __future__ import annotations

import json
from datetime import date

import pytest
from rdflib import SKOS, XSD, Graph, Literal, URIRef

from lovgraf.conditions.tree import facts_of
from lovgraf.core.terms import BASE, CORE, RECORD
from lovgraf.law import Law
from lovgraf.query.flat import by_fact_or_code, flat_tests
from lovgraf.query.run import Engine
from lovgraf.verdicts.program import compile_programs
from tests.checker.small_law import law_of, old_ships
from tests.examples import WHOLE, one_in

DAY = date(2014, 12, 1)
CONNECTION = URIRef(f"{BASE}law/2012/528/par/3/stk/1/norm/connection")


def flat(law: Law) -> Graph:
    graph = Graph()
    for _, triples in flat_tests(law):
        for triple in triples:
            graph.add(triple)
    return graph


@pytest.fixture(scope="module")
def real(law: Law) -> Graph:
    """The tests of the shipped law."""
    return flat(law)


@pytest.mark.slow
def test_the_tests_of_the_real_law_are_those_of_its_programs(law: Law, real: Graph) -> None:
    """Each fact that addressee or duty asks about has a test, and no test names another fact."""
    graph = real
    assert not list(graph.subject_objects(CORE.untested))
    view = law.at(DAY)
    asked = one_in(4, [norm.iri for norm in view.judged()])
    programs = compile_programs(view, only=asked).programs
    assert len(programs) > (100 if WHOLE else 50)
    for iri, program in programs.items():
        tests = list(graph.objects(URIRef(iri), CORE.tests))
        for part, condition in (
            (CORE.AddresseePart, program.addressed),
            (CORE.DutyPart, program.duty),
        ):
            own = [test for test in tests if (test, CORE.inPart, part) in graph]
            named = {
                str(fact)
                for test in own
                for link in (CORE.fact, CORE.comparedWith)
                for fact in graph.objects(test, link)
            }
            assert named == facts_of(condition), (iri, part)


@pytest.mark.slow
def test_a_limit_is_one_pattern(real: Graph) -> None:
    (age,) = [
        test
        for test in real.objects(CONNECTION, CORE.tests)
        if (test, CORE.fact, RECORD.age) in real
    ]
    assert real.value(age, CORE.atLeast) == Literal(15)
    assert real.value(age, CORE.wanted) == Literal(True)
    assert real.value(age, CORE.inPart) == CORE.AddresseePart


@pytest.mark.slow
def test_a_code_is_told_as_value_and_as_concept(law: Law, real: Graph) -> None:
    graph, coded = real, set()
    for test, concept in graph.subject_objects(CORE.isCode):
        notations = {str(n) for n in law.graph.objects(concept, SKOS.notation)}
        assert notations & {str(value) for value in graph.objects(test, CORE.isOneOf)}
        coded.add(graph.value(test, CORE.fact))
    assert RECORD.cprStatus in coded


def test_what_must_not_hold_says_so_and_a_deadline_its_time() -> None:
    turtle = old_ships().replace(
        "sh:property [ sh:path record:inspected ; sh:hasValue true ]",
        "sh:not [ sh:path record:cargo ; sh:minCount 1 ]",
    )
    assert "sh:not" in turtle
    graph = flat(law_of(turtle))
    (wanted,) = [
        graph.value(test, CORE.wanted)
        for test, fact in graph.subject_objects(CORE.fact)
        if str(fact).endswith("cargo")
    ]
    assert wanted == Literal(False)


@pytest.mark.slow
def test_deadlines_of_the_real_law(real: Graph) -> None:
    five_days = Literal("P5D", datatype=XSD.duration, normalize=False)
    found = {str(real.value(test, CORE.fact)) for test in real.subjects(CORE.period, five_days)}
    assert str(RECORD.movedOn) in found


def test_an_obligation_is_a_norm(engine: Engine) -> None:
    text = "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?o a core:Obligation %s }"
    counts = []
    for more in ("", "; a core:Norm"):
        found = json.loads(engine.run(text % more, DAY).content)
        counts.append(int(found["results"]["bindings"][0]["n"]["value"]))
    assert counts[0] == counts[1] > 50


@pytest.mark.slow
def test_what_reads_a_fact_or_a_code_is_found_by_it(law: Law) -> None:
    found = by_fact_or_code(law)
    connection = f"{BASE}law/2012/528/par/3/stk/1/norm/connection"
    own = [one for one in found[str(RECORD.age)] if one.norm == connection]
    assert [one.limits for one in own] == [((str(CORE.atLeast), "15"),)]
    emigrated = {one.norm for one in found[f"{BASE}code/exemption-ground/4"]}
    assert f"{BASE}law/2013/1553/par/3/nr/4/norm/exemption" in emigrated
    assert connection not in emigrated


@pytest.mark.slow
def test_every_test_of_an_age_draws_a_line(law: Law, real: Graph) -> None:
    """Whatever fact of an age a norm tests, it has `core:ageFrom` or `core:ageBelow`, on the side
    that the norm wants."""
    graph = real
    ages = set(law.graph.subjects(RECORD.operator, RECORD.AgeAt))
    assert len(ages) > 3
    norms = {URIRef(iri) for iri in law.norms}
    for age in ages:
        for test in graph.subjects(CORE.fact, age):
            for norm in norms & set(graph.subjects(CORE.tests, test)):
                assert {*graph.objects(norm, CORE.ageFrom), *graph.objects(norm, CORE.ageBelow)}
    assert list(graph.objects(CONNECTION, CORE.ageFrom)) == [Literal(15)]
    assert not list(graph.objects(CONNECTION, CORE.ageBelow))
