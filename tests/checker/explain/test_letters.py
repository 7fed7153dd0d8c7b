"""The sentences of letters: each fact is said as it is, to whoever gets the letter."""

from __future__ import annotations

import re
from datetime import date

import pytest
from rdflib import RDF, URIRef
from rdflib.namespace import SKOS

from lovgraf.core.terms import CORE, Text, text_of
from lovgraf.explain.answer import Answer, Answerer
from lovgraf.explain.question import questions_of
from lovgraf.explain.sentences import Sentences
from lovgraf.facts.values import NONE, State
from lovgraf.law import Law
from lovgraf.reports.answer_letter import letter
from lovgraf.reports.assessment.blocks import Items, Paragraph


def says(law: Law, slug: str, column: str, state: State, value: str = "x") -> Text | None:
    said = Sentences(law, questions_of(law)[slug])
    return said.clause(law.facts.columns[column].iri, state, Text(value, value))


def test_a_fact_is_said_to_whoever_asks(law: Law) -> None:
    to_you = says(law, "digital-post-person", "home_in_denmark", True)
    assert to_you == Text(
        "du har bopæl eller fast ophold i Danmark", "you have a home or fixed abode in Denmark"
    )
    of_them = says(law, "register-authority", "home_in_denmark", False)
    assert of_them == Text(
        "personen ikke har bopæl eller fast ophold i Danmark",
        "the person has no home or fixed abode in Denmark",
    )


@pytest.mark.parametrize(
    ("column", "state", "said"),
    [
        ("left_on", NONE, "du ikke er rejst fra Danmark for at opholde sig i udlandet"),
        ("left_on", date(2024, 5, 1), "du rejste eller rejser fra Danmark den x"),
        ("eid", "none", "du ikke har noget elektronisk id (MitID eller NemID)"),
        ("eid", "mitid", "du har x"),
        ("exemption_ground", ("0",), "der ikke er registreret nogen fritagelse for Digital Post"),
        ("citizenship", ("none",), "du ikke har statsborgerskab i noget land"),
    ],
)
def test_what_is_not_so_is_denied(law: Law, column: str, state: State, said: str) -> None:
    found = says(law, "digital-post-person", column, state)
    assert found is not None
    assert found.da == said


def test_a_hidden_value_is_not_said(law: Law) -> None:
    said = Sentences(law, questions_of(law)["digital-post-person"])
    birth, number = law.facts.columns["birth_date"], law.facts.columns["cpr_number"]
    assert said.clause(birth.iri, date(1980, 1, 1), Text("x", "x"), hidden=True) is None
    assert said.clause(number.iri, "0101801234", Text("x", "x"), hidden=True) == Text(
        "du har et CPR-nummer", "you have a CPR number"
    )


def test_every_sentence_uses_words_that_every_address_has(law: Law) -> None:
    """Brackets hold two choices, and a name in braces is a word of each form of address."""
    graph = law.graph
    names = [
        {str(graph.value(word, SKOS.notation)) for word in graph.objects(address, CORE.addressWord)}
        for address in graph.subjects(RDF.type, CORE.FormOfAddress)
    ]
    known = set.intersection(*names) | {"value"}
    for fact in set(graph.subjects(CORE.sentence)):
        form = text_of(graph, URIRef(str(fact)), CORE.sentence)
        assert form is not None
        for said in (form.da, form.en):
            assert set(re.findall(r"\{(\w+)\}", said)) <= known, said
            assert "[" not in re.sub(r"\[[^\[\]|]*\|[^\[\]|]*\]", "", said), said


def lines(found: Answer, lang: str) -> list[str]:
    """The lines of a letter."""
    said: list[str] = []
    for section in letter(found, lang).sections:  # type: ignore[arg-type]
        for block in section.blocks:
            if isinstance(block, Paragraph):
                said.append(block.text)
            elif isinstance(block, Items):
                said += [text for _, text in block.lines()]
    return said


def answered(law: Law, slug: str, day: date, **given: State) -> Answer:
    columns = law.facts.columns
    record = {columns[name].iri: value for name, value in given.items()}
    return Answerer(law.at(day), questions_of(law)[slug]).answer(record)


@pytest.mark.slow
def test_a_letter_says_no_label_with_yes_or_no(law: Law) -> None:
    found = answered(
        law, "move-out", date(2024, 6, 1), left_on=date(2024, 5, 1), emigration_notified=False,
        expected_absence_months=12,
    )  # fmt: skip
    for lang, words in (("da", ("ja", "nej")), ("en", ("yes", "no"))):
        for line in lines(found, lang):
            assert not re.search(rf": ({'|'.join(words)})\b", line), line


@pytest.mark.slow
def test_a_letter_cites_the_rule_that_comes_nearest(law: Law) -> None:
    """Of a hundred areas the rule on the area that was named, which fails for its day alone."""
    found = answered(
        law, "filing-digital", date(2014, 12, 1), area="adoption", channel="paper",
        filed_on=date(2014, 11, 20), filer_type="natural-person",
    )  # fmt: skip
    assert found.answer == "no"
    assert "adoption" in found.grounds[0].provision.da
    assert any("indgivet den 20. november 2014" in line for line in lines(found, "da"))


@pytest.mark.slow
def test_no_way_is_told_to_what_is_held(law: Law) -> None:
    found = answered(
        law, "digital-post-person", date(2014, 12, 1), birth_date=date(1980, 5, 1),
        home_in_denmark=True, digital_post=False, exemption_ground=("0",), eid="nemid",
    )  # fmt: skip
    assert [step.kind for step in found.steps] == ["duty"]
