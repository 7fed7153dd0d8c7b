"""Each construct of SHACL in a duty is read by an engine or refused by name: no silent `fulfilled`
(semantics, section 5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pytest

from lovgraf.conditions.readable import Unreadable
from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import RECORD
from lovgraf.engine.in_memory import verdicts_for
from lovgraf.facts.values import NONE, State
from lovgraf.reference import verdicts
from tests.agreement.laws import PREFIXES, view_of

NORM = "https://w3id.org/lovgraf/law/2010/1/par/1/norm/1"
RECORD_AS_IT_IS: dict[str, State] = {
    "flag": True, "mark": True, "markedOn": date(2014, 10, 1), "number": 3,
    "amount": Decimal("1.5"), "code": "a", "codes": ("b", "c"), "paper": "b", "country": "DK",
    "word": "ab", "startedOn": date(2014, 1, 1), "endedOn": date(2014, 10, 15),
}  # fmt: skip
BLANK = {"flag": NONE, "number": NONE, "word": NONE, "startedOn": NONE}
LAW = (
    PREFIXES
    + """
@prefix ex: <https://example.org/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<law/2010/1/par/1/norm/1> a core:Obligation ; core:provision <law/2010/1/par/1> ;
  rdfs:label "Normen"@da , "The norm"@en ;
  core:recordType record:Thing ; core:bearer core:Subject ; """
)


def _record(**changed: State) -> dict[str, State]:
    return {str(RECORD[k]): v for k, v in {**RECORD_AS_IT_IS, **changed}.items()}


def answers(turtle: str, **changed: State) -> dict[str, str]:
    """The verdict of each engine that reads a law on a record, or why none does."""
    view, record = view_of(turtle), _record(**changed)
    found: dict[str, str] = {}
    try:
        found["columns"] = verdicts_for(view, [record], "thing")[0][NORM].verdict
    except Unreadable as error:
        found["columns"] = f"refused: {error.message.en} {error.message.da}"
    except NotCompilable:
        pass  # The reference engine reads it.
    try:
        (verdict,) = verdicts(view, [record], "thing")
        assert verdict[NORM].exact
        found["reference"] = verdict[NORM].verdict
    except Unreadable as error:
        found["reference"] = f"refused: {error.message.en} {error.message.da}"
    return found


def in_words(turtle: str, expected: str, **changed: State) -> None:
    """All engines that read a law say the same of a record; `expected` is a verdict, or what is
    named where it is refused."""
    found = answers(turtle, **changed)
    for engine, answer in found.items():
        if expected.startswith("refused: "):
            assert answer.startswith("refused: "), (engine, answer)
            assert expected.removeprefix("refused: ") in answer
            assert "The norm" in answer
            assert "Normen" in answer
        else:
            assert answer == expected, engine
    assert "reference" in found


class Duty(NamedTuple):
    """A duty, a record that breaks it (as a change), and one that satisfies it; `names` is what a
    refusal names."""

    body: str
    broken: Mapping[str, State] | None
    kept: Mapping[str, State] | None
    names: str = ""
    more: str = ""


def path(fact: str, rest: str) -> str:
    return f"sh:property [ sh:path record:{fact} ; {rest} ]"


CORE_CONSTRAINTS = {
    "class-of-value": Duty(path("word", "sh:class record:Thing"), {}, BLANK),
    "class-of-record": Duty("sh:class record:Other", {}, None),
    "class-of-record-kept": Duty("sh:class record:Thing", None, {}),
    "datatype": Duty(path("number", "sh:datatype xsd:string"), {}, BLANK),
    "datatype-of-another": Duty(path("number", "sh:datatype xsd:dateTime"), {}, BLANK),
    "nodeKind-iri": Duty(path("number", "sh:nodeKind sh:IRI"), {}, BLANK),
    "nodeKind-blank": Duty(path("number", "sh:nodeKind sh:BlankNode"), {}, BLANK),
    "nodeKind-blank-or-iri": Duty(path("number", "sh:nodeKind sh:BlankNodeOrIRI"), {}, BLANK),
    "nodeKind-literal": Duty(path("number", "sh:nodeKind sh:Literal ; sh:minCount 1"), BLANK, {}),
    "minCount": Duty(path("word", "sh:minCount 1"), BLANK, {}),
    "minCount-two": Duty(path("codes", "sh:minCount 2"), {"codes": ("b",)}, {}),
    "minCount-two-of-one": Duty(path("word", "sh:minCount 2"), {}, None),
    "maxCount": Duty(path("word", "sh:maxCount 0"), {}, BLANK),
    "maxCount-one": Duty(path("codes", "sh:maxCount 1"), {}, {"codes": ("b",)}),
    "minExclusive": Duty(path("number", "sh:minExclusive 3"), {}, {"number": 4}),
    "minInclusive": Duty(path("number", "sh:minInclusive 4"), {}, {"number": 4}),
    "maxExclusive": Duty(path("number", "sh:maxExclusive 3"), {}, {"number": 2}),
    "maxInclusive": Duty(path("number", "sh:maxInclusive 2"), {}, {"number": 2}),
    "bound-between": Duty(path("number", "sh:maxInclusive 2.5"), {}, {"number": 2}),
    "bound-of-date": Duty(
        path("startedOn", 'sh:minInclusive "2014-02-01"^^xsd:date'),
        {},
        {"startedOn": date(2014, 2, 1)},
    ),
    "minLength": Duty(path("word", "sh:minLength 3"), {}, {"word": "xyz"}),
    "maxLength": Duty(path("word", "sh:maxLength 1"), {}, {"word": "a"}),
    "pattern": Duty(path("word", 'sh:pattern "^x"'), {}, {"word": "xyz"}),
    "pattern-flags": Duty(path("word", 'sh:pattern "^A$" ; sh:flags "i"'), {}, {"word": "a"}),
    "pattern-looks-ahead": Duty(path("word", 'sh:pattern "^(?=x)"'), {}, {"word": "xyz"}),
    "patterns": Duty(path("word", 'sh:pattern "^a" , "c$"'), {}, BLANK),
    # What a word or a digit is, SPARQL and Python tell by Unicode, RE2 by ASCII.
    "pattern-word": Duty(path("word", r'sh:pattern "^\\w+$"'), {"word": "å-å"}, {"word": "åse"}),
    "pattern-digit": Duty(path("word", r'sh:pattern "^\\d$"'), {"word": "x"}, {"word": "٣"}),
    "pattern-not-word": Duty(path("word", r'sh:pattern "\\W"'), {"word": "å"}, {"word": "å-"}),
    "pattern-space": Duty(
        path("word", r'sh:pattern "^a\\sb$"'), {"word": "a\u2003b"}, {"word": "a b"}
    ),
    "pattern-underscore": Duty(
        path("word", r'sh:pattern "^\\w+$"'), {"word": "a_b"}, {"word": "ab"}
    ),
    "pattern-category": Duty(
        path("word", r'sh:pattern "^\\p{L}+$"'), {"word": "a1"}, {"word": "åb"}
    ),
    "languageIn": Duty(path("word", 'sh:languageIn ( "da" "en" )'), {}, BLANK),
    "uniqueLang": Duty(path("word", "sh:uniqueLang true ; sh:minCount 1"), BLANK, {}),
    "equals": Duty(path("flag", "sh:equals record:mark"), {"flag": False}, {}),
    "disjoint": Duty(path("flag", "sh:disjoint record:mark"), {}, {"flag": False}),
    "lessThan": Duty(path("endedOn", "sh:lessThan record:startedOn"), {}, BLANK),
    "lessThanOrEquals": Duty(path("endedOn", "sh:lessThanOrEquals record:startedOn"), {}, BLANK),
    "not": Duty("sh:not [ " + path("word", 'sh:hasValue "ab"') + " ]", {}, {"word": "a"}),
    "not-of-value": Duty(path("word", 'sh:not [ sh:in ( "ab" ) ]'), {}, {"word": "a"}),
    "and": Duty(
        "sh:and ( [ "
        + path("word", "sh:minCount 1")
        + " ] [ "
        + path("number", "sh:hasValue 4")
        + " ] )",
        {},
        {"number": 4},
    ),
    "and-of-value": Duty(path("number", "sh:and ( [ sh:minInclusive 4 ] )"), {}, {"number": 4}),
    "or": Duty(
        "sh:or ( [ "
        + path("word", "sh:maxCount 0")
        + " ] [ "
        + path("number", "sh:hasValue 4")
        + " ] )",
        {},
        {"number": 4},
    ),
    "or-of-property-shapes": Duty(
        "sh:or ( [ sh:path record:word ; sh:maxCount 0 ] "
        "[ sh:path record:number ; sh:hasValue 4 ] )",
        {},
        {"number": 4},
    ),
    "or-of-value": Duty(
        path("number", "sh:or ( [ sh:in ( 1 ) ] [ sh:in ( 2 ) ] )"), {}, {"number": 2}
    ),
    "or-of-each-value": Duty(
        path("codes", 'sh:or ( [ sh:in ( "b" ) ] [ sh:in ( "d" ) ] )'), {}, {"codes": ("b", "d")}
    ),
    "not-of-each-value": Duty(path("codes", 'sh:not [ sh:in ( "b" ) ]'), {}, {"codes": ("c", "d")}),
    "node-of-each-value": Duty(path("codes", 'sh:node [ sh:in ( "b" ) ]'), {}, {"codes": ("b",)}),
    "xone": Duty(
        "sh:xone ( [ "
        + path("word", "sh:minCount 1")
        + " ] [ "
        + path("number", "sh:minCount 1")
        + " ] )",
        {},
        {"word": NONE},
    ),
    "xone-of-value": Duty(
        path("number", "sh:xone ( [ sh:in ( 3 ) ] [ sh:in ( 3 4 ) ] )"), {}, {"number": 4}
    ),
    "node": Duty(
        "sh:node <duty/other>",
        {},
        {"number": 4},
        more="<duty/other> a sh:NodeShape ; " + path("number", "sh:hasValue 4") + " .",
    ),
    "node-of-value": Duty(
        path("number", "sh:node <duty/other>"),
        {},
        {"number": 4},
        more="<duty/other> a sh:NodeShape ; sh:in ( 4 ) .",
    ),
    "property": Duty(
        "sh:property <duty/other>",
        {},
        {"number": 4},
        more="<duty/other> a sh:PropertyShape ; sh:path record:number ; sh:in ( 4 ) .",
    ),
    "property-shape-as-duty": Duty("sh:path record:number ; sh:in ( 4 )", {}, {"number": 4}),
    "qualified-min": Duty(
        path("codes", 'sh:qualifiedValueShape [ sh:in ( "b" "d" ) ] ; sh:qualifiedMinCount 2'),
        {},
        {"codes": ("b", "d")},
    ),
    "qualified-max": Duty(
        path("codes", 'sh:qualifiedValueShape [ sh:in ( "b" ) ] ; sh:qualifiedMaxCount 0'),
        {},
        {"codes": ("c",)},
    ),
    "hasValue": Duty(path("word", 'sh:hasValue "a"'), {}, {"word": "a"}),
    "hasValue-among": Duty(path("codes", 'sh:hasValue "a"'), {}, {"codes": ("a", "b")}),
    "in": Duty(path("word", 'sh:in ( "a" )'), {}, {"word": "a"}),
    "in-each": Duty(path("codes", 'sh:in ( "b" )'), {}, {"codes": ("b",)}),
    "in-nothing": Duty(path("word", "sh:in ( )"), {}, BLANK),
    "severity": Duty(
        "sh:severity sh:Info ; " + path("word", 'sh:in ( "a" ) ; sh:severity sh:Warning'),
        {},
        {"word": "a"},
    ),
    "deactivated-part": Duty(
        path("word", 'sh:deactivated true ; sh:in ( "q" )') + " ; " + path("number", "sh:in ( 4 )"),
        {},
        {"number": 4},
    ),
    "deactivated-not": Duty(
        path("number", "sh:not [ sh:deactivated true ; sh:in ( 4 ) ]"), {}, BLANK
    ),
    "own-annotation": Duty(
        "ex:note true ; " + path("word", 'sh:in ( "a" )'),
        {},
        {"word": "a"},
        more="ex:note a owl:AnnotationProperty .",
    ),
    "not-deactivated": Duty(
        "sh:deactivated false ; " + path("word", 'sh:in ( "a" )'), {}, {"word": "a"}
    ),
}
SELECT = '"SELECT $this WHERE { $this <https://w3id.org/lovgraf/record#number> 3 }"'
ASK = '"ASK { FILTER($value = 4) }"'
PREFIXED = (
    '<duty/prefixes> a owl:Ontology ; sh:declare [ sh:prefix "record" ; '
    'sh:namespace "https://w3id.org/lovgraf/record#"^^xsd:anyURI ] .'
)
COMPONENT = (
    "ex:Component a sh:ConstraintComponent ; sh:parameter [ sh:path ex:most ] ; sh:{kind}Validator "
    "[ a sh:SPARQL{name}Validator ; {query} ] ."
)


def _component(kind: str, name: str, query: str) -> str:
    return COMPONENT.format(kind=kind, name=name, query=query)


REFUSED = {
    # SHACL Core that asks for what a record has not: other nodes, other properties.
    "closed": Duty("sh:closed true ; sh:ignoredProperties ( rdf:type )", {}, None, "sh:closed"),
    "hasValue-of-record": Duty("sh:hasValue <x>", {}, None, "sh:hasValue"),
    "in-of-record": Duty("sh:in ( <x> )", {}, None, "sh:in"),
    "pattern-of-record": Duty('sh:pattern "record:0$"', {}, None, "sh:pattern"),
    "nodeKind-of-record": Duty("sh:nodeKind sh:BlankNode", {}, None, "sh:nodeKind"),
    "minLength-of-record": Duty("sh:minLength 900", {}, None, "sh:minLength"),
    "datatype-of-record": Duty("sh:datatype xsd:string", {}, None, "sh:datatype"),
    "minInclusive-of-record": Duty("sh:minInclusive 3", {}, None, "sh:minInclusive"),
    "equals-of-record": Duty("sh:equals record:word", {}, None, "sh:equals"),
    "languageIn-of-record": Duty('sh:languageIn ( "da" )', {}, None, "sh:languageIn"),
    "minCount-of-record": Duty("sh:minCount 2", {}, None, "sh:minCount"),
    "class-above": Duty(
        "sh:class ex:Above", {}, None, "sh:class", "record:Thing rdfs:subClassOf ex:Above ."
    ),
    "inverse": Duty(
        "sh:property [ sh:path [ sh:inversePath record:word ] ; sh:minCount 1 ]",
        {},
        None,
        "sh:inversePath",
    ),
    "sequence": Duty(
        "sh:property [ sh:path ( record:word record:number ) ; sh:minCount 1 ]", {}, None, "sh:path"
    ),
    "alternative": Duty(
        "sh:property [ sh:path [ sh:alternativePath ( record:word record:number ) ] ; "
        "sh:maxCount 1 ]",
        {},
        None,
        "sh:alternativePath",
    ),
    "zero-or-more": Duty(
        "sh:property [ sh:path [ sh:zeroOrMorePath record:word ] ; sh:maxCount 0 ]",
        {},
        None,
        "sh:zeroOrMorePath",
    ),
    "one-or-more": Duty(
        "sh:property [ sh:path [ sh:oneOrMorePath record:word ] ; sh:maxCount 0 ]",
        {},
        None,
        "sh:oneOrMorePath",
    ),
    "zero-or-one": Duty(
        "sh:property [ sh:path [ sh:zeroOrOnePath record:word ] ; sh:maxCount 0 ]",
        {},
        None,
        "sh:zeroOrOnePath",
    ),
    "property-of-value": Duty(
        path("word", "sh:node [ " + path("number", "sh:in ( 4 )") + " ]"), {}, None, "sh:property"
    ),
    "property-shape-of-value": Duty(
        path("word", "sh:property [ sh:path record:number ; sh:in ( 4 ) ]"), {}, None, "sh:property"
    ),
    # Values that a fact can never have.
    "hasValue-of-another-type": Duty(
        path("amount", "sh:hasValue 2"), {"amount": Decimal(2)}, None, "2"
    ),
    "in-of-a-language": Duty(path("word", 'sh:in ( "ab"@en )'), {}, None, '"ab"@en'),
    "hasValue-iri": Duty(path("word", "sh:hasValue ex:ab"), {}, None, "https://example.org/ab"),
    "bound-of-another-type": Duty(
        path("number", 'sh:minInclusive "2014-01-01"^^xsd:date'), {}, None, "2014-01-01"
    ),
    "bound-of-text": Duty(path("word", "sh:minInclusive 3"), {}, None, "3"),
    "pattern-of-number": Duty(path("number", 'sh:pattern "^4$"'), {}, None, "sh:pattern"),
    "length-of-date": Duty(path("startedOn", "sh:maxLength 3"), {}, None, "sh:maxLength"),
    # Shapes that ask nothing, or are not well formed.
    "deactivated": Duty(
        "sh:deactivated true ; " + path("word", 'sh:in ( "a" )'), {}, None, "no constraint"
    ),
    "deactivated-oddly": Duty(
        'sh:deactivated "yes" ; ' + path("word", "sh:in ( 1 )"), {}, None, "sh:deactivated"
    ),
    **{
        f"asks-nothing-{number}": Duty(body, {}, None, "no constraint")
        for number, body in enumerate(
            (
                "sh:property [ sh:path record:word ]",
                path("word", "sh:minCount 0"),
                "sh:node [ sh:and ( [ sh:property [ sh:path record:word ] ] ) ]",
                path("word", "sh:uniqueLang false"),
                path("word", "sh:qualifiedMinCount 0 ; sh:qualifiedValueShape [ sh:in ( 'a' ) ]"),
                path("number", "sh:or ( [ sh:deactivated true ; sh:in ( 9 ) ] [ sh:in ( 9 ) ] )"),
                path("number", "sh:in ( 9 ) ; sh:deactivated true"),
            )
        )
    },
    "nothing": Duty('rdfs:label "Nothing"@en', {}, None, "no constraint"),
    # Parameters that ask nothing without another, beside a constraint that asks something.
    **{
        f"alone-{number}": Duty(path("codes", f"sh:minCount 1 ; {alone}"), {}, None, named)
        for number, (alone, named) in enumerate(
            (
                ('sh:qualifiedValueShape [ sh:in ( "a" ) ]', "without sh:qualifiedMinCount"),
                ("sh:qualifiedMinCount 1", "without sh:qualifiedValueShape"),
                ("sh:qualifiedMaxCount 1", "without sh:qualifiedValueShape"),
                ('sh:flags "i"', "without sh:pattern"),
            )
        )
    },
    "shape-nowhere": Duty(
        "sh:node <shape/nowhere> ; " + path("word", "sh:minCount 1"), {}, None, "shape/nowhere"
    ),
    "classes": Duty(
        path("word", "sh:class ( record:Thing ) ; sh:minCount 1"), {}, None, "a list in sh:class"
    ),
    "datatypes": Duty(
        path("word", "sh:datatype ( xsd:string xsd:integer )"), {}, None, "a list in sh:datatype"
    ),
    "itself": Duty("sh:node <duty/1>", {}, None, "refers to itself"),
    "no-path": Duty("sh:property [ sh:minCount 1 ]", {}, None, "sh:property"),
    "two-paths": Duty(
        "sh:property [ sh:path record:word , record:number ; sh:minCount 1 ]", {}, None, "path"
    ),
    "two-minima": Duty(path("codes", "sh:minCount 1 , 3"), {}, None, "sh:minCount"),
    "broken-list": Duty(path("word", 'sh:in [ rdf:first "a" ]'), {}, None, "list"),
    "no-number": Duty(path("word", 'sh:minCount "many"'), {}, None, "many"),
    "pattern-edge": Duty(path("word", r'sh:pattern "\\bx"'), {}, None, "pattern"),
    "no-pattern": Duty(path("word", 'sh:pattern "("'), {}, None, "pattern"),
    "pattern-subtracts": Duty(
        path("word", 'sh:pattern "^[a-z-[aeiou]]+$"'), {"word": "bcd"}, None, "pattern"
    ),
    # Misspelt terms.
    "mincount": Duty(path("word", "sh:mincount 2"), {}, None, "did you mean sh:minCount"),
    "dataype": Duty(path("word", "sh:dataype xsd:date"), {}, None, "did you mean sh:datatype"),
    "Property": Duty(
        "sh:Property [ sh:path record:word ; sh:maxCount 0 ]", {}, None, "sh:property"
    ),
    "NodeShap": Duty("a sh:NodeShap ; " + path("word", "sh:maxCount 0"), {}, None, "sh:NodeShape"),
    "some-value": Duty(path("word", 'sh:someValue [ sh:in ( "a" ) ]'), {}, None, "sh:someValue"),
    "member-shape": Duty(path("word", "sh:memberShape [ ]"), {}, None, "sh:memberShape"),
    "undeclared": Duty(
        "ex:mostValues 0 ; " + path("word", "sh:minCount 1"),
        {},
        None,
        "https://example.org/mostValues",
    ),
    # SHACL-SPARQL.
    "sparql": Duty(
        f"sh:sparql [ a sh:SPARQLConstraint ; sh:select {SELECT} ]", {}, None, "sh:sparql"
    ),
    "sparql-beside": Duty(
        path("word", "sh:minCount 1") + f" ; sh:sparql [ sh:select {SELECT} ]",
        {},
        None,
        "sh:sparql",
    ),
    "sparql-prefixes": Duty(
        'sh:sparql [ sh:prefixes <duty/prefixes> ; sh:select "SELECT $this WHERE { $this '
        'record:number 3 }" ]',
        {},
        None,
        "sh:sparql",
        PREFIXED,
    ),
    "sparql-path": Duty(
        path(
            "number", 'sh:sparql [ sh:select "SELECT $this ?value WHERE { $this $PATH ?value }" ]'
        ),
        {},
        None,
        "sh:sparql",
    ),
    "select-validator": Duty(
        "ex:most 2",
        {},
        None,
        "https://example.org/most",
        _component("node", "Select", f"sh:select {SELECT}"),
    ),
    "ask-validator": Duty(
        path("number", "ex:most 2"),
        {},
        None,
        "https://example.org/most",
        _component("", "Ask", f"sh:ask {ASK}").replace("sh:Validator", "sh:validator"),
    ),
    "property-validator": Duty(
        path("number", "ex:most 2"),
        {},
        None,
        "https://example.org/most",
        _component("property", "Select", f"sh:select {SELECT}"),
    ),
    "component-of-a-label": Duty(
        'rdfs:label "x" ; ' + path("word", "sh:minCount 1"),
        {},
        None,
        "rdfs:label",
        "ex:Component a sh:ConstraintComponent ; sh:parameter [ sh:path rdfs:label ] .",
    ),
    # SHACL-AF, SHACL-JS and Compact Syntax leftovers.
    "expression": Duty(
        "sh:expression [ sh:path record:flag ]", {"flag": False}, None, "sh:expression"
    ),
    "rule": Duty(
        "sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate record:flag ; "
        "sh:object true ]",
        {},
        None,
        "sh:rule",
    ),
    "values": Duty(path("word", 'sh:values "a"'), {}, None, "sh:values"),
    "target": Duty(
        "sh:target [ a sh:SPARQLTarget ; sh:select "
        + SELECT
        + " ] ; "
        + path("word", "sh:minCount 1"),
        {},
        None,
        "sh:target",
    ),
    "function": Duty(
        "sh:expression [ ex:isGood ( sh:this ) ]",
        {},
        None,
        "sh:expression",
        f"ex:isGood a sh:SPARQLFunction ; sh:returnType xsd:boolean ; sh:ask {ASK} .",
    ),
    "js": Duty('sh:js [ a sh:JSConstraint ; sh:jsFunctionName "f" ]', {}, None, "sh:js"),
    "filter-shape": Duty("sh:filterShape [ sh:nodeKind sh:Literal ]", {}, None, "sh:filterShape"),
    "nodes": Duty("sh:nodes sh:this", {}, None, "sh:nodes"),
    "sparql-constraint-as-duty": Duty(
        f"a sh:SPARQLConstraint ; sh:select {SELECT}", {}, None, "sh:"
    ),
}


def law_of(duty: Duty) -> str:
    return f"{LAW} core:duty <duty/1> .\n<duty/1> {duty.body} .\n{duty.more}"


@pytest.mark.parametrize("name", sorted(CORE_CONSTRAINTS))
def test_a_duty_is_read(name: str) -> None:
    duty = CORE_CONSTRAINTS[name]
    if duty.broken is not None:
        in_words(law_of(duty), "breached", **duty.broken)
    if duty.kept is not None:
        in_words(law_of(duty), "fulfilled", **duty.kept)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_duty_is_refused_by_name(name: str) -> None:
    duty = REFUSED[name]
    assert duty.broken is not None
    in_words(law_of(duty), f"refused: {duty.names}", **duty.broken)
    in_words(law_of(duty), "refused: duty/1" if name != "itself" else "refused: duty/1")


def test_a_duty_that_is_no_shape_is_refused() -> None:
    in_words(f"{LAW} core:duty <duty/lacking> .", "refused: duty/lacking")
