"""A file beside the law is refused by name where it would say nothing, something else than meant,
or something of the law itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef

from lovgraf.api.given import with_proposals
from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE
from lovgraf.core.turtle import parse_text
from lovgraf.law import Law, load_law
from lovgraf.law.added import check_after, check_before, reaches, read_added
from lovgraf.law.added_notes import added_notes
from lovgraf.law.graph import LawGraph
from lovgraf.law.known_values import never_met
from lovgraf.law.known_words import Written, readable
from lovgraf.law.store import NumberStore, graph_of
from lovgraf.query.data import shipped_proposals
from tests.checker import small_law
from tests.examples import cells, one_in

PREFIXES = small_law.PREFIXES.lstrip() + "@prefix dct: <http://purl.org/dc/terms/> .\n"
OWN = """<law/2031/9> a core:Act ; core:inForceFrom "2031-07-01"^^xsd:date ; core:number 9 .
<law/2031/9/par/1> a core:Provision ; eli:is_part_of <law/2031/9> .
<class/own> a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf (
  record:Person
  [ a owl:Restriction ; owl:onProperty record:homeInDenmark ; owl:hasValue true ] ) ] .
<duty/own> a sh:NodeShape ; sh:property [ sh:path record:hasNemkonto ; sh:hasValue true ] .
<law/2031/9/par/1/norm/own> a core:Obligation ; core:provision <law/2031/9/par/1> ;
  core:recordType record:Person ; core:bearer core:Subject ; core:addressee <class/own> ;
  core:duty <duty/own> ; core:deadline [ a core:Deadline ; core:trigger record:movedOn ;
    core:period "P5D"^^xsd:duration ; core:performedOn record:moveNotifiedOn ] .
"""
CONNECTION = "law/2012/528/par/3/stk/1/norm/connection"
EVERYBODY = f"""<law/2031/9/par/1/norm/let-off> a core:Exemption ;
  core:provision <law/2031/9/par/1> ; core:recordType record:Person ; core:bearer core:Subject ;
  core:granted <class/own> ;
  core:exempts <{CONNECTION}> ; rdfs:label "x"@da , "x"@en .
