"""When what holds was passed: the act, an amendment, a consolidation, an order."""

from __future__ import annotations

from datetime import date

import pytest
from rdflib import URIRef

from lovgraf.core.terms import BASE
from lovgraf.core.turtle import parse_text
from lovgraf.query.passing import Passing

TEXT = """
@prefix core: <https://w3id.org/lovgraf/core#> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/lovgraf/> .

<law/1900/1> a core:Act ; eli:date_document "1900-01-01"^^xsd:date ;
  core:amendedBy <law/1910/2> , <law/1920/3/par/1> , <law/1930/4> ;
  core:consolidatedBy <law/1925/5> .
<law/1910/2> eli:date_document "1910-05-01"^^xsd:date .
<law/1920/3> eli:date_document "1920-05-01"^^xsd:date .
<law/1920/3/par/1> a core:Provision ; eli:is_part_of <law/1920/3> .
<law/1925/5> eli:date_document "1925-05-01"^^xsd:date .
<law/1900/1/par/1> a core:Provision ; eli:is_part_of <law/1900/1> ; core:amendedBy <law/1910/2> .
<law/1900/1/par/1/stk/1> a core:Provision ; eli:is_part_of <law/1900/1/par/1> .
<law/1900/1/par/1/norm/old> core:provision <law/1900/1/par/1> .
<law/1900/1/par/1/norm/late> core:provision <law/1900/1/par/1/stk/1> ; core:commencedBy <order> .
<law/1900/1/par/2/norm/late> core:provision <law/1900/1/par/2> ; core:commencesWith <order> .
<law/1900/1/par/2> a core:Provision ; eli:is_part_of <law/1900/1/par/2> .
"""
OLD, LATE, OTHER = (f"law/1900/1/par/{end}" for end in ("1/norm/old", "1/norm/late", "2/norm/late"))


@pytest.mark.parametrize(
    ("name", "start", "passed"),
    [
        (OLD, None, None),
        (OLD, "1900-02-01", None),
        (OLD, "1910-04-30", None),
        (OLD, "1910-05-01", "1910-05-01"),
        (OLD, "1919-01-01", "1910-05-01"),
        (OLD, "1921-01-01", "1920-05-01"),
        (OLD, "1925-05-01", "1925-05-01"),
        (OLD, "1926-01-01", "1920-05-01"),
        (LATE, "1926-01-01", "1910-05-01"),
        (OTHER, "1926-01-01", None),
    ],
)
def test_the_day_of_the_words(name: str, start: str | None, passed: str | None) -> None:
    passing = Passing(parse_text(TEXT))
    first = date.fromisoformat(start) if start else None
    found = passing.day(URIRef(BASE + name), URIRef(BASE + "law/1900/1"), first)
    assert found == (date.fromisoformat(passed) if passed else None)
