"""What the page of a name shows: conditions in words, codes, examples, and who speaks of it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from rdflib import RDF, BNode, URIRef
from rdflib import Literal as RdfLiteral

from lovgraf.conditions.outline import Outline
from lovgraf.core.terms import BASE
from lovgraf.law import Law, load_law
from lovgraf_web import create_app
from lovgraf_web.standards import STANDARDS
from lovgraf_web.terms import Entry, entry, known

DAY = date(2014, 12, 1)


@pytest.fixture(scope="module")
def law() -> Law:
    """The law as shipped."""
    return load_law()


def shown(law: Law, name: str) -> Entry:
    """The entry of a name."""
    node = known(law, name)
    assert node is not None, name
    return entry(law.at(DAY), node)


def lines(part: Outline) -> list[str]:
    """All lines of an outline, in English."""
    return [part.text.en, *(line for inner in part.parts for line in lines(inner))]


def test_a_class_is_put_into_words(law: Law) -> None:
    """Section 3(1) of act 528/2012: 15 years, and a home or fixed abode in Denmark."""
    found = shown(law, "law/2012/528/class/resident").outline
    assert found is not None
    said = lines(found)
    assert "age is at least 15 years" in said
    assert any(line.startswith("home or fixed abode in Denmark") for line in said)


def test_a_group_is_unfolded_once_and_names_what_it_is_made_of(law: Law) -> None:
    found = shown(law, "group/1").outline
    assert found is not None
    named = {part.iri for part in found.parts}
    assert {BASE + "group/abroad", BASE + "group/danish-cpr-number"} <= named
    assert "Danish passport: yes" in lines(found)


def test_a_class_about_another_type_of_record_is_not_said_to_hold_of_nobody(law: Law) -> None:
    filings = {n.addressee for n in law.norms.values() if n.record_type == "filing" and n.addressee}
    assert filings
    for addressee in sorted(filings)[:20]:
        found = shown(law, addressee.removeprefix(BASE)).outline
        assert found is not None
        assert "never" not in lines(found)


def test_a_code_list_is_a_table_in_order(law: Law) -> None:
    codes = shown(law, "code-list/exemption-ground").codes
    assert [code.notation for code in codes] == [str(number) for number in range(10)]
    assert all(code.definition for code in codes)


def test_a_shape_shows_its_examples(law: Law) -> None:
    found = shown(law, "duty/departure-notified").examples
    assert [example.good for example in found] == [True, False]
    assert all(example.facts for example in found)


def test_a_column_shows_values_and_all_its_headings(law: Law) -> None:
    found = shown(law, "record#birthDate")
    assert all(date.fromisoformat(value) for value in found.values)
    assert found.values
    also = next(s for s in found.statements if s.title.en == "also called")
    assert "Født den" in also.values[0].text.da


def test_a_property_shows_statements_with_it(law: Law) -> None:
    found = shown(law, "core#requires")
    assert len(found.uses) == 3
    assert all(subject.place for subject, _ in found.uses)


def test_a_norm_says_when_it_is_in_force_and_exemptions_which_order_they_are_of(law: Law) -> None:
    found = shown(law, "law/2012/528/par/3/stk/1/norm/connection")
    assert found.holds is not None
    assert found.holds.start == date(2014, 11, 1)
    exempting = next(s for s in found.users if s.name == "core#exempts")
    places = {(value.text.en, value.place.en if value.place else "") for value in exempting.values}
    assert len(places) == len(exempting.values)


def test_what_is_no_law_has_no_dates(law: Law) -> None:
    assert shown(law, "group/1").holds is None
    assert shown(law, "core#requires").holds is None


def test_the_standards_terms_on_the_pages_have_danish_names(law: Law) -> None:
    """Their own vocabularies are in English; a page never mixes two languages."""
    graph = law.graph
    met = {p for s, p in graph.subject_predicates() if isinstance(s, URIRef)}
    met |= {o for s, o in graph.subject_objects(RDF.type) if isinstance(s, URIRef)}
    structure = {
        str(p)
        for s, p, o in graph
        if isinstance(o, BNode | RdfLiteral) and str(p).startswith("http://www.w3.org/ns/shacl#")
    }
    own = {"label", "prefLabel", "definition"}
    bare = {
        str(term)
        for term in met
        if isinstance(term, URIRef)
        and not str(term).startswith(BASE)
        and str(term) not in STANDARDS
        and str(term) not in structure
        and str(term).rpartition("#")[2] not in own
        and (term, None, None) not in graph
    }
    assert bare == set()


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("law/2012/528/par/3/stk/1/norm/connection", "in-force"),
        ("law/2012/528/par/3/stk/1", "history"),
        ("group/1", "groups"),
        ("capability/eid", "groups-without-route"),
        ("code-list/cpr-status", "code-list"),
        ("record#homeInDenmark", "asks-for"),
        ("law/2012/528/class/resident", "who-must"),
    ],
)
def test_the_questions_that_can_be_asked_of_a_name(law: Law, name: str, question: str) -> None:
    found = shown(law, name)
    names = [one.name for one in (*found.questions, *found.related)]
    assert question in names
    assert len(names) == len(set(names)) < 50


def test_each_norm_group_and_list_has_a_question(law: Law) -> None:
    graph = law.graph
    groups = [str(one) for one in graph.subjects(RDF.type, URIRef(f"{BASE}core#TargetGroup"))]
    for iri in (*list(law.norms)[::150], *groups):
        found = shown(law, iri.removeprefix(BASE))
        assert found.definition is not None, iri
        assert found.related, iri


def test_the_examples_of_a_duty_stand_on_the_page_of_its_norm(law: Law) -> None:
    found = shown(law, "law/2012/528/par/3/stk/1/norm/connection").examples
    assert {one.good for one in found} == {True, False}


def test_a_page_shows_it_all_in_both_languages(law: Law) -> None:
    client = create_app({"LAW": law, "TESTING": True}).test_client()
    page = client.get("/da/term/code-list/exemption-ground").text
    assert '<th scope="row"><code>4</code></th>' in page
    assert "Betydning" in page
    page = client.get("/en/term/law/2012/528/class/resident").text
    assert "age is at least 15 years" in page
    assert "In words" in page
    data = client.get("/en/term/group/1?format=json").get_json()
    assert data["in_words"]["parts"]


def test_no_link_is_without_a_text(law: Law) -> None:
    """An address that ends in a hash is called by the part before it."""
    browser = create_app({"LAW": law}).test_client()
    empty = re.compile(r"<a [^>]*>\s*</a>")
    for name in ("core%23Norm", "core%23Obligation", "record%23age", "group/1"):
        page = browser.get(f"/da/term/{name}")
        assert page.status_code == 200
        assert not empty.search(page.text), name


def test_a_class_shows_who_belongs_and_who_does_not(law: Law) -> None:
    found = shown(law, "group/1").membership
    assert found is not None
    assert found.record_type == "person"
    assert found.inside is not None
    assert found.outside is not None
    assert ("home_in_denmark", "false") in found.inside
    assert shown(law, "duty/departure-notified").membership is None, "a shape has its own"
    page = create_app().test_client().get("/da/term/group/1?as_of=2014-12-01").text
    assert "home_in_denmark=false" in page
    assert "Hører ikke til" in page
