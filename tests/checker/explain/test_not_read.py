"""What of somebody's words nobody reads is told; towns and months are read where they can be."""

from __future__ import annotations

import pytest

from lovgraf.explain.heard import Heard, heard, not_read_said
from lovgraf.explain.matching import matcher_of
from lovgraf.explain.question import questions_of
from lovgraf.law import load_law
from tests.checker.explain.asked import DAY


def said(words: str, slug: str = "digital-post-person") -> Heard:
    """What some words say beside a question."""
    law = load_law()
    return heard(words, law, questions_of(law)[slug], DAY)


def facts(found: Heard) -> set[str]:
    """The facts that were heard, as one types them."""
    return {one.pair for one in found.facts}


@pytest.mark.parametrize(
    "words",
    [
        "Jeg bor i Aarhus, skal jeg have Digital Post?",
        "Jeg bor på Bornholm, skal jeg have Digital Post?",
        "I am a pensioner in Odense, must I have Digital Post?",
    ],
)
def test_a_danish_town_is_where_somebody_lives(words: str) -> None:
    found = said(words)
    assert facts(found) == {"residence_country=DK"}
    assert not found.not_read


def test_a_country_that_is_an_island_is_lived_on() -> None:
    assert facts(said("Jeg bor på Grønland")) == {"residence_country=GL"}


def test_a_move_from_a_town_abroad_is_read_whole() -> None:
    found = said("Jeg flytter fra Aarhus til Spanien i august", "move-out")
    assert facts(found) == {"moved_to_country=ES", "left_on=2027-08"}
    found = said("I moved from Copenhagen to London in March")
    assert facts(found) == {"residence_country=GB", "left_on=2026-03"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "Skal jeg have Digital Post når jeg er fra Aarhus",
            ("Aarhus (residence_country=DK / works_in_denmark=true)",),
        ),
        ("Must I have Digital Post, I love Spain", ("Spain",)),
        ("Jeg bor i Hundested, skal jeg have Digital Post?", ("Hundested",)),
        ("Jeg er ordblind, skal jeg have Digital Post?", ("ordblind",)),
        ("Jeg bor i Danmark, skal jeg have Digital Post?", ()),
        ("Jeg er 32 år og bor i Spanien, skal jeg have Digital Post?", ()),
        ("Jeg bor i Spian, skal jeg have Digital Post?", ()),  # told with what may be meant
    ],
)
def test_what_nobody_reads_is_told(words: str, told: tuple[str, ...]) -> None:
    found = said(words)
    assert found.not_read == told
    assert found.unread == bool(told)


def test_a_name_is_not_offered_for_what_is_known() -> None:
    found = said("Jeg bor i Malmø og elsker København, skal jeg have Digital Post?")
    assert found.not_read == ("København (works_in_denmark=true)", "elsker")


def test_a_name_of_another_is_not_told_twice() -> None:
    found = said("Min mor er fra Aarhus, skal jeg have Digital Post?")
    assert found.perhaps is not None
    assert found.kin is None
    assert not found.not_read


def test_how_it_is_told() -> None:
    told = not_read_said(said("Jeg bor i Hundested"))
    assert told.da.startswith("Ikke læst af det, du skrev: Hundested.")
    assert told.en.startswith("Not read of what you wrote: Hundested.")


@pytest.mark.parametrize("before", ["i", "fra", "til", "efter", "inden"])
def test_a_month_of_which_nothing_is_made_is_told(before: str) -> None:
    assert said(f"Skal jeg have Digital Post {before} august?").unused == ("august",)


def test_a_bound_is_no_day() -> None:
    found = said("Jeg flytter til Spanien inden august", "move-out")
    assert facts(found) == {"moved_to_country=ES"}
    assert found.unused == ("august",)


def test_who_says_to_be_exempt_is() -> None:
    assert facts(said("Jeg er fritaget for Digital Post")) == {"exempt=true"}
    assert facts(said("I am not exempt from Digital Post")) == set()
    assert "works_in_denmark=true" in facts(said("Jeg arbejder i København"))


@pytest.mark.parametrize("where", ["Danmark", "København"])
def test_a_wording_with_a_name_of_its_own_is_read(where: str) -> None:
    assert facts(said(f"Jeg arbejder i {where}")) == {"works_in_denmark=true"}
    assert facts(said("Jeg arbejder i Sverige")) == set()


def test_a_spelt_number_of_which_nothing_is_made_is_told_unless_it_is_an_age() -> None:
    assert said("Jeg rejser i to år", "move-out").unused == ("to år",)
    found = said("Jeg er seksten år gammel og skal bo i Estland i to år", "move-out")
    assert not found.unused


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Skal jeg have Digital Post? Jeg bor i Aarhus", "digital-post-person"),
        ("I live in Copenhagen, must I have Digital Post?", "digital-post-person"),
        ("Min far er død, skal hans Digital Post lukkes?", "digital-post-deleted"),
        ("Jeg er værge for min bror, kan jeg søge fritagelse for ham?", "digital-post-exemption"),
        ("Jeg kom hertil i september, skal jeg have sundhedskort og CPR?", "cpr-number"),
    ],
)
def test_what_is_asked(words: str, slug: str) -> None:
    clear = matcher_of(load_law()).find(words, DAY).clear
    assert clear is not None
    assert clear.slug == slug


def test_an_age_that_is_still_to_come_is_none_of_today() -> None:
    found = said("Jeg er 15 år til august, skal jeg have Digital Post?")
    assert not facts(found)
    assert set(found.unused) == {"august", "15 år"}
    assert facts(said("Jeg er 15 år, skal jeg have Digital Post?"))
