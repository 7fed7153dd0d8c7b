"""Names of countries and of the family that are misspelt: told, and never taken for what they are
near."""

from __future__ import annotations

from datetime import date

import pytest

from lovgraf.explain.heard import heard
from lovgraf.explain.kin import told_in
from lovgraf.explain.matching import matcher_of
from lovgraf.explain.misspelt import misspelt_said
from lovgraf.explain.question import questions_of
from lovgraf.law import Law


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("must my fathr in spian have digital post", {"fathr": "your father", "spian": "Spain"}),
        ("skal min faar i Tailand have nemkonto", {"faar": "your father", "tailand": "Thailand"}),
        ("jeg bor i Frankrige", {"frankrige": "France"}),
        ("min mro bor i Norgge", {"mro": "your mother", "norgge": "Norway"}),
        ("my mother in Spain", {}),
        ("min sag i Odense", {}),
        ("my boss in general", {}),
        ("skal min kat have digital post", {}),
    ],
)
def test_a_misspelt_name_is_told_with_the_nearest(
    law: Law, said: str, meant: dict[str, str]
) -> None:
    found = matcher_of(law).misspelt(said)
    assert {one.word: one.meant.en for one in found} == meant
    assert all(f'"{word}" was not read: did you mean' in misspelt_said(found).en for word in meant)


def test_a_misspelt_name_finds_its_question_and_tells_no_fact(law: Law) -> None:
    said = "must my fathr in spian have digital post"
    clear = matcher_of(law).find(said).clear
    assert clear is not None
    assert clear.slug == "digital-post-person"
    found = heard(said, law, questions_of(law)[clear.slug], date(2026, 11, 30))
    assert found.kin is None
    assert found.facts == ()


@pytest.mark.parametrize(
    ("said", "whom"),
    [
        ("must my father in law have Digital Post", "father-in-law"),
        ("must my son-in-law have Digital Post", "other"),
        ("skal min svoger have e-boks", "other"),
        ("må min kæreste slippe for e-boks", "partner"),
        ("my girlfriend", "partner"),
    ],
)
def test_more_of_a_family_are_known(law: Law, said: str, whom: str) -> None:
    kin = told_in(said, law)
    assert kin is not None
    assert kin.name == whom
