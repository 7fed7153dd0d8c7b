"""Files that name an address: nobody is asked, whatever command reads them.

`tests/web/test_sparql_attacks.py` does the same for queries, `tests/checker/test_hermit.py` leaves
imports out of what HermiT gets.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lovgraf.cli import run
from tests.places import ROOT
from tests.web.server import Listener

DATA = "@prefix ex: <http://e/> . ex:a a ex:T ; ex:p 1 ."
HEAD = "@prefix ex: <http://e/> . @prefix sh: <http://www.w3.org/ns/shacl#> . "
HEAD += "@prefix owl: <http://www.w3.org/2002/07/owl#> . "
SHAPE = HEAD + "ex:S a sh:NodeShape ; sh:targetClass ex:T "
SHAPES = SHAPE + "; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."
IMPORTS = "<http://e/> a owl:Ontology ; owl:imports <http://HOST/o> , <http://HOST/o.ttl> ."
PROPOSAL = """@prefix core: <https://w3id.org/lovgraf/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://w3id.org/lovgraf/proposal/x> a core:Proposal ; rdfs:label "x"@da , "x"@en ."""
RDF_XML = """<?xml version="1.0"?>{}
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">
<e:T rdf:about="http://e/a"><e:p>{}</e:p></e:T></rdf:RDF>"""
OUTSIDE = '<!DOCTYPE r SYSTEM "http://HOST/x.dtd">'
ENTITY = '<!DOCTYPE r [<!ENTITY x SYSTEM "http://HOST/x">]>'
OWL = "@prefix owl: <http://www.w3.org/2002/07/owl#> . "
PAYMENT = "\n".join((ROOT / "examples/payments.csv").read_text("utf-8").splitlines()[:2])
"""Of the kind of record with the fewest norms."""
CSV = "id;birth_date\n1;1999-11-01\n"


def _select(text: str) -> str:
    return f'{SHAPE}; sh:sparql [ sh:select "{text}" ] .'


VALIDATE = ("validate", "d.ttl", "s.ttl")
ATTACKS: dict[str, tuple[tuple[str, ...], dict[str, str], int]] = {
    "nothing": (VALIDATE, {}, 0),
    "context of data": (
        ("validate", "d.jsonld", "s.ttl"),
        {"d.jsonld": '{"@context": "http://HOST/c", "@id": "http://e/a", "p": 1}'}, 2,
    ),
    "context among others": (
        ("validate", "d.jsonld", "s.ttl"),
        {"d.jsonld": '{"@context": [{}, {"@import": "http://HOST/c"}], "p": 1}'}, 2,
    ),
    "context of a dataset": (
        ("check", "d.jsonld"), {"d.jsonld": '[{"@context": "http://HOST/c", "p": 1}]'}, 2,
    ),
    "imports of data": (VALIDATE, {"d.ttl": HEAD + DATA + IMPORTS}, 0),
    "imports of shapes": (VALIDATE, {"s.ttl": SHAPES + IMPORTS}, 2),
    "imports of shapes by reference": (
        (*VALIDATE, "--engine", "reference"), {"s.ttl": SHAPES + IMPORTS}, 2,
    ),
    "shapes graph": (
        VALIDATE, {"d.ttl": HEAD + DATA + "<http://e/> sh:shapesGraph <http://HOST/s.ttl> ."}, 0,
    ),
    "from": (VALIDATE, {"s.ttl": _select("SELECT $this FROM <http://HOST/x> { $this ?p ?o }")}, 2),
    "from named": (
        VALIDATE,
        {"s.ttl": _select("SELECT $this FROM NAMED <http://HOST/x> { GRAPH ?g { $this ?p ?o } }")},
        2,
    ),
    "service": (
        VALIDATE, {"s.ttl": _select("SELECT $this { SERVICE <http://HOST/x> { $this ?p ?o } }")}, 2,
    ),
    "service, silent": (
        VALIDATE,
        {"s.ttl": _select("SELECT $this { SERVICE SILENT <http://HOST/> { $this ?p ?o } }")}, 2,
    ),
    "script": (
        VALIDATE,
        {"s.ttl": SHAPE + "; sh:js [ sh:jsFunctionName 'f' ; sh:jsLibrary [ sh:jsLibraryURL "
         "'http://HOST/x.js' ] ] ."}, 2,
    ),
    "document type": (
        ("validate", "d.rdf", "s.ttl"), {"d.rdf": RDF_XML.format(OUTSIDE, "1")}, 2,
    ),
    "entity": (("validate", "d.rdf", "s.ttl"), {"d.rdf": RDF_XML.format(ENTITY, "&x;")}, 2),
    "entity of a dataset": (("check", "d.rdf"), {"d.rdf": RDF_XML.format(ENTITY, "&x;")}, 2),
    "entity of a workbook": (("check", "d.xlsx"), {"d.xlsx": ENTITY + "<x>&x;</x>"}, 2),
    "data by address": (("validate", "http://HOST/d.ttl", "s.ttl"), {}, 2),
    "shapes by address": (("validate", "d.ttl", "http://HOST/s.ttl"), {}, 2),
    "proposal by address": (("assess", "http://HOST/p.ttl"), {}, 2),
    "imports of a proposal": (
        ("check", "d.csv", "--with", "p.ttl", "--as-of", "2026-06-10"),
        {"d.csv": PAYMENT, "p.ttl": PROPOSAL + OWL + IMPORTS}, 0,
    ),
    "mapping": (
        ("check", "d.csv", "--mapping", "m.json"),
        {"d.csv": CSV, "m.json": '{"@context": ["http://www.w3.org/ns/csvw", "http://HOST/c"], '
         '"url": "http://HOST/d.csv", "tableSchema": "http://HOST/s.json", "notes": []}'}, 2,
    ),
}  # fmt: skip
"""The command, the files that differ from `DATA` and `SHAPES`, and its exit status."""


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    """The server that must stay silent."""
    found = Listener()
    yield found
    found.close()


def _write(path: Path, text: str) -> None:
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path, "w") as archive:
            for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"):
                archive.writestr(name, text)
    else:
        path.write_text(text, encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", ATTACKS)
def test_nobody_is_asked(
    listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    command, files, status = ATTACKS[name]
    monkeypatch.chdir(tmp_path)
    for file, text in ({"d.ttl": DATA, "s.ttl": SHAPES} | files).items():
        _write(Path(file), text.replace("HOST", listener.address))
    found = run([word.replace("HOST", listener.address) for word in command])
    assert not listener.heard()
    assert found == status
