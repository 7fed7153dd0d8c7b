"""What a caseworker has to find in a letter before signing it, one test for each kind of fault."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace
from rdflib import Literal

from lovgraf.core.terms import CORE, Lang
from lovgraf.explain.heard import heard
from lovgraf.readers.single import read_pairs
from lovgraf.reports import answer_letter
from lovgraf.reports.answer_text import write_answer
from tests.checker.explain.asked import DAY, answerer_of_a_case, or_shared
from tests.checker.explain.test_letters import lines
from tests.examples import WHOLE, one_in, whole

pytestmark = pytest.mark.slow

THEN = date(2014, 12, 1)
"""A day of the first acts, on which the other files ask too."""


def told(slug: str, *facts: str, day: date = DAY, lang: str = "da") -> str:
    """The letter of a case, as one text."""
    asker = answerer_of_a_case(slug, day)
    record = read_pairs(list(facts), asker.view.facts_of_day, asker.question.record_type)
    return "\n".join(lines(asker.answer(record, turns=False), lang))


def test_what_an_exception_leaves_open_is_told_with_the_answer() -> None:
    protected = told("address-protection", "cpr_status=01", "home_in_denmark=true")
    assert "men den gælder ikke over for alle" in protected
    for place in ("§ 42, stk. 5", "§ 43, stk. 1", "§ 45", "§ 28, stk. 3, 3. pkt.", "§ 28, stk. 4"):
        assert place in protected
    assert protected.index("§ 28, stk. 1") < protected.index("§ 42, stk. 5")
    assert "Meddeler politiet kommunen skriftligt" in protected
    assert "Kommunen skal registrere dig" not in protected
    assert "der er beskyttet i CPR, gives som udgangspunkt ikke" in told("cpr-data-entity")
    assert "Modtageren kan når som helst" in told("payment-private")


def test_a_head_says_no_more_than_the_rules_below() -> None:
    filing = ["area=day-care-place", "channel=paper", "filing_kind=application"]
    rejected = told("filing-rejected", *filing, "filer_birth_date=1996-01-01")
    assert "eller en anden undtagelse nedenfor gælder" in rejected
    assert "§ 27 a, stk. 2" in rejected
    assert "Er ansøgeren fritaget for Digital Post og beder om en anden måde" in rejected
    if WHOLE:
        own = ["birth_date=1948-02-02", "home_in_denmark=true", "cpr_status=01"]
        frail = told("digital-post-exemption-disability", *own)
        assert "uden underskrift" in frail.split("Begrundelse")[0]


def test_what_may_be_left_is_told_with_the_duty_that_stays() -> None:
    said = told(
        "move-within-how", "moved_on=2026-11-27", "exemption_ground=3", "digital_post=false"
    )
    assert "Flytningen skal stadig anmeldes" in said
    assert "senest onsdag den 2. december 2026" in said
    assert "særlige forhold" not in said


def test_an_exception_is_cited_where_it_applies() -> None:
    client = ("business=lawyer", "listed_task=true", "onboarded_on=2025-01-01")
    said = told("aml-refuse", *client, "legal_proceedings_assistance=true")
    assert "§ 14, stk. 6" in said
    assert "ikke gennemføres yderligere transaktioner" not in said


def test_papers_are_those_of_whoever_asks() -> None:
    family = [
        "citizenship=US", "eu_family_member=true", "arrived_on=2026-10-15",
        "expected_stay_months=36", "residence_right_basis=family",
    ]  # fmt: skip
    said = told("residence-document", *family)
    assert "§ 26, stk. 4" in said
    assert "id-kort er ikke nok" in said
    assert "(§ 23)" not in said
    worker = ["citizenship=DE", "arrived_on=2026-10-15", "expected_stay_months=36"]
    said = told("residence-document", *worker, "residence_right_basis=worker")
    assert "§ 23" in said
    assert "§ 26, stk. 4" not in said


def test_days_overdue_are_counted_from_the_day_that_is_said() -> None:
    said = told("move-within", "moved_on=2026-11-10")
    assert "senest søndag den 15. november 2026" in said
    assert "overskredet med 14 dage" in said


def test_a_rule_is_cited_by_the_sentence_that_the_question_means() -> None:
    said = told("emigrate-authority", "cpr_status=01", "sought_in_vain=true")
    assert "§ 6, stk. 5, 2. pkt." in said
    assert "§ 6, stk. 4" not in said


def test_a_no_cites_the_rules_that_come_nearest_to_the_case() -> None:
    facts = ["occasional=true", "transaction_kind=currency-exchange", "transaction_amount_eur=400"]
    said = told("aml-identify", *facts)
    assert "§ 10, nr. 2, litra c" in said
    assert "at værdien af transaktionen er 400 euro" in said
    assert "§ 11, stk. 1, nr. 1" not in said
    assert "skete ikke" not in said
    assert "der ikke er andre transaktioner, som denne hænger sammen med" in said


@whole("test_a_business_that_is_bound_for_some_tasks_is_told_so_first")
def test_an_obliged_business_is_asked_what_it_is_and_called_by_that() -> None:
    asked = told("aml-refuse", "legal_proceedings_assistance=true")
    assert "Hvilken slags virksomhed er det" in asked
    assert "banken" not in asked.split("Det mangler")[0].lower()
    in_court = ("legal_proceedings_assistance=true", "business=lawyer", "listed_task=true")
    lawyer = told("aml-refuse", *in_court)
    assert "Nej. Advokaten skal ikke afvise" in lawyer
    assert "Ja. Virksomheden må ikke etablere" in told("aml-refuse")
    assert "Ja. Vekselkontoret skal kende" in told("aml-purpose", "business=currency-exchange")
    assert "Ja. Virksomheden skal kende" in told("aml-purpose")
    assert "Banken skal" in told("aml-informed")
    tourist = told("aml-identify", "business=currency-exchange")
    assert "skal vekselkontoret indhente navn og CPR-nummer eller lignende" in tourist
    assert "uden nogen af dem, navn og fødselsdato" in tourist


def test_a_business_that_is_bound_for_some_tasks_is_told_so_first() -> None:
    open_ = told("aml-identify", "business=lawyer").split("Det mangler")[0]
    assert "Det kommer an på, om opgaven for kunden er en af dem" in open_.split("Svaret bygger")[0]
    assert "§ 1, stk. 1" in open_
    other = told("aml-identify", "business=lawyer", "listed_task=false")
    assert "Hvidvaskloven gælder ikke for opgaven, så advokaten har ingen pligt" in other
    assert "mistanke" not in other
    outside = told("aml-pep", "business=not-covered")
    assert "Hvidvaskloven gælder ikke for virksomheden" in outside
    assert "at virksomheden er et vekselkontor" in told(
        "aml-identify", "business=currency-exchange", "occasional=true",
        "transaction_kind=currency-exchange", "transaction_amount_eur=600",
    )  # fmt: skip


@whole("checker/explain/test_settling.py::test_a_no_that_opens_by_law_says_from_which_day")
def test_a_rule_that_is_not_in_force_yet_is_the_reason_of_a_no() -> None:
    facts = ["birth_date=1974-05-05", "home_in_denmark=true"]
    said = told("digital-post-person", *facts, day=date(2014, 6, 1))
    assert "Reglen træder først i kraft den 1. november 2014" in said
    assert "§ 3, stk. 1). Reglen gælder først fra den 1. november 2014." in said
    assert "der er intet at skønne over" not in said
    child = ["birth_date=2005-05-05", "home_in_denmark=true"]
    answer = told("digital-post-person", *child, day=date(2014, 6, 1))
    assert "træder først i kraft" not in answer


@whole("test_whoever_left_is_told_the_ground_that_fits_before_all_is_known")
def test_whoever_has_no_fixed_address_here_stays_connected() -> None:
    """S. 3(4) does not demand that the country was left."""
    facts = [
        "birth_date=1970-05-05", "home_in_denmark=false", "no_fixed_address=true",
        "digital_post=true", "connection_basis=mandatory",
    ]  # fmt: skip
    said = told("digital-post-person", *facts)
    assert "Ja, indtil du beder om at blive fritaget" in said
    assert "§ 3, stk. 4). " in said
    assert "§ 5, stk. 1, 2. pkt." in said
    assert "rejste" not in said
    granted = told("digital-post-exemption", *facts)
    assert "rejste du fra Danmark" not in granted


@pytest.mark.parametrize(
    ("slug", "facts", "day"),
    one_in(2, [
        ("move-within", [], "moved_on"),
        ("move-within", ["moved_on=2026-11-20"], None),
        ("move-within", ["moved_on=2026-11-20", "move_notified_on=2026-11-21"], None),
        (
            "move-in",
            ["citizenship=PL", "moved_from_country=PL", "expected_stay_months=24",
             "home_in_denmark=true", "residence_document=registration-certificate",
             "arrived_on=2026-11-20"],
            "home_since",
        ),
    ]),
)  # fmt: skip
def test_the_day_from_which_a_deadline_runs_is_asked_for_at_the_end(
    slug: str, facts: list[str], day: str | None
) -> None:
    """The answer is settled without it; the letter could not name the last day."""
    asker = answerer_of_a_case(slug, DAY)
    record = read_pairs(facts, asker.view.facts_of_day, asker.question.record_type)
    asking = asker.next(record)
    assert (asking.column.name if asking else None) == day
    if day is not None:
        assert "Fristen regnes" in asking.why.da if asking else False
        assert asker.settled(record) == "yes"
        assert asker.next(record, {day}) is None or day not in str(asker.next(record, {day}))


def test_whoever_seeks_a_protected_address_is_told_whose_it_may_be() -> None:
    for slug in one_in(2, ["cpr-protected-address", "cpr-data", "cpr-disclosure"]):
        said = told(slug, "cpr_basis=registered", "cpr_status=01")
        assert "§ 42, stk. 5" in said
        assert slug == "cpr-data" or "§ 43, stk. 1" in said
    assert "Ja, det må der" not in told("cpr-disclosure")


def test_a_refusal_gives_the_reasons_of_its_own_case() -> None:
    said = told("exemption-decision", "exemption_ground=1", "request_in_due_form=nej")
    assert "§ 10, stk. 2" in said
    assert "§ 9, stk. 4" in said
    assert "virksomheder" not in said
    assert "ikke er indgivet" in said
    assert "virksomheder" in told("exemption-decision-entity")


def test_the_fact_that_decided_is_named_though_its_value_is_not_shown() -> None:
    said = told("digital-post-access", "digital_post=ja", "death_date=2026-07-10")
    assert "du er død" in said
    assert "2026" not in said.split("du er død")[1].split(".")[0]
    assert "fem år efter dødsdagen" in told("digital-post-deleted")


def test_a_business_is_told_the_only_ground_and_how() -> None:
    said = told("digital-post-entity-exemption", "cvr_number=34051178", "digital_post=ja")
    for place in ("§ 3, stk. 2", "§ 4, stk. 1", "§ 7, stk. 1, 2. pkt."):
        assert place in said
    assert "2013 (§ 12" not in said


def test_the_day_that_decides_a_deadline_is_named() -> None:
    greek = [
        "citizenship=GR", "moved_from_country=GR", "expected_stay_months=24",
        "arrived_on=2026-11-02", "home_since=2026-11-23", "home_in_denmark=true",
    ]  # fmt: skip
    own = ["residence_document=registration-certificate", "residence_document_since=2026-11-25"]
    assert "udstedelsen af opholdsdokumentet den 25. november 2026" in told("move-in", *greek, *own)
    said = told("move-in", *greek, "residence_document=none")
    assert "endnu ikke bestemt" not in said
    assert "5 dage efter udstedelsen af opholdsdokumentet eller indflytningen" in said


def test_no_rule_is_told_that_the_answer_lifts() -> None:
    filing = ["area=name-address-protection", "channel=paper", "filer_type=person"]
    said = told("filing-digital", *filing, "filer_digital_post_exempt=true")
    assert "skal afvise" not in said
    exempt = ["alternative_requested=true", "filer_digital_post_exempt=true"]
    kind = ["area=day-care-place", "channel=paper", "filing_kind=application"]
    said = told("filing-rejected", *kind, *exempt, "filer_exemption_basis=par5-1")
    assert "må ikke afvises" in said
    assert "helt ekstraordinært" not in said


def test_who_decides_is_who_the_appeal_is_from() -> None:
    atp = ["citizenship=PL", "moved_from_country=PL", "expected_stay_months=2"]
    said = told("cpr-number", *atp, "arrived_on=2026-11-20", "covered_by_atp=true")
    assert "Kommunens afgørelse kan påklages" not in said


def test_a_short_stay_abroad_is_weighed() -> None:
    away = ["left_on=2025-06-10", "expected_absence_months=5", "home_kept_available=false"]
    said = told("move-out", *away, "moved_to_country=TH", day=date(2025, 6, 5))
    assert "§ 24, stk. 1, 5. pkt." in said
    assert "Skal udrejsen anmeldes, sker det" in said


def test_no_more_is_asked_for_than_the_usual_answer_takes() -> None:
    """A letter asks for what an interview would, not for all that might matter then."""
    if WHOLE:
        frail = told("digital-post-exemption-disability", "birth_date=1942-03-01").splitlines()
        asked = [line for line in frail if line.endswith("?")]
        assert asked == ["Har du bopæl eller fast ophold i Danmark?"]
    away = ("expected_absence_months=5", "home_kept_available=false")
    leaving = told("move-out", *away, day=or_shared(date(2025, 6, 5)))
    for needless in ("fik du dit CPR-nummer", "rejste du ind i", "været registreret med bopæl"):
        assert needless not in leaving
    assert "Hvornår rejste eller rejser du fra Danmark?" in leaving


def test_nothing_is_told_twice_and_what_lasts_is_not_told_as_done() -> None:
    abroad = (
        "home_in_denmark=false", "left_on=2022-06-01", "digital_post=true", "cpr_status=80",
        "emigrated_on=2022-06-01", "birth_date=1970-01-01", "digital_post_since=2014-11-01",
        "connection_basis=mandatory",
    )  # fmt: skip
    said = told("digital-post-person", *abroad, lang="en")
    assert said.count("you are registered as emigrated") == 1
    assert "That has been done" not in said
    assert "That has been complied with" not in said


def test_what_is_asked_of_persons_and_businesses_is_asked_of_the_one_in_question() -> None:
    entity = told("digital-post-entity-use")
    assert "personen" not in entity


def test_what_was_done_on_no_known_day_is_not_told_to_be_done_at_once() -> None:
    said = told("move-within", "moved_on=2026-11-20", "move_notified=true")
    assert "Det er oplyst, at det er gjort" in said
    assert "gør det straks" not in said


@pytest.mark.parametrize(
    ("slug", "day", "facts", "head"),
    one_in(
        3,
        [
            (
                "aml-verify",
                DAY,
                "business=lawyer listed_task=true onboarded_on=2026-11-25",
                "før forretningsforbindelsen",
            ),
            ("eid-fee", date(2014, 11, 1), "", "Det koster 190 kr."),
            ("cpr-data", DAY, "", "Ja, hvis du står i CPR"),
            ("nemkonto-change", date(2024, 8, 1), "has_nemkonto=true", "til enhver tid"),
            ("address-protection", DAY, "", "Beskyttelsen gælder et år"),
            ("cpr-protected-address", DAY, "", "Normalt ja, når du er kreditor"),
            ("digital-post-access", DAY, "death_date=2026-07-10", "Om boet kan få adgang"),
        ],
    ),
)
def test_the_head_answers_what_is_asked(slug: str, day: date, facts: str, head: str) -> None:
    assert head in told(slug, *facts.split(), day=day).split("Svaret bygger")[0]


def test_whoever_protects_a_threatened_person_is_told_how_to_register_them() -> None:
    said = told("address-protection-authority", "police_threat_ground=honour-or-partner")
    assert "som værende uden fast bopæl (§ 6, stk. 6)" in said
    asked = told("address-protection-authority", "protection_requested=true", "cpr_status=01")
    assert "uden fast bopæl" not in asked
    assert "Ja, når anmodningen er indgivet gennem kommunens digitale selvbetjening" in asked


def test_whoever_signs_checks_every_presumption_that_would_turn_the_answer_round() -> None:
    said = told(
        "move-out", "left_on=2026-12-12", "moved_to_country=DE", "expected_absence_months=24",
        "home_kept_available=true", "ever_registered=true", "nordic_registered=false",
    )  # fmt: skip
    checked = said.split("[Se efter i sagen, før brevet sendes, at borgeren ")[1].split("]")[0]
    for what in ("den danske stat", "søfarende", "weekender"):
        assert what in checked


def test_what_only_some_rules_decide_is_not_said_to_be_a_no_of_all() -> None:
    said = told("register-authority", "arrived_on=none")
    assert "Nej, ikke som tilflyttet fra udlandet" in said
    assert "afgør §§ 7-9" in said
    assert "det har sine egne spørgsmål" in said
    inmate = told("digital-post-exemption", "birth_date=1998-02-02", "home_in_denmark=true")
    assert "kan kriminalforsorgen anmode om fritagelsen" in inmate


def test_survivors_need_not_block_a_mitid() -> None:
    assert "Nej. De efterladte skal ikke gøre noget." in told("eid-death")


@whole("test_a_right_kept_after_divorce_is_told_with_what_it_rests_on")
def test_a_right_to_stay_is_told_with_what_it_lasts_for() -> None:
    worker = (
        "citizenship=PL", "retained_status=first-year", "job_lost_on=2023-08-01",
        "arrived_on=2022-11-15", "residence_right_basis=worker",
    )  # fmt: skip
    said = told("right-of-residence", *worker, day=date(2023, 8, 15))
    assert "Ja, i 6 måneder efter at arbejdet hørte op" in said
    assert "tilmeldt jobcentret" in said
    assert "torsdag den 1. februar 2024" in said
    family = ("eu_family_member=true", "citizenship=TR")
    said = told("right-of-residence", *family, day=date(2023, 8, 15))
    assert "beholdes retten kun på vilkårene i §§ 16 og 17" in said


def test_words_of_a_divorce_leave_open_whether_the_right_is_kept() -> None:
    asker = answerer_of_a_case("right-of-residence", DAY)
    words = "my husband and I are getting divorced, can I stay"
    found = heard(words, asker.view.law, asker.question, DAY)
    assert ([one.name for one in found.grounds], found.idle) == (["hint-divorce"], ())
    facts = asker.view.facts_of_day
    record = read_pairs(["eu_family_member=true", "citizenship=TR"], facts, "person")
    said = asker.answer(record, turns=False, named=found.grounds)
    assert said.opening.da.startswith("Det kommer an på, om du fortsat er familie")


def test_a_right_kept_after_divorce_is_told_with_what_it_rests_on() -> None:
    facts = ("citizenship=TR", "marriage_months=36", "marriage_months_here=12")
    said = told("residence-after-divorce", *facts, "residence_right_basis=worker", day=DAY)
    assert "Ja. Du beholder retten til at bo her, så længe du arbejder" in said
    assert "forældremyndighed over EU-borgerens børn" in told("residence-after-divorce", day=DAY)


def test_where_somebody_is_registered_is_told_by_the_kind_of_home() -> None:
    assert "bopælsforælderen" in told("home-of-child").split("Begrundelse")[0]
    assert "mest tilknytning" in told("home-of-several")
    assert "§ 9" in told("home-on-boat")
    doubted = told("registration-challenged")
    assert "14 dage" in doubted
    assert "5 dage" not in doubted


def test_an_answer_that_is_not_so_yet_tells_what_holds_then_under_that_day() -> None:
    asker = answerer_of_a_case("permanent-residence", DAY)
    facts = ["citizenship=IT", "eu_family_member=nej", "lawful_stay_since=2022-06-01"]
    record = read_pairs(facts, asker.view.facts_of_day, asker.question.record_type)
    cases: tuple[tuple[Lang, str, str], ...] = (
        ("da", "Sådan fra den 1. juni 2027:", "Du har ret til tidsubegrænset ophold"),
        ("en", "How, from 1 June 2027 on:", "You have a right of permanent residence"),
    )
    for lang, heading, said in cases:
        text = "".join(write_answer(asker.answer(record, turns=False), lang))
        assert heading in text
        assert said in " ".join(text.partition(heading)[0].split())
        assert said not in text.partition(heading)[2]


def test_whoever_passed_codes_on_is_told_to_block() -> None:
    shared = told("eid-care", "eid=mitid", "eid_codes_shared=ja")
    assert "så du skal spærre dit MitID" in shared.split("Begrundelse")[0]
    assert "§ 8, stk. 4" in shared
    assert "Kan andre kende koderne" in (other := told("eid-care", "eid=mitid"))
    assert "givet videre, så" not in other
    for said in (shared, other):
        assert "eftersøgt" not in said
    assert "Ja. Du skal spærre" in told("eid-block", "eid=mitid", "eid_codes_shared=ja")
    assert "givet adgangskode" not in told("eid-block", "eid=mitid")


def test_a_minor_who_is_paid_nothing_is_told_the_rule_on_minors() -> None:
    """A letter of the rule on adults would say no for all days."""
    facts = ("birth_date=2000-01-10", "receives_public_payment=nej")
    said = told("nemkonto-person", *facts, day=THEN)
    assert "når det offentlige skal betale" in said.split("Svaret bygger")[0]
    assert "§ 1, stk. 1, 2. pkt." in said
    left = told("nemkonto-person", "birth_date=1970-01-10", "cpr_status=80", day=THEN)
    assert "under 18" not in left


def test_whoever_left_is_told_the_ground_that_fits_before_all_is_known() -> None:
    said = told("digital-post-exemption", "residence_country=PT", "left_on=2025-11-10")
    assert "bliver du altid fritaget" in said.split("Svaret bygger")[0]
    assert "§ 7, nr. 4" in said
    assert "§ 7, nr. 3" not in said
    if WHOLE:
        assert "§ 7, nr. 4" not in told("digital-post-exemption", "home_in_denmark=ja")


def test_a_guardian_is_answered_as_one() -> None:
    said = told("eid-guardian", day=or_shared(date(2025, 6, 5)))
    assert "Beder værgen om det" in said.split("Svaret bygger")[0]
    assert "§ 9, stk. 6" in said
    assert "Digitaliseringsstyrelsen" in said
    assert "Hvilket eID" not in said


def test_facts_are_told_as_the_act_speaks_of_them() -> None:
    said = told("aml-pep", "politically_exposed=domestic")
    assert "bor i Danmark" not in said
    assert "nærtstående eller nær samarbejdspartner til en, der er det." in said
    assert "ægtefælle" in said
    assert "§ 2, nr. 6" in said
    assert "og bor i et andet land" in told("aml-pep", "politically_exposed=abroad")
    issuer = told("eid-block-issuer", "block_cause=guardian-request", "guardianship_documented=ja")
    assert "at en værge har bedt om at få det spærret" in issuer
    assert "Udfyld" not in told("eid-block-issuer")


def test_nobody_is_called_a_bank_who_does_not_say_so() -> None:
    ended = told("aml-retention", "relationship_ended_on=2026-03-31")
    assert "Virksomheden skal opbevare" in ended
    assert "Banken" not in ended
    asker = answerer_of_a_case("aml-retention", DAY)
    found = heard(
        "hvor længe skal vi as ejendomsmægler gemme pas", asker.view.law, asker.question, DAY
    )
    assert [one.pair for one in found.facts] == ["business=adviser"]


def test_what_could_be_asked_from_a_day_that_has_come_is_no_longer_told() -> None:
    said = told("digital-post-exemption-no-computer", "home_in_denmark=ja", day=THEN)
    assert "1. marts 2014" not in said
    assert "registreres den i 2014, er det den 1. november 2016" in said


def test_a_slow_line_is_no_reason_to_give_up() -> None:
    said = told("digital-post-entity-exemption").split("Svaret bygger")
    assert "512 kbit/s" in said[0]
    assert "§ 3, stk. 1" in said[1]
    assert "§ 6, stk. 4" in said[1]


def test_whoever_may_stay_is_told_to_register() -> None:
    own = ("citizenship=NL", "residence_right_basis=self-sufficient", "sufficient_means=ja")
    said = told("right-of-residence", *own, "retained_status=none", "expected_stay_months=24")
    assert "registreringsbevis senest 3 måneder efter indrejsen" in said
    assert "sygeforsikring" not in said


def test_a_duty_that_may_not_bind_is_told_with_when_it_does() -> None:
    facts = ["transaction_kind=currency-exchange", "transaction_amount_eur=600"]
    said = told("aml-identify", *facts)
    reasons = said.split("Vi har fået oplyst")[0]
    assert "§ 10, nr. 2, litra c" in reasons
    assert "§ 10, nr. 1)" not in reasons
    assert "uden nogen af dem, navn og fødselsdato" in said
    assert "Etableres en forretningsforbindelse, skal virksomheden vurdere dens formål" in said


def test_that_the_customer_was_turned_away_is_no_answer_to_who_owns_it() -> None:
    asker = answerer_of_a_case("aml-owners", DAY)
    record = read_pairs(
        ["customer_kind=legal-entity"], asker.view.facts_of_day, asker.question.record_type
    )
    turns = asker.answer(record).turns
    assert not any("afvist kunden" in one.da for turn, _ in turns for one in turn.clauses)


def test_whoever_reads_for_another_is_told_of_the_form() -> None:
    said = told("digital-post-access", "digital_post=ja")
    assert "Ja, når du giver den anden adgang" in said.split("Svaret bygger")[0]
    assert "på kommunens blanket, medmindre kommunen tillader" in said


def test_nobody_is_told_that_nothing_else_was_stated_whose_words_were_not_all_read() -> None:
    asker = answerer_of_a_case("digital-post-person", DAY)
    left = ["left_on=2026-01-10", "residence_country=PT", "digital_post_since=2016-02-01"]
    record = read_pairs(left, asker.view.facts_of_day, asker.question.record_type)
    found = asker.answer(record, turns=False)
    said, unread = ("\n".join(lines(one, "da")) for one in (found, replace(found, unread=True)))
    assert "Vi har ikke fået andet oplyst" in said
    assert "andet oplyst" not in unread
    assert "ikke alt i den er brugt" in unread


def test_a_state_of_a_register_is_signed_with_its_day_and_source() -> None:
    law = answerer_of_a_case("message-on-paper", DAY).view.law
    column = next(o for o in law.facts.columns.values() if o.name == "recipient_connected")
    found = answerer_of_a_case("message-on-paper", DAY).answer({column.iri: False}, turns=False)
    text = "".join(answer_letter.write_html(found, "en"))
    assert "[State from which day and by which source it was told that the recipient is" in text


@pytest.mark.parametrize(
    ("facts", "asked"),
    one_in(
        2,
        [
            (("digital_post=true",), True),
            (("digital_post=true", "digital_post_since=2016-02-01"), False),
        ],
    ),
)
def test_the_day_of_a_state_is_asked_for_unless_it_is_stated(
    facts: tuple[str, ...], asked: bool
) -> None:
    known = ("birth_date=1970-01-10", "home_in_denmark=ja", "home_since=1970-01-10")
    said = told("digital-post-person", *known, *facts)
    assert ("[Skriv, fra hvilken dag" in said) == asked
    assert ("at borgeren er tilsluttet Digital Post.]" in said) == asked


def test_every_state_of_a_register_that_is_marked_is_said_in_a_sentence() -> None:
    graph = answerer_of_a_case("message-on-paper", DAY).view.law.graph
    marked = set(graph.subjects(CORE.soFromSomeDay, Literal(True)))
    assert len(marked) > 20
    assert all((one, CORE.sentence, None) in graph for one in marked)
    assert set(graph.subjects(CORE.dayToldBy)) <= marked
