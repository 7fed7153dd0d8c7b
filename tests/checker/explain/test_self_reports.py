"""What people's words tell of themselves: never more than they said, and never of another."""

from __future__ import annotations

from datetime import date

import pytest

from lovgraf.cli.interviewing import choice, confirmed
from lovgraf.core.terms import Lang
from lovgraf.explain.heard import heard, torn_said
from lovgraf.explain.question import questions_of
from lovgraf.explain.self_reports import self_reported
from lovgraf.law import Law
from tests.examples import one_in


def pairs(words: str, law: Law, record_type: str = "person") -> list[str]:
    return [one.pair for one in self_reported(words, law, record_type)]


def test_what_one_of_the_family_did_for_whoever_asks_is_told(law: Law) -> None:
    words = "min mand har meldt flytningen for os begge, jeg bor i Spanien"
    told = {one.pair for one in self_reported(words, law, "person")}
    assert told == {"move_notified_by_household=true", "notified_by_household=true"}


@pytest.mark.parametrize(
    ("said", "facts"),
    one_in(
        2,
        [
            ("Jeg bor i Spanien, skal jeg have e-boks", ["residence_country=ES"]),
            ("I live in the Netherlands", ["residence_country=NL"]),
            ("I live in Spain", ["residence_country=ES"]),
            ("I live in London", ["residence_country=GB"]),
            ("jeg bor i Malmø", ["residence_country=SE"]),
            ("jeg bor i Odense", ["residence_country=DK"]),
            ("Må jeg arbejde i Danmark? Jeg er tysk statsborger", ["citizenship=DE"]),
            ("jeg er polak og bor i Aarhus", ["citizenship=PL", "residence_country=DK"]),
            ("I am Polish, work here", ["citizenship=PL"]),
            (
                "I'm Romanian, looking for a job",
                ["citizenship=RO", "residence_right_basis=job-seeker"],
            ),
            ("I moved to Portugal for good", ["residence_country=PT"]),
            ("jeg bor i USA", ["residence_country=US"]),
            ("dansk statsborger, i Spanien siden 2009", ["citizenship=DK", "residence_country=ES"]),
            ("jeg er dansk statsborger i Sverige", ["citizenship=DK", "residence_country=SE"]),
            ("Danish citizen in Spain", ["citizenship=DK", "residence_country=ES"]),
            ("jeg er svensk statsborger i Norge", ["citizenship=SE", "residence_country=NO"]),
            ("jeg er statsborger i Sverige", ["citizenship=SE"]),
            ("jeg har haft Digital Post siden 2014", ["digital_post=true"]),
            (
                "jeg bor i Peru og stadig er tilsluttet",
                ["digital_post=true", "residence_country=PE"],
            ),
            ("skal jeg, som stadig er tilsluttet Digital Post, fritages", ["digital_post=true"]),
            ("jeg får stadig Digital Post, kan jeg fritages", ["digital_post=true"]),
            ("skal jeg stadig have Digital Post", []),
            ("jeg bor i Peru og er fritaget", ["exempt=true", "residence_country=PE"]),
            ("whoever lives abroad and is exempt", ["exempt=true"]),
            ("er min mor fritaget", []),
            ("hvem er fritaget", []),
            ("whoever still gets Digital Post", ["digital_post=true"]),
            ("do I still get Digital Post", []),
            ("jeg har ikke haft Digital Post siden 2014", []),
            ("jeg er fra Indien", []),
            ("jeg bor ikke i Spanien", []),
            ("jeg er 78 år", []),
        ],
    ),
)
def test_what_is_said_is_told(law: Law, said: str, facts: list[str]) -> None:
    assert pairs(said, law) == facts


@pytest.mark.parametrize(
    "said",
    [
        "min far bor i Spanien, skal han have Digital Post",
        "min kone er polsk statsborger",
        "my son, I am Polish, lives in Spain",
        "jeg bor i Spanien, før boede jeg, nej jeg bor i Norge",
    ],
)
def test_of_another_or_of_two_nothing_is_told(law: Law, said: str) -> None:
    assert pairs(said, law) == []


@pytest.mark.parametrize(
    "said",
    [
        "I am living in Aalborg, in Spain since 2009, must I have Digital Post",
        "jeg bor i Odense, i Spanien siden 2009, skal jeg have Digital Post",
        "my father, living in Aalborg, in Spain since 2009, must he have Digital Post",
    ],
)
def test_two_values_of_one_column_are_told_and_not_used(law: Law, said: str) -> None:
    found = heard(said, law, questions_of(law)["digital-post-person"], date(2026, 11, 30))
    assert [(one.column.name, one.values) for one in found.torn] == [
        ("residence_country", ("DK", "ES"))
    ]
    assert "residence_country" not in {one.column.name for one in found.facts}
    assert "residence_country=DK / ES" in torn_said(found).en


