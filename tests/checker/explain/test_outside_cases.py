"""What a caseworker of another house missed in the answers: the whole of what is asked in the first
sentence, nothing presumed done, and the day where it is known."""

from __future__ import annotations

from datetime import date

import pytest

from lovgraf.explain.answer.model import Answer
from lovgraf.explain.heard import heard
from lovgraf.explain.matching import matcher_of
from lovgraf.explain.question import questions_of
from lovgraf.law import load_law
from lovgraf.readers.single import read_pairs
from tests.checker.explain.asked import DAY, answerer_of_a_case
from tests.checker.explain.test_signed_letters import told

pytestmark = pytest.mark.slow


def answered(slug: str, *facts: str, day: date = DAY) -> Answer:
    asker = answerer_of_a_case(slug, day)
    kind = asker.question.record_type
    record = read_pairs(list(facts), asker.view.facts_of_day, kind, spans=True)
    return asker.answer(record, turns=False)


def test_who_asks_whether_to_identify_is_told_of_the_check() -> None:
    exchange = (
        "occasional=true", "transaction_kind=currency-exchange", "transaction_amount_eur=805",
        "business=currency-exchange",
    )  # fmt: skip
    for day in (date(2018, 9, 20), DAY):
        answer = answered("aml-identify", *exchange, day=day)
        assert "kontrolleres ved en pålidelig og uafhængig kilde" in answer.opening.da
        steps = "\n".join(step.text.da for step in answer.steps)
        assert "kontrollere kundens identitet, før transaktionen udføres" in steps
        assert "har kunden hverken CPR-nummer eller lignende" in steps.lower().replace("cpr", "CPR")
        assert [one.slug for one in answer.beside] == []
    asked = answerer_of_a_case("aml-identify", DAY)
    assert asked.question.goes_with == ("https://w3id.org/lovgraf/question/aml-verify",)
    account = ("business=bank", "customer_kind=person", "occasional=false")
    before = answered("aml-identify", *account, day=date(2014, 12, 1))
    assert "Kunden skal identificeres." in before.opening.da


def test_where_a_payer_must_be_seated_is_said_first() -> None:
    assert "hjemsted i Danmark" in answered("payment-private").opening.da
    before = answered("payment-private", day=date(2024, 1, 1)).opening.da
    assert "hjemsted" not in before
    assert answered("payment-private", "payer_country=US").opening.da.startswith("Nej. Udbetaleren")
    assert answered("payment-private", "payer_country=FO").opening.da.startswith("Ja. ")


def test_the_day_of_a_deadline_that_the_head_names_is_asked_for() -> None:
    for slug in ("move-within", "move-within-how"):
        following = answered(slug).next
        assert following is not None
        assert following.column.name == "moved_on"


def test_who_gets_an_eid_is_told_who_issues_it() -> None:
    settled = ("birth_date=1980-01-01", "home_in_denmark=true", "cpr_status=01")
    said = told("eid-get", *settled, day=DAY)
    assert "Kommunalbestyrelsen skal varetage opgaverne med MitID" in said
    assert "www.digst.dk/MitIDlegitimation" in said


def test_what_an_act_says_of_greenland_and_the_faroes_is_reserved() -> None:
    leaving = ("left_on=2027-01-04", "expected_absence_months=8", "ever_registered=true")
    greenland = told("move-out", *leaving, "moved_to_country=GL", day=DAY)
    assert "Forbehold" in greenland.split("Svaret bygger")[0]
    assert "§ 60" in greenland
    assert "Forbehold" not in told("move-out", *leaving, "moved_to_country=DE", day=DAY)
    assert "bopæl dér er ikke bopæl" in (
        answered("digital-post-person", "residence_country=FO").opening.da
    )
    assert "Grønland" in answered("nemkonto-person", "cpr_status=05", day=DAY).opening.da


def test_a_change_of_legal_gender_is_answered_by_its_own_rule() -> None:
    said = told("cpr-new-number-gender", "birth_date=2007-03-01", day=DAY)
    assert "§ 3, stk. 7" in said
    for wanted in ("efter seks måneder", "fyldt 18 år", "skal ministeriet tildele"):
        assert wanted in said
    assert "misbrug" not in said
    assert answered("cpr-new-number-gender", day=DAY).next is None
    assert "misbrug" in told("cpr-new-number", day=DAY)


def test_what_is_past_its_five_years_is_not_to_be_kept() -> None:
    for ended in ("2020-06-01", "2020"):
        answer = answered("aml-retention", f"relationship_ended_on={ended}", "occasional=false")
        assert "ikke længere opbevares" in answer.opening.da
        assert "i mindst fem år" not in "\n".join(step.text.da for step in answer.steps)
        assert any("slette" in step.text.da for step in answer.steps)
        assert answer.next is None or ended == "2020"
    kept = answered("aml-retention", "relationship_ended_on=2023-06-01", "occasional=false")
    assert "mindst fem år" in kept.opening.da
    one_off = answered("aml-retention", "occasional=true", "first_transaction_on=2019-02-01")
    assert "om transaktionen skulle være slettet" in one_off.opening.da


