"""No answer sends anybody into danger, or past a rule that excepts them: exceptions from how a
thing is done hold before it is done, and what was taken for granted is told to whoever signs."""

from __future__ import annotations

from datetime import date

import pytest

from lovgraf.explain.question import named_by
from tests.checker.explain.asked import DAY, answerer_of_a_case
from tests.checker.explain.test_signed_letters import told
from tests.examples import WHOLE, cells, one_in

pytestmark = pytest.mark.slow
MOVED = ("moved_on=2026-11-27", "home_in_denmark=true")
LEAVING = ("left_on=2026-12-06", "moved_to_country=ES", "expected_absence_months=12")
THREATS = (
    "police_threat_ground=harassment",
    "police_threat_ground=honour-or-partner",
    "police_threat_ground=witness",
    "police_threat_ground=exit-programme",
    "threatened_family=child",
    "threatened_family=partner",
)


@pytest.mark.parametrize(
    ("threat", "notified"),
    cells(one_in(3, THREATS), [(), ("move_notified=false", "emigration_notified=false")]),
)
def test_whoever_is_threatened_is_kept_out_of_the_self_service(
    threat: str, notified: tuple[str, ...]
) -> None:
    for slug, facts in (("move-within", MOVED), ("move-out", LEAVING)):
        said = told(slug, *facts, *notified, threat, "cpr_status=03", day=DAY)
        assert "gennem kommunens digitale selvbetjening" not in said
        assert "ikke bruge selvbetjeningen" not in said  # what another way is offered instead of
        assert "må ikke anmelde" in said
        assert "§ 12, stk. 3, 4. pkt." in said


def test_who_is_kept_out_is_told_that_they_must() -> None:
    threat = "police_threat_ground=harassment"
    moved = told("move-within-how", *MOVED, threat, day=DAY)
    assert "skal anmelde flytningen uden om den digitale selvbetjening" in moved
    assert "senest onsdag den 2. december 2026" in moved
    left = told("move-out-how", *LEAVING, threat, day=DAY)
    assert "skal anmelde udrejsen uden om den digitale selvbetjening" in left
    filed = ("area=domestic-move", "filer_type=person", "filer_special_protection=true")
    assert "uden om den digitale selvbetjening" in told("filing-digital", *filed, day=DAY)
    for said in (moved, left):
        assert "kan anmelde på en anden måde" not in said


def test_who_says_nothing_of_threats_is_told_of_the_exception() -> None:
    for slug, facts in (("move-within", MOVED), ("move-out", LEAVING)):
        said = told(slug, *facts, "cpr_status=01", day=DAY)
        assert "gennem kommunens digitale selvbetjening" in said
        assert "Har du efter politiets meddelelse særlig adressebeskyttelse" in said
        assert "særlig adressebeskyttelse" not in told(
            slug, *facts, "police_threat_ground=none", "threatened_family=none", day=DAY
        )


@pytest.mark.parametrize("threat", one_in(6, THREATS))
def test_whoever_is_threatened_need_not_ask_for_protection(threat: str) -> None:
    for slug in ("address-protection", "address-protection-how"):
        said = told(slug, threat, "cpr_status=03", day=DAY)
        assert "§ 28, stk. 2" in said
        assert "100 år" in said
        for wrong in ("gennem kommunens digitale", "falde bort et år", "skal du bede"):
            assert wrong not in said
    duty = told("address-protection-authority", threat, day=DAY)
    assert "skal personen bede" not in duty


def test_all_grounds_of_special_protection_are_told() -> None:
    said = told("address-protection", "cpr_status=01", day=DAY)
    for ground in ("æres- eller samlivskonflikt", "exitprogram", "vidne", "chikane"):
        assert ground in said
    assert "Hvem der blandt andre" in said