@pytest.mark.parametrize(
    ("said", "kin", "facts"),
    one_in(
        2,
        [
            ("must my aunt in Aalborg have Digital Post?", "aunt", ["residence_country=DK"]),
            ("skal min faster i Odense have Digital Post?", "aunt", ["residence_country=DK"]),
            ("must my uncle have Digital Post?", "uncle", []),
            (
                "Min klient på 45 skal have Digital Post",
                "client",
                ["birth_date=1980-12-01/1981-11-30"],
            ),
            ("must my daughter of 14 have one", "daughter", ["birth_date=2011-12-01/2012-11-30"]),
            ("skal mine bedsteforældre have Digital Post", "grandparents", []),
            (
                "My brother moves home from Norway next month. Must he have Digital Post?",
                "brother",
                ["moved_from_country=NO", "arrived_on=2026-12"],
            ),
            (
                "min bror flytter hjem fra Norge næste måned. Skal han have Digital Post?",
                "brother",
                ["moved_from_country=NO", "arrived_on=2026-12"],
            ),
        ],
    ),
)
def test_whom_it_is_asked_for_and_what_is_told_of_them(
    law: Law, said: str, kin: str, facts: list[str]
) -> None:
    found = heard(said, law, questions_of(law)["digital-post-person"], date(2026, 11, 30))
    assert found.kin is not None
    assert found.kin.name == kin
    assert [one.pair for one in found.facts] == facts


@pytest.mark.parametrize(
    ("said", "facts"),
    one_in(
        2,
        [
            ("skal en advokat se pas fra en ny kunde", ["business=lawyer"]),
            ("must our law firm identify a new client", ["business=lawyer"]),
            ("jeg er ejendomsmægler, skal jeg se køberens pas", ["business=adviser"]),
            ("may a casino take a copy of my passport", ["business=gambling"]),
            ("kunden er advokat, skal vi se pas", []),
            ("the customer is a lawyer, must we see a passport", []),
        ],
    ),
)
def test_a_business_is_told_apart_from_its_customer(law: Law, said: str, facts: list[str]) -> None:
    assert pairs(said, law, "customer") == facts


def test_nothing_is_told_of_another_type_of_record(law: Law) -> None:
    assert pairs("jeg bor i Spanien", law, "legal-entity") == []


def test_only_what_is_confirmed_is_used(law: Law) -> None:
    question = questions_of(law)["digital-post-person"]
    reported = heard("jeg er polak og bor i Aarhus", law, question, date(2026, 11, 30)).facts
    answers = iter(["", "n"])
    asked: list[str] = []

    def read(prompt: str) -> str:
        asked.append(prompt)
        return next(answers)

    assert [one.pair for one in confirmed(reported, "da", read)] == ["citizenship=PL"]
    assert "PL" in asked[0]


@pytest.mark.parametrize("lang", ["da", "en"])
def test_what_is_neither_yes_nor_no_explains_a_fact_and_asks_again(
    law: Law, lang: Lang, capsys: pytest.CaptureFixture[str]
) -> None:
    question = questions_of(law)["digital-post-person"]
    reported = heard("jeg er polak og bor i Aarhus", law, question, date(2026, 11, 30)).facts
    answers, asked = iter(["?", "2004", "j", "nej"]), list[str]()

    def read(prompt: str) -> str:
        asked.append(prompt)
        return next(answers)

    assert confirmed(reported, lang, read) == [reported[0]]
    assert asked[0] == asked[1] == asked[2] != asked[3]
    said = capsys.readouterr().out
    meaning = reported[0].column.definition
    assert meaning is not None
    assert said.count(meaning[lang]) == 2
    assert f"{reported[1].column.label[lang]}: {reported[1].said[lang]}" in said


@pytest.mark.parametrize(("typed", "place"), [("2", 1), ("", None), ("9", None), ("x", None)])
def test_a_question_is_chosen_by_its_number(law: Law, typed: str, place: int | None) -> None:
    some = list(questions_of(law).values())[:3]
    shown: list[str] = []

    def read(prompt: str) -> str:
        shown.append(prompt)
        return typed

    assert choice(some, "en", read) == (None if place is None else some[place])
    assert some[2].label.en in shown[0]


