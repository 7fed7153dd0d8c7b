"""What a caseworker of another house missed in the answers: the whole of what is asked in the first
sentence, nothing presumed done, and the day where it is known."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from lovgraf.explain.answer.model import Answer
from lovgraf.explain.choosing import unclear
from lovgraf.explain.heard import heard
from lovgraf.explain.kin import told_in
from lovgraf.explain.matching import matcher_of
from lovgraf.explain.question import questions_of
from lovgraf.explain.turns import possible
from lovgraf.law import load_law
from lovgraf.readers.single import read_pairs
from tests.checker.explain.asked import DAY, answerer_of_a_case, or_shared
from tests.checker.explain.test_signed_letters import told
from tests.examples import WHOLE, cells, one_in, whole

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
    for day in one_in(2, [DAY, date(2018, 9, 20)]):
        answer = answered("aml-identify", *exchange, day=day)
        assert "kontrolleres ved en pålidelig og uafhængig kilde" in answer.opening.da
        steps = "\n".join(step.text.da for step in answer.steps)
        assert "kontrollere kundens identitet, før transaktionen udføres" in steps
        assert "uden nogen af dem, navn og fødselsdato" in steps.lower().replace("cpr", "CPR")
        assert [one.slug for one in answer.beside] == []
    asked = answerer_of_a_case("aml-identify", DAY)
    assert "https://w3id.org/lovgraf/question/aml-verify" in asked.question.goes_with
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
    for slug, fact, words in one_in(
        2,
        [
            ("nemkonto-person", "cpr_status=05", "Grønland"),
            ("digital-post-person", "residence_country=FO", "bopæl dér er ikke bopæl"),
        ],
    ):
        assert words in answered(slug, fact).opening.da


def test_a_change_of_legal_gender_is_answered_by_its_own_rule() -> None:
    said = told("cpr-new-number-gender", "birth_date=2007-03-01", day=DAY)
    assert "§ 3, stk. 7" in said
    for wanted in ("efter seks måneder", "fyldt 18 år", "skal ministeriet tildele"):
        assert wanted in said
    assert "misbrug" not in said
    assert answered("cpr-new-number-gender", day=DAY).next is None
    assert "misbrug" in told("cpr-new-number", day=DAY)


def test_who_says_to_be_exempt_is_not_asked_since_when_or_why() -> None:
    exempt = answered(
        "digital-post-person", "birth_date=1950-01-01", "home_in_denmark=true", "exempt=true"
    )
    assert exempt.opening.da == "Nej. Du er fritaget for Digital Post."
    assert exempt.next is None
    asker = answerer_of_a_case("digital-post-person", DAY)
    facts, tomorrow = asker.interview.records.memory.plan.programs.facts, DAY + timedelta(1)
    columns = {one.name: one.iri for one in facts.columns.values()}
    later = {columns["exempted_on"]: tomorrow}
    assert not possible(facts, {columns["exempt"]: True}, later, DAY)
    assert possible(facts, {}, later, DAY)
    rejoining = answered("digital-post-rejoin")
    assert [one.column.name for one in rejoining.wanted] == ["eid"]
    assert rejoining.opening.da == "Ja, når du har et elektronisk id (MitID, før NemID)."


def test_who_asks_whether_to_notify_a_departure_has_been_registered() -> None:
    leaving = answered("move-out", "left_on=2026-12-20", "expected_absence_months=24")
    assert leaving.opening.da == "Ja. Udrejsen skal anmeldes."


def test_what_follows_a_choice_is_not_asked_for_with_it() -> None:
    """A worker need not tell of means: what one does here is asked for, and the rest by that."""
    open_ = answered("right-of-residence")
    assert [one.column.name for one in open_.wanted] == ["citizenship", "residence_right_basis"]
    assert open_.opening.da.startswith("Det kommer an på, hvor du er statsborger og hvad du laver")


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
    for slug in one_in(2, ["move-within-how", "move-in-papers"]):
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
    found = matcher_of(load_law()).find(said, DAY)
    assert found.clear is None
    assert found.outside is not None
    assert "lbk. nr. 1463" in found.outside.advice.da
    assert "§ 5" in found.outside.advice.da
    assert "15.000" in found.outside.advice.da


@pytest.mark.parametrize(
    ("day", "limit", "place"),
    one_in(
        2,
        [
            (date(2014, 3, 1), "50.000", "lbk. nr. 1022 af 13.8.2013), § 2"),
            (date(2020, 6, 4), "50.000", "lov nr. 651 af 8.6.2017), § 5"),
            (date(2021, 6, 30), "50.000", "lov nr. 651"),
            (date(2021, 7, 1), "20.000", "lov nr. 651"),
            (date(2024, 2, 29), "20.000", "lov nr. 651"),
            (date(2024, 3, 1), "15.000", "§ 5"),
        ],
    ),
)
def test_the_limit_on_cash_is_that_of_the_day(day: date, limit: str, place: str) -> None:
    said = "må min møbelforretning tage imod 40.000 kr i kontanter for en sofagruppe"
    told = unclear(matcher_of(load_law()).find(said, day)).da
    assert limit in told
    assert place in told
    assert told.count("000 kr.") == 1
    assert told.count("Intet spørgsmål her handler om det") == 1


@pytest.mark.parametrize(
    ("said", "day", "places"),
    one_in(
        2,
        [
            (
                "jeg er revisor og har underrettet hvidvasksekretariatet om en klient, må jeg "
                "fortælle ham det",
                date(2020, 2, 11),
                ("§ 26, stk. 1", "§ 38, stk. 1", "fraråde klienten"),
            ),
            ("må en advokat fortælle klienten at han er indberettet for hvidvask", DAY, ("§ 38",)),
            (
                "må vi sige til kunden at vi har lavet en underretning",
                date(2014, 12, 1),
                ("§ 7, stk. 1", "§ 27, stk. 1"),
            ),
            ("hvornår skal vi underrette hvidvasksekretariatet", DAY, ("Hvidvasksekretariatet",)),
            ("may we tell the client that we reported him to the FIU", DAY, ("§ 38",)),
        ],
    ),
)
def test_that_a_report_is_secret_is_told_and_no_question_answered(
    said: str, day: date, places: tuple[str, ...]
) -> None:
    found = matcher_of(load_law()).find(said, day)
    assert found.clear is None
    assert found.outside is not None
    assert found.outside.iri.endswith("/aml-report")
    assert all(place in found.outside.advice.da for place in places)


@pytest.mark.parametrize(
    ("said", "slug"),
    one_in(
        2,
        [
            (
                "kommunen skriver at den tror jeg bor et andet sted og vil have mig til at melde "
                "flytning, hvor lang tid har jeg til at svare",
                "registration-challenged",
            ),
            (
                "jeg er bange for at nogen optager lån i mit navn, kan jeg få sat en "
                "kreditadvarsel på mit cpr-nummer",
                "credit-warning",
            ),
            ("advarsel mod kreditgivning", "credit-warning"),
            ("kan jeg få en kreditadvarsel i folkeregistret", "credit-warning"),
            ("may I have a credit warning in the population register", "credit-warning"),
            ("kan jeg slippe for reklamer", "marketing-protection"),
        ],
    ),
)
def test_what_the_register_is_asked_finds_its_question_alone(said: str, slug: str) -> None:
    found = matcher_of(load_law()).find(said).clear
    assert found is not None
    assert found.slug == slug


def test_whom_the_municipality_believes_to_live_elsewhere_is_told_of_14_days_and_of_no_5() -> None:
    for day, act in one_in(2, [(DAY, "lbk. nr. 1010 "), (date(2014, 11, 30), "lbk. nr. 5 ")]):
        answer = answered("registration-challenged", day=day)
        told = "\n".join(
            [
                answer.opening.da,
                *(f"{one.rule.da} {one.provision.da}" for one in answer.grounds),
                *(one.text.da for one in answer.steps),
            ]
        )
        assert answer.opening.da.startswith("14 dage.")
        assert "brevet må antages at være kommet frem" in answer.opening.da
        assert "skal skriftligt meddele dig afgørelsen" in told
        assert act in told
        assert "§ 11, stk. 1" in told
        assert "§ 11, stk. 2" in told
        assert "5 dage" not in told
        corrected = answered("correct-registration", day=day)
        assert "inden 14 dage" in corrected.opening.da
        assert "5 dage" not in " ".join(one.text.da for one in corrected.steps)


def test_a_credit_warning_takes_15_years_and_a_home_here() -> None:
    assert answered("credit-warning").opening.da.startswith("Ja, hvis du er fyldt 15 år")
    yes = answered("credit-warning", "birth_date=1990-01-01", "home_in_denmark=true")
    assert yes.opening.da.startswith("Ja. Du kan hos bopælskommunen")
    assert "indtil du selv siger den fra" in " ".join(one.text.da for one in yes.steps)
    for facts in (("birth_date=2013-01-01",), ("birth_date=1990-01-01", "cpr_status=80")):
        assert answered("credit-warning", *facts).opening.da.startswith("Nej. Det kræver")


def test_from_which_day_a_new_nemkonto_has_effect() -> None:
    def told(fact: str, day: date) -> str:
        return " ".join(one.text.da for one in answered("nemkonto-change", fact, day=day).steps)

    if WHOLE:
        before = told("nemkonto_change_notified_on=2024-02-12", date(2024, 2, 12))
        assert "Dagen er mandag den 19. februar 2024" in before
    now = told("nemkonto_active_on=2026-03-27", date(2026, 3, 30))
    assert "Dagen er onsdag den 8. april 2026" in now  # Easter lies between
    assert "en konto i udlandet kan anvisningen få virkning senere" in now
    assert "Dagen er" not in told("residence_country=DK", DAY)


def test_a_payer_is_told_that_it_may_lock_a_benefit_account() -> None:
    answer = answered("payment-benefit-account", "benefit_account_requested=true", day=DAY)
    told = " ".join(one.text.da for one in answer.steps)
    assert "på modtagerens anmodning låse kontoen" in told
    assert "efter anden lov bestemme betalingsmåden" in told


def test_access_for_another_is_given_in_digital_post_too_and_the_post_still_arrives() -> None:
    answer = answered("digital-post-access", "digital_post=true", day=or_shared(date(2025, 2, 3)))
    assert any("ved selv at angive dem" in one.rule.da for one in answer.grounds)
    assert "posten anses stadig for kommet frem til dig" in " ".join(
        one.text.da for one in answer.steps
    ).replace("Posten", "posten")


def test_who_gives_a_relative_something_does_not_ask_for_the_relative() -> None:
    law = load_law()
    said = "jeg er 79 og vil give min datter lov til både at læse og svare på min digitale post"
    assert told_in(said, law) is None
    assert told_in("how do I let my daughter read my mail", law) is None
    whose = told_in("må jeg læse min mors digitale post", law)
    assert whose is not None
    assert whose.name == "mother"
    asked_for = told_in("må min datter læse sin post", law)
    assert asked_for is not None
    assert asked_for.name == "daughter"


def test_a_filer_exempt_from_digital_post_is_read_so() -> None:
    said = "jeg er fritaget for digital post, må jeg så søge om parkeringslicens på papir"
    question = questions_of(load_law())["filing-another-way"]
    found = [one.pair for one in heard(said, load_law(), question, DAY).facts]
    assert found == ["area=parking-permit", "filer_digital_post_exempt=true"]
    asks = "kan jeg blive fritaget for digital post og søge på papir"
    assert not heard(asks, load_law(), question, DAY).facts
    for year, answer in one_in(2, [(2024, "yes"), (2016, "depends")]):
        assert answered("filing-another-way", *found, day=date(year, 2, 1)).answer == answer


def test_what_was_paid_in_cash_asks_for_no_day_and_who_was_sought_for_no_country() -> None:
    for slug, *facts in one_in(
        2,
        [
            ("nemkonto-without", "paid_to=cash"),
            ("payment-held", "paid_to=cash"),
            ("emigrate-authority", "sought_in_vain=true"),
        ],
    ):
        assert not answered(slug, *facts, day=or_shared(date(2026, 4, 1))).missing


def test_a_lost_nemid_is_not_said_to_be_kept() -> None:
    lost = ("eid=nemid", "eid_key_compromised=true")
    after = answered("eid-block", *lost, day=or_shared(date(2026, 4, 1))).opening.da
    assert after.startswith("Nej. Pligten gælder kun et MitID")
    assert answered("eid-block", *lost, day=date(2022, 4, 1)).answer == "yes"


@pytest.mark.parametrize(
    ("slug", "said", "facts"),
    one_in(
        2,
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
            (
                "move-in",
                "jeg kommer til Danmark fra Spanien i 5 måneder",
                ["expected_stay_months=5"],
            ),
            ("move-out", "min søn skal til Spanien, og jeg blev her i 8 måneder", []),
            ("move-out", "jeg skal til Spanien i højst 8 måneder", []),
            ("move-within", "jeg låner en lejlighed i 2 måneder", []),
        ],
    ),
)
def test_ages_and_months_are_read(slug: str, said: str, facts: list[str]) -> None:
    law = load_law()
    found = heard(said, law, questions_of(law)[slug], date(2026, 11, 30)).facts
    own = ("relationship_ended_on", "birth_date", "expected_absence_months", "expected_stay_months")
    assert [one.pair for one in found if one.column.name in own] == facts


def test_of_a_company_its_cvr_number_owners_and_extract_are_asked_for() -> None:
    for said in one_in(
        4,
        [
            "What may an estate agent demand of a company as a customer it never meets?",
            "Hvad må banken kræve af et selskab, den aldrig møder?",
            "skal en advokat kende kunden, når kunden er en forening",
            "Must the estate agent identify a company?",
        ],
    ):
        found = matcher_of(load_law()).find(said).clear
        assert found is not None
        asked = answerer_of_a_case(found.slug, DAY)
        read = heard(said, load_law(), found, DAY).facts
        assert "customer_kind=legal-entity" in {one.pair for one in read}
        answer = answered(found.slug, "customer_kind=legal-entity", day=DAY)
        cited = "\n".join(one.provision.en for one in answer.grounds)
        assert "s. 11(1), no. 1, letter b" in cited
        assert "letter a" not in cited
        told = "\n".join(one.text.en for one in answer.steps)
        assert "CPR" not in told
        for part in ("CVR number", "beneficial owners", "extract"):
            assert part in told
        assert asked.question.slug in ("aml-remote", "aml-identify")
    old = answered("aml-remote", "customer_kind=legal-entity", day=date(2014, 12, 1))
    assert {"CVR", "19(2)"} <= {*re.findall(r"CVR|19\(2\)", old.opening.en)}
    either = answered("aml-remote", day=DAY)
    assert {"CPR", "CVR"} <= {*re.findall(r"C[PV]R", either.opening.en)}


def test_a_company_that_is_the_business_is_no_customer() -> None:
    for said in ("our company must identify the customer", "må vores selskab afvise en kunde"):
        read = heard(said, load_law(), questions_of(load_law())["aml-identify"], DAY).facts
        assert "customer_kind=legal-entity" not in {one.pair for one in read}


def test_what_comes_on_a_stated_day_is_asked_about() -> None:
    day = date(2026, 5, 4)
    coming = answered("residence-document", "arrived_on=2026-05-08", day=day)
    assert coming.opening.en.startswith(
        "Not yet. If all else stays as it is, the answer from 8 May"
    )
    assert "It depends on" in coming.opening.en
    assert coming.later == date(2026, 5, 8)
    assert coming.next is not None
    rest = "expected_stay_months=24", "residence_right_basis=worker", "citizenship=DE"
    known = answered("residence-document", "arrived_on=2026-05-08", *rest, day=day)
    assert known.opening.en.endswith("Yes. You must apply for a registration certificate.")
    assert known.next is None
    assert known.grounds[0].so is not None
    assert known.grounds[0].so.en == "So the rule does not apply to you yet."


def test_whoever_says_to_be_connected_is_not_presumed_not_to_be() -> None:
    law = load_law()
    question = questions_of(law)["digital-post-person"]
    for words, connected in {
        "My father is connected to Digital Post and lives in Spain. Must he keep it?": "true",
        "Must my father in Spain keep Digital Post? He already has Digital Post": "true",
        "Min far er tilmeldt e-Boks og bor i Spanien, skal han have digital post": "true",
        "min far er ikke tilsluttet digital post og bor i Spanien": "false",
        "I am not connected to Digital Post and live in Spain": "false",
    }.items():
        found = [one.pair for one in heard(words, law, question, DAY).facts]
        assert f"digital_post={connected}" in found, words


def test_an_open_answer_does_not_begin_with_a_rule_that_is_known_not_to_bind() -> None:
    abroad = "birth_date=1948-05-01", "left_on=2009-06-01", "residence_country=ES"
    connected = *abroad, "digital_post=true"
    before = answered("digital-post-person", *connected, "digital_post_since=2008-05-01")
    assert "home or fixed abode" not in before.opening.en
    after = answered("digital-post-person", *connected, "digital_post_since=2013-05-01")
    assert after.opening.en.startswith("Yes, until you are exempted.")


def test_papers_are_those_of_what_the_stay_rests_on() -> None:
    italian = ("citizenship=IT", "expected_stay_months=24")
    for day, place in one_in(2, [(DAY, "s. 23, no. 3"), (date(2017, 9, 4), "s. 22(3)")]):
        student = answered(
            "residence-document", *italian, "residence_right_basis=student", day=day
        )  # fmt: skip
        papers = [one for one in student.steps if "identity card" in one.text.en]
        assert [one.provision is not None and place in one.provision.en for one in papers] == [True]
        assert "No fixed sum is set" in papers[0].text.en
        assert ("sickness insurance" in papers[0].text.en) == (day.year == 2017)
    worker = answered("residence-document", *italian, "residence_right_basis=self-employed")
    (own,) = [one for one in worker.steps if "identity card" in one.text.en]
    assert "proof of the business" in own.text.en
    wife = answered("residence-document", "citizenship=BR", "eu_family_member=true")
    assert not any("proof of work" in one.text.en for one in wife.steps)
    stay = (*italian, "residence_right_basis=student", "arrived_on=2026-11-20")
    right = answered("right-of-residence", *stay)
    assert right.opening.en.startswith("Yes, for the first 3 months after entry.")


def test_what_could_change_the_answer_is_told_as_it_would_begin() -> None:
    abroad = ["birth_date=1948-05-01", "left_on=2009-06-01", "residence_country=ES"]
    asker = answerer_of_a_case("digital-post-person", DAY)
    record = read_pairs(abroad, asker.view.facts_of_day, asker.question.record_type)
    told_of = {turn.clauses[0].en: (turn.opens, to) for turn, to in asker.answer(record).turns}
    opens, answer = told_of["you are connected to Digital Post"]
    assert answer == "depends"
    assert opens is not None
    assert opens.en.startswith("Yes, until you are exempted. You can ask for that")


@whole("checker/explain/test_always_exempted.py::test_who_is_always_exempted_is_told_so")
def test_who_lives_abroad_is_told_of_the_exemption_for_that_first() -> None:
    for (day, place), abroad in cells(
        one_in(
            3,
            [
                (DAY, "§ 7, nr. 4"),
                (date(2022, 6, 15), "§ 7, nr. 4"),
                (date(2016, 6, 15), "§ 3, nr. 4"),
            ],
        ),
        ["home_in_denmark=false", "residence_country=ES"],
    ):
        answer = answered("digital-post-exemption", abroad, "birth_date=1950-03-02", day=day)
        assert "altid fritaget" in answer.opening.da
        cited = [one.provision.da for one in answer.grounds]
        assert "§ 3, stk. 1" in cited[0]  # which does not bind without a home
        assert "§ 5, stk. 1, 2. pkt." in cited[1]
        assert place in cited[2]
    here = answered("digital-post-exemption", "home_in_denmark=true", "birth_date=1950-03-02")
    assert "altid" not in here.opening.da
    gone = ("home_in_denmark=false", "left_on=2021-06-01", "birth_date=1950-03-02")
    answer = answered("digital-post-exemption", *gone, day=or_shared(date(2022, 6, 15)))
    assert "altid fritaget" in answer.opening.da
    assert not any("fængsel" in one.text.da for one in answer.steps)


def test_when_owners_are_verified_is_told_where_it_is_asked_if_they_are() -> None:
    company, day = "customer_kind=legal-entity", date(2020, 2, 10)
    owners = answered("aml-owners", company, day=day)
    assert "before the relationship is taken up" in owners.opening.en
    told = " ".join(f"{one.text.en} {one.provision and one.provision.en}" for one in owners.steps)
    assert "while the relationship is being established" in told
    assert "s. 14(2)" in told
    asked = answerer_of_a_case("aml-owners", day).question
    assert asked.goes_with == ("https://w3id.org/lovgraf/question/aml-verify",)
    check = answered("aml-verify", company, day=day)
    assert "de reelle ejeres identitet være kontrolleret" in check.opening.da
    person = answered("aml-verify", "customer_kind=person", day=day)
    assert "ejeres" not in person.opening.da


def test_only_the_act_of_2025_asks_for_an_account_as_far_as_possible() -> None:
    paid = ("receives_public_payment=true", "residence_country=DK", "birth_date=2010-01-01")
    for day, soft in one_in(
        2, [(date(2014, 12, 10), False), (date(2024, 2, 12), False), (DAY, True)]
    ):
        answer = answered("nemkonto-person", *paid, day=day)
        assert answer.opening.da.startswith("Ja.")
        assert ("så vidt muligt" in answer.opening.da) == soft


def test_how_early_a_move_can_be_notified_is_told_until_it_has_happened() -> None:
    for day, told_ in ((date(2026, 9, 14), True), (date(2026, 10, 3), False)):
        answer = answered("move-within", "moved_on=2026-10-01", day=day)
        assert any("4 weeks before" in one.text.en for one in answer.steps) == told_
