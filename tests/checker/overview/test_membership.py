"""Examples of who belongs to a class: they do, and who is shown as outside does not."""

from __future__ import annotations

from datetime import date

import pytest
from rdflib import OWL, URIRef

from lovgraf.conditions.kleene import Logic
from lovgraf.core.terms import BASE
from lovgraf.engine.in_memory import Memory
from lovgraf.law import Law, LawView, load_law
from lovgraf.proposals.overview import membership as module
from lovgraf.proposals.overview.membership import Values, membership
from lovgraf.readers.single import read_pairs
from lovgraf.verdicts.program import Programs, readers
from tests.checker.small_law import AS_OF, law_of
from tests.examples import whole

DAYS = date(2013, 12, 1), date(2026, 1, 1)
CLASSES = """
<class/old> a owl:Class ; rdfs:label "gamle"@da, "old"@en ; owl:equivalentClass [
  owl:intersectionOf ( record:Ship
    [ owl:onProperty record:sails ; owl:hasValue true ]
    [ owl:onProperty record:shipAge ; owl:someValuesFrom
      [ owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:minInclusive 30 ] ) ] ] ) ] .
<class/impossible> a owl:Class ; rdfs:label "umulige"@da, "impossible"@en ; owl:equivalentClass [
  owl:intersectionOf ( [ owl:onProperty record:sails ; owl:hasValue true ]
                       [ owl:onProperty record:sails ; owl:hasValue false ] ) ] .
"""


@pytest.fixture(scope="module")
def law() -> Law:
    """The law as shipped."""
    return load_law()


def belongs(view: LawView, name: str, record_type: str, values: Values) -> tuple[bool, bool]:
    """Whether a record as typed certainly is of a class, and certainly is not, by the engine."""
    facts = view.law.facts
    record = read_pairs([f"{key}={value}" for key, value in values], view.facts_of_day, record_type)
    condition = readers(view, record_type)[0].condition(URIRef(name))
    memory = Memory.compile(Programs(view, facts), also=[condition])
    yes, no = Logic(memory.plan.atoms, memory.codes([record])).evaluate(condition)
    return bool(yes.all()), bool(no.all())


@pytest.mark.slow
@whole("test_a_class_of_an_invented_law")
@pytest.mark.parametrize("day", DAYS)
def test_examples_are_what_they_are_said_to_be(law: Law, day: date) -> None:
    """Some of the classes of the law, others on each of two dates."""
    view, found = law.at(day), 0
    types = sorted(law.facts.record_types.values())
    names = sorted(
        str(one) for one in law.graph.subjects(OWL.equivalentClass) if isinstance(one, URIRef)
    )
    chosen = names[20 * DAYS.index(day) :: 40]
    for name in chosen:
        example = membership(view, name, types)
        if example is None:
            continue
        found += 1
        if example.inside is not None:
            assert belongs(view, name, example.record_type, example.inside)[0], name
        if example.outside is not None:
            assert belongs(view, name, example.record_type, example.outside)[1], name
    assert found > 0.9 * len(chosen)


def test_the_one_outside_differs_in_what_matters(law: Law) -> None:
    """Section 3(1) of act 528/2012 asks for 15 years and a home in Denmark."""
    found = membership(law.at(DAYS[0]), f"{BASE}law/2012/528/class/resident", ["person"])
    assert found is not None
    assert found.inside is not None
    assert found.outside is not None
    changed = set(found.inside) ^ set(found.outside)
    assert {key for key, _ in changed} == {"home_in_denmark"}


def test_a_class_of_an_invented_law() -> None:
    view = law_of(CLASSES).at(AS_OF)
    found = membership(view, f"{BASE}class/old", ["ship"])
    assert found is not None
    assert found.inside is not None
    assert found.outside is not None
    assert belongs(view, f"{BASE}class/old", "ship", found.inside) == (True, False)
    assert belongs(view, f"{BASE}class/old", "ship", found.outside) == (False, True)
    assert found.as_dict()["inside"] == dict(found.inside)


def test_a_class_to_which_nobody_can_belong_has_only_one_outside() -> None:
    found = membership(law_of(CLASSES).at(AS_OF), f"{BASE}class/impossible", ["ship"])
    assert found is not None
    assert found.inside is None
    assert found.outside is not None


def test_a_class_that_would_need_too_many_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 1)
    assert membership(law_of(CLASSES).at(AS_OF), f"{BASE}class/old", ["ship"]) is None


def test_nothing_is_found_for_what_is_no_class() -> None:
    assert membership(law_of(CLASSES).at(AS_OF), f"{BASE}class/unknown", ["ship"]) is None