@pytest.mark.parametrize(
    ("said", "whom", "facts"),
    one_in(2, [
        ("must my father, 78, Danish, in Spain since 2009, have e-Boks", "father",
         {"birth_date=1947-12-01/1948-11-30", "citizenship=DK", "residence_country=ES",
          "left_on=2009"}),
        ("skal min mor på 78, dansk, i Spanien siden juni 2009, have e-Boks", "mother",
         {"birth_date=1947-12-01/1948-11-30", "citizenship=DK", "residence_country=ES",
          "left_on=2009-06"}),
        ("must my 12-year-old son have Digital Post", "son",
         {"birth_date=2013-12-01/2014-11-30"}),
        ("skal min mor, født 1948, have e-Boks", "mother", {"birth_date=1948"}),
        ("jeg er født i maj 1948", None, {"birth_date=1948-05"}),
        ("may my son read my mail, I live in Spain", None, set()),
        ("my mother and my father live in Spain", None, set()),
        ("I lived in Denmark since 2009", None, {"arrived_on=2009", "residence_country=DK"}),
        ("I lived in Spain for three years", None, set()),
        ("must I pay 450 since 9", None, set()),
    ]),
)  # fmt: skip
def test_facts_are_of_whoever_is_clearly_asked_for(
    law: Law, said: str, whom: str | None, facts: set[str]
) -> None:
    question = questions_of(law)["digital-post-person"]
    found = heard(said, law, question, date(2026, 11, 30))
    assert (found.kin and found.kin.name) == whom
    assert {one.pair for one in found.facts} == facts


@pytest.mark.parametrize(
    ("said", "facts", "unused"),
    [
        ("must the customer who exchanges money for 450 euros one time be identified",
         {"occasional=true", "transaction_amount_eur=450",
          "transaction_kind=currency-exchange"}, ()),
        ("skal jeg vise ID, når jeg veksler € 1.500 en enkelt gang",
         {"occasional=true", "transaction_amount_eur=1500",
          "transaction_kind=currency-exchange"}, ()),
        ("an annual premium of EUR 900.50", {"annual_premium_eur=900.50"}, ()),
        ("e-money for 450 euro", set(), ("450 euro",)),
        ("450 euro or 600 euro", set(), ("450 euro", "600 euro")),
        ("for 450 kroner", set(), ("450 kroner (transaction_amount_eur=…)",)),
        ("kunden vil indsætte 25.000 kr kontant", set(),
         ("25.000 kr (transaction_amount_eur=…)",)),
        ("5.000 kunder", set(), ("5000",)),
    ],
)  # fmt: skip
def test_an_amount_is_of_the_column_in_its_currency(
    law: Law, said: str, facts: set[str], unused: tuple[str, ...]
) -> None:
    found = heard(said, law, questions_of(law)["aml-identify"], date(2026, 11, 30))
    assert {one.pair for one in found.facts} == facts
    assert found.unused == unused


def test_what_somebody_does_here_is_told_where_a_question_reads_it(law: Law) -> None:
    said, day = "jeg er polak og arbejder som murer", date(2026, 11, 30)
    for slug, read in (("right-of-residence", True), ("digital-post-person", False)):
        found = heard(said, law, questions_of(law)[slug], day)
        assert ("residence_right_basis=worker" in [one.pair for one in found.facts]) == read
    both = "jeg er studerende og arbejder som tjener"
    assert heard(both, law, questions_of(law)["right-of-residence"], day).torn
    assert not heard(both, law, questions_of(law)["digital-post-person"], day).torn


