"""Days in people's words: the nearest that fits, told with the year that was chosen, never more."""

from __future__ import annotations

from datetime import date

import pytest

from lovgraf.explain.days import day_of_law, days_told, without_days
from lovgraf.explain.heard import heard
from lovgraf.explain.matching import matcher_of
from lovgraf.explain.question import questions_of
from lovgraf.law import Law
from tests.examples import one_in

DAY = date(2026, 11, 30)


def pairs(words: str, law: Law, slug: str = "move-within", day: date = DAY) -> list[str]:
    return [one.pair for one in days_told(words, law, questions_of(law)[slug], day)]


@pytest.mark.parametrize(
    ("said", "slug", "facts"),
    one_in(
        2,
        [
            ("Jeg flyttede den 10. november", "move-within", ["moved_on=2026-11-10"]),
            ("jeg flyttede til Aarhus 10. nov., hvad nu", "move-within", ["moved_on=2026-11-10"]),
            ("jeg flyttede den 10/11", "move-within", ["moved_on=2026-11-10"]),
            ("Jeg flyttede den 24. december", "move-within", ["moved_on=2025-12-24"]),
            ("jeg flyttede 10.11.2024", "move-within", ["moved_on=2024-11-10"]),
            ("Jeg flytter 1. marts", "move-within", ["moved_on=2027-03-01"]),
            ("I moved on November 10th", "move-within", ["moved_on=2026-11-10"]),
            ("I moved on 10 Nov, 2025", "move-within", ["moved_on=2025-11-10"]),
            ("I moved on 2026-11-10", "move-within", ["moved_on=2026-11-10"]),
            ("Jeg rejser til Norge den 5. januar", "move-out", ["left_on=2027-01-05"]),
            ("I arrived on 1 September", "move-in", ["arrived_on=2026-09-01"]),
            ("jeg er flyttet i dag", "move-within", ["moved_on=2026-11-30"]),
            ("I moved yesterday", "move-within", ["moved_on=2026-11-29"]),
            ("jeg rejser til Norge næste måned", "move-out", ["left_on=2026-12"]),
            ("jeg flyttede i sidste uge", "move-within", ["moved_on=2026-11-23/2026-11-29"]),
            (
                "jeg flyttede for 10 dage siden og har ikke meldt det",
                "move-within",
                ["moved_on=2026-11-19/2026-11-21"],
            ),
            ("hun flyttede fra Danmark sidste år", "nemkonto-person", ["left_on=2025"]),
            ("I moved last week", "move-within", ["moved_on=2026-11-23/2026-11-29"]),
            ("jeg flyttede i forgårs", "move-within", ["moved_on=2026-11-28"]),
            ("jeg flyttede for tre uger siden", "move-within", ["moved_on=2026-11-06/2026-11-12"]),
            ("jeg flyttede for en uge siden", "move-within", ["moved_on=2026-11-20/2026-11-26"]),
            ("I moved 2 days ago", "move-within", ["moved_on=2026-11-28"]),
            ("I moved a week ago", "move-within", ["moved_on=2026-11-20/2026-11-26"]),
            ("I moved three months ago", "move-within", ["moved_on=2026-08-15/2026-09-14"]),
            ("jeg flyttede for 10 år siden", "move-within", ["moved_on=2016-05-30/2017-05-30"]),
            ("jeg flyttede sidste år", "move-within", ["moved_on=2025"]),
            ("jeg flyttede i år", "move-within", ["moved_on=2026-01-01/2026-11-30"]),
            ("jeg flytter om 14 dage", "move-within", ["moved_on=2026-12-12/2026-12-16"]),
            ("I am moving in two weeks", "move-within", ["moved_on=2026-12-11/2026-12-17"]),
            ("jeg flyttede i lørdags", "move-within", ["moved_on=2026-11-28"]),
            ("jeg flytter på mandag", "move-within", ["moved_on=2026-12-07"]),
            ("I moved on Monday", "move-within", ["moved_on=2026-11-23"]),
            ("I am moving on Friday", "move-within", ["moved_on=2026-12-04"]),
            ("jeg så rotter 1. maj", "filing-rats", ["observed_on=2026-05-01"]),
            ("jeg er født den 3. april 1980", "digital-post-person", ["birth_date=1980-04-03"]),
            (
                "Brevet kom i e-Boks den 1. oktober",
                "message-effect",
                ["made_available_on=2026-10-01"],
            ),
            (
                "she moved to Sweden in 2019 and has had Digital Post since 2014",
                "digital-post-exemption",
                ["left_on=2019", "digital_post_since=2014"],
            ),
            (
                "jeg flyttede til Sverige i 2019, men har haft Digital Post siden 2014",
                "digital-post-exemption",
                ["left_on=2019", "digital_post_since=2014"],
            ),
            (
                "The letter came in e-Boks yesterday, and I opened it today",
                "message-effect",
                ["made_available_on=2026-11-29"],
            ),
            (
                "Det har ligget der siden den 1. november, og jeg læste det i går",
                "message-effect",
                ["made_available_on=2026-11-01"],
            ),
        ],
    ),
)
def test_a_day_is_told_of_what_the_question_is_about(
    law: Law, said: str, slug: str, facts: list[str]
) -> None:
    assert pairs(said, law, slug) == facts


