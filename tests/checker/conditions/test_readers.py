"""Class expressions and shapes become the same trees; what is not taken is refused by name."""

from __future__ import annotations

import pytest
from rdflib import URIRef

from lovgraf.conditions.from_owl import OwlReader
from lovgraf.conditions.from_shacl import ShaclReader
from lovgraf.conditions.tree import (
    And,
    Compare,
    Condition,
    Constant,
    Count,
    Excludes,
    Leaf,
    Matches,
    Named,
    Not,
    OneOf,
    Or,
    Range,
)
from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import BASE
from tests.checker.small_law import fact, graph_of

TYPES = {BASE + "record#Ship": "ship", BASE + "record#Person": "person"}
SAILS = Leaf(fact("sails"), OneOf(frozenset({True})))


def owl(expression: str, more: str = "") -> Condition:
    """The condition of a class expression in Turtle."""
    graph = graph_of(f"<class/c> a owl:Class ; owl:equivalentClass {expression} .", more)
    read = OwlReader(graph, TYPES, "ship").condition(URIRef(BASE + "class/c"))
    assert isinstance(read, Named)
    return read.part


def shape(turtle: str, more: str = "") -> Condition:
    """The condition of a node shape in Turtle."""
    graph = graph_of(f"<shape/s> a sh:NodeShape ; {turtle} .", more)
    read = ShaclReader(graph, TYPES, "ship").condition(URIRef(BASE + "shape/s"))
    assert isinstance(read, Named)
    return read.part


@pytest.mark.parametrize(
    ("expression", "condition"),
    [
        ("[ owl:onProperty record:sails ; owl:hasValue true ]", SAILS),
        ("[ owl:complementOf [ owl:onProperty record:sails ; owl:hasValue true ] ]", Not(SAILS)),
        ("[ owl:onProperty record:flag ; owl:someValuesFrom xsd:string ]", Count(fact("flag"))),
        ("[ owl:onProperty record:cargo ; owl:maxCardinality 1 ]", Count(fact("cargo"), 0, 1)),
        (
            '[ owl:onProperty record:flag ; owl:someValuesFrom [ owl:oneOf ( "DK" "SE" ) ] ]',
            Leaf(fact("flag"), OneOf(frozenset({"DK", "SE"}))),
        ),
        (
            "[ owl:onProperty record:masts ; owl:allValuesFrom [ owl:onDatatype xsd:integer ; "
            "owl:withRestrictions ( [ xsd:minInclusive 1 ] [ xsd:maxExclusive 4 ] ) ] ]",
            Leaf(fact("masts"), Range(1, 4, True, False), every=True),
        ),
        (
            "[ owl:onProperty record:name ; owl:someValuesFrom [ owl:onDatatype xsd:string ; "
            'owl:withRestrictions ( [ xsd:pattern "a.*" ] ) ] ]',
            Leaf(fact("name"), Matches("^(?:a.*)$")),
        ),
        (
            "[ owl:onProperty record:flag ; owl:someValuesFrom "
            '[ owl:datatypeComplementOf [ owl:oneOf ( "DK" ) ] ] ]',
            Leaf(fact("flag"), Excludes(OneOf(frozenset({"DK"})))),
        ),
        ("owl:Thing", Constant(True)),
    ],
)
def test_class_expressions(expression: str, condition: Condition) -> None:
    assert owl(expression) == condition


def test_a_record_class_is_true_for_its_own_type_alone() -> None:
    assert owl("record:Ship") == Named(BASE + "record#Ship", Constant(True))
    assert owl("record:Person") == Named(BASE + "record#Person", Constant(False))


@pytest.mark.parametrize(
    ("expression", "named"),
    [
        ("<class/undefined>", "class/undefined"),
        ("[ owl:onProperty record:sails ; owl:hasSelf true ]", "hasSelf"),
        ('[ owl:onProperty record:sails ; owl:hasValue "x"^^xsd:duration ]', "class/c"),
        ("[ owl:oneOf ( <a> ) ]", "class/c"),
        ("[ owl:unionOf <nowhere> ]", "a list that is broken"),
        ("[ owl:onProperty record:sails ; owl:maxCardinality 'x' ]", "class/c"),
        ("[ owl:onProperty record:sails ; owl:maxCardinality -1 ]", "class/c"),
    ],
)
def test_what_is_not_taken_is_named(expression: str, named: str) -> None:
    with pytest.raises(NotCompilable, match=named):
        owl(expression)


