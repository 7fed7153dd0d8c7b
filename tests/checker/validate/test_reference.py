"""What pySHACL takes beyond SHACL Core, and how its faults are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from lovgraf.core.errors import InputError
from lovgraf.validate.report import ValidationReport
from tests.checker.validate.helpers import report_of, rows

DATA = """ex:a a ex:P ; ex:name "Signe Hansen" ; ex:age 3 .
ex:b a ex:Q ; ex:name "Bo" ; ex:age 4 , 5 ."""
FUNCTION = """ex:twice a sh:SPARQLFunction ;
  sh:parameter [ sh:path ex:n ; sh:datatype xsd:integer ] ;
  sh:returnType xsd:integer ; sh:prefixes <urn:prefixes> ; sh:select "SELECT ($n * 2 AS ?r) {}" .
<urn:prefixes> sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
"""


def both(folder: Path, shapes: str) -> ValidationReport:
    return report_of(folder, DATA, shapes, "both")


def test_prefixes_of_the_file_serve_queries(tmp_path: Path) -> None:
    """As elsewhere in the file, where `sh:prefixes` is left out; what nobody declares is named."""
    shape = """ex:S a sh:NodeShape ; sh:targetClass ex:P ;
      sh:sparql [ sh:select "SELECT $this {{ $this {}:age ?n FILTER (?n < 4) }}" ] ."""
    assert both(tmp_path, shape.format("ex")).results == 1
    with pytest.raises(InputError, match="the prefix nowhere:"):
        both(tmp_path, shape.format("nowhere"))


@pytest.mark.slow
def test_targets_in_sparql(tmp_path: Path) -> None:
    """Their focus nodes are found and counted."""
    shape = """ex:S a sh:NodeShape ; sh:target [ a sh:SPARQLTarget ;
        sh:select "SELECT ?this { ?this ex:age ?n FILTER (?n > 3) }" ] ;
      sh:property [ sh:path ex:age ; sh:maxCount 1 ] ."""
    report = both(tmp_path, shape)
    assert (report.results, report.focus_nodes) == (1, 1)
    assert both(tmp_path, shape.replace("> 3", "> 9")).focus_nodes == 0


def test_functions(tmp_path: Path) -> None:
    """Functions of the shapes are called in queries."""
    shape = """ex:S a sh:NodeShape ; sh:targetClass ex:P , ex:Q ;
      sh:sparql [ sh:select "SELECT $this { $this ex:age ?n FILTER (ex:twice(?n) = 8) }" ] ."""
    assert [row[0] for row in rows(both(tmp_path, shape + FUNCTION))] == ["<http://example.org/b>"]


@pytest.mark.parametrize(
    "shape",
    [
        'sh:js [ sh:jsFunctionName "f" ]',
        'sh:property [ sh:path ex:p ; sh:js [ sh:jsFunctionName "f" ] ]',
        "ex:parameter 1",
    ],
)
def test_scripts_are_refused(tmp_path: Path, shape: str) -> None:
    """A shape that nothing evaluates is no pass; where it is deactivated it asks for nothing."""
    component = """ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:parameter ] ;
      sh:validator [ a sh:JSValidator ; sh:jsFunctionName "f" ] . """
    text = f"{component} ex:S a sh:NodeShape ; sh:targetClass ex:P ; {shape}"
    for engine in ("both", "reference"):
        with pytest.raises(InputError, match="JavaScript"):
            report_of(tmp_path, DATA, f"{text} .", engine)
    off = "sh:deactivated true . ex:T sh:targetClass ex:P ; sh:nodeKind sh:IRI ."
    assert both(tmp_path, f"{text} ; {off}").conforms


def test_what_is_refused_is_said_in_danish_too(tmp_path: Path) -> None:
    """In the report, in the refusal of columns and as a hint."""
    refused = "ex:S a sh:NodeShape ; sh:targetClass ex:P ; sh:property [ sh:path ex:name ; {} ] ."
    pattern = refused.format(r"sh:pattern '^\\w+ '")
    [named] = both(tmp_path, pattern).refused
    assert named.construct.da == "et regulært udtryk, som læses forskelligt"
    with pytest.raises(InputError) as caught:
        report_of(tmp_path, DATA, pattern, "columns")
    assert "bruger et regulært udtryk, som læses forskelligt" in caught.value.message.da
    with pytest.raises(InputError) as caught:
        both(tmp_path, refused.format("sh:minCount 'one'"))
    assert "sh:minCount, som ikke er et helt tal" in caught.value.message.da


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        ('sh:sparql [ sh:select "SELECT $this { $this" ]', "syntax error in SPARQL: SELECT .this"),
        (
            "sh:property [ sh:path ex:age ; sh:minCount 'one' ]",
            "sh:minCount that is no whole number",
        ),
        ("sh:property ex:Missing", "example.org/Missing"),
        ("sh:property [ sh:path ex:name ; sh:pattern '(' ]", "sh:pattern with an expression that"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, shape: str, told: str) -> None:
    """The query, the shape, the pattern; nothing of the data."""
    with pytest.raises(InputError, match=told) as caught:
        both(tmp_path, f"ex:S a sh:NodeShape ; sh:targetClass ex:P ; {shape} .")
    assert "Signe" not in str(caught.value)


COMPONENT = """ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:most ] ;
  sh:propertyValidator [ sh:select "SELECT $this {{ {} }}" ] ;
  sh:nodeValidator [ sh:select "SELECT $this ?value {{ {} }}" ] .
ex:S sh:targetClass ex:P , ex:Q ; {} ."""


@pytest.mark.parametrize(
    ("at_property", "at_node", "use", "count"),
    [
        ("FILTER NOT EXISTS { $this $PATH ?a }", "", "sh:property [ sh:path ex:x ; ex:most 1 ]", 2),
        ("$this $PATH ?any", "", "sh:property [ sh:path ex:age ; ex:most 1 ]", 2),
        ("$this $PATH ?v FILTER(4<=?v&&?v>=$most)", "",
         "sh:property [ sh:path ex:age ; ex:most 4 ]", 1),
        ("", "$this ex:age ?value FILTER (?value > $most)", "ex:most 3", 2),
    ],
)  # fmt: skip
def test_validators_in_sparql(
    tmp_path: Path, at_property: str, at_node: str, use: str, count: int
) -> None:
    """Run once for a focus node, also where there are no values; `?value` is what they find."""
    shapes = COMPONENT.format(at_property or "?none ex:none 1", at_node or "?none ex:none 1", use)
    assert both(tmp_path, shapes).results == count


def test_variables_wherever_they_stand(tmp_path: Path) -> None:
    """Behind a sign of comparison, too."""
    shapes = """ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:free ] ;
      sh:validator [ sh:ask
        "ASK { FILTER NOT EXISTS { ?s ex:age ?n FILTER(?n=$value) } FILTER ($free) }" ] .
      ex:S sh:targetClass ex:P , ex:Q ; sh:property [ sh:path ex:age ; ex:free true ] ."""
    assert both(tmp_path, shapes).results == 3


def test_shapes_of_which_only_the_target_tells(tmp_path: Path) -> None:
    """A shape with `sh:target`, or with a component's parameter, needs no type."""
    shape = """ex:S sh:nodeKind sh:Literal ;
      sh:target [ sh:select "SELECT ?this { ?this ex:age 4 }" ] ."""
    assert both(tmp_path, shape).results == 1
