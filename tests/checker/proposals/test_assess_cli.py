"""`lovgraf assess` from end to end, on a proposal about an act that exists only here."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from lovgraf.cli.main import run
from lovgraf.proposals.assess import Assessment, assess
from tests.examples import WHOLE

HEAD = """@base <https://w3id.org/lovgraf/> .
@prefix core: <https://w3id.org/lovgraf/core#> .
@prefix record: <https://w3id.org/lovgraf/record#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
"""
INVENTED = (
    HEAD
    + """
<proposal/library> a core:Proposal ; core:inForceFrom "2020-01-01"^^xsd:date ;
  rdfs:label "Lånerkort"@da , "Library cards"@en ; core:concerns <proposal/library/class/readers> ;
  core:outcome [ a core:Outcome ; core:group <proposal/library/class/readers> ;
    core:expected "feasible" ] , [ a core:Outcome ;
    core:group <proposal/library/class/holders> ; core:expected "feasible" ] ;
  core:introduces <law/2019/9999/par/1/norm/card> .
<law/2019/9999> a core:Act ; rdfs:label "biblioteksloven"@da , "the Library Act"@en .
<law/2019/9999/par/1> a core:Provision ; eli:is_part_of <law/2019/9999> ;
  rdfs:label "§ 1"@da , "s. 1"@en .
<law/2019/9999/par/1/norm/card> a core:Obligation ; core:bearer core:Subject ;
  core:provision <law/2019/9999/par/1> ; core:recordType record:Person ;
  core:addressee <proposal/library/class/readers> ; core:duty <proposal/library/duty/card> ;
  core:requires <proposal/library/capability/card> ;
  rdfs:label "Hav et lånerkort"@da , "Have a library card"@en ;
  skos:definition "Læsere har et kort."@da , "Readers have a card."@en .
<proposal/library/class/readers> a owl:Class ; rdfs:label "læsere"@da , "readers"@en ;
  owl:equivalentClass [ a owl:Restriction ; owl:onProperty record:age ; owl:someValuesFrom
    [ a rdfs:Datatype ; owl:onDatatype xsd:integer ;
      owl:withRestrictions ( [ xsd:minInclusive 10 ] ) ] ] .
record:hasCard a record:Column ; record:column "has_card" ; record:datatype xsd:boolean ;
  record:recordType record:Person ; rdfs:label "har lånerkort"@da , "has a library card"@en .
<proposal/library/duty/card> a sh:NodeShape ;
  sh:property [ sh:path record:hasCard ; sh:hasValue true ] ; sh:message "Kort"@da , "Card"@en .
<proposal/library/class/holders> a owl:Class ; rdfs:label "har kort"@da , "holds a card"@en ;
  owl:equivalentClass [ a owl:Restriction ; owl:onProperty record:hasCard ; owl:hasValue true ] .
<proposal/library/capability/card> a core:Capability ; rdfs:label "kort"@da , "card"@en ;
  core:heldBy <proposal/library/class/holders> .
<proposal/library/route/desk> a core:AccessRoute ; core:recordType record:Person ;
  core:grants <proposal/library/capability/card> ; core:provision <law/2019/9999/par/1> ;
  core:eligible <law/2012/528/class/resident> ; rdfs:label "skranken"@da , "the desk"@en .
"""
)
DATA = """id,birth_date,home_in_denmark,has_card,cpr_status
1,2008-01-01,true,false,01
2,2004-03-17,true,false,01
3,1990-01-01,false,false,80
4,1990-01-01,true,true,01
5,2015-01-01,true,false,01
"""


ROUTE = """@base <https://w3id.org/lovgraf/> .
@prefix core: <https://w3id.org/lovgraf/core#> .
@prefix record: <https://w3id.org/lovgraf/record#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<proposal/route> a core:Proposal ; rdfs:label "Ny vej"@da , "New way"@en ;
  core:commencementUndetermined true ; core:lawAsOf "2014-12-01"^^xsd:date ;
  core:introduces <route/new> .
<route/new> a core:AccessRoute ; rdfs:label "Ny vej"@da , "New way"@en ;
  skos:definition "Ny vej."@da , "New way."@en ; core:grants <capability/eid> ;
  core:eligible <proposal/route/class/all> ; core:provider <authority/agency-for-digitisation> ;
  core:provision <law/2012/528/par/3/stk/1> ; core:recordType record:Person .
