"""Questions that are asked the other way round: the first sentence answers what was asked."""

from __future__ import annotations

from datetime import date

import pytest

from lovgraf.explain.heard import heard
from lovgraf.explain.question import questions_of, turned_of
from lovgraf.explain.turned import asks_turned
from lovgraf.facts.between import read_between
from lovgraf.facts.values import State
from lovgraf.law import Law
from tests.checker.explain.asked import DAY, answerer_of_a_case
from tests.examples import one_in

OPEN = ("Ja", "Nej", "Yes", "No")


@pytest.mark.parametrize(
    ("said", "so"),
    [
        ("må min far på 78 i Spanien undvære Digital Post", True),
        ("behøver min søn ikke have e-Boks", True),
        ("kan jeg lade være med at melde flytning, jeg flyttede i går", True),
        ("May my father do without Digital Post?", True),
        ("Må min far på 78, dansk, i Spanien siden 2009, undvære Digital Post?", True),
        ("Må min far på 78, som bor i Spanien, slippe for Digital Post?", True),
        ("Må min mor lade være med at have Digital Post?", True),
        ("Kan min mor på 83, som bor i Thailand, være fri for Digital Post?", True),
        ("Behøver min mor på 83, som bor i Thailand, ikke at have Digital Post?", True),
        ("Can my mother, 83, who lives in Thailand, get out of Digital Post?", True),
        ("Can my mother opt out of Digital Post?", True),
        ("Must my mother, who can do without much, have Digital Post?", False),
        ("do I not need Digital Post", False),
        ("I don't have to notify my move", True),
        ("Skal jeg have Digital Post", False),
        ("Skal min far have Digital Post, han vil gerne slippe", False),
        ("Skal jeg have e-Boks eller kan jeg undvære det", False),
    ],
)
def test_words_that_ask_whether_one_may_do_without_turn_a_question(
    law: Law, said: str, so: bool
) -> None:
    assert asks_turned(said, law) == so


def test_each_sentence_of_a_duty_that_is_turned_says_the_opposite_word(law: Law) -> None:
    for question in questions_of(law).values():
        turned = turned_of(law, question)
        if turned is None or question.affirms:
            continue
        both = [(question.openings[key], turned.openings[key]) for key in question.openings]
        both += [(question.by_norm[key], turned.by_norm[key]) for key in question.by_norm]
        for own, other in both:
            for lang in ("da", "en"):
                said = other[lang].partition(" ")[0].rstrip(".,")
                assert said in OPEN, other
                assert own[lang].partition(" ")[0].rstrip(".,") != said, other


@pytest.mark.parametrize(
    ("said", "opens"),
    one_in(2, [
        ("Must I have Digital Post, I was born on 1 May 2015", "Not yet."),
        ("May I do without Digital Post, I was born on 1 May 2015", "Yes, until 1 May 2030."),
        ("Må jeg på 78 i Spanien siden 2009 undvære Digital Post", "Yes. You need not"),
        ("Skal jeg have Digital Post, jeg er 78 og har boet i Spanien siden 2009", "No. You"),
    ]),
)  # fmt: skip
def test_the_first_sentence_answers_what_was_asked(law: Law, said: str, opens: str) -> None:
    question = questions_of(law)["digital-post-person"]
    found = heard(said, law, question, DAY)
    asked = answerer_of_a_case(question.slug, DAY)
    asked = asked.turned() if found.turned else asked
    record: dict[str, State] = {
        one.column.iri: value for one in found.facts if (value := _value(one.value)) is not None
    }
    home = next(c for c in law.facts.columns.values() if c.name == "home_in_denmark")
    record.setdefault(home.iri, "2009" not in said)
    answer = asked.answer(record, turns=False)
    assert answer.opening.en.startswith(opens)
    assert (answer.asks.en == "May one do without Digital Post?") == found.turned


def _value(said: str) -> date | str | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return read_between(said) or said


@pytest.mark.parametrize("slug", one_in(2, ["digital-post-entity", "digital-post-person"]))
def test_whoever_is_exempt_is_told_that_first_while_a_fact_is_missing(law: Law, slug: str) -> None:
    exempt = next(one for one in law.facts.columns.values() if one.name == "exempt")
    found = answerer_of_a_case(slug, DAY).answer({exempt.iri: True}, turns=False)
    assert found.opening.en.startswith("No, not while the exemption holds")


@pytest.mark.parametrize(
    ("day", "opens"),
    one_in(2, [
        (date(2016, 12, 1), "That depends on whether the exemption has no expiry. If it has one"),
        (date(2016, 10, 1), "No. You are exempt from Digital Post"),
    ]),
)  # fmt: skip
def test_an_exemption_that_ran_out_if_it_could_does_not_hold(
    law: Law, day: date, opens: str
) -> None:
    columns = law.facts.columns
    record: dict[str, State] = {
        columns["birth_date"].iri: date(1959, 10, 6),
        columns["cpr_status"].iri: "01",
        columns["digital_post"].iri: False,
        columns["exempt"].iri: True,
        columns["exempted_on"].iri: date(2014, 3, 1),
    }
    found = answerer_of_a_case("digital-post-person", day).answer(record, turns=False)
    assert found.opening.en.startswith(opens)
