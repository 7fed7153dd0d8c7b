"""Questions: their words, the norms they reach, and that nobody's norm is without one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from lovgraf.authoring.lint.asked import asked_findings, unasked
from lovgraf.authoring.lint.sources import Sources
from lovgraf.explain.answer import Answerer
from lovgraf.explain.matching import SURE, Match, Matcher, nearest
from lovgraf.explain.question import questions_of, reached
from lovgraf.law import Law, load_law

DAYS = (date(2014, 12, 1), date(2026, 11, 1))
PHRASINGS = yaml.safe_load((Path(__file__).parent / "phrasings.yaml").read_text("utf-8"))
SAID = [(said, slug) for slug, some in PHRASINGS.items() for said in some]
QUESTIONS = questions_of(load_law())
MATCHER = Matcher(QUESTIONS)


def test_there_are_questions_for_all_who_ask() -> None:
    assert len(QUESTIONS) >= 40
    askers = {question.asker.en for question in QUESTIONS.values()}
    assert askers >= {
        "the citizen",
        "the business",
        "whoever applies",
        "the payee",
        "the authority",
    }
    kinds = {question.record_type for question in QUESTIONS.values()}
    assert kinds >= {"person", "filing", "payment", "legal-entity", "customer"}


def test_no_norm_that_binds_or_favours_is_without_a_question(law: Law) -> None:
    assert [norm.iri for norm in unasked(law)] == []


def test_a_norm_without_a_question_is_found(law: Law) -> None:
    """Take the questions away that reach a norm: it is named."""
    question = QUESTIONS["digital-post-entity"]
    (norm, *_) = reached(question, law.norms.values(), law)
    fewer = Law(law.source)
    others = {
        slug: one
        for slug, one in QUESTIONS.items()
        if norm.iri not in {n.iri for n in reached(one, law.norms.values(), law)}
    }
    fewer.once(("questions",), lambda: others)
    assert norm.iri in {one.iri for one in unasked(fewer)}


def test_questions_are_clean(shipped_sources: Sources) -> None:
    assert asked_findings(shipped_sources) == []


@pytest.mark.parametrize("slug", sorted(QUESTIONS))
def test_every_question_can_be_asked_on_some_day(law: Law, slug: str) -> None:
    days = (*DAYS, date(2019, 1, 1))
    assert any(Answerer(law.at(day), QUESTIONS[slug]).program.decided for day in days)


@pytest.mark.parametrize("slug", sorted(QUESTIONS))
def test_a_question_opens_its_last_answer_in_both_languages(slug: str) -> None:
    question = QUESTIONS[slug]
    assert len(question.order) > 1
    said = question.openings[question.order[-1]]
    assert said.da
    assert said.en
    assert said.da != said.en
    assert question.definition
    assert question.label.da.endswith("?")


@pytest.mark.parametrize(("said", "slug"), SAID)
def test_plain_words_find_their_question(said: str, slug: str) -> None:
    found = MATCHER.find(said)
    assert found[0].question.slug == slug, [match.question.slug for match in found[:4]]
    assert found[0].score >= SURE


@pytest.mark.parametrize("said", ["best pizza in town", "hvor gammel er dronningen", "", "???"])
def test_words_of_something_else_find_none(said: str) -> None:
    assert all(match.score < SURE for match in MATCHER.find(said))


def test_a_name_finds_its_question_alone() -> None:
    (only,) = MATCHER.find("move-in")
    assert only == Match(QUESTIONS["move-in"], 1.0)


def test_what_is_as_near_is_told() -> None:
    found = MATCHER.find("digital post")
    assert len(nearest(found)) > 1