<proposal/route/class/all> a owl:Class ; rdfs:label "Alle"@da , "All"@en ;
  skos:definition "Alle."@da , "All."@en ; owl:equivalentClass [ a owl:Restriction ;
    owl:onProperty record:home ; owl:hasValue true ] .
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    path, data = tmp_path / "library.ttl", tmp_path / "readers.csv"
    path.write_text(INVENTED, encoding="utf-8")
    data.write_text(DATA, encoding="utf-8")
    return path, data


@pytest.mark.slow
def test_an_invented_act_is_assessed(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path, data = files
    run(["assess", str(path), "--dataset", str(data), "--format", "json"])
    found = json.loads(capsys.readouterr().out)
    (change,) = found["changes"]
    assert change["what"] == "introduced"
    whole = next(e for e in change["in_dataset"] if e["group"] is None)
    assert whole["effects"]["newly-obliged"] == 4
    assert whole["rows"]["newly-obliged"] == [1, 2, 3, 4]
    assert whole["rows"]["obliged-but-unable"] == [1, 3]
    codes = {gap["code"] for gap in found["gaps"]}
    assert {"threshold", "no-information", "no-transition"} <= codes
    assert "uncommenced" not in codes
    told = {one["group"].rsplit("/")[-1]: one["found"] for one in found["outcomes"]}
    assert told == {"readers": "infeasible", "holders": "feasible"}
    assert {"not_applied", "changes", "gaps", "principles"} <= found.keys()
    assert all(gap["message"]["da"] != gap["message"]["en"] for gap in found["gaps"])
    whole_report = path.with_name("report.json")
    again = [] if WHOLE else ["--dataset", str(data)]  # of which the assessment is there
    run(["assess", str(path), *again, "-o", str(whole_report), "--summary"])
    said = capsys.readouterr().out.splitlines()
    assert "Library cards" in said[0]
    assert found["gaps"][0]["message"]["en"] in said[3]
    assert said[-1].endswith("report.json")
    assert json.loads(whole_report.read_text("utf-8"))["gaps"]


@pytest.mark.slow
def test_the_document_says_it_in_both_languages(
    files: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One assessment in all forms."""
    made: list[Assessment] = []

    def once(*arguments: Any, **options: Any) -> Assessment:
        if not made:
            made.append(assess(*arguments, **options))
        return made[0]

    monkeypatch.setattr("lovgraf.proposals.assess.assess", once)
    path, data = files
    words_in = (("da", "Hav et lånerkort"), ("en", "Have a library card"))
    for ending, (lang, words) in product(("md", "html", "txt"), words_in):
        out = tmp_path / f"a.{ending}"
        arguments = ["assess", str(path), "--dataset", str(data), "--lang", lang]
        run([*arguments, "--no-repairs", "--output", str(out)])
        text = out.read_text(encoding="utf-8")
        assert words in text
        assert "2004-03-17" not in text


@pytest.mark.slow
def test_what_cannot_be_assessed_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "p.ttl"
    undetermined = INVENTED.replace('core:inForceFrom "2020-01-01"^^xsd:date ;', "", 1)
    for text, words in (
        (undetermined, "--as-of"),
        (INVENTED.replace("2020-01-01", "1890-01-01"), "does not cover"),
        (INVENTED.replace("<law/2019/9999/par/1/norm/card> .", "<law/2019/9999/x> .", 1), "9999/x"),
        (INVENTED.replace("owl:someValuesFrom", "owl:onClass"), "readers"),
        (
            INVENTED.replace("xsd:minInclusive 10", "xsd:minInclusive 10 ; xsd:maxInclusive 9"),
            "no member",
        ),
    ):
        path.write_text(text, encoding="utf-8")
        assert run(["assess", str(path), "--lang", "en"]) == 2
        error = capsys.readouterr().err
        assert error.count("\n") == 1
        assert words in error


@pytest.mark.slow
def test_json_counts_in_the_dataset_what_a_new_route_changes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A change of routes is counted by the persons' own facts: by another reading of the law, whose
    changes JSON has to find among those that it tells."""
    path, data = tmp_path / "route.ttl", tmp_path / "people.csv"
    path.write_text(ROUTE, encoding="utf-8")
    data.write_text(
        "id,birth_date,home_in_denmark,digital_post,exemption_ground,eid\n"
        "1,1980-01-01,true,false,0,\n2,1980-01-01,true,false,0,nemid\n",
        encoding="utf-8",
    )
    run(["assess", str(path), "--dataset", str(data), "--no-repairs", "--format", "json"])
    changes = json.loads(capsys.readouterr().out)["changes"]
    own = [change for change in changes if change["type"] == "person"]
    assert own
    for change in own:
        assert [e["records"] for e in change["in_dataset"] if e["group"] is None] == [2], change
    assert len({change["norm"] for change in changes}) == len(changes)
