"""Grounds that people's own words name: told as such, and the rules on them alone."""

from __future__ import annotations

from datetime import date

import pytest

from lovgraf.explain.answers_tried import usual_values
from lovgraf.explain.heard import heard, unused_said
from lovgraf.explain.matching import matcher_of
from lovgraf.explain.named_grounds import grounds_said, named_in
from lovgraf.explain.question import questions_of
from lovgraf.law import Law
from lovgraf.readers.single import read_pairs
from tests.checker.explain.asked import answerer_of_a_case, or_shared
from tests.examples import one_in

DAY = or_shared(date(2026, 11, 30))


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("min mor har ingen computer", ["ground-no-computer"]),
        ("my mother has no computer and no internet", ["ground-no-computer", "ground-no-internet"]),
        ("min far er dement og kan ikke bruge det", ["ground-cognitive"]),
        ("I cannot use it", ["ground-cannot-use"]),
        ("min søster har synshandicap", ["ground-physical"]),
        ("min far er ikke dement", []),
        ("jeg har en computer", []),
    ],
)
def test_a_ground_is_read_where_it_is_not_denied(law: Law, said: str, names: list[str]) -> None:
    assert [one.name for one in named_in(said, law)] == names


def test_a_ground_is_told_apart_from_one_that_the_question_does_not_turn_on(law: Law) -> None:
    words = "min far har intet internet"
    asked = questions_of(law)
    found = heard(words, law, asked["digital-post-exemption"], DAY)
    assert [one.name for one in found.grounds] == ["ground-no-internet"]
    assert found.idle == ()
    other = heard(words, law, asked["nemkonto-person"], DAY)
    assert [one.name for one in other.idle] == ["ground-no-internet"]


@pytest.mark.parametrize(
    ("said", "ground"),
    [
        ("min bror er under værgemål, må jeg læse hans digital post?", "hint-guardianship"),
        ("min søster har fået en værge, må jeg læse hendes digital post", "hint-guardianship"),
        ("my brother has a guardian, may I read his mail", "hint-guardianship"),
        ("min mor har demens, må jeg læse hendes digital post", "ground-cognitive"),
        ("my father is blind, may I read his mail", "ground-physical"),
    ],
)
@pytest.mark.parametrize("asked_for", ["", "brother"])
def test_a_ground_of_one_of_two_people_is_told_as_not_used(
    law: Law, said: str, ground: str, asked_for: str
) -> None:
    found = heard(said, law, questions_of(law)["digital-post-access"], DAY, asked_for)
    assert [one.name for one in found.idle] == [ground]
    assert found.grounds == ()
    assert found.unread
    [named] = found.idle
    assert named.label.da in unused_said(found).da
    assert named.label.en in unused_said(found).en


def test_guardianship_is_no_ground_told_aside_of_a_question_on_it(law: Law) -> None:
    words = "min mor er under værgemål, kan en værge spærre hendes MitID"
    assert matcher_of(law).find(words).clear == questions_of(law)["eid-guardian"]
    found = heard(words, law, questions_of(law)["eid-guardian"], DAY)
    assert found.idle == ()
    assert [one.name for one in found.grounds] == ["hint-guardianship"]


@pytest.mark.parametrize(
    ("said", "slug"),
    one_in(
        3,
        [
            (
                "Min mor på 83 bor i Thailand siden 2015 og har ingen computer",
                "digital-post-exemption",
            ),
            ("no internet at my house, must I have digital post", "digital-post-exemption"),
            ("min søster har synshandicap, skal hun have e-boks", "digital-post-exemption"),
            ("jeg har ikke computer", "digital-post-exemption-no-computer"),
            ("min far er blind, skal han have digital post", "digital-post-exemption"),
            ("min mor er dement, må jeg læse hendes digitale post", "digital-post-access"),
            ("my mother has dementia, can I read her digital post", "digital-post-access"),
            ("min far er blind, må jeg læse hans e-boks for ham", "digital-post-access"),
            ("min mor har demens og kan ikke få MitID, kan vi klage", "eid-complaint"),
        ],
    ),
)
def test_a_ground_tells_the_question_where_nothing_else_is_asked(
    law: Law, said: str, slug: str
) -> None:
    clear = matcher_of(law).find(said).clear
    assert clear is not None
    assert clear.slug == slug


@pytest.mark.slow
def test_an_open_answer_tells_the_named_ground_alone_(law: Law) -> None:
    asker = answerer_of_a_case("digital-post-exemption", DAY)
    [ground] = named_in("har intet internet", law)
    facts = ["residence_country=DK", "birth_date=1956-01-01"]
    record = read_pairs(facts, asker.view.facts_of_day, "person")
    answer = asker.answer(record, turns=False, named=[ground])
    assert [one.norm.rpartition("/par/")[2] for one in answer.grounds] == ["7/nr/8/norm/exemption"]
    assert "Andre grunde er udeladt" in grounds_said(answer.named, answer.of_named).da
    assert answer.wanted == ()


