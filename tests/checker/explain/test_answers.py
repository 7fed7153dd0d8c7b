"""Answers: outcome, reasons, what to do, what could change it; as text, JSON and letters."""

from __future__ import annotations

import io
import json
from datetime import date
from functools import cache

import pytest

from lovgraf.core.terms import RECORD
from lovgraf.explain.answer import Answer
from lovgraf.explain.interview import LAST
from lovgraf.explain.question import questions_of
from lovgraf.facts.values import NONE, State
from lovgraf.law import load_law
from lovgraf.readers.single import read_pairs
from lovgraf.reports import answer_json, answer_letter, answer_text
from lovgraf.reports import answer_words as words
from tests.checker.explain.asked import DAY, answerer, answerer_of_a_case
from tests.examples import WHOLE, cells, one_in

pytestmark = pytest.mark.slow

LAW = load_law()
THEN = date(2014, 12, 1)
TURNS = WHOLE
"""Whether what could change an answer is found too where no test asks for it: it takes as long as
the answer."""
SLUGS = ("eid-get", "digital-post-person", "right-of-residence", "nemkonto-person", "move-in")


def facts(**given: State) -> dict[str, State]:
    columns = LAW.facts.columns
    return {columns[name].iri: value for name, value in given.items()}


@cache
def answer(slug: str, day: date, **given: State) -> Answer:
    """The answer to some facts; what is said to the same ones is asked once."""
    return answerer(slug, day).answer(facts(**given))


def alone(slug: str, day: date, **given: State) -> Answer:
    """The same without what could change it, and other questions (`TURNS`)."""
    return answerer(slug, day).answer(facts(**given), turns=TURNS)


@pytest.fixture(scope="module")
def pensioner() -> Answer:
    """78, Danish, in Spain since 2009, never joined."""
    return answer(
        "digital-post-person", THEN, birth_date=date(1936, 5, 1), citizenship=("DK",),
        home_in_denmark=False, left_on=date(2009, 3, 1), cpr_status="80", digital_post=False,
    )  # fmt: skip


def test_the_pensioner_abroad_needs_no_digital_post(pensioner: Answer) -> None:
    assert pensioner.answer == "no"
    assert pensioner.opening.da == "Nej. Du skal ikke have Digital Post."
    ground = pensioner.grounds[0]
    assert ground.provision.da.endswith("§ 3, stk. 1")
    assert [fact.da for fact in ground.facts] == ["bopæl eller fast ophold i Danmark: nej"]
    assert pensioner.missing == ()
    assert pensioner.next is None


def test_whoever_lives_here_must_have_it() -> None:
    found = alone(
        "digital-post-person", THEN, birth_date=date(1980, 1, 1), home_in_denmark=True,
        exemption_ground=("0",), digital_post=False, eid="nemid",
    )  # fmt: skip
    assert found.answer == "yes"
    assert found.steps[0].kind == "duty"
    assert any("Digital Post" in step.text.da for step in found.steps)


def test_an_exemption_is_its_own_answer() -> None:
    found = alone(
        "digital-post-person", THEN, birth_date=date(1980, 1, 1), home_in_denmark=True,
        exemption_ground=("1",), exempted_on=date(2014, 5, 1), exemption_unlimited=True,
        digital_post=False,
    )  # fmt: skip
    assert found.answer == "exempt"
    assert "fritaget" in found.opening.da


def test_an_open_answer_says_what_it_turns_on() -> None:
    found = answer("nemkonto-person", DAY)
    assert found.answer == "depends"
    assert found.missing
    assert found.next is not None
    assert found.next.why.da
    assert found.turns == ()


def test_silence_is_no_answer() -> None:
    """The law takes silence for a no; an answer to somebody does not."""
    found = alone("move-within", THEN)
    assert found.answer == "depends"
    assert found.next is not None
    assert found.next.column.name == "moved_in_denmark"
    assert "Flyttet i Danmark" in [name.da for name in found.missing]
    assert alone("move-within", THEN, moved_in_denmark=False).answer == "no"


def test_nobody_who_said_nothing_is_told_no() -> None:
    """No question has a no for whoever has said nothing, and asks for nothing either. (Of today
    the linter says so, of all questions: `tests/ontology/test_law_graph.py`, with `WHOLE=1`.)"""
    for question in one_in(18, questions_of(LAW).values()):
        found = answerer_of_a_case(question.slug, THEN)
        if found.program.decided:
            verdict = found.interview.answered(found.interview.look({}))
            assert verdict.verdict != LAST, question.slug