@pytest.mark.parametrize("day", one_in(2, [DAY, date(2016, 3, 1)]))
def test_the_exceptions_from_how_a_thing_is_done_can_be_applied(day: date) -> None:
    law = answerer_of_a_case("move-within", day).view.law
    view = law.at(day)
    for slug in ("move-within", "move-out", "address-protection"):
        asker = answerer_of_a_case(slug, day)
        names = (*asker.question.decided_by, *asker.question.about, *asker.question.how_to)
        reached = {norm.iri for norm in named_by(names, view.norms.values(), law)}
        for norm in named_by(asker.question.how_to, view.norms.values(), law):
            excepting = {
                one.iri for one in view.norms.values() if norm.iri in (*one.exempts, *one.overrides)
            }
            assert excepting <= reached, slug


def test_whoever_ends_a_protection_makes_sure_that_none_lasts_longer() -> None:
    lapsed = ("cpr_status=01", "name_address_protection=true", "protected_on=2025-10-01")
    said = told("address-protection-authority", *lapsed, day=DAY)
    (check,) = [line for line in said.splitlines() if line.startswith("[Se efter i sagen")]
    assert "politiet ikke har givet nogen grund" in check
    assert "helt særlige forhold" in check
    assert "bor hos en, der har særlig adressebeskyttelse" in check
    known = (*lapsed, "police_threat_ground=none", "threatened_family=none")
    said = told("address-protection-authority", *known, "protection_extended=false", day=DAY)
    assert "politiet ikke har givet" not in said


def test_a_duty_told_as_not_done_names_what_would_lift_it() -> None:
    entity = ("cvr_number=none", "has_nemkonto=false", "cvr_voluntary_possible=true")
    said = told("nemkonto-entity", *entity, "receives_public_payment=true", day=DAY)
    assert "hverken har et pligtigt CVR-nummer eller et SE-nummer" in said
    (check,) = [line for line in said.splitlines() if line.startswith("[Se efter i sagen")]
    assert "SE-nummer" in check
    taxed = told(
        "nemkonto-entity", *entity, "receives_public_payment=true", "se_registered=true", day=DAY
    )
    assert "skal være optaget i CVR" not in taxed
    assert "nr. 7" in taxed
    assert "ingen NemKonto at skifte" in told("nemkonto-entity-change", *entity, day=DAY)


UNIDENTIFIED = (
    "business=bank", "customer_kind=person", "identity_verified=false",
    "identification_failed=true", "occasional=false", "product=account",
)  # fmt: skip


def test_no_relationship_is_ended_that_is_not_known_to_exist() -> None:
    said = told("aml-refuse", *UNIDENTIFIED, day=DAY)
    assert "Banken må ikke etablere en forretningsforbindelse" in said
    assert "§ 14, stk. 1" in said
    assert "ikke opfyldes, skal en forbindelse, der er etableret, afbrydes eller afvikles" in said
    assert "bruge elektronisk identifikation" in said  # other sources than passports
    assert "Det er ikke sket endnu" not in said
    there = told("aml-refuse", *UNIDENTIFIED, "onboarded_on=2025-01-01", day=DAY)
    assert "Banken skal afbryde eller afvikle forbindelsen" in there
    assert "Det er ikke sket endnu" in there


def test_who_asks_how_to_do_a_thing_may_say_that_it_is_not_done() -> None:
    paid = ("paid_on=2026-08-14", "designation_unauthorised=true")
    said = told("payment-compensation", *paid, "compensation_claimed=false", day=DAY)
    assert "Ja, du kan søge" in said
    assert "tirsdag den 14. september 2027" in said
    assert "gælder reglen ikke for dig" not in said
    for place in ("§ 27, stk. 1", "§ 28, stk. 1, 2. pkt."):  # how much, and not digitally
        assert place in said
    late = told("payment-compensation", "paid_on=2025-10-15", *paid[1:], day=DAY)
    assert "Fristen er overskredet med 14 dage" in late
    for slug, facts in one_in(2, [
        ("move-within-how", (*MOVED, "move_notified=false")),
        ("move-out-how", (*LEAVING, "cpr_status=01", "emigration_notified=false")),
        ("address-protection-how", ("cpr_status=01", "protection_requested=false")),
    ]):  # fmt: skip
        said = told(slug, *facts, day=DAY)
        assert "\nJa." in said, slug
        assert "digital" in said


