"""What is told of a norm beside its verdicts: what follows, and what those it binds must do."""

from __future__ import annotations

from datetime import date

import pytest

from lovgraf.check.norm_words import sanction_of, to_do_of
from lovgraf.core.terms import BASE
from lovgraf.law import Law


@pytest.mark.parametrize(
    ("day", "own", "other"),
    [
        (date(2018, 6, 1), "(text of 2017)", "(text of 2025)"),
        (date(2025, 12, 1), "(text of 2025)", "(text of 2017)"),
    ],
)
def test_the_penalty_is_that_of_the_day(law: Law, day: date, own: str, other: str) -> None:
    """Of two versions of one penalty never both, and each in its time."""
    norms = [law.norms[norm.iri] for norm in law.at(day).judged(None)]
    said = [text.en for norm in norms if (text := sanction_of(law, norm, day))]
    assert any(own in text for text in said)
    assert not any(other in text for text in said)


@pytest.mark.parametrize(
    ("norm", "said"),
    [
        ("law/2012/528/par/3/stk/1/norm/connection", "Du skal være tilsluttet Digital Post."),
        (
            "law/2012/528/par/5/stk/1/pkt/2/norm/register",
            "Kommunen skal registrere fritagelsen.",
        ),
        (
            "law/2007/798/par/1/stk/2/norm/designate-account-entity",
            "Virksomheden skal anvise en konto som NemKonto.",
        ),
    ],
)
def test_a_person_is_told_what_to_do_and_others_are_told_of(law: Law, norm: str, said: str) -> None:
    found = to_do_of(law, law.norms[BASE + norm], date(2014, 12, 1))
    assert found is not None
    assert found.da == said
