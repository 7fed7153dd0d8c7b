"""Small cases of SHACL Core, with what each engine has to find; written for this project."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

import pytest

from lovgraf.core.refusal import NotCompilable
from tests.checker.validate.helpers import report_of, rows
from tests.examples import WHOLE, cells

DATA = """
ex:anna a ex:Person ; ex:age 12 ; ex:name "Anna"@da , "Ann"@en ; ex:born "2002-05-01"^^xsd:date ;
  ex:seen "2001-01-01"^^xsd:date ; ex:knows ex:bo , ex:carl ; ex:code "DK1" .
ex:bo a ex:Worker ; ex:age "old"^^xsd:integer ; ex:name "Bo" , "B" ; ex:knows ex:anna ; ex:code 7 .
ex:carl a ex:Person ; ex:age 40.5 , 3 ; ex:name "Carl"@da , "Karl"@da ; ex:extra true .
ex:Worker rdfs:subClassOf ex:Person .
ex:dora ex:knows _:x . _:x ex:name "Anonymous" ; ex:age 1 .
"""
CASES: list[tuple[str, str, list[str]]] = [
    ("sh:minCount 2", "ex:name", []),
    ("sh:minCount 2", "ex:age", ["anna", "bo"]),
    ("sh:maxCount 1", "ex:age", ["carl"]),
    ("sh:datatype xsd:integer", "ex:age", ["bo", "carl"]),
    ("sh:datatype rdf:langString", "ex:name", ["bo", "bo"]),
    ("sh:minInclusive 12", "ex:age", ["bo", "carl"]),
    ("sh:maxExclusive 40.5", "ex:age", ["bo", "carl"]),
    ("sh:minExclusive 12", "ex:age", ["anna", "bo", "carl"]),
    ('sh:maxInclusive "2002-05-01"^^xsd:date', "ex:born", []),
    ('sh:minExclusive "2002-05-01"^^xsd:date', "ex:born", ["anna"]),
    ("sh:minLength 2", "ex:name", ["bo"]),
    ("sh:maxLength 3", "ex:name", ["anna", "carl", "carl"]),
    ('sh:pattern "^[A-Z]{2}\\\\d$"', "ex:code", ["bo"]),
    ('sh:pattern "^dk" ; sh:flags "i"', "ex:code", ["bo"]),
    ('sh:languageIn ("da")', "ex:name", ["anna", "bo", "bo"]),
    ("sh:uniqueLang true", "ex:name", ["carl"]),
    ('sh:in ("DK1" "7")', "ex:code", ["bo"]),
    ("sh:hasValue ex:bo", "ex:knows", ["bo", "carl"]),
    ("sh:nodeKind sh:Literal", "ex:knows", ["anna", "anna", "bo"]),
    ("sh:class ex:Worker", "ex:knows", ["anna", "bo"]),
    ("sh:class ex:Person", "ex:knows", []),
    ("sh:lessThan ex:seen", "ex:born", ["anna"]),
    ("sh:equals ex:knows", "ex:knows", []),
    ("sh:equals ex:age", "ex:code", ["anna", "anna", "bo", "bo", "carl", "carl"]),
    ("sh:disjoint ex:name", "ex:name", ["anna", "anna", "bo", "bo", "carl", "carl"]),
    ("sh:not [ sh:datatype xsd:decimal ]", "ex:age", ["carl"]),
    ("sh:or ([ sh:minInclusive 30 ] [ sh:maxInclusive 5 ])", "ex:age", ["anna", "bo"]),
    ("sh:xone ([ sh:minInclusive 3 ] [ sh:minInclusive 12 ])", "ex:age", ["anna", "bo", "carl"]),
    ("sh:and ([ sh:minInclusive 3 ] [ sh:maxInclusive 12 ])", "ex:age", ["bo", "carl"]),
    (
        "sh:qualifiedValueShape [ sh:class ex:Worker ] ; sh:qualifiedMinCount 1",
        "ex:knows",
        ["bo", "carl"],
    ),
    (
        "sh:qualifiedValueShape [ sh:class ex:Person ] ; sh:qualifiedMaxCount 1",
        "ex:knows",
        ["anna"],
    ),
    ("sh:node [ sh:property [ sh:path ex:extra ; sh:minCount 1 ] ]", "ex:knows", ["anna", "bo"]),
    ("sh:maxCount 1", "( ex:knows ex:knows )", ["bo"]),
    ("sh:minCount 1", "[ sh:inversePath ex:knows ]", []),
    ("sh:maxCount 2", "[ sh:oneOrMorePath ex:knows ]", ["anna", "bo"]),
    ("sh:maxCount 3", "[ sh:zeroOrMorePath ex:knows ]", []),
    ("sh:maxCount 2", "[ sh:zeroOrOnePath ex:knows ]", ["anna"]),
    ("sh:minCount 4", "[ sh:alternativePath ( ex:age ex:name ) ]", ["anna", "bo"]),
]  # fmt: skip


ENGINES = ["columns", "reference", "both"]


@functools.cache
def _found(engine: str) -> dict[str, list[str]]:
    """The names of the focus nodes of all cases by property shape, from one report."""
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:Person ; sh:property "
    shapes += " , ".join(f"ex:P{n}" for n in range(len(CASES))) + " .\n"
    for n, (constraint, path, _) in enumerate(CASES):
        shapes += f"ex:P{n} sh:path {path} ; {constraint} .\n"
    found: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        report = report_of(Path(folder), DATA, shapes, engine)
        for row in rows(report).elements():
            found.setdefault(row[5], []).append(row[0].rsplit("/", 1)[-1].rstrip(">"))
    assert report.conforms is not bool(found)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES if WHOLE else ENGINES[:2])
@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{c} at {p}" for c, p, _ in CASES])
def test_property_shapes(engine: str, number: int) -> None:
    """Each engine finds the focus nodes that a constraint is broken at, as often as it is."""
    found = _found(engine).get(f"<http://example.org/P{number}>", [])
    assert sorted(found) == CASES[number][2]


NODES = [
    ("sh:targetNode ex:anna ; sh:closed true ; sh:property [ sh:path ex:name ] ; "
     "sh:ignoredProperties (rdf:type ex:knows)", 4),
    ("sh:targetSubjectsOf ex:extra ; sh:nodeKind sh:Literal", 1),
    ("sh:targetObjectsOf ex:age ; sh:datatype xsd:integer", 2),
    ("sh:targetNode 5 , ex:nowhere ; sh:nodeKind sh:IRI", 1),
    ("sh:targetObjectsOf ex:knows ; sh:nodeKind sh:IRI", 1),
    ("sh:targetClass ex:Person ; sh:deactivated true ; sh:nodeKind sh:Literal", 0),
    ("a rdfs:Class ; sh:nodeKind sh:IRI", 0),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("case", "engine"),
    cells(NODES, ENGINES),
    ids=lambda given: given if isinstance(given, str) else given[0],
)
def test_node_shapes(tmp_path: Path, engine: str, case: tuple[str, int]) -> None:
    """Targets, closed shapes and constraints on focus nodes themselves."""
    shape, count = case
    report = report_of(tmp_path, DATA, f"ex:S a sh:NodeShape ; {shape} .", engine)
    assert report.results == count


def test_a_value_reached_in_two_ways_is_reported_twice(tmp_path: Path) -> None:
    """Nested property shapes are evaluated for each value node (SHACL, section 4.7.2)."""
    data = "ex:a a ex:P ; ex:k ex:c . ex:b a ex:P ; ex:k ex:c ."
    shapes = """ex:S sh:targetClass ex:P ; sh:property [ sh:path ex:k ; sh:property ex:Q ] .
      ex:Q sh:path ex:x ; sh:minCount 1 ."""
    for engine in ("columns", "reference"):
        assert report_of(tmp_path, data, shapes, engine).results == 2


def test_the_way_back_of_a_sequence_is_reversed(tmp_path: Path) -> None:
    """The inverse of a/b is the inverse of b, then that of a; pySHACL 0.40 takes them in order."""
    shapes = """ex:S sh:targetNode ex:c ;
      sh:property [ sh:path [ sh:inversePath ( ex:k ex:l ) ] ; sh:hasValue ex:a ] ."""
    assert report_of(tmp_path, "ex:a ex:k ex:b . ex:b ex:l ex:c .", shapes, "columns").conforms


@pytest.mark.slow
def test_a_shape_that_refers_to_itself(tmp_path: Path) -> None:
    """A tree is followed to its leaves; a ring is refused by name, for which pySHACL is there."""
    shape = """ex:S sh:targetClass ex:Unit ; sh:property [ sh:path ex:part ; sh:node ex:S ] ;
      sh:property [ sh:path ex:name ; sh:minCount 1 ] ."""
    data = """ex:a a ex:Unit ; ex:name "A" ; ex:part ex:b , ex:c . ex:b a ex:Unit ; ex:name "B" ;
      ex:part ex:c , ex:d . ex:c ex:name "C" ; ex:part ex:d . ex:d ex:part ex:e ."""
    for engine in ENGINES:
        found = sorted(row[0] for row in rows(report_of(tmp_path, data, shape, engine)).elements())
        assert [node[-2] for node in found] == ["a", "a", "b", "b"]
    ring = f"{data} ex:e ex:part ex:a ."
    with pytest.raises(NotCompilable, match="refers to itself without end"):
        report_of(tmp_path, ring, shape, "columns")
    assert report_of(tmp_path, ring, shape, "both").results > 0


def test_a_member_of_a_list_that_is_broken_by_several_values(tmp_path: Path) -> None:
    """Such a node fails the member once, so that it does not count for another member."""
    data = 'ex:a a ex:P ; ex:p 1 , 2 , 3 . ex:b a ex:P ; ex:p "x" , "y" , 1 .'
    members = "( [ sh:path ex:p ; sh:datatype xsd:string ] [ sh:path ex:p ; sh:minInclusive 0 ] )"
    shape = f"ex:S sh:targetClass ex:P ; sh:or {members} ; sh:xone {members} ."
    for engine in ENGINES:
        found = rows(report_of(tmp_path, data, shape, engine))
        components = {(row[0][-2], row[3].rsplit("#")[1][:4]) for row in found}
        assert components == {("b", "OrCo"), ("b", "Xone")}


def test_classes_without_instances_and_rings_of_subclasses(tmp_path: Path) -> None:
    """Instances of a class are those of its subclasses too, however these are told."""
    data = """ex:a a ex:D . ex:b a ex:C , ex:D . ex:D rdfs:subClassOf ex:C .
      ex:C rdfs:subClassOf ex:D ; ex:p 1 ."""
    shapes = """ex:S a sh:NodeShape ; sh:targetClass ex:C , ex:None ; sh:class ex:Other ;
      sh:property [ sh:path ex:p ; sh:class ex:None ] , [ sh:path ex:q ; sh:minCount 1 ] ."""
    for engine in ENGINES:
        assert report_of(tmp_path, data, shapes, engine).results == 4