def test_suspicion_is_reserved_and_a_risk_assessment_is_left_to_whoever_makes_it() -> None:
    exchange = ("business=currency-exchange", "transaction_kind=currency-exchange")
    one_off = ("customer_kind=person", "occasional=true")
    amount = "transaction_amount_eur=450"
    said = told("aml-identify", *exchange, *one_off, amount, day=DAY)
    assert "medmindre der er mistanke" in said
    assert "§ 10, nr. 4" in said
    transfer = ("business=payment-or-e-money", "transaction_kind=transfer")
    day = date(2014, 3, 3)
    said = told("aml-identify", *transfer, *one_off, "transaction_amount_eur=900", day=day)
    assert "kan undlade det" in said
    assert "§ 11)" in said
    lawyer = ("business=lawyer", "listed_task=true")
    for risk in one_in(2, [(), ("risk=increased",)]):
        advice = (*lawyer, "transaction_kind=advice", *one_off, *risk)
        said = told("aml-identify", *advice, day=DAY)
        assert "risikovurdering, som advokaten selv foretager" in said
        assert "§ 13)" in said
        assert "§ 10, nr. 4" in said


def test_who_has_a_home_here_has_not_left_unless_leaving_is_what_is_asked() -> None:
    wife = (
        "citizenship=US", "eu_family_member=true", "residence_right_basis=family",
        "arrived_on=2026-10-01", "expected_stay_months=24", "home_in_denmark=true",
    )  # fmt: skip
    said = told("residence-document", *wife, day=DAY, lang="en")
    assert "Yes. You must apply" in said
    assert "identity card or passport and" not in said
    homes = ("home_in_denmark=true", "residence_country=DK")
    for slug, home in cells(("move-out", "remain-registered"), homes):
        assert "\nNej." not in told(slug, home, day=DAY), slug


def test_the_last_day_of_an_appeal_is_named_where_the_decision_is_dated() -> None:
    refused = ("residence_decision=refused", "residence_decision_notified_on=2026-11-26")
    said = told("residence-complaint", *refused, day=DAY)
    assert "klage til Udlændingenævnet" in said
    assert "senest torsdag den 3. december 2026 (7 dage efter" in said
    assert "Den dag er gået" not in said
    later = told("residence-complaint", *refused, day=date(2027, 1, 4))
    assert "Den dag er gået" in later
    assert "senest" not in told("residence-complaint", refused[0], day=DAY)


def test_what_lasts_is_told_with_its_last_day() -> None:
    exempt = (
        "birth_date=1944-05-04", "home_in_denmark=true", "cpr_status=01", "digital_post=false",
        "exempted_on=2015-02-12",
    )  # fmt: skip
    day, expires = date(2016, 5, 10), "onsdag den 1. november 2017"
    said = told("digital-post-exemption-no-computer", *exempt, "exemption_ground=3", day=day)
    assert expires in said
    assert "medmindre fritagelsen er fornyet inden da" in said
    if WHOLE:
        unlimited = (("exemption_ground=3", "exemption_unlimited=true"), ("exemption_ground=4",))
        for one in unlimited:
            assert expires not in told("digital-post-exemption", *exempt, *one, day=day)
        day = date(2018, 1, 10)
        said = told("digital-post-exemption-no-computer", *exempt, "exemption_ground=3", day=day)
        assert expires in said
        assert "[Til sagen: Bekendtgørelse nr. 1094" in said  # what was not read is said
    protected = ("cpr_status=01", "name_address_protection=true", "protected_on=2026-09-01")
    said = told("address-protection", *protected, day=DAY)
    assert "Du har navne- og adressebeskyttelse" in said
    assert "onsdag den 1. september 2027" in said


def test_no_way_abroad_is_told_to_whoever_has_a_home_here() -> None:
    own = ("birth_date=1980-05-05", "danish_passport=true", "eid=none", "cpr_status=01")
    day = date(2019, 4, 1)
    said = told("eid-get", *own, "home_in_denmark=true", day=day)
    assert "repræsentation" not in said
    assert "borgerservice" in said
    abroad = ("home_in_denmark=false", "residence_country=ES")
    said = told("eid-get", *own[:3], "cpr_status=80", *abroad, day=day)
    assert "repræsentation" in said
    assert "bekendtgørelsen taler kun om bestillingen" in said
    young = ("birth_date=2014-05-05", "home_in_denmark=true", "danish_passport=true")
    said = told("eid-get", *young, day=DAY)
    assert "fyldt 13 år" in said
    assert "spærret (" not in said