@pytest.mark.parametrize(
    "said",
    [
        "Jeg flyttede ikke den 10. november",
        "Min søn flyttede den 10. november",
        "Jeg flyttede den 10. november og igen den 12. november",
        "Jeg flyttede den 10. november. Jeg flyttede den 12. november",
        "Jeg flyttede til Sverige i 2019 og kom tilbage i 2022",
        "Jeg har ikke haft Digital Post siden 2014",
        "Jeg flyttede den 31. juni",
        "Den 10. november",
        "jeg flyttede næste uge",
        "I moved 10 may I ask",
        "jeg er født den 3. april",
    ],
)
def test_what_is_not_clear_is_not_told(law: Law, said: str) -> None:
    assert pairs(said, law) == []


@pytest.mark.parametrize(
    "said",
    [
        "Jeg åbnede først brevet fra kommunen i e-boks i går, men det har ligget der i tre uger",
        "Jeg læste først brevet i e-boks i går",
        "Jeg fik først læst brevet i e-boks i går",
        "Jeg var på ferie og så først brevet i Digital Post den 1. oktober",
        "Jeg skal svare på brevet i e-Boks den 1. december",
        "Jeg har fået et brev i e-Boks med frist den 1. december",
        "I only opened the letter in e-Boks yesterday",
        "I saw the letter in Digital Post on 1 October",
        "I must appeal the letter in e-Boks by 1 December",
    ],
)
def test_the_day_of_reading_a_letter_is_not_the_day_it_became_available(
    law: Law, said: str
) -> None:
    assert pairs(said, law, "message-effect") == []


def test_that_a_year_was_chosen_is_told(law: Law) -> None:
    question = questions_of(law)["move-within"]
    (chosen,) = days_told("Jeg flyttede den 10. november", law, question, DAY)
    assert chosen.chosen is not None
    assert chosen.chosen.da == "»10. november« er læst som 10. november 2026"
    (said,) = days_told("Jeg flyttede den 10. november 2026", law, question, DAY)
    assert said.chosen is None


def test_29_february_is_that_of_a_leap_year(law: Law) -> None:
    assert pairs("jeg flyttede den 29. februar", law) == ["moved_on=2024-02-29"]


def test_a_day_is_taken_out_of_the_numbers(law: Law) -> None:
    rest, days = without_days("Jeg er 84 og flyttede den 10. november 2026", law)
    assert "84" in rest
    assert "10" not in rest
    assert days == ["10. november 2026"]


@pytest.mark.parametrize(
    ("slug", "said", "unused"),
    one_in(2, [
        (
            "aml-retention", "the sale was on 31 March 2018",
            "31 March 2018 (relationship_ended_on=2018-03-31)",
        ),
        (
            "nemkonto-change", "min nye NemKonto kom i systemet 2. marts 2026",
            "2. marts 2026 (nemkonto_active_on=2026-03-02 / "
            "nemkonto_change_notified_on=2026-03-02)",
        ),
        ("cpr-dwelling", "jeg var ude den 2. marts 2026", "2. marts 2026"),
        ("cpr-dwelling", "jeg var ude for to uger siden", "for to uger siden"),
    ]),
)  # fmt: skip
def test_a_day_of_which_nothing_was_made_names_the_facts_that_it_may_be(
    law: Law, slug: str, said: str, unused: str
) -> None:
    assert heard(said, law, questions_of(law)[slug], date(2026, 3, 9)).unused == (unused,)


@pytest.mark.parametrize(
    ("said", "unused"),
    one_in(
        2,
        [
            (
                "Must I have Digital Post on 1 December 2014?",
                "1 December 2014 (--as-of 2014-12-01)",
            ),
            (
                "May my father, 78, in Spain since 2009, do without Digital Post on 1 December "
                "2014?",
                "1 December 2014 (--as-of 2014-12-01)",
            ),
            (
                "Skal jeg have Digital Post den 1. december 2014",
                "1. december 2014 (--as-of 2014-12-01)",
            ),
            (
                "Skal min far have Digital Post pr. 1. december 2014?",
                "1. december 2014 (--as-of 2014-12-01)",
            ),
        ],
    ),
)
def test_a_day_that_a_question_ends_with_is_that_of_the_law(
    law: Law, said: str, unused: str
) -> None:
    question = questions_of(law)["digital-post-exemption"]
    assert heard(said, law, question, DAY).unused == (unused,)
    assert heard(said, law, question, date(2014, 12, 1)).unused == ()


@pytest.mark.parametrize(
    "said",
    [
        "Must I notify it, I moved on 1 December 2014?",
        "Hvad nu hvis det skete den 1. december 2014?",
        "the sale was on 31 March 2018",
        "How long must we keep the copy of a sale on 31 March 2018?",
        "May I move on 1 March 2027?",
        "Skal jeg have Digital Post den 1. december?",
    ],
)
def test_the_day_of_an_event_is_not_that_of_the_law(law: Law, said: str) -> None:
    assert day_of_law(said, law, DAY) is None


def test_the_day_of_the_law_brings_no_other_question(law: Law) -> None:
    said = "May my father, 78, a Danish citizen, in Spain since 2009, do without Digital Post"
    (plain, dated) = (
        matcher_of(law).find(one, DAY).near for one in (f"{said}?", f"{said} on 1 December 2014?")
    )
    assert plain == dated
