"""Ages in people's words: understood of people alone, and never used for a birth date."""

from __future__ import annotations

from datetime import date

import pytest

from lovgraf.explain.ages import age_said, numbers_in
from lovgraf.law import Law

DAY = date(2014, 12, 1)


@pytest.mark.parametrize(
    ("said", "years"),
    [
        ("skal min mor på 82 have e-Boks", 82),
        ("skal et barn på 9 have MitID", 9),
        ("pensionist på 70 i Spanien", 70),
        ("min søn er fjorten, skal han have NemKonto", 14),
        ("skal en 82-årig have Digital Post", 82),
        ("kan min niårige datter få MitID", 9),
        ("kan min 9-årige datter få MitID", 9),
        ("jeg er 78 år og bor i Spanien", 78),
        ("mand på enogfirs", 81),
        ("can a nine-year-old get MitID", 9),
        ("my mother is 82, must she have Digital Post", 82),
        ("I'm 67 and live in Spain", 67),
        ("she is eighty two years old", 82),
        ("a pensioner aged 70", 70),
        ("må min mor på 82, svensk, flyttet til Malmö i 2019, undvære Digital Post?", 82),
        ("må min mor på 82, tysk, undvære Digital Post", 82),
        ("må min far på 78, flyttet til Spanien, undvære Digital Post", 78),
        ("må min far på 78 (svensk) undvære Digital Post", 78),
        ("må min far på 78 undvære Digital Post", 78),
        ("kan min far på 78 slippe for Digital Post", 78),
        ("may my mother aged 82, Swedish, do without Digital Post", 82),
    ],
)
def test_an_age_is_understood(law: Law, said: str, years: int | None) -> None:
    found = numbers_in(said, law, "person").age
    assert (found and found.years) == years


@pytest.mark.parametrize(
    ("said", "unused"),
    [
        ("min bil på 9 år skal synes", ("9",)),
        ("jeg har boet i Spanien siden 2009", ("2009",)),
        ("jeg flyttede for 9 år siden", ("9",)),
        ("barn på 9 måneder", ("9",)),
        ("a nine-year-old car", ()),
        ("en 9-årig bil", ("9",)),
        ("min søn er 2 meter høj", ("2",)),
        ("pensionist i 9 år", ("9",)),
        ("min mor på 82 og min far på 84", ("82", "84")),
        ("min mor på 820", ("820",)),
        ("min bil på 9, grøn, skal synes", ("9",)),
        ("barn på 9 måneder, dansk", ("9",)),
        ("we are three years late", ()),
        ("§ 3 stk 1", ("3", "1")),
    ],
)
def test_what_is_no_age_is_told_as_not_used(law: Law, said: str, unused: tuple[str, ...]) -> None:
    found = numbers_in(said, law, "person")
    assert found.age is None
    assert found.unused == unused


def test_an_age_and_other_numbers_are_told_apart(law: Law) -> None:
    found = numbers_in("min mor på 82 har boet i Spanien i 10 år", law, "person")
    assert found.age is not None
    assert (found.age.years, found.unused) == (82, ("10",))


def test_an_age_is_a_span_of_birth_dates(law: Law) -> None:
    age = numbers_in("min mor på 82", law, "person").age
    assert age is not None
    assert age.born(DAY) == (date(1931, 12, 2), date(1932, 12, 1))
    assert age.born(date(2024, 2, 29)) == (date(1941, 3, 1), date(1942, 2, 28))
    said = age_said(age, DAY)
    assert "birth_date=" in said.da
    assert "age 82" in said.en


def test_an_age_is_that_of_whoever_files(law: Law) -> None:
    age = numbers_in("pensionist på 70", law, "filing").age
    assert age is not None
    assert age.column.name == "filer_birth_date"
    assert numbers_in("pensionist på 70", law, "message").age is None
