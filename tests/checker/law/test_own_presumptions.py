"""A file of an agency's own presumptions is read strictly: nothing of it is passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from lovgraf.api.given import presuming
from lovgraf.core.errors import InputError
from lovgraf.law import load_law
from tests.examples import one_in

OWN = """@base <https://agency.example/presumption/> .
@prefix core: <https://w3id.org/lovgraf/core#> .
@prefix record: <https://w3id.org/lovgraf/record#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<home> a core:Presumption ; rdfs:label "hjemme"@da , "home"@en ;
  core:basis <https://w3id.org/lovgraf/source/exceptions-are-claimed> ;
  core:presumes record:homeInDenmark ; core:presumedValue true ; core:standing core:ForSanction ;
  core:presumedWhere [ core:fact record:birthDate ; core:below "2000-01-01"^^xsd:date ] .
"""


def read(tmp_path: Path, text: str) -> object:
    path = tmp_path / "own.ttl"
    path.write_text(text, encoding="utf-8")
    (found,) = presuming(load_law(), path).profile.presumptions
    return found.value


def test_a_presumption_of_ones_own(tmp_path: Path) -> None:
    assert read(tmp_path, OWN) is True


@pytest.mark.parametrize(
    ("was", "comes", "said"),
    one_in(3, [
        ("presumedValue true", "presumedValue true , false", "core:presumedValue more than once"),
        ("core:ForSanction", "core:ForSanction , core:ForCase", "core:standing more than once"),
        (
            "record:homeInDenmark ;",
            "record:homeInDenmark , record:seafarer ;",
            "core:presumes more",
        ),
        ("core:presumedValue", "core:presumdValue", "core:presumedValue?"),
        ("core:presumedWhere", "core:presumedWher", "core:presumedWhere?"),
        ("record:birthDate", "record:birthDat", "Did you mean record:birthDate?"),
        ("core:ForSanction", "core:ForSanctions", "Did you mean core:ForSanction?"),
        ('"2000-01-01"', '"2000-13-01"', "cannot be read as xsd:date"),
        (
            "core:presumedWhere [",
            "core:presumedOf [ a owl:Class ; owl:complementOf [ a owl:Restriction ;"
            ' owl:onProperty record:cprStatus ; owl:hasValue "01" ] ] ; core:presumedWhere [',
            "not owl:complementOf",
        ),
        (
            "core:presumedWhere [",
            "core:presumedOf [ a owl:Restriction ; owl:onProperty record:citizenship ;"
            " owl:someValuesFrom [ a rdfs:Datatype ;"
            ' owl:datatypeComplementOf [ owl:oneOf ( "DK" ) ] ] ] ; core:presumedWhere [',
            "of citizenship, which may have several",
        ),
        (OWN, "# nothing yet\n", "says nothing"),
    ]),
)  # fmt: skip
def test_what_would_be_passed_over_is_refused(
    tmp_path: Path, was: str, comes: str, said: str
) -> None:
    assert was in OWN
    with pytest.raises(InputError) as caught:
        read(tmp_path, OWN.replace(was, comes))
    assert said in str(caught.value)