def test_what_is_asked_about_is_not_presumed_to_be_done() -> None:
    facts, day = ("eid=none", "moved_on=2014-06-01"), date(2014, 5, 10)
    for slug in ("move-within-how", "move-in-papers"):
        answer = answered(slug, *facts, day=day)
        said = "\n".join(one.da for ground in answer.grounds for one in ground.presumed)
        assert "anmeldt" not in said
    paid = answered("payment-set-off", "set_off_requested=true")
    assert not any("udbetalt den" in one.da for ground in paid.grounds for one in ground.presumed)


def test_how_long_a_protection_holds_stays_in_the_first_sentence() -> None:
    for status in ("01", "03"):
        assert "gælder et år" in answered("address-protection", f"cpr_status={status}").opening.da


def test_a_citizen_is_asked_for_no_code_of_a_register() -> None:
    for slug in ("address-protection", "address-protection-how"):
        asking = answered(slug).next
        assert asking is None or asking.column.name != "cpr_status"


def test_the_day_on_which_a_message_arrived_is_told() -> None:
    sent = ("made_available_on=2020-10-02", "recipient_connected=true")
    answer = answered("message-effect", *sent, day=date(2020, 10, 5))
    assert "kommet frem den 2. oktober 2020" in answer.opening.da
    assert "2 October 2020" in answer.opening.en
    unknown = answered("message-effect", "recipient_connected=true", day=date(2020, 10, 5))
    assert "når det er tilgængeligt" in unknown.opening.da


def test_set_off_tells_of_the_transfer_and_what_it_does() -> None:
    for day in (DAY, date(2020, 3, 1)):
        said = told("payment-set-off", "set_off_requested=true", day=day)
        assert "overføres til skatteforvaltningen" in said
        assert "frigør udbetaleren" in said
    assert "§ 16, stk. 2" in told("payment-set-off", "set_off_requested=true", day=DAY)


@pytest.mark.parametrize(
    ("said", "slug"),
    [
        (
            "vi lagde afgørelsen i borgerens digitale post fredag kl 17 men han åbnede den først "
            "mandag, hvornår regnes klagefristen fra",
            "message-effect",
        ),
        (
            "jeg flytter fra Odense til Vejle den 1. juni og har ikke nemid, må jeg melde det på "
            "en blanket",
            "move-within-how",
        ),
        (
            "der har stået 8.500 kr til mig på statens ventekonto siden 2019, hvornår mister jeg "
            "dem",
            "payment-held",
        ),
        ("jeg vil skifte juridisk køn, kan jeg få nyt cpr-nummer", "cpr-new-number-gender"),
    ],
)
def test_words_of_the_case_find_their_question(said: str, slug: str) -> None:
    assert slug in [one.slug for one in matcher_of(load_law()).find(said).near]


@pytest.mark.parametrize(
    "said",
    [
        "må jeg som bilforhandler tage imod 25.000 kr kontant for en brugt bil",
        "må en forretning modtage 25.000 kr i kontanter, der er vel et kontantforbud",
        "may my shop accept 20,000 kroner in cash for a used car",
    ],
)
def test_the_limit_on_cash_is_told_with_its_section(said: str) -> None:
    found = matcher_of(load_law()).find(said)
    assert found.clear is None
    assert found.outside is not None
    assert "§ 5" in found.outside.advice.da
    assert "15.000" in found.outside.advice.da


@pytest.mark.parametrize(
    ("slug", "said", "facts"),
    [
        (
            "digital-post-person",
            "jeg er lige fyldt 15 og går i 9. klasse, skal jeg ha e-boks",
            ["birth_date=2010-12-01/2011-11-30"],
        ),
        (
            "cpr-new-number-gender",
            "jeg er 19 og vil skifte køn",
            ["birth_date=2006-12-01/2007-11-30"],
        ),
        (
            "move-out",
            "jeg skal til Spanien i 8 måneder, skal jeg melde udrejse",
            ["expected_absence_months=8"],
        ),
        ("move-out", "I am going abroad for 5 months", ["expected_absence_months=5"]),
        ("move-in", "jeg skal være i Danmark i 5 måneder", ["expected_stay_months=5"]),
        (
            "cpr-new-number-gender",
            "jeg føler mig som kvinde og er 19",
            ["birth_date=2006-12-01/2007-11-30"],
        ),
        (
            "aml-retention",
            "hvor længe må banken gemme mit pas, jeg lukkede kontoen i 2020",
            ["relationship_ended_on=2020"],
        ),
        ("move-in", "jeg kommer til Danmark fra Spanien i 5 måneder", ["expected_stay_months=5"]),
        ("move-out", "min søn skal til Spanien, og jeg blev her i 8 måneder", []),
        ("move-out", "jeg skal til Spanien i højst 8 måneder", []),
        ("move-within", "jeg låner en lejlighed i 2 måneder", []),
    ],
)
def test_ages_and_months_are_read(slug: str, said: str, facts: list[str]) -> None:
    law = load_law()
    found = heard(said, law, questions_of(law)[slug], date(2026, 11, 30)).facts
    own = ("relationship_ended_on", "birth_date", "expected_absence_months", "expected_stay_months")
    assert [one.pair for one in found if one.column.name in own] == facts
