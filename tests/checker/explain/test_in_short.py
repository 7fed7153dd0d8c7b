"""A long answer begins in short: a headline of a sentence or two, then the first things to do with
the act named once; the rest is folded and lost nowhere."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from rdflib import Literal

from lovgraf.cli.interviewing import wanted
from lovgraf.core.terms import CORE, Lang
from lovgraf.explain.answer import Answer
from lovgraf.explain.kin import kin_of
from lovgraf.explain.question import questions_of
from lovgraf.law import load_law
from lovgraf.readers.single import read_pairs
from lovgraf.reports.answer_short import headline, parted, parts
from lovgraf.reports.answer_text import write_answer
from tests.checker.explain.asked import answerer_of_a_case, or_shared
from tests.examples import cells

DAY = or_shared(date(2026, 11, 30))
MOST_WORDS = 45


@cache
def answered(slug: str, *facts: str) -> Answer:
    """The answer to facts as they are typed, for a case."""
    asker = answerer_of_a_case(slug, DAY)
    kind = asker.question.record_type
    record = read_pairs(list(facts), asker.view.facts_of_day, kind, spans=True)
    return asker.answer(record, turns=False)


@pytest.mark.parametrize("lang", ["da", "en"])
def test_what_opens_in_short_is_two_sentences_and_few_words(lang: Lang) -> None:
    graph = load_law().graph
    texts = (one for one in graph.objects(None, CORE.inShort) if isinstance(one, Literal))
    said = [str(one) for one in texts if one.language == lang]
    assert said
    for one in said:
        assert len(one.split()) <= MOST_WORDS, one
        assert one.count(". ") <= 3, one  # two sentences, and the dots of citations


@pytest.mark.parametrize("lang", ["da", "en"])
def test_every_opening_has_a_headline_of_few_words_or_one_sentence(lang: Lang) -> None:
    law = load_law()
    for one in questions_of(law).values():
        for said in (*one.openings.values(), *one.by_norm.values(), *(k.said for k in one.known)):
            first, others = parted(said[lang])
            assert " ".join([first, others]).strip() == said[lang]
            assert len(first.split()) <= MOST_WORDS or not parted(first)[1]


def test_a_citation_ends_no_sentence() -> None:
    said = (
        "A må det (§ 11, stk. 1, nr. 1-3). B skal ikke (s. 11(1), no. 2) det, jf. § 2, 2. pkt. C."
    )
    assert parted(said) == (said, "")
    long = " ".join(["Ord"] * 44)
    assert parted(f"Ja (§ 1, stk. 2, nr. 3). {long}.") == ("Ja (§ 1, stk. 2, nr. 3).", f"{long}.")


@pytest.mark.parametrize(
    ("facts", "lang"),
    cells(
        ["business=bank", "business=bank customer_kind=person", "customer_kind=legal-entity",
         "risk=increased", "high_risk_country=true", "politically_exposed=domestic"],
        ["da", "en"],
    ),
)  # fmt: skip
def test_a_customer_never_met_is_answered_in_few_words(facts: str, lang: Lang) -> None:
    found = answered("aml-remote", *facts.split())
    first, further = headline(found, lang)
    assert len(first.split()) <= MOST_WORDS
    assert not further
    shown = parts(found, lang)
    assert shown.long
    words = " ".join([shown.headline, shown.doing, *(said for _, said in shown.steps)])
    assert len(words.split()) <= 330
    assert words.count("1463") == 1


def test_the_demands_that_answer_the_question_come_first() -> None:
    found = answered("aml-remote", "business=bank", "customer_kind=person")
    told = parts(found, "en")
    shown = " ".join(said for _, said in told.steps)
    for part in (
        "name and CPR number", "name and date of birth", "independent source",
        "purpose and intended nature",
        "copy of the identification shown", "before the relationship is established",
    ):  # fmt: skip
        assert part in shown
    every = " ".join(said for _, said in (*told.steps, *told.more_steps))
    for part in ("annexes 2 (low risk) and 3 (high risk)", "and then delete"):
        assert part in every


def test_what_is_folded_is_still_there() -> None:
    found = answered("aml-remote", "business=bank")
    shown = parts(found, "en")
    assert shown.whole == found.opening.en
    assert len(shown.steps) + len(shown.more_steps) == len(found.steps)
    assert len(shown.reasons) >= len(found.grounds)
    short = "".join(write_answer(found, "en"))
    whole = "".join(write_answer(found, "en", all_=True))
    assert found.in_short is not None
    assert " ".join(found.in_short.en.split()) in " ".join(short.split())
    assert " ".join(found.opening.en.split()) in " ".join(whole.split())
    assert "wound up" in whole


def test_to_keep_and_to_delete_are_one_point() -> None:
    found = answered("aml-remote", "business=bank")
    keeping = [one for one in found.steps if "five years" in one.text.en]
    assert len(keeping) == 1
    assert "delete" in keeping[0].text.en
    assert keeping[0].provision is not None
    assert "first sentence" in keeping[0].provision.en
    assert "second sentence" in keeping[0].provision.en


def test_what_does_not_apply_here_is_told_with_what_it_says_and_folded() -> None:
    found = answered("digital-post-person", "residence_country=ES", "left_on=2009-05-01")
    short = "".join(write_answer(found, "en"))
    assert "Nor do" not in short
    assert "Does not apply here" not in short
    others = parts(found, "en").others
    assert others
    for one in others:
        assert len(one.partition(" (")[0].split()) > 6
    assert "Does not apply here" in "".join(write_answer(found, "en", all_=True))


def test_what_was_stated_is_a_fact_in_good_english() -> None:
    found = answered("digital-post-person", "residence_country=ES", "left_on=2009-05-01")
    told = " ".join("".join(write_answer(found, "en")).split())
    assert "It was taken as a fact that you left Denmark" in told
    assert "the facts that" not in told


@pytest.mark.parametrize(("name", "said"), [("citizenship", "What is your mother's citizenship?")])
def test_another_is_asked_of_in_good_english(name: str, said: str) -> None:
    asker = answerer_of_a_case("digital-post-person", DAY)
    asker = asker.of_another(kin_of(asker.view.law)["mother"].iri)
    assert asker.asking(asker.view.law.facts.columns[name]).wording.en == said


def test_a_code_is_not_told_twice_and_what_is_usual_is_a_statement() -> None:
    asker = answerer_of_a_case("digital-post-person", DAY)
    column = asker.view.law.facts.columns["connection_basis"]
    assert wanted(asker, column).en == "mandatory; voluntary"
    kind = asker.question.record_type
    said = ["residence_country=ES", "left_on=2015-05-01", "digital_post=yes"]
    record = read_pairs(said, asker.view.facts_of_day, kind)
    labels = {one.label for one in asker.view.law.facts.columns.values()}
    for _, text in asker.granted(record):
        assert text not in labels