def test_a_thing_to_be_had_is_held_or_within_reach() -> None:
    held = alone("eid-get", THEN, eid="nemid", birth_date=date(1980, 1, 1))
    assert held.answer == "yes"
    child = alone("eid-get", THEN, eid="none", birth_date=date(2012, 1, 1))
    assert child.answer == "no"


def test_a_complaint_is_told_with_its_provision() -> None:
    given = facts(
        left_on=date(2014, 11, 20), expected_absence_months=5, home_kept_available=True,
        moved_to_country="TH",
    )  # fmt: skip
    found = answerer_of_a_case("remain-registered", THEN).answer(given, turns=TURNS)
    assert found.answer == "yes"
    assert "4 uger" in found.complaint[0].da


@pytest.mark.parametrize(
    ("slug", "facts"),
    one_in(2, [
        ("move-out", {"left_on": NONE, "departed": False}),
        ("move-within", {"moved_on": date(2014, 11, 1)}),
        ("move-in", {"citizenship": ("DE",), "arrived_on": date(2014, 11, 15),
                     "expected_stay_months": 4}),
        ("residence-document", {"citizenship": ("ES",), "arrived_on": date(2014, 9, 20),
                                "residence_right_basis": "job-seeker",
                                "eu_family_member": False}),
    ]),
)  # fmt: skip
def test_no_complaint_is_told_where_nobody_decides(slug: str, facts: dict[str, State]) -> None:
    """A citizen's own duty to notify is no decision that one can complain about."""
    assert not alone(slug, THEN, **facts).complaint


def test_whoever_has_to_apply_is_told_of_complaints() -> None:
    given = facts(
        citizenship=("FR",), expected_stay_months=12, arrived_on=date(2026, 9, 1),
        residence_right_basis="worker", eu_family_member=False, left_on=NONE,
    )  # fmt: skip
    found = answerer_of_a_case("residence-document", DAY).answer(given, turns=TURNS)
    assert found.answer == "yes"
    assert "kan påklages til Udlændingenævnet" in found.complaint[0].da


@pytest.mark.parametrize(("slug", "day"), cells(one_in(4, SLUGS), [THEN, DAY]))
@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_text_has_forty_lines_at_most(slug: str, day: date, lang: str) -> None:
    found = answer(slug, day)
    lines = "".join(answer_text.write_answer(found, lang)).splitlines()  # type: ignore[arg-type]
    assert lines[0] == found.question.label[lang]
    assert len(lines) <= answer_text.MOST_LINES
    assert all(len(line) <= answer_text.WIDTH for line in lines)
    told = list(words.steps(found, lang))  # type: ignore[arg-type]
    assert sum(line.lstrip().startswith("- ") for line in lines) >= len(told), "what must be done"
    every = "".join(answer_text.write_answer(found, lang, all_=True))  # type: ignore[arg-type]
    assert "--format json" not in every
    assert len(every.splitlines()) >= len(lines) - 1


def test_json_is_the_contract(pensioner: Answer) -> None:
    content = json.loads("".join(answer_json.write_answer(pensioner)))
    assert [*content][:9] == [
        "question", "answer", "text", "norms", "rests_on", "next", "asked", "reasons", "do",
    ]  # fmt: skip
    assert content["question"] == "digital-post-person"
    assert content["answer"] == "no"
    assert content["text"]["en"].startswith("No.")
    assert content["next"] is None
    assert content["norms"][0].endswith("/par/3/stk/1/norm/connection")
    open_ = json.loads("".join(answer_json.write_answer(answer("move-in", THEN))))
    assert {"fact", "label", "why"} <= open_["next"].keys()


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_letter_is_short_and_whole(pensioner: Answer, lang: str) -> None:
    page = "".join(answer_letter.write_html(pensioner, lang))  # type: ignore[arg-type]
    assert pensioner.opening[lang] in page
    assert "<script" not in page
    words = sum(len(block) for block in page.split())
    assert words < 6000


def test_a_letter_is_a_word_file(pensioner: Answer) -> None:
    import docx

    one = b"".join(answer_letter.write_docx(pensioner, "da"))
    assert one == b"".join(answer_letter.write_docx(pensioner, "da"))
    texts = [paragraph.text for paragraph in docx.Document(io.BytesIO(one)).paragraphs]
    assert pensioner.opening.da in texts
    assert "Begrundelse" in texts
    assert any(text.startswith("Til [modtager]") for text in texts)
    assert texts[-1].startswith("Med venlig hilsen")


