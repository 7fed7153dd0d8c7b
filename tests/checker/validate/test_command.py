"""`lovgraf validate`: exit statuses, formats, what is withheld, what is refused by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph

from lovgraf.cli import run
from tests.checker.validate.helpers import PREFIXES

DATA = """<urn:cpr:121270-1234> a ex:Person ; ex:cpr "1212701234" ; ex:name "Signe" .
ex:p2 a ex:Person ; ex:cpr "12" ; ex:name "Bo" , "Bob" .
ex:p3 a ex:Person ; ex:cpr "1212709999" ; ex:name "Ida" .
"""
SHAPES = """ex:S a sh:NodeShape ; sh:targetClass ex:Person ;
  sh:property [ sh:path ex:cpr ; sh:pattern "^[0-9]{9}$" ;
    sh:message "ni cifre"@da , "nine digits"@en ] ;
  sh:property [ sh:path ex:name ; sh:maxCount 1 ; sh:severity sh:Warning ] .
"""
SPARQL = '''ex:T a sh:NodeShape ; sh:targetClass ex:Person ; sh:sparql [
  sh:message "{?value} is short" ;
  sh:select """SELECT $this ?value WHERE {
    $this <http://example.org/name> ?value FILTER (STRLEN(?value) < 4) }""" ] .
'''
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """Data and shapes."""
    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text(PREFIXES + DATA, encoding="utf-8")
    shapes.write_text(PREFIXES + SHAPES, encoding="utf-8")
    return str(data), str(shapes)


@pytest.mark.parametrize("form", ["text", "json", "ttl"])
def test_values_are_withheld(files: tuple[str, str], form: str, capsys: Capture) -> None:
    """No literal and no id like a CPR number, unless asked for."""
    assert run(["validate", *files, "--format", form]) == 1
    out = capsys.readouterr().out
    assert not any(text in out for text in ("1212701234", "121270-1234", "Signe", "Bob", '"12"'))
    assert run(["validate", *files, "--format", form, "--show-values"]) == 1
    assert "1212701234" in capsys.readouterr().out


def test_the_report_is_a_standard_one(files: tuple[str, str], capsys: Capture) -> None:
    """As `sh:ValidationReport`, with severities and the shapes' own messages."""
    assert run(["validate", *files, "--format", "ttl", "--show-values"]) == 1
    graph = Graph().parse(data=capsys.readouterr().out, format="turtle")
    report = graph.value(None, RDF.type, SH.ValidationReport)
    assert str(graph.value(report, SH.conforms)) == "false"
    results = list(graph.objects(report, SH.result))
    severities = sorted(str(graph.value(r, SH.resultSeverity)).split("#")[1] for r in results)
    assert severities == ["Violation", "Violation", "Violation", "Warning"]
    assert "ni cifre" in {str(m) for m in graph.objects(None, SH.resultMessage)}


def test_json(files: tuple[str, str], capsys: Capture) -> None:
    """The same as JSON."""
    run(["validate", *files, "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    assert (report["conforms"], report["count"], report["focusNodes"]) == (False, 4, 3)
    assert len(report["results"]) == 4
    assert {r["value"] for r in report["results"]} == {None}


def test_text_in_two_languages(files: tuple[str, str], capsys: Capture) -> None:
    """The shape's message in the language asked for."""
    run(["validate", *files, "--lang", "da"])
    danish = capsys.readouterr().out
    assert "ni cifre" in danish
    assert "Dataene opfylder ikke formerne: 4 resultater; 1 form på 3 noder." in danish
    run(["validate", *files, "--rows", "1"])
    assert "nine digits" in (english := capsys.readouterr().out)
    assert "and 2 more" in english


def test_conforming_data(files: tuple[str, str], capsys: Capture) -> None:
    """Exit status 0."""
    Path(files[1]).write_text(
        PREFIXES + "ex:S sh:targetClass ex:Person ; sh:nodeKind sh:IRI .", encoding="utf-8"
    )
    assert run(["validate", *files]) == 0
    assert "The data conforms: 1 shape on 3 nodes." in capsys.readouterr().out


@pytest.mark.slow
def test_both_engines_in_one_report(files: tuple[str, str], capsys: Capture) -> None:
    """What columns refuse goes through pySHACL, named in the report; alone they refuse it."""
    with Path(files[1]).open("a", encoding="utf-8") as stream:
        stream.write(SPARQL)
    assert run(["validate", *files]) == 1
    out = capsys.readouterr().out
    assert "does not conform: 7 results" in out
    assert "<http://example.org/T> was validated by pySHACL" in out
    assert "Ida" not in out
    assert run(["validate", *files, "--show-values"]) == 1
    assert "Ida is short" in capsys.readouterr().out
    assert run(["validate", *files, "--engine", "columns"]) == 2
    error = capsys.readouterr().err
    assert "http://example.org/T uses sh:sparql" in error
    assert error.count("\n") == 1


def test_a_query_that_reads_files_reads_none(
    files: tuple[str, str], tmp_path: Path, capsys: Capture
) -> None:
    """`FROM <file:...>` in a constraint sees nothing of this machine."""
    secret = tmp_path / "secret.ttl"
    secret.write_text('<urn:x> <urn:y> "secret" .', encoding="utf-8")
    query = f"SELECT $this ?value FROM <{secret.as_uri()}> WHERE {{ ?s <urn:y> ?value }}"
    shape = f'ex:T sh:targetClass ex:Person ; sh:sparql [ sh:select "{query}" ] .'
    Path(files[1]).write_text(PREFIXES + shape, encoding="utf-8")
    assert run(["validate", *files, "--show-values"]) == 2
    seen = capsys.readouterr()
    assert "secret" not in seen.out + seen.err.replace("secret.ttl", "")


@pytest.mark.parametrize(
    ("shapes", "part"),
    [
        ("ex:S a ex:Nothing .", "no shapes"),
        ("ex:S sh:targetClass ex:Elephant ; sh:nodeKind sh:IRI .", "Nothing was checked"),
        ("ex:S sh:targetClass ex:Person ; sh:property [ sh:minCount 1 ] .", "without sh:path"),
        ("ex:S sh:targetClass", "syntax error"),
        ("<urn:g> sh:entailment ex:RDFS . ex:S sh:targetClass ex:Person .", "entailment"),
    ],
)
def test_unusable_shapes(files: tuple[str, str], shapes: str, part: str, capsys: Capture) -> None:
    """Exit status 2 and one line."""
    Path(files[1]).write_text(PREFIXES + shapes, encoding="utf-8")
    assert run(["validate", *files]) == 2
    error = capsys.readouterr().err
    assert part in error
    assert error.count("\n") == 1
