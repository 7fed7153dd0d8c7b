"""What the report did not see comes out of the general checks, on proposals written only here.

The list is at the end of section 6 of the semantics. What shows in the shipped proposals is tested
in `test_proposals.py`: `hollow` and `no-exemption` for group 1, the bank route that needs no
passport (a step of its own), `redundant` self-service, `companion`, the missing documentation, and
NemKonto for those who have the duty already.
"""

from __future__ import annotations

from functools import cache

import pytest

from lovgraf.law import load_law
from lovgraf.law.view import Law
from lovgraf.proposals.assess import Assessment, assess
from lovgraf.proposals.proposal import proposal_of
from tests.checker.small_law import PREFIXES
from tests.examples import WHOLE, whole

AGED = (
    "[ a owl:Restriction ; owl:onProperty record:age ; owl:someValuesFrom [ a rdfs:Datatype ;"
    " owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:minInclusive 15 ] ) ] ]"
)
ALIVE = "[ a owl:Restriction ; owl:onProperty record:deceased ; owl:hasValue false ]"
PASSPORT = "[ a owl:Restriction ; owl:onProperty record:danishPassport ; owl:hasValue true ]"


@cache
def law() -> Law:
    return load_law()


def assessed(concerns: str, bound: str) -> Assessment:
    """Digital Post for a class, assessed on the law of 1 December 2014."""
    turtle = f"""{PREFIXES}
<proposal/x> a core:Proposal ; rdfs:label "X"@da , "X"@en ; core:concerns {concerns} ;
  core:inForceFrom "2014-12-01"^^xsd:date ; core:introduces <proposal/x/norm> .
<proposal/x/norm> a core:Obligation ; core:addressee <proposal/x/class/bound> ;
  core:replaces <law/2012/528/par/3/stk/1/norm/connection> .
<proposal/x/class/bound> a owl:Class ; rdfs:label "Bundet"@da , "Bound"@en ;
  owl:equivalentClass {bound} .
<proposal/x/class/passport> a owl:Class ; rdfs:label "Har pas"@da , "Has a passport"@en ;
  owl:equivalentClass [ owl:intersectionOf ( <group/abroad> {PASSPORT} ) ] .
"""
    return assess(law(), [proposal_of(turtle, "x.ttl")], repairs=WHOLE)


@pytest.mark.slow
@whole("checker/proposals/test_gap_pages.py::test_the_examples_do_what_the_page_says")
def test_who_lives_abroad_and_works_in_denmark_is_in_two_groups() -> None:
    found = assessed(
        "<group/2> , <group/3> , <group/4>",
        f"[ owl:intersectionOf ( [ owl:unionOf ( <group/2> <group/3> <group/4> ) ] {AGED} ) ]",
    ).gaps
    said = {gap.who_words.en for gap in found if gap.code == "overlap" and gap.who_words}
    assert said == {f"Target group {n} and Target group 4" for n in (2, 3)}
    for gap in found:
        if gap.code == "overlap":
            assert gap.witness is not None
            assert gap.witness["works_in_denmark"] == "true"
            assert gap.witness["home_in_denmark"] == "false"


@pytest.mark.slow
def test_who_has_no_cpr_number_is_in_no_group() -> None:
    """Passport holders abroad without any number, whom the report's groups pass over."""
    found = assessed("<proposal/x/class/passport>", "[ owl:unionOf ( <group/1> ) ]")
    (gap,) = [gap for gap in found.gaps if gap.code == "uncovered"]
    assert gap.who_words is not None
    assert gap.who_words.en == "Has a passport and not: Holds a Danish CPR number"
    assert gap.witness is not None
    assert gap.witness["cpr_basis"] == "none"
    assert not [note for note in found.notes if '"CPR basis"' in note.en]


@pytest.mark.slow
@whole("checker/proposals/test_gap_pages.py::test_the_examples_do_what_the_page_says")
def test_foreigners_in_denmark_reach_an_eid_only_through_a_registered_number() -> None:
    found = assessed("<group/4>", f"[ owl:intersectionOf ( <group/4> {AGED} {ALIVE} ) ]")
    (gap,) = [gap for gap in found.gaps if gap.code == "unreachable"]
    steps = {block.route_label.en: block for block in gap.blocking}
    assert steps["NemID at a citizen centre"].step_label.en == "CPR number from registration"
    assert steps["NemID at a citizen centre"].kind == "capability"
    to_the_number = [block for name, block in steps.items() if name.startswith("Registration")]
    assert len(to_the_number) == 2
    assert {block.kind for block in to_the_number} == {"fact"}