def test_whoever_is_asked_for_a_country_is_expected_to_live_here(law: Law) -> None:
    [country] = [one.iri for one in law.facts.columns.values() if one.name == "residence_country"]
    assert usual_values(law)[country] == {"DK"}


@pytest.mark.slow
def test_one_ground_is_not_asked_about_where_all_are_settled(law: Law) -> None:
    asker = answerer_of_a_case("digital-post-exemption-no-computer", DAY)
    facts = ["residence_country=TH", "left_on=2015", "birth_date=1943"]
    record = read_pairs(facts, asker.view.facts_of_day, "person", spans=True)
    whole = asker.whole(record)
    assert whole is not None
    assert whole.question.slug == "digital-post-exemption"
    assert asker.whole({}) is None


@pytest.mark.parametrize(
    ("said", "slug"),
    one_in(3, [
        ("jeg har boet i Spanien siden 2016, skal jeg have nemkonto", "nemkonto-person"),
        ("I have lived in Spain since 2016, do I need a NemKonto", "nemkonto-person"),
        ("jeg er lige fyldt 15 og går i 9. klasse, skal jeg have e-boks", "digital-post-person"),
        (
            "jeg fik afslag på fritagelse den 2. november, kan jeg klage",
            "digital-post-exemption-complaint",
        ),
        ("min mor er død i maj, hvad sker der med hendes digitale post", "digital-post-deleted"),
        ("my client stopped being an MP in March 2025, what do we do", "aml-pep-former"),
        ("firmaet er gået konkurs, skal det stadig have digital post", "digital-post-entity"),
        ("kan en værge spærre MitID for en dement kvinde", "eid-guardian"),
        ("I lost my key card, what must I do", "eid-block"),
        ("skal banken identificere en kunde, der indsætter 6000 kr", "aml-identify"),
        ("skal en advokat kende sin klient ved køb af hus for 3 mio kr", "aml-identify"),
        ("we are a rowing club with a CVR number, do we need Digital Post", "digital-post-entity"),
        ("vores forening har ikke ansatte, skal vi have e-boks", "digital-post-entity"),
        ("jeg flytter hjem fra Tyskland den 15. december, hvornår skal jeg melde det", "move-in"),
        ("vi har en lejer der er forsvundet, hvad gør kommunen", "emigrate-authority"),
        ("a customer refuses to show his passport, may we still open the account", "aml-refuse"),
        ("can I keep my CPR registration if I go to Australia for half a year",
         "remain-registered"),
        ("I lost my job after two years in Denmark, may I stay? I am Polish",
         "right-of-residence"),
        ("jeg er studerende fra Sverige og bliver i Danmark i 4 måneder, skal jeg have cpr-nummer",
         "cpr-number"),
        ("jeg har glemt min adgangskode til MitID, skal jeg spærre det", "eid-block"),
    ]),
)  # fmt: skip
def test_what_is_told_beside_a_clear_question_brings_no_other(
    law: Law, said: str, slug: str
) -> None:
    clear = matcher_of(law).find(said).clear
    assert clear is not None
    assert clear.slug == slug


@pytest.mark.slow
def test_what_words_hint_at_is_asked_for_and_not_presumed(law: Law) -> None:
    asker = answerer_of_a_case("move-out", DAY)
    facts = [
        "left_on=2026-12-12", "moved_to_country=DE", "expected_absence_months=24",
        "home_kept_available=true", "ever_registered=true", "nordic_registered=false",
    ]  # fmt: skip
    record = read_pairs(facts, asker.view.facts_of_day, "person")
    words = "jeg arbejder i Hamborg og kommer hjem hver weekend"
    grounds = heard(words, law, asker.question, DAY).grounds
    assert [one.name for one in grounds] == ["hint-weekend"]
    assert asker.answer(record, turns=False).answer == "yes"
    answer = asker.answer(record, turns=False, named=grounds)
    assert [one.column.name for one in answer.wanted] == ["weekend_commuter"]
    assert answer.next is not None
    assert answer.named == ()
    [beside] = asker.answer(record, named=grounds).beside
    assert (beside.answer, beside.said) == ("depends", None)
    known = read_pairs([*facts, "weekend_commuter=false"], asker.view.facts_of_day, "person")
    assert asker.answer(known, turns=False, named=grounds).answer == "yes"
    posted = "jeg udsendes til ambassaden i Paris"
    assert [one.name for one in heard(posted, law, asker.question, DAY).grounds] == ["hint-posted"]
