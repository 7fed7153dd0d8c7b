"""Each construct of OWL in a class of the law is read by an engine or refused by name: no silent
`not-addressed` (semantics, section 5)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from lovgraf.conditions.readable import Unreadable
from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import RECORD
from lovgraf.engine.in_memory import verdicts_for
from lovgraf.facts.values import NONE, State
from lovgraf.reference import verdicts
from tests.agreement.laws import PREFIXES, view_of

NORM = "https://w3id.org/lovgraf/law/2010/1/par/1/norm/"
HEAD = (
    PREFIXES
    + """
@prefix ex: <https://example.org/> .
<duty/impossible> a sh:NodeShape ; sh:property [ sh:path record:codes ; sh:hasValue "d" ] .
"""
)
RECORD_AS_IT_IS: dict[str, State] = {
    "flag": True, "mark": True, "markedOn": date(2014, 10, 1), "number": 3,
    "amount": Decimal("1.5"), "code": "a", "codes": ("b", "c"), "paper": "b", "country": "DK",
    "word": "ab", "startedOn": date(2014, 1, 1), "endedOn": date(2014, 10, 15),
}  # fmt: skip
ON = "a owl:Restriction ; owl:onProperty record:"


def some(fact: str, what: str) -> str:
    return f"[ {ON}{fact} ; {what} ]"


def _range(fact: str, what: str) -> str:
    return some(fact, f"owl:someValuesFrom [ a rdfs:Datatype ; {what} ]")


def facet(fact: str, kind: str, what: str) -> str:
    limited = f"owl:onDatatype xsd:{kind} ; owl:withRestrictions ( [ xsd:{what} ] )"
    return _range(fact, limited)


IS_THREE, IS_FOUR = some("number", "owl:hasValue 3"), some("number", "owl:hasValue 4")
READ: dict[str, tuple[str, dict[str, State]]] = {
    "intersection": (f"[ owl:intersectionOf ( {IS_THREE} record:Thing ) ]", {"number": 4}),
    "union": (f"[ owl:unionOf ( {IS_THREE} {IS_FOUR} ) ]", {"number": 5}),
    "complement": (f"[ owl:complementOf {IS_FOUR} ]", {"number": 4}),
    "some": (_range("number", "owl:oneOf ( 3 5 )"), {"number": 4}),
    "some-literal": (some("word", "owl:someValuesFrom rdfs:Literal"), {"word": NONE}),
    "some-datatype": (some("word", "owl:someValuesFrom xsd:string"), {"word": NONE}),
    "some-wider": (some("number", "owl:someValuesFrom xsd:decimal"), {"number": NONE}),
    "all": (
        some("codes", 'owl:allValuesFrom [ a rdfs:Datatype ; owl:oneOf ( "b" "c" ) ]'),
        {"codes": ("a", "b")},
    ),
    "hasValue": (some("codes", 'owl:hasValue "b"'), {"codes": ("c",)}),
    "minCardinality": (some("codes", "owl:minCardinality 2"), {"codes": ("c",)}),
    "maxCardinality": (some("codes", "owl:maxCardinality 2"), {"codes": ("a", "b", "c")}),
    "cardinality": (some("codes", "owl:cardinality 2"), {"codes": ("c",)}),
    "minQualified": (
        some(
            "codes",
            "owl:minQualifiedCardinality 2 ; owl:onDataRange "
            '[ a rdfs:Datatype ; owl:oneOf ( "b" "c" ) ]',
        ),
        {"codes": ("a", "b")},
    ),
    "maxQualified": (
        some(
            "codes",
            "owl:maxQualifiedCardinality 0 ; owl:onDataRange "
            '[ a rdfs:Datatype ; owl:oneOf ( "d" ) ]',
        ),
        {"codes": ("c", "d")},
    ),
    "qualified": (
        some("codes", "owl:qualifiedCardinality 2 ; owl:onDataRange xsd:string"),
        {"codes": ("d",)},
    ),
    "range-complement": (
        _range("number", "owl:datatypeComplementOf [ a rdfs:Datatype ; owl:oneOf ( 4 ) ]"),
        {"number": 4},
    ),
    "range-union": (
        _range(
            "number",
            "owl:unionOf ( [ a rdfs:Datatype ; owl:oneOf ( 3 ) ] "
            "[ a rdfs:Datatype ; owl:oneOf ( 7 ) ] )",
        ),
        {"number": 4},
    ),
    "range-intersection": (
        _range(
            "number",
            "owl:intersectionOf ( [ a rdfs:Datatype ; owl:oneOf ( 3 4 ) ] "
            "[ a rdfs:Datatype ; owl:oneOf ( 3 5 ) ] )",
        ),
        {"number": 4},
    ),
    "facets": (
        _range(
            "number",
            "owl:onDatatype xsd:integer ; owl:withRestrictions "
            "( [ xsd:minInclusive 3 ] [ xsd:maxExclusive 4 ] )",
        ),
        {"number": 4},
    ),
    "facets-decimal": (
        facet("amount", "decimal", "maxInclusive 1.5"),
        {"amount": Decimal("9.5")},
    ),
    "facet-pattern": (
        facet("word", "string", 'pattern "a."'),
        {"word": "xyz"},
    ),
    "named-range": (some("number", "owl:someValuesFrom ex:Three"), {"number": 4}),
    "disjoint-union": ("ex:Parted", {"number": 5}),
    "alias": ("ex:Alias", {"number": 4}),
    "date-at-all": (some("startedOn", "owl:minCardinality 1"), {"startedOn": NONE}),
}  # fmt: skip
MORE = f"""
ex:Three a rdfs:Datatype ; owl:equivalentClass [ a rdfs:Datatype ; owl:oneOf ( 3 ) ] .
ex:IsThree a owl:Class ; owl:equivalentClass {IS_THREE} .
ex:IsFour a owl:Class ; owl:equivalentClass {IS_FOUR} .
ex:Parted a owl:Class ; owl:disjointUnionOf ( ex:IsThree ex:IsFour ) .
ex:Alias a owl:Class ; owl:equivalentClass ex:IsThree .
"""
OBJECT = "ex:knows a owl:ObjectProperty . ex:is a owl:ObjectProperty ; owl:inverseOf ex:knows ."
REFUSED = {
    "hasSelf": ("[ owl:onProperty ex:knows ; owl:hasSelf true ]", "hasSelf", OBJECT),
    "hasSelf-of-fact": (some("flag", "owl:hasSelf true"), "hasSelf", ""),
    "oneOf": ("[ a owl:Class ; owl:oneOf ( ex:a ex:b ) ]", "owl:oneOf", ""),
    "oneOf-named": ("ex:Those", "owl:oneOf", "ex:Those a owl:Class ; owl:oneOf ( ex:a ) ."),
    "object-property": (
        "[ a owl:Restriction ; owl:onProperty ex:knows ; owl:someValuesFrom owl:Thing ]",
        "https://example.org/knows", OBJECT,
    ),
    "hasValue-individual": (some("word", "owl:hasValue ex:a"), "https://example.org/a", ""),
    "onClass": (
        "[ a owl:Restriction ; owl:onProperty ex:knows ; owl:minQualifiedCardinality 1 ; "
        "owl:onClass record:Thing ]", "owl:onClass", OBJECT,
    ),
    "inverse": (
        "[ a owl:Restriction ; owl:onProperty [ owl:inverseOf ex:knows ] ; owl:minCardinality 1 ]",
        "owl:inverseOf", OBJECT,
    ),
    "chain": (
        some("flag", "owl:hasValue true"), "owl:propertyChainAxiom",
        f"record:flag owl:propertyChainAxiom ( ex:knows record:mark ) . {OBJECT}",
    ),
    "sub-property": (
        some("flag", "owl:hasValue true"), "rdfs:subPropertyOf",
        "record:flag rdfs:subPropertyOf record:mark .",
    ),
    "super-property": (
        some("flag", "owl:hasValue true"), "rdfs:subPropertyOf",
        "record:mark rdfs:subPropertyOf record:flag .",
    ),
    "equivalent-property": (
        some("flag", "owl:hasValue true"), "owl:equivalentProperty",
        "ex:p owl:equivalentProperty record:flag .",
    ),
    "transitive": (
        some("flag", "owl:hasValue true"), "owl:TransitiveProperty",
        "record:flag a owl:TransitiveProperty .",
    ),
    "on-properties": (
        "[ a owl:Restriction ; owl:onProperties ( record:flag record:mark ) ; "
        "owl:someValuesFrom rdfs:Literal ]", "owl:onProperties", "",
    ),
    "undefined": ("ex:Undefined", "without owl:equivalentClass", "ex:Undefined a owl:Class ."),
    "lacking": ("ex:Lacking", "without owl:equivalentClass", ""),
    "sub-class-only": (
        "ex:Sub", "rdfs:subClassOf", f"ex:Sub a owl:Class ; rdfs:subClassOf {IS_THREE} .",
    ),
    "sub-class-beside": (
        "ex:Sub", "rdfs:subClassOf",
        f"ex:Sub owl:equivalentClass {IS_THREE} ; rdfs:subClassOf {IS_FOUR} .",
    ),
    "super-class": ("ex:IsThree", "rdfs:subClassOf", "ex:IsFour rdfs:subClassOf ex:IsThree ."),
    "two-definitions": (
        "ex:Two", "several definitions", f"ex:Two owl:equivalentClass {IS_THREE} , {IS_FOUR} .",
    ),
    "two-kinds-of-definition": (
        "ex:Two", "several definitions",
        f"ex:Two owl:equivalentClass {IS_THREE} ; owl:complementOf {IS_THREE} .",
    ),
    "two-operators": (
        f"[ owl:unionOf ( {IS_THREE} ) ; owl:complementOf {IS_THREE} ]", "one operator", "",
    ),
    "two-demands": (some("number", "owl:minCardinality 0 ; owl:hasValue 4"), "one demand", ""),
    "two-properties": (
        "[ owl:onProperty record:flag , record:mark ; owl:hasValue true ]", "one property", "",
    ),
    "itself": (
        "ex:Self", "uses itself", "ex:Self owl:equivalentClass [ owl:complementOf ex:Self ] .",
    ),
    "hasKey": (
        "ex:Keyed", "owl:hasKey",
        f"ex:Keyed owl:equivalentClass {IS_THREE} ; owl:hasKey ( record:word ) .",
    ),
    "misspelt": ("[ owl:unionof ( record:Thing ) ]", "did you mean owl:unionOf", ""),
    "misspelt-restriction": (some("flag", "owl:hasvalue true"), "did you mean owl:hasValue", ""),
    "another-type": (some("amount", "owl:hasValue 2"), '"2"', ""),
    "another-range": (some("flag", "owl:someValuesFrom xsd:string"), "xsd:string", ""),
    "narrower-range": (some("amount", "owl:someValuesFrom xsd:integer"), "xsd:integer", ""),
    "another-facet-type": (
        facet("number", "string", "minInclusive 3"),
        "xsd:string", "",
    ),
    "length-facet": (
        facet("word", "string", "minLength 2"),
        "xsd:minLength", "",
    ),
    "pattern-of-number": (
        facet("number", "integer", 'pattern "3"'),
        "xsd:pattern", "",
    ),
    "without-range": (some("codes", "owl:minQualifiedCardinality 1"), "owl:onDataRange", ""),
    "broken-list": ("[ owl:unionOf [ ] ]", "list", ""),
    "nothing": ("[ a owl:Class ]", "one operator", ""),
    "undeclared-fact": (some("unheardOf", "owl:hasValue 1"), "record:unheardOf", ""),
}  # fmt: skip


def _record(**changed: State) -> dict[str, State]:
    return {str(RECORD[k]): v for k, v in {**RECORD_AS_IT_IS, **changed}.items()}


def _norm(name: str, body: str, kind: str = "Obligation") -> str:
    return (
        f'<law/2010/1/par/1/norm/{name}> a core:{kind} ; rdfs:label "Normen"@da , "The norm"@en ; '
        "core:provision <law/2010/1/par/1> ; core:recordType record:Thing ; "
        f"core:bearer core:Subject ; {body} .\n"
    )


def test_classes_are_read() -> None:
    """Each class by itself in the columns engine where it takes it; all at once in the other."""
    law, classes = HEAD + MORE, ""
    for name, (expression, _) in READ.items():
        classes += f"ex:{name} a owl:Class ; owl:equivalentClass {expression} .\n"
        law += _norm(name, f"core:addressee ex:{name} ; core:duty <duty/impossible>")
    view = view_of(law + classes)
    records = [_record(codes=("b", "c")), *(_record(**out) for _, out in READ.values())]
    reference = verdicts(view, records, "thing")
    for place, name in enumerate(READ, 1):
        try:
            found = verdicts_for(view, [records[0], records[place]], "thing", [NORM + name])
            fast = [row[NORM + name].verdict for row in found]
        except NotCompilable:  # The reference engine reads it.
            fast = ["breached", "not-addressed"]
        true = [reference[n][NORM + name].verdict for n in (0, place)]
        assert (name, true) == (name, ["breached", "not-addressed"])
        assert (name, fast) == (name, true)


DUTY = "core:duty <duty/impossible>"
REQUIRES = f"core:addressee record:Thing ; {DUTY} ; core:requires ex:eid .\n"
ROLES = {
    "addressee": "{addressed}",
    "granted": "core:addressee record:Thing ; core:duty <duty/impossible> .\n"
    "<law/2010/1/par/1/norm/2> a core:Exemption ; core:provision <law/2010/1/par/1> ; "
    "core:recordType record:Thing ; core:exempts <law/2010/1/par/1/norm/1> ; core:granted ex:Class",
    "overriding": "core:addressee record:Thing ; core:duty <duty/impossible> .\n"
    "<law/2010/1/par/1/norm/2> a core:Permission ; core:provision <law/2010/1/par/1> ; "
    "core:recordType record:Thing ; core:overrides <law/2010/1/par/1/norm/1> ; "
    "core:addressee ex:Class",
    "heldBy": REQUIRES + "ex:eid a core:Capability ; core:heldBy ex:Class",
    "eligible": REQUIRES + "ex:eid a core:Capability . "
    "ex:way a core:AccessRoute ; core:grants ex:eid ; "
    'core:recordType record:Thing ; core:inForceFrom "2010-01-01"^^xsd:date ; '
    "core:eligible ex:Class",
    "withinReachOf": REQUIRES + "ex:eid a core:Capability . ex:way a core:AccessRoute ; "
    'core:grants ex:eid ; core:recordType record:Thing ; '
    'core:inForceFrom "2010-01-01"^^xsd:date ; core:place ex:place .\n'
    "ex:place a core:Place ; core:withinReachOf ex:Class",
}  # fmt: skip


def refused(turtle: str) -> list[str]:
    """What each engine says when it refuses a law."""
    view, found = view_of(turtle), []
    for engine in (verdicts_for, verdicts):
        with pytest.raises(Unreadable) as error:
            engine(view, [_record()], "thing")
        found.append(f"{error.value.message.en} {error.value.message.da}")
    return found


def _in_role(role: str, expression: str, more: str) -> str:
    body = ROLES[role].replace(
        "{addressed}", "core:addressee ex:Class ; core:duty <duty/impossible>"
    )
    law = HEAD + MORE + more + "\n" + _norm("1", body)
    return law + f"ex:Class a owl:Class ; owl:equivalentClass {expression} .\n"


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_class_is_refused_by_name(name: str) -> None:
    expression, names, more = REFUSED[name]
    for said in refused(_in_role("addressee", expression, more)):
        assert names in said
        assert "The norm" in said
        assert "Normen" in said
        assert "https://example.org/" in said


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_class_is_refused_in_every_role(role: str) -> None:
    for said in refused(_in_role(role, "[ a owl:Class ; owl:oneOf ( ex:a ex:b ) ]", "")):
        assert "owl:oneOf" in said
        assert "The norm" in said
