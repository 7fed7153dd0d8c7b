"""An assessment tells of the acts it rests on that are not held whole, and of no others."""

from __future__ import annotations

from lovgraf.proposals.assess import assess
from lovgraf.proposals.proposal import proposal_of
from tests.checker.proposals.small import NORM, law, text
from tests.checker.proposals.test_cell_gaps import WORDS, route
from tests.checker.small_law import PREFIXES

HALF = 'core:coveredUntil "2030-12-31"^^xsd:date'
ACTS = f"""
<law/2029/1> {HALF} .
<law/2029/9> a core:Act ; core:inForceFrom "2030-01-01"^^xsd:date ; {HALF} ;
  rdfs:label "bådloven"@da, "the Boat Act"@en .
<law/2029/9/par/1> a core:Provision ; eli:is_part_of <law/2029/9> .
<law/2029/9/par/1/norm/other> a core:Obligation ; core:provision <law/2029/9/par/1> ;
  core:recordType record:Ship ; core:bearer core:Subject ; core:addressee <class/old> ;
  core:duty <duty/inspected> ; core:inForceFrom "2030-01-01"^^xsd:date ; rdfs:label "x"@da .
"""
PORT = f"""<law/2029/8> a core:Act ; core:inForceFrom "2030-01-01"^^xsd:date ; {HALF} ;
  rdfs:label "havneloven"@da, "the Port Act"@en ."""


def notes(turtle: str, *more: str) -> list[str]:
    found = assess(law(WORDS, ACTS, *more), [proposal_of(turtle, "p.ttl")])
    return [note.en.partition(" is ")[0] for note in found.notes]


def test_only_acts_that_it_rests_on_are_told() -> None:
    assert notes(text()) == ["the Ship Act"]


def test_the_routes_to_what_a_duty_needs_count() -> None:
    port = PORT + route().replace("law/2029/1/par/2", "law/2029/8/par/1")
    part = f"core:replaces <{NORM}> ; core:requires <capability/permit> ;"
    assert notes(text(part=part), port) == ["the Ship Act", "the Port Act"]


def test_a_proposal_that_only_ends_a_route_rests_on_its_act() -> None:
    port = PORT + route().replace("law/2029/1/par/2", "law/2029/8/par/1")
    turtle = f"""{PREFIXES}<proposal/end> a core:Proposal ; core:ends <route/office> ;
  core:inForceFrom "2031-01-01"^^xsd:date ; rdfs:label "Slut"@da, "End"@en ."""
    assert notes(turtle, port) == ["the Port Act"]
