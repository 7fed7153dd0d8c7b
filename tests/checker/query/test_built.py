"""Queries that are put together from choices: their text, their addresses, what is refused."""

from __future__ import annotations

import pytest

from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE
from lovgraf.query.built import (
    MOST,
    STAY,
    Built,
    Criterion,
    NotBuilt,
    Step,
    built,
    iri_of,
    name_of,
    read_value,
    value_of,
)
from lovgraf.query.guard import accept
from tests.examples import one_in

AGE = ["0 core:tests some", "1 core:fact is record:age", "1 core:atLeast most 15"]


def test_a_query_reads_as_one_writes_it() -> None:
    asked = built("core:Obligation", [*AGE, "0 core:deadline none", "0 ^core:exempts any"])
    assert asked.text() == (
        "SELECT DISTINCT ?obligation ?atLeast ?exemptsOf WHERE {\n"
        "  ?obligation a core:Obligation ;\n"
        "    core:tests ?tests .\n"
        "  FILTER NOT EXISTS { ?obligation core:deadline [] }\n"
        "  ?exemptsOf core:exempts ?obligation .\n"
        "  ?tests core:fact record:age ;\n"
        "    core:atLeast ?atLeast .\n"
        "  FILTER(?atLeast <= 15)\n"
        "}\n"
        "ORDER BY ?obligation ?atLeast ?exemptsOf"
    )


def test_a_thing_itself_and_the_words_of_a_text_are_asked_for() -> None:
    asked = built(
        "core:TargetGroup",
        [
            "0 = is group/1",
            "0 ^core:mayBind any",
            "2 = not core:x",
            '2 rdfs:label has "Digital post"',
        ],
    )
    assert asked.text() == (
        "SELECT DISTINCT ?targetGroup ?mayBindOf WHERE {\n"
        "  ?targetGroup a core:TargetGroup .\n"
        "  VALUES ?targetGroup { <group/1> }\n"
        "  ?mayBindOf core:mayBind ?targetGroup .\n"
        "  ?mayBindOf rdfs:label ?label .\n"
        "  FILTER(?mayBindOf != core:x)\n"
        '  FILTER(CONTAINS(LCASE(STR(?label)), "digital") && '
        'CONTAINS(LCASE(STR(?label)), "post"))\n'
        "}\n"
        "ORDER BY ?targetGroup ?mayBindOf"
    )


@pytest.mark.parametrize(
    "written",
    one_in(2, [
        [],
        AGE,
        ["0 core:bearer not core:Subject", "0 ^core:exempts is group/1", "0 dct:title any"],
        [
            "0 core:holdsFrom least 2020-01-01",
            "0 core:keptAtLeast is P5Y",
            '0 core:unit is "a\\"b"',
        ],
        ["0 core:bearer any", "1 rdf:type any", "2 rdfs:label any", "0 core:bearer any"],
        ["0 = is group/1", "0 ^core:mayBind any", "2 = not group/2"],
        ['0 rdfs:label has "Fritaget post"', '0 ^core:norm has "\\"x"'],
        ["0 core:value is 1000.0", "0 core:spent is true", "0 rdfs:seeAlso is https://a.dk/b?c"],
    ]),
)  # fmt: skip
def test_every_query_is_one_and_its_address_gives_it_again(written: list[str]) -> None:
    asked = built("core:Norm", written)
    assert [one.written() for one in asked.criteria] == written
    texts = [asked.text(), asked.text([1], [0], "en"), asked.values(0, Step(str(CORE.bearer)))]
    texts.append(asked.values(0, STAY))
    for at in asked.open():
        texts += [asked.relations(at), asked.relations(at, True, [str(CORE.mayBind)])]
    for text in texts:
        assert accept(text).form == "rows"


@pytest.mark.parametrize(
    "written",
    [
        "core:bearer any", "0 core:bearer", "1 core:bearer any", "0 nothing:x any", "x core:a any",
        "0 core:bearer is", "0 core:bearer any core:Subject", "0 core:bearer like core:Subject",
        "0 core:bearer is <x>", '0 core:note is "a" . ?s ?p "b"', "0 core:number is 0101701234",
        '0 = is "x"', "0 = any", "0 = least 5", "0 rdfs:label has group/1", '0 rdfs:label has " "',
        "0 core:a is a b", "0 core:a is " + '"a\\"',
    ],
)  # fmt: skip
def test_what_is_no_choice_is_refused_and_not_repeated(written: str) -> None:
    with pytest.raises(NotBuilt) as refused:
        built("core:Norm", [written])
    assert "1" in refused.value.message.en
    assert written not in str(refused.value)
    with pytest.raises(InputError):
        built("core Norm", [])


def test_no_more_criteria_than_there_is_room_for() -> None:
    built("core:Norm", ["0 core:bearer any"] * MOST)
    with pytest.raises(NotBuilt):
        built("core:Norm", ["0 core:bearer any"] * (MOST + 1))


def test_a_criterion_goes_with_what_stands_at_it() -> None:
    asked = built("core:Norm", ["0 core:bearer any", *["1 rdf:type any", "0 core:tests any"],
                                "3 core:fact any"])  # fmt: skip
    left = [one.written() for one in asked.without(1).criteria]
    assert left == ["0 core:tests any", "1 core:fact any"]
    assert asked.turned(3).criteria[2].test == "some"
    assert asked.turned(3).turned(3) == asked
    assert asked.turned(3).shown() == [0, 1, 2, 4]


def test_columns_have_names_of_their_own() -> None:
    asked = Built(str(CORE.Norm))
    for inverse in (False, True, False):
        asked = asked.with_one(Criterion(0, Step(str(CORE.norm), inverse), "any"))
    assert list(asked.variables().values()) == ["norm", "norm1", "normOf", "norm3"]


@pytest.mark.parametrize(
    ("found", "name"),
    [
        ({"type": "uri", "value": str(CORE.Norm)}, "core:Norm"),
        ({"type": "uri", "value": "https://w3id.org/lovgraf/group/1"}, "group/1"),
        ({"type": "literal", "value": "ja", "xml:lang": "da"}, None),
        ({"type": "bnode", "value": "b1"}, None),
        ({"type": "literal", "value": "90"}, '"90"'),
        ({"type": "literal", "value": "15", "datatype": "xsd#integer"}, None),
    ],
)
def test_values_of_an_answer_as_an_address_has_them(
    found: dict[str, str], name: str | None
) -> None:
    assert value_of(found) == name
    if name is not None:
        value = read_value(name)
        assert value is not None
        assert value.iri is None or name_of(value.iri) == name


def test_numbers_keep_their_type() -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    for kind, text, name in (
        ("integer", "15", "15"), ("decimal", "1000", "1000.0"), ("duration", "P5D", "P5D"),
        ("gYear", "2014", None), ("integer", "12345678", None), ("boolean", "true", "true"),
    ):  # fmt: skip
        assert value_of({"type": "literal", "value": text, "datatype": xsd + kind}) == name
    assert iri_of("nothing:x y") is None