def test_definitions_without_end_are_refused() -> None:
    """Neither a list nor a chain of classes or shapes may take the interpreter's stack."""
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    with pytest.raises(NotCompilable, match="a list that is broken"):
        owl("[ owl:unionOf <l> ]", f"<l> <{rdf}first> record:Ship ; <{rdf}rest> <l> .")
    chain = [f"<c{n}> owl:equivalentClass [ owl:complementOf <c{n + 1}> ] ." for n in range(150)]
    with pytest.raises(NotCompilable, match="within one another"):
        owl("<c0>", "\n".join(chain) + "<c150> owl:equivalentClass record:Ship .")
    shapes = "\n".join(f"<s{n}> sh:not <s{n + 1}> ." for n in range(150))
    with pytest.raises(NotCompilable, match="within one another"):
        shape("sh:not <s0>", shapes)


def test_a_definition_that_uses_itself_is_refused() -> None:
    more = "<class/d> owl:equivalentClass [ owl:unionOf ( <class/c> record:Ship ) ] ."
    with pytest.raises(NotCompilable, match="uses itself"):
        owl("<class/d>", more)


@pytest.mark.parametrize(
    ("turtle", "condition"),
    [
        ("sh:property [ sh:path record:sails ; sh:hasValue true ]", SAILS),
        ("sh:property [ sh:path record:flag ; sh:minCount 1 ]", Count(fact("flag"))),
        ("sh:property [ sh:path record:flag ; sh:maxCount 0 ]", Count(fact("flag"), 0, 0)),
        (
            "sh:property [ sh:path record:masts ; sh:minInclusive 2 ]",
            Leaf(fact("masts"), Range(low=2), every=True),
        ),
        (
            'sh:property [ sh:path record:flag ; sh:in ( "DK" "SE" ) ]',
            Leaf(fact("flag"), OneOf(frozenset({"DK", "SE"})), every=True),
        ),
        (
            'sh:property [ sh:path record:name ; sh:pattern "^a" ; sh:flags "i" ]',
            Leaf(fact("name"), Matches("^a", "i"), every=True),
        ),
        (
            "sh:property [ sh:path record:builtOn ; sh:lessThan record:boughtOn ]",
            Compare(fact("built_on"), "less", fact("bought_on")),
        ),
        ("sh:not [ sh:property [ sh:path record:sails ; sh:hasValue true ] ]", Not(SAILS)),
        (
            "sh:or ( [ sh:property [ sh:path record:sails ; sh:hasValue true ] ] "
            "[ sh:property [ sh:path record:flag ; sh:minCount 1 ] ] )",
            Or((SAILS, Count(fact("flag")))),
        ),
        ("sh:class record:Ship", Constant(True)),
        ("sh:deactivated true ; sh:property [ sh:path record:flag ; sh:minCount 1 ]", None),
    ],
)
def test_shapes(turtle: str, condition: Condition | None) -> None:
    if condition is None:
        graph = graph_of(f"<shape/s> a sh:NodeShape ; {turtle} .")
        found = ShaclReader(graph, TYPES, "ship").condition(URIRef(BASE + "shape/s"))
        assert found == Constant(True)
    else:
        assert shape(turtle) == condition


def test_exactly_one() -> None:
    found = shape(
        "sh:xone ( [ sh:property [ sh:path record:sails ; sh:hasValue true ] ] "
        "[ sh:property [ sh:path record:flag ; sh:minCount 1 ] ] )"
    )
    other = Count(fact("flag"))
    assert found == Or((And((SAILS, Not(other))), And((other, Not(SAILS)))))


@pytest.mark.parametrize(
    ("turtle", "named"),
    [
        ("sh:property [ sh:path ( record:sails record:flag ) ; sh:minCount 1 ]", "path"),
        ("sh:property [ sh:path record:flag ; sh:uniqueLang true ]", "uniqueLang"),
        ("sh:closed true", "closed"),
        ("sh:property [ sh:path record:flag ; sh:class record:Ship ]", "class"),
        ("sh:property [ sh:path record:flag ; sh:minCount 'many' ]", "many"),
        ("sh:property [ sh:path record:flag ; sh:maxLength -1 ]", "-1"),
        ("sh:property [ sh:path record:flag ; sh:pattern '(' ]", "the pattern"),
        ("sh:property [ sh:path record:flag ; sh:pattern '(?!x)y' ]", "the pattern"),
        ("sh:property [ sh:path record:flag ; sh:pattern '(a)\\\\1' ]", "the pattern"),
        ("sh:or <nowhere>", "a list that is broken"),
    ],
)
def test_constraints_that_are_not_taken_are_named(turtle: str, named: str) -> None:
    with pytest.raises(NotCompilable, match=named):
        shape(turtle)


def test_shapes_that_refer_to_themselves_are_refused() -> None:
    with pytest.raises(NotCompilable, match="refers to itself"):
        shape("sh:node <shape/s>")
