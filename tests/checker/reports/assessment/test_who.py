"""The summary says who begins and who ceases to be obliged, and where a moved limit stands too."""

from __future__ import annotations

import json

import pytest

from lovgraf.law import load_law
from lovgraf.proposals.assess import Assessment, assess
from lovgraf.proposals.proposal import proposal_of
from lovgraf.reports.assessment.formats import write

PROPOSAL = """
@base <https://w3id.org/lovgraf/> .
@prefix core: <https://w3id.org/lovgraf/core#> .
@prefix record: <https://w3id.org/lovgraf/record#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<proposal/from-18> a core:Proposal ;
  rdfs:label "Digital Post fra 18 år"@da , "Digital Post from 18"@en ;
  core:inForceFrom "2027-07-01"^^xsd:date ;
  core:passedOn "2027-05-01"^^xsd:date ;
  core:introduces <law/2012/528/par/3/stk/1/norm/connection-18> .
<law/2012/528/par/3/stk/1/norm/connection-18> a core:Obligation ;
  core:replaces <law/2012/528/par/3/stk/1/norm/connection> ;
  core:addressee <proposal/from-18/class/bound> .
<proposal/from-18/class/bound> a owl:Class ;
  rdfs:label "Fyldt 18 år"@da , "Aged 18 or over"@en ;
  owl:equivalentClass [ owl:intersectionOf (
    [ a owl:Restriction ; owl:onProperty record:age ; owl:someValuesFrom [ a rdfs:Datatype ;
        owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:minInclusive 18 ] ) ] ]
    [ a owl:Restriction ; owl:onProperty record:homeInDenmark ; owl:hasValue true ]
  ) ] .
"""


def written(found: Assessment, form: str) -> str:
    return "".join(map(str, write(found, form, "en", 100)))


@pytest.mark.slow
def test_whom_it_releases_and_where_the_limit_stands_too() -> None:
    found = assess(load_law(), [proposal_of(PROPOSAL, "from-18.ttl")])
    text = " ".join(written(found, "text").split())
    assert "no longer holds for those of whom this is so: age is at least 15 years" in text
    assert "still holds for those of them of whom this is so: age is at least 18 years" in text
    assert "begins to hold" not in text
    assert "The limit that the proposal moves (age is at least 15 years) stands here too" in text
    told = json.loads(written(found, "json"))["limits_elsewhere"]
    (limit,) = told
    assert limit["fact"].endswith("#age")
    assert any("2012/528/par/4/stk/2" in norm for norm in limit["norms"])
    assert not any("par/3/stk/1/norm/connection" in norm for norm in limit["norms"])