def test_what_is_shown_instead_of_a_photo_is_told() -> None:
    said = told("eid-issue", "photo_identification=none", day=date(2019, 5, 2))
    for proof in ("sundhedskort eller bopælsattest", "års- eller forskudsopgørelse", "(stk. 5)"):
        assert proof in said


@pytest.mark.parametrize("threat", one_in(6, THREATS))
def test_whoever_is_threatened_is_not_said_to_be_registered_at_the_address(threat: str) -> None:
    said = told("register-authority", threat, day=DAY)
    assert "uden fast bopæl, ikke på adressen" in said
    assert "Ja. Personen skal registreres." not in said


def test_no_exception_is_told_before_it_is_in_force() -> None:
    paper = ("area=health-card", "channel=paper")
    exempt = "medmindre ansøgeren er fritaget for Digital Post"
    for before in one_in(2, [date(2014, 3, 3), date(2023, 5, 31)]):
        assert exempt not in told("filing-rejected", *paper, day=before)
    assert exempt in told("filing-rejected", *paper, day=date(2024, 3, 3))


def test_whoever_stays_registered_by_a_right_is_not_sent_to_ask_for_it() -> None:
    asks = "skal du bede kommunen om det"
    assert asks not in told("remain-registered", "seafarer=true", day=DAY)
    short = ("left_on=2026-11-01", "expected_absence_months=4", "home_kept_available=true")
    assert asks in told("remain-registered", *short, day=DAY)


def test_what_is_kept_until_a_day_is_deleted_on_it_unless_other_law_says_otherwise() -> None:
    ended = "relationship_ended_on=2021-08-15"
    lawyer = ("business=lawyer", "listed_task=true", "customer_kind=person", ended)
    said = told("aml-retention", *lawyer, day=date(2021, 9, 1))
    assert "medmindre andet er fastsat i anden lovgivning" in said
    assert "Det skal ske lørdag den 15. august 2026" in said
    assert "senest lørdag" not in said
    longer = told("aml-retention", *lawyer, "other_law_requires_longer=true", day=date(2021, 9, 1))
    assert "skal slette" not in longer


@pytest.mark.parametrize(
    "facts",
    one_in(
        2,
        [
            ("seafarer=true",),
            ("seafarer=true", "left_on=2026-12-10"),
            ("weekend_commuter=true", "expected_absence_months=9", "moved_to_country=DE"),
            ("shares_commuter_pattern=true",),
        ],
    ),
)
def test_whoever_stays_registered_by_a_right_is_told_so_whatever_else_is_not_known(
    facts: tuple[str, ...],
) -> None:
    said = told("move-out", *facts, day=DAY)
    assert "Nej. Du skal ikke melde fraflytning." in said
    assert "kan forblive registreret" in said
    assert "Send os svar" not in said


def test_a_short_stay_is_no_departure_for_whoever_asks_to_remain() -> None:
    short = ("left_on=2026-11-01", "expected_absence_months=4", "home_kept_available=true")
    said = told("move-out", *short, "cpr_status=01", "moved_to_country=TH", day=DAY)
    assert "Der er en fritagelse" not in said


@pytest.mark.parametrize(
    ("facts", "begins", "not_said"),
    [
        (
            ("expected_absence_months=2", "home_kept_available=true"),
            "Nej, ikke hvis du vil forblive registreret",
            "Ja, når du flytter",
        ),
        (("expected_absence_months=8",), "Ja, når du flytter til udlandet", "højst 6 måneder"),
        (
            ("expected_absence_months=2", "home_kept_available=true", "nordic_registered=true"),
            "Ja, når du flytter til udlandet",
            "Nej, ikke hvis",
        ),
        (("expected_absence_months=2",), "Er det højst 6 måneder, og har du ikke boligen", "Nej,"),
    ],
)
def test_a_stay_abroad_of_a_known_length_is_answered_by_it_on_whatever_day_it_begins(
    facts: tuple[str, ...], begins: str, not_said: str
) -> None:
    said = told("move-out", *facts, "moved_to_country=DE", day=DAY).partition("Den, der flytter")[0]
    assert begins in said
    assert not_said not in said


