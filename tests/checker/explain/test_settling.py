"""Answers that a caseworker found to settle more than the acts do, or other than they do."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from lovgraf.explain.answer import Answer
from lovgraf.explain.self_reports import self_reported
from lovgraf.law import load_law
from lovgraf.readers.single import read_pairs
from lovgraf.reports import answer_text
from tests.checker.explain.asked import DAY, answerer_of_a_case
from tests.examples import WHOLE, one_in

pytestmark = pytest.mark.slow

LAW = load_law()


@cache
def answered(slug: str, facts: str, day: date = DAY, turns: bool = WHOLE) -> Answer:
    """The answer to facts as they are typed, for a case; with what could change it and questions
    beside it where a test is about them (`turns`), or the whole is asked for."""
    asker = answerer_of_a_case(slug, day)
    record = read_pairs(facts.split(), asker.view.facts_of_day, asker.question.record_type)
    return asker.answer(record, turns=turns)


def said(slug: str, facts: str, day: date = DAY, turns: bool = WHOLE) -> str:
    """The same as text, in Danish, on one line."""
    found = answered(slug, facts, day, turns)
    return " ".join("".join(answer_text.write_answer(found, "da")).split())


def test_money_in_the_holding_account_has_a_last_day() -> None:
    """S. 31(3), (4), (6)-(8) of the act of 2025."""
    given = "paid_to=holding-account paid_on=2019-05-02 recipient_has_nemkonto=false"
    for slug in ("nemkonto-without", "payment-held"):
        told = said(slug, given)
        assert "senest den 30. juni 2028" in told, slug
        assert "1. juli 2028" in told
        for place in ("§ 31, stk. 6", "§ 31, stk. 3", "§ 31, stk. 4", "§ 31, stk. 7"):
            assert place in told, slug
    assert answered("nemkonto-without", given).answer == "yes"
    assert "30. juni 2028" in said("payment-held", "paid_to=holding-account paid_on=2019-05-02")


def test_new_money_in_the_holding_account_lapses_after_three_years() -> None:
    """S. 32(2): only the tax administration could pay it in."""
    given = (
        "paid_to=holding-account paid_on=2025-09-01 payer=tax-administration"
        " recipient_has_nemkonto=false"
    )
    for slug in ("nemkonto-without", "payment-held"):
        told = said(slug, given)
        assert "tre år" in told, slug
        assert "30. juni 2028" not in told
        assert "§ 32, stk. 2" in told


def test_a_held_amount_that_may_be_paid_out_may_have_gone_to_the_state() -> None:
    given = "paid_to=holding-account paid_on=2019-05-02 other_account_designated=true"
    assert "§ 31, stk. 6" in said("payment-held", given, date(2028, 8, 1))


def test_the_words_tell_that_money_is_in_the_holding_account() -> None:
    told = self_reported("der har stået 8.500 kr til mig på statens ventekonto", LAW, "payment")
    assert [one.pair for one in told] == ["paid_to=holding-account"]
    assert not self_reported("må vi betale til ventekontoen", LAW, "payment")


def test_no_signature_is_blocked_for_what_blocks_none() -> None:
    """A receipt for a code and the approval of an administrator (ss. 7 no. 5 and 10(1) of the order
    of 2018) neither block nor renew."""
    day = date(2021, 2, 1)
    found = answered("entity-signature", "employee_signatures=true", day)
    assert found.answer == "depends"
    assert "employee_left" in [one.column.name for one in found.wanted]
    left = answered("entity-signature", "employee_signatures=true employee_left=true", day)
    assert left.answer == "yes"
    assert left.grounds[0].provision.da.endswith("§ 8, stk. 3")


def test_an_eid_is_not_blocked_for_what_only_renews_it() -> None:
    day = date(2021, 2, 1)
    found = answered("eid-block", "eid=nemid signature_data_changed_on=2021-01-20", day)
    assert found.answer != "yes" or "forny" in found.opening.da


def test_what_a_notice_states_does_not_make_it_digital() -> None:
    """Ss. 12(2) and 26(1) of the CPR Act say what a notice states, and not how it is given."""
    for slug in ("move-within-how", "move-out-how"):
        decides = answerer_of_a_case(slug, DAY).program.answers
        assert not [iri for iri in decides if "/content-of-" in iri], slug


def test_whoever_owns_a_dwelling_is_told_of_the_right_to_the_names() -> None:
    """S. 45 of the CPR Act."""
    found = answered("cpr-dwelling", "")
    assert found.answer == "yes"
    assert "medejer" in found.opening.da
    assert found.grounds[0].provision.da.endswith("§ 45")
    assert found.next is None
    assert "§ 45" in answered("cpr-protected-address", "").opening.da
    assert "(cpr-dwelling)" in said("cpr-data", "", turns=True)


def test_the_day_on_which_an_office_ended_is_asked_for() -> None:
    """S. 18(6) of the act of 2017: the twelve months run from that day."""
    found = answered("aml-pep-former", "political_office_ended=true")
    assert found.answer == "depends"
    assert found.next is not None
    assert found.next.column.name == "political_office_ended_on"
    for day, answer in (("2025-03-15", "no"), ("2026-03-15", "yes")):
        given = f"political_office_ended=true political_office_ended_on={day}"
        assert answered("aml-pep-former", given).answer == answer


def test_whoever_is_only_away_has_not_moved() -> None:
    """S. 6(1) of the CPR Act: the home is where one sleeps when one is not away for a time."""
    told = said("move-within", "moved_on=2026-12-01")
    assert "beholder" in answered("move-within", "moved_on=2026-12-01").opening.da
    assert "§ 6, stk. 1" in told


def test_the_day_of_an_age_is_told_where_more_is_open_then() -> None:
    """S. 2(1) of the order of 2021: from thirteen."""
    found = answered("eid-get", "birth_date=2014-05-01")
    assert found.answer == "no"
    assert "1. maj 2027" in said("eid-get", "birth_date=2014-05-01")
    assert found.complaint == ()


def test_rules_on_other_areas_are_no_reason() -> None:
    """Of what is filed only the rules on that say anything, in force or not yet."""
    told = said("filing-digital", "area=pension-supplement", date(2014, 6, 1))
    assert "1. december 2015" in told
    assert "sygesikringskort" not in told
    assert "dagtilbud" not in told


def test_no_headline_denies_what_the_text_says_is_to_come() -> None:
    """S. 10 a(2) of the act on complaints in health matters gives another way from that day on."""
    told = said("filing-digital", "area=patient-complaint", date(2015, 1, 15), turns=True)
    assert "tilbyde dig en anden måde" in told
    assert "selvbetjening til ansøgningen? (filing-another-way)" in told


def test_a_no_that_opens_by_law_says_from_which_day() -> None:
    """S. 3(2) of the act of 2012 is in force from 1 November 2013."""
    assert "1. november 2013" in said("digital-post-entity", "", date(2013, 9, 1))


def test_the_ground_of_exemption_told_as_an_example_is_one_that_fits() -> None:
    gone = "residence_country=ES left_on=2009-05-01 birth_date=1948-05-01 digital_post=true"
    for facts, fits, not_so in one_in(
        4,
        [
            (gone, "som udrejst (nr. 4)", "computer"),
            (f"{gone} digital_post_since=2015-01-01", "som udrejst (nr. 4)", "computer"),
            (
                "birth_date=1948-05-01 home_in_denmark=true no_fixed_address=true",
                "uden fast bopæl",
                "computer",
            ),
            (
                "birth_date=1948-05-01 home_in_denmark=true",
                "adgang til computer",
                "udrejst (nr. 4)",
            ),
        ],
    ):
        told = said("digital-post-person", facts)
        assert fits in told, facts
        assert not_so not in told, facts