"""


def look(text: str) -> None:
    """Look at a file as it is looked at before and after it is laid beside the law."""
    own = Written(PREFIXES + text, parse_text(PREFIXES + text), "own.ttl")
    before = load_law().graph
    check_before([own], before)
    store = before.store
    assert isinstance(store, NumberStore)
    after = graph_of(store.copy())
    for triple in own.graph:
        after.add(triple)
    check_after([own], before, after)


def refusal(text: str) -> str:
    with pytest.raises(InputError) as caught:
        look(text)
    assert caught.value.line is not None
    assert caught.value.message.da != caught.value.message.en
    return str(caught.value)


@pytest.mark.slow
def test_a_law_of_ones_own_is_taken() -> None:
    look(OWN)
    look(OWN + EVERYBODY)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("was", "comes", "said"),
    one_in(3, [
        ("core:performedOn", "core:preformedOn", "core:preformedOn (core:performedOn?)"),
        ("a core:Obligation", "a core:Oblgation", "core:Oblgation (core:Obligation?)"),
        ("sh:hasValue", "sh:hasvalue", "sh:hasvalue (sh:hasValue?)"),
        ("owl:onProperty", "owl:onproperty", "owl:onproperty (owl:onProperty?)"),
        ("xsd:duration", "xsd:durration", "xsd:durration (xsd:duration?)"),
        ("eli:is_part_of", "eli:is_partof", "eli:is_partof (eli:is_part_of?)"),
        ("<class/own> ;", "<class/onw> ;", "Did you mean class/own?"),
        ("record:moveNotifiedOn", "record:moveNotifiedAt", "core:performedOn points at"),
        ("core:bearer core:Subject", "core:bearer <authority/nobody>", "core:bearer points at"),
        ('"2031-07-01"', '"2031-13-01"', "core:inForceFrom is"),
        ('"2031-07-01"', '"2031-07-01T00:00"', "core:inForceFrom is"),
        ('"2031-07-01"^^xsd:date', '"2031-07-01"', "cannot be read as xsd:date"),
        ('"P5D"^^xsd:duration', '"P5D"', "cannot be read as xsd:duration"),
        ('"P5D"', '"P5X"', "cannot be read as xsd:duration"),
        ("core:number 9", 'core:number "nine"^^xsd:integer', "cannot be read as xsd:integer"),
        ("hasValue true", 'hasValue "ja"^^xsd:boolean', "cannot be read as xsd:boolean"),
        ("hasNemkonto ; sh:hasValue true", 'eid ; sh:hasValue "nemmid"', "Did you mean nemid?"),
        (
            "hasNemkonto ; sh:hasValue true",
            'eid ; sh:in ( "nemid" "mittid" )',
            "Did you mean mitid?",
        ),
        (
            "hasNemkonto ; sh:hasValue true",
            'eid ; sh:or ( [ sh:hasValue "none" ] [ sh:not [ sh:hasValue "nimid" ] ] )',
            'cannot be "nimid"',
        ),
        ("homeInDenmark ; owl:hasValue true", 'eid ; owl:hasValue "mit-id"', "Did you mean mitid?"),
        (
            "homeInDenmark ; owl:hasValue true",
            'cprStatus ; owl:someValuesFrom [ a rdfs:Datatype ; owl:oneOf ( "01" "1" ) ]',
            'cannot be "1"',
        ),
        ("hasNemkonto ; sh:hasValue true", 'hasNemkonto ; sh:hasValue "true"', "it is yes or no"),
        ("core:bearer core:Subject ;", "", "does not say whom it binds"),
        ("core:bearer core:Subject", "core:bearer <law/2031/9>", "does not say whom it binds"),
        (
            '"2031-07-01"^^xsd:date',
            '"2031-07-01"^^xsd:date , "2032-07-01"^^xsd:date',
            "stands more than once",
        ),
        (
            '"2031-07-01"^^xsd:date ;',
            '"2031-07-01"^^xsd:date ; core:inForceUntil "2030-01-01"^^xsd:date ;',
            "lies before the first",
        ),
        (
            "core:bearer core:Subject ;",
            'core:bearer core:Subject ; core:inForceUntil "2030-01-01"^^xsd:date ;',
            "It is never in force",
        ),
        (
            "core:recordType record:Person",
            "core:recordType record:Filing",
            "Correct core:recordType",
        ),
        ("record:movedOn", "record:filedOn", "does not have: filedOn"),
        ("record:hasNemkonto", "record:rejected", "does not have: rejected"),
        ("core:duty <duty/own> ;", "", "exactly one duty"),
        ("core:trigger record:movedOn", "core:trigger record:hasNemkonto", "not a date fact"),
        ('core:inForceFrom "2031-07-01"^^xsd:date ;', "", "cannot be seen when"),
    ]),
)  # fmt: skip
def test_what_would_change_verdicts_unseen_is_refused(was: str, comes: str, said: str) -> None:
    assert was in OWN
    assert said in refusal(OWN.replace(was, comes))


@pytest.mark.parametrize(
    "text",
    one_in(3, [
        f'<{CONNECTION}> core:inForceUntil "2013-01-01"^^xsd:date .',
        f"<{CONNECTION}> core:discretionary true .",
        f"<{CONNECTION}> core:overrides <law/2013/5/par/12/stk/1/pkt/1/norm/notify-move> .",
        "<law/2012/528/class/resident> owl:equivalentClass record:Person .",
        "<shape/record/age-plausible> sh:deactivated true .",
        'record:homeInDenmark record:column "home" .',
        "record:homeInDenmark record:impliedTrueBy record:digitalPost .",
        '<calendar/public-holidays> core:closedDay [ core:dayOfYear "--08-11"^^xsd:gMonthDay ] .',
        "<presumption/acts-for-other> core:presumedValue true .",
        '<law/2012/528> core:inForceUntil "2013-01-01"^^xsd:date .',
        "<law/2012/528/par/3/stk/1> eli:is_part_of <law/2013/5> .",
    ]),
)  # fmt: skip
def test_nothing_is_said_of_what_the_law_says(text: str) -> None:
    subject = text.split()[0].strip("<>")
    law = load_law().graph
    name = subject.replace("record:", "record#")
    if (URIRef(BASE + name), None, None) not in law:
        pytest.fail(f"the test names what the law does not have: {subject}")
    assert "is part of the law" in refusal(text)


@pytest.mark.slow
def test_what_the_law_says_too_may_be_repeated() -> None:
    look(OWN + "record:homeInDenmark a record:Column .\n")


def test_a_proposal_is_no_file_beside_the_law() -> None:
    assert "--with" in refusal("<proposal/own> a core:Proposal .")


@pytest.mark.parametrize("content", ["", "# nothing yet\n", "@prefix x: <http://x/> .\n"])
def test_a_file_that_says_nothing_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(content)
    with pytest.raises(InputError, match="says nothing"):
        load_law([path])


def test_what_bears_on_rules_of_the_law_is_told() -> None:
    law, text = load_law().graph, PREFIXES + OWN + EVERYBODY
    own = Written(text, parse_text(text), "own.ttl")
    found = reaches([own], law)
    assert found == (("lifts", BASE + CONNECTION),)
    assert reaches([Written("", parse_text(PREFIXES + OWN), "own.ttl")], law) == ()
    source = LawGraph(law, "", (), added=("own.ttl",), reaches=found)
    (note,) = added_notes(Law(source))
    assert note.en.startswith("Read beside the law: own.ttl.")
    assert "exempts from, or goes before," in note.en
    assert "s. 3(1)" in note.en
    assert "§ 3, stk. 1" in note.da
    assert added_notes(load_law()) == []


def test_several_files_may_refer_to_each_other(tmp_path: Path) -> None:
    act, norm = OWN.split("<class/own> a", 1)
    paths = [tmp_path / "act.ttl", tmp_path / "norm.ttl"]
    for path, text in zip(paths, (act, "<class/own> a" + norm), strict=True):
        path.write_text(PREFIXES + text)
    added = read_added(paths)
    check_before(added, load_law().graph)
    with pytest.raises(InputError) as caught:
        check_before(added[1:], load_law().graph)
    assert caught.value.file == str(paths[1])


def test_every_literal_of_the_law_can_be_read() -> None:
    law: Graph = load_law().graph
    wrong = [
        str(value)
        for value in set(law.objects())
        if isinstance(value, Literal) and not readable(str(value), str(value.datatype))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("value", "fact"),
    cells(['"DNK"', '"XX"', '"Danmark"', '"dk"'], ["residenceCountry", "citizenship"]),
)
def test_a_country_is_named_by_its_code(fact: str, value: str) -> None:
    old = "homeInDenmark ; owl:hasValue true"
    assert old in OWN
    said = refusal(OWN.replace(old, f"{fact} ; owl:hasValue {value}"))
    assert f"cannot be {value}; it is a country by the two letters" in said


@pytest.mark.slow
@pytest.mark.parametrize("value", one_in(2, ['"DK"', '"XK"', '"none"', '"GL"']))
def test_countries_and_the_word_for_none_are_taken(value: str) -> None:
    look(OWN.replace("homeInDenmark ; owl:hasValue true", f"citizenship ; owl:hasValue {value}"))


def test_the_law_compares_with_nothing_that_is_never_met() -> None:
    law = load_law().graph
    assert [value for value, _ in never_met(law, (law,))] == []


@pytest.mark.parametrize(
    ("was", "comes", "said"),
    [
        ("sh:hasValue true", "sh:in ()", "sh:in has an empty list"),
        ("sh:property [", "sh:or () ; sh:property [", "sh:or has an empty list"),
        ("sh:property [", "sh:and () ; sh:property [", "sh:and has an empty list"),
        ("sh:hasValue true", "sh:xone () ; sh:hasValue true", "sh:xone has an empty list"),
        (
            "record:Person\n",
            "record:Person [ a owl:Class ; owl:unionOf () ]\n",
            "owl:unionOf has an empty list",
        ),
        (
            "record:Person\n",
            "record:Person [ a owl:Class ; owl:intersectionOf () ]\n",
            "owl:intersectionOf has an empty list",
        ),
        (
            "homeInDenmark ; owl:hasValue true",
            "eid ; owl:someValuesFrom [ a rdfs:Datatype ; owl:oneOf () ]",
            "owl:oneOf has an empty list",
        ),
    ],
)
def test_an_empty_list_is_refused(was: str, comes: str, said: str) -> None:
    """It asks nothing, or nobody can meet it: everybody would be in breach, or nobody addressed."""
    assert was in OWN
    assert said in refusal(OWN.replace(was, comes, 1))


def test_a_code_of_a_proposal_is_refused_wherever_it_is_laid_over(tmp_path: Path, law: Law) -> None:
    """`assess` refuses it too; a check would be of another law than the one that was meant."""
    (path,) = (p for p in shipped_proposals() if p.stem == "nemkonto-everyone")
    own = tmp_path / "own.ttl"
    text = path.read_text("utf-8")
    asked = "owl:onProperty record:deceased ; owl:hasValue false"
    assert asked in text
    misspelt = 'owl:onProperty record:cprBasis ; owl:hasValue "registred"'
    own.write_text(text.replace(asked, misspelt), "utf-8")
    with pytest.raises(InputError, match="cannot be registred; it is one of the codes"):
        with_proposals(law, [own], date(2014, 12, 1))