def test_no_personal_number_stands_in_an_answer() -> None:
    """The values of personal columns are never shown."""
    number = "6105361234"
    found = answer("eid-get", THEN, cpr_number=number, home_in_denmark=False)
    said = "".join(answer_text.write_answer(found, "da"))
    said += "".join(answer_json.write_answer(found)) + str(RECORD)
    assert number not in said


def test_no_deadline_runs_from_a_day_that_nobody_stated() -> None:
    ours = answerer_of_a_case("aml-retention", DAY)
    asked = ours.answer(facts(customer_kind="person"), turns=TURNS)
    assert not [step for step in asked.steps if step.kind == "deadline"]
    given = facts(customer_kind="person", relationship_ended_on=date(2026, 1, 31))
    ended = ours.answer(given, turns=TURNS)
    (deadline,) = [step for step in ended.steps if step.kind == "deadline"]
    assert "31. januar 2031" in deadline.text.da


def test_nothing_is_done_by_being_supposed() -> None:
    """Who asks how to get compensation has not claimed it in time by asking."""
    asker = answerer_of_a_case("payment-compensation", DAY)
    found = asker.answer(facts(payer="municipality"), turns=TURNS)
    assert found.answer == "yes"
    assert not [step for step in found.steps if step.kind == "done" or step.stands]
    assert any("13 måneder efter" in step.text.da for step in found.steps)


def test_a_rule_that_is_not_named_itself_decides_nothing() -> None:
    """A provision stands for the duties and permissions in it, not for the rules of form there."""
    kinds = {LAW.norms[iri].kind for iri in answerer("digital-post-access", DAY).program.answers}
    assert kinds == {"Permission"}


def test_nothing_is_said_of_a_duty_of_which_nothing_was_stated() -> None:
    found = answerer_of_a_case("move-in-papers", DAY).answer({}, turns=TURNS)
    assert found.answer == "yes"
    assert not [step for step in found.steps if step.kind == "done" or step.stands]


def test_of_a_rule_for_each_area_none_is_a_reason_while_the_area_is_open() -> None:
    found = answerer_of_a_case("filing-digital", DAY).answer({}, turns=False)
    assert (found.answer, found.next and found.next.column.name) == ("depends", "area")
    assert not found.grounds


def test_the_days_that_were_tried_are_no_reason_to_ask() -> None:
    asking = answerer_of_a_case("eid-get", DAY).next({})
    assert asking
    assert (asking.column.name, asking.why.en) == ("birth_date", "The day can settle the matter.")


def test_a_ground_that_is_presumed_says_so_and_nothing_is_said_twice() -> None:
    """The emigration that lets an exemption be had is presumed; that there is no home says that
    none was got."""
    held = answerer_of_a_case("digital-post-exemption", DAY)
    told = "birth_date=1948-05-01 left_on=2009-06-01 home_in_denmark=no residence_country=ES"
    record = read_pairs(told.split(), held.view.facts_of_day, "person")
    found = held.answer(record, turns=TURNS)
    said = " ".join(words.reasons(found, "en"))
    assert (
        "always exempted on request" in said
    )  # of whoever lives abroad first, whatever is presumed
    if TURNS:
        assert {one.slug: one.answer for one in found.beside} == {"digital-post-person": "no"}
    person = answerer_of_a_case("digital-post-person", DAY)
    record = read_pairs(
        ["home_in_denmark=no", "digital_post=no", "left_on=2020"],
        person.view.facts_of_day, "person", spans=True,
    )  # fmt: skip
    home = next(one for one in person.interview.records.columns(person.interview.key)
                if one.name == "home_in_denmark")  # fmt: skip
    record = {iri: state for iri, state in record.items() if iri != home.iri}
    both = person.interview.with_answer(record, home, False)
    said = " ".join(words.reasons(person.answer(both, turns=False), "en"))
    assert said.count("home or fixed abode in Denmark, and") == 1
    left = ["birth_date=1948-05-01", "left_on=2009-06-01", "residence_country=ES"]
    alone = person.answer(read_pairs(left, person.view.facts_of_day, "person"), turns=False)
    assert "It is also presumed that you are registered as emigrated." in " ".join(
        words.reasons(alone, "en")
    )
    assert "has not got" not in said
    assert "have not got" not in said