@pytest.mark.parametrize(
    ("slug", "said", "facts", "unused"),
    one_in(3, [
        ("remain-registered", "I am going to Spain for a year",
         {"expected_absence_months=12", "moved_to_country=ES"}, ()),
        ("remain-registered", "jeg skal til Canada et år for at studere",
         {"expected_absence_months=12", "moved_to_country=CA"}, ()),
        ("remain-registered", "jeg skal studere i Tyskland to år",
         {"expected_absence_months=24", "moved_to_country=DE"}, ()),
        ("remain-registered", "jeg rejser til Norge i et halvt år",
         {"expected_absence_months=6", "moved_to_country=NO"}, ()),
        ("remain-registered", "jeg rejser til Norge om 5 måneder",
         {"left_on=2027-04-15/2027-05-15", "moved_to_country=NO"}, ()),
        ("move-in", "jeg flytter hjem fra Tyskland den 15. december",
         {"arrived_on=2026-12-15", "moved_from_country=DE"}, ()),
        ("move-in", "jeg flytter fra Danmark", set(), ()),
        ("move-in", "jeg flyttede til Danmark fra USA i sidste uge",
         {"arrived_on=2026-11-23/2026-11-29", "moved_from_country=US", "residence_country=DK"}, ()),
        ("move-in", "I arrived from India two weeks ago",
         {"arrived_on=2026-11-13/2026-11-19", "moved_from_country=IN"}, ()),
        ("remain-registered", "jeg rejste til Norge for et år siden",
         {"left_on=2025-05-30/2026-05-30", "residence_country=NO"}, ()),
        ("remain-registered", "jeg rejste til Norge for et halvt år siden",
         {"left_on=2026-05-15/2026-06-14", "residence_country=NO"}, ()),
        ("remain-registered", "jeg rejste til Norge for et par uger siden",
         {"residence_country=NO"}, ("for et par uger siden",)),
        ("move-within", "jeg låner en lejlighed i 2 måneder", set(), ("2 måneder",)),
        ("payment-held", "der har stået 8.500 kr på statens ventekonto siden 2019",
         {"paid_to=holding-account", "paid_on=2019"}, ("8.500 kr",)),
        ("eid-block", "jeg har tabt mit nøglekort", {"eid_key_compromised=true"}, ()),
        ("aml-retention", "en kunde stoppede i banken i 2019", {"relationship_ended_on=2019"}, ()),
        ("digital-post-deleted", "min mor er død i maj", {"death_date=2026-05"}, ()),
        ("move-within", "jeg flytter i januar", {"moved_on=2027-01"}, ()),
        ("digital-post-person", "I was born in May", set(), ("May",)),
        ("remain-registered", "jeg skal læse i Holland i fem måneder og beholder min lejlighed",
         {"moved_to_country=NL", "expected_absence_months=5", "home_kept_available=true"}, ()),
        ("filing-digital", "skal jeg søge vuggestueplads på nettet", {"area=day-care-place"}, ()),
        ("residence-document", "I am an Italian student at the university",
         {"citizenship=IT", "residence_right_basis=student"}, ()),
        ("residence-document", "I start a job in Aarhus", {"residence_right_basis=worker"}, ()),
        ("aml-owners", "a limited company wants to open an account",
         {"customer_kind=legal-entity"}, ()),
        ("message-effect", "jeg åbnede brevet i e-boks i går, men det har ligget der i tre uger",
         set(), ("i går", "tre uger (made_available_on=…)")),
        ("message-effect", "kommunen har sendt en afgørelse i digital post den 3. november",
         {"made_available_on=2026-11-03"}, ()),
        ("digital-post-entity", "firmaet er gået konkurs", {"entity_ended=true"}, ()),
        ("aml-pep-former", "vores kunde har været minister indtil marts 2025",
         {"political_office_ended_on=2025-03"}, ()),
        ("filing-digital", "skal jeg søge lån til beboerindskud digitalt",
         {"area=deposit-loan"}, ()),
        ("filing-digital", "fripladstilskud til skolefritidsordning",
         {"area=after-school-free-place"}, ()),
        ("aml-pep-former", "the customer lost her seat in March 2025",
         {"political_office_ended_on=2025-03"}, ()),
    ]),
)  # fmt: skip
def test_a_time_in_words_is_read_or_named(
    law: Law, slug: str, said: str, facts: set[str], unused: tuple[str, ...]
) -> None:
    found = heard(said, law, questions_of(law)[slug], date(2026, 11, 30))
    assert {one.pair for one in found.facts} == facts
    assert found.unused == unused


def test_only_a_number_that_some_fact_may_be_leaves_an_answer_open(law: Law) -> None:
    asked = questions_of(law)["aml-owners"]
    share = heard(
        "nobody owns more than 5 percent since 31 March 2024", law, asked, date(2026, 11, 30)
    )
    assert share.unused == ("31 March 2024", "5 percent")
    assert not share.numbers_left
    assert heard("the customer sends 5", law, asked, date(2026, 11, 30)).numbers_left


def test_a_misspelt_name_is_read_where_it_is_that_of_whoever_is_asked_for(law: Law) -> None:
    question, day = questions_of(law)["eid-get"], date(2026, 5, 11)
    words = "My dauhgter is 12. Can she get MitID?"
    assert heard(words, law, question, day).facts == ()
    found = heard(words, law, question, day, "daughter")
    assert [one.pair for one in found.facts] == ["birth_date=2013-05-12/2014-05-11"]