def test_access_given_in_life_is_told_of_whoever_is_dead() -> None:
    said = told("digital-post-access", "death_date=2026-07-10", day=DAY)
    assert "Der kan ikke gives ny adgang" in said
    assert "gælder, til de kaldes tilbage eller slettes" in said
    assert "§ 16, stk. 4" in said
    earlier = told("digital-post-access", "death_date=2018-07-10", day=date(2019, 3, 1))
    assert "gælder, til den tilbagekaldes eller slettes" in earlier


def test_the_day_on_which_the_post_of_the_dead_is_deleted_is_named_where_it_is_known() -> None:
    said = told("digital-post-deleted", "death_date=2026-07-10", day=DAY)
    assert "torsdag den 10. juli 2031" in said
    assert "Dagen er" not in told("digital-post-deleted", day=DAY)


def test_a_survivor_is_not_spoken_to_as_the_one_who_died() -> None:
    assert not answerer_of_a_case("digital-post-deleted", DAY).sentences.to_subject


def test_the_duty_to_offer_another_way_is_told_once_nothing_may_be_rejected() -> None:
    form = (
        "area=sickness-benefit",
        "channel=paper",
        "reported_via_nemrefusion=true",
        "filing_kind=information-form",
        "filed_on=2016-03-10",
    )
    offer = "skal tilbyde en anden måde, når der i en sag om sygedagpenge"
    day = date(2016, 3, 15)
    found = told("filing-rejected", *form, "special_circumstances=true", day=day)
    assert "må ikke afvises" in found
    assert offer in found
    assert found.count("skal tilbyde en anden måde") == 1
    kept = ("accepted_for_advantages=true", "special_circumstances=false")
    assert offer not in told("filing-rejected", *form, *kept, day=day)


def test_no_duty_is_unconditional_while_it_is_open_whether_the_customer_is_identified() -> None:
    exchange = ("business=currency-exchange", "transaction_kind=currency-exchange")
    said = told("aml-identify", *exchange, "transaction_amount_eur=450", day=DAY)
    assert "Vekselkontoret skal" not in said
    assert "Skal kunden identificeres, skal identiteten kontrolleres" in said
    assert "Etableres en forretningsforbindelse" in said
    bank = ("business=bank", "customer_kind=person", "occasional=false")
    assert "Banken skal kontrollere kundens identitet" in told("aml-identify", *bank, day=DAY)


def test_a_passport_without_the_number_is_not_said_to_be_enough_for_nemid() -> None:
    person = ("birth_date=1980-01-01", "home_in_denmark=true", "cpr_basis=registered")
    said = told("eid-get", *person, "citizenship=RO", day=date(2019, 4, 1))
    assert "er nok" not in said
    assert "(§ 2, stk. 4)" in said
    for proof in ("sundhedskort eller bopælsattest", "års- eller forskudsopgørelse", "stk. 5"):
        assert proof in said


@pytest.mark.parametrize(
    ("slug", "opening", "facts"),
    one_in(
        2,
        [
            (
                "nemkonto-without",
                "Det følger ikke af disse regler",
                ("paid_to=cash", "paid_on=2026-11-30"),
            ),
            ("payment-without-nemkonto", "Udbetaleren skal ikke efter disse regler sikre", ()),
            (
                "payment-benefit-account",
                "Kontoen skal ikke indberettes",
                ("benefit_account_requested=true",),
            ),
            ("payment-set-off", "Udbetalingen skal ikke standses", ("set_off_requested=true",)),
        ],
    ),
)
def test_an_exception_from_the_rules_on_payment_says_from_what(
    slug: str, opening: str, facts: tuple[str, ...]
) -> None:
    said = told(slug, "payer_excepted=true", *facts, day=DAY)
    assert opening in said
    assert "Der er en fritagelse" not in said
