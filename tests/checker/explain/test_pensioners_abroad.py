"""What pensioners abroad and their children ask of Digital Post, and what they are told first."""

from __future__ import annotations

from datetime import date

import pytest

from lovgraf.explain.heard import heard
from lovgraf.explain.matching import matcher_of
from lovgraf.explain.question import questions_of
from lovgraf.facts.values import State
from lovgraf.law import Law
from tests.checker.explain.asked import DAY, answerer_of_a_case
from tests.examples import cells, one_in

DUTY, EXEMPTION = "digital-post-person", "digital-post-exemption"


@pytest.mark.parametrize(
    ("said", "slug", "country"),
    one_in(3, [
        ("Må min far på 78, dansk, i Spanien siden 2009, undvære Digital Post?", DUTY, "ES"),
        ("Må min far på 78, dansk statsborger i Spanien siden 2009, slippe for Digital Post?",
         EXEMPTION, "ES"),
        ("Skal min far på 78 år, som er dansker og har boet i Spanien siden 2009, have Digital "
         "Post?", DUTY, "ES"),
        ("May my mother, 83, who lives in Thailand and has no MitID, do without Digital Post?",
         DUTY, "TH"),
        ("Must my mother, who has lived in Thailand since 2001, have Digital Post?", DUTY, "TH"),
        ("Behøver min mor på 83, som bor i Thailand, ikke at have Digital Post?", DUTY, "TH"),
        ("Må min mor på 83 i Thailand være fri for Digital Post?", EXEMPTION, "TH"),
        ("Can my mother, 83, in Thailand get out of Digital Post?", DUTY, "TH"),
        ("Is my grandmother, who is 90 and has lived in Germany since 1970, required to have "
         "Digital Post?", DUTY, "DE"),
        ("My parents retired to Spain in 2016 and are still connected to Digital Post, can they "
         "opt out?", EXEMPTION, "ES"),
        ("Can my Danish father, who has been living in Spain since 2009, avoid Digital Post?",
         DUTY, "ES"),
        ("My mother, 83, lives in Thailand, has no MitID and cannot use a computer", EXEMPTION,
         "TH"),
        ("Er min mor, der er 88 og bor i Norge, forpligtet til at have Digital Post?", DUTY, "NO"),
        ("Jeg er 67 og har slået mig ned i Thailand. Er jeg tvunget til at have e-Boks?", DUTY,
         "TH"),
        ("Gælder pligten til Digital Post også for min mor i Tyskland?", DUTY, "DE"),
        ("Må min mor sige nej til Digital Post, når hun bor i Thailand?", EXEMPTION, "TH"),
    ]),
)  # fmt: skip
def test_one_question_is_clearly_asked(law: Law, said: str, slug: str, country: str) -> None:
    asked = matcher_of(law).find(said, DAY).clear
    assert asked is not None
    assert asked.slug == slug
    found = heard(said, law, asked, DAY)
    assert f"residence_country={country}" in [one.pair for one in found.facts]
    assert found.not_read == ()


@pytest.mark.parametrize(("slug", "turned"), cells(one_in(2, [DUTY, EXEMPTION]), [False, True]))
def test_who_lives_abroad_is_told_first_that_the_duty_does_not_bind(
    law: Law, slug: str, turned: bool
) -> None:
    asked = answerer_of_a_case(slug, DAY)
    asked = asked.turned() if turned else asked
    country = next(c for c in law.facts.columns.values() if c.name == "residence_country")
    answer = asked.answer({country.iri: "TH"})
    opening = answer.opening
    assert "s. 3(1)" in opening.en
    assert "s. 5(1), second sentence" in opening.en.partition("s. 3(1)")[2]
    assert opening.da.startswith("Nej" if slug == DUTY and not turned else "Ja")
    assert all(one.said is not None and "s. 3(1)" in one.said.en for one in answer.beside)


def test_who_left_before_the_duty_is_promised_no_exemption(law: Law) -> None:
    columns = {c.name: c.iri for c in law.facts.columns.values()}
    record: dict[str, State] = {
        columns["residence_country"]: "ES",
        columns["left_on"]: date(2009, 5, 1),
        columns["birth_date"]: date(1948, 5, 1),
    }
    (beside,) = answerer_of_a_case(DUTY, DAY).answer(record).beside
    assert beside.said is not None
    assert "nothing to be exempted from" in beside.said.en
    let_off = answerer_of_a_case(EXEMPTION, DAY).turned().answer(record, turns=False)
    assert let_off.opening.en.startswith("Yes. You have no duty")


@pytest.mark.parametrize(
    ("said", "slug"),
    [
        ("Min mor har ikke MitID, skal hun have Digital Post?", DUTY),
        ("Jeg har ikke MitID, kan jeg melde flytning på papir?", "move-within-how"),
        ("Can my mother, 83, who has no MitID, read her post?", "digital-post-access"),
        ("My mother has no MitID", "eid-get"),
        ("Min mor har ikke MitID. Kan hun få det i Thailand?", "eid-get"),
        ("Jeg har ikke MitID, hvordan får jeg det?", "eid-get"),
    ],
)
def test_who_has_no_eid_asks_for_one_where_nothing_else_is_asked(
    law: Law, said: str, slug: str
) -> None:
    asked = matcher_of(law).find(said, DAY).clear
    assert asked is not None
    assert asked.slug == slug
    assert "eid=none" in [one.pair for one in heard(said, law, asked, DAY).facts]


def test_a_ground_is_told_where_the_question_does_not_turn_on_it(law: Law) -> None:
    said = "My mother, 83, lives in Thailand, has no MitID and cannot use a computer"
    asked = questions_of(law)[DUTY]
    assert [one.name for one in heard(said, law, asked, DAY).idle] == ["ground-cannot-use"]
