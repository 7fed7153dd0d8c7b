"""Who answers questions under the shipped law, made once a process."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from lovgraf.cli.values import presuming
from lovgraf.core.terms import Text
from lovgraf.explain.answer import Answerer
from lovgraf.explain.question import questions_of
from lovgraf.explain.wordings import LANGUAGES
from lovgraf.law import Law, load_law
from tests.examples import WHOLE

DAY = date(2026, 11, 29)
"""The day of all files of cases where no other counts: what answers a question on a day is dear to
make, and shared."""


def or_shared(day: date) -> date:
    """The day of a case whose answer is the same on `DAY`: that one, unless the whole is asked
    for."""
    return day if WHOLE else DAY


@cache
def law_of_a_case() -> Law:
    """The shipped law, under which it is presumed what is presumed of a case."""
    return presuming(load_law(), "case", "case")


@cache
def answerer(slug: str, day: date) -> Answerer:
    """What answers a question on a date; nothing is presumed."""
    law = load_law()
    return Answerer(law.at(day), questions_of(law)[slug])


@cache
def answerer_of_a_case(slug: str, day: date) -> Answerer:
    """The same, where it is presumed what is presumed of a case."""
    law = law_of_a_case()
    return Answerer(law.at(day), questions_of(law)[slug])


_SAY_NOTHING = Text(
    "{who} ja nej ikke her der er en et krav kravene som skal opfyldes holdes holde det dem må kan "
    "de den har pligt til regler reglerne regel anden går forud undtagelse fritagelse gælder "
    "ingen af for i denne sag særlige muligt men sådan nødvendigt",
    "{who} yes no not here there is are an a demands demand to be met kept it they may can must "
    "has duty rules rule another comes first exception exemption applies apply none of the "
    "for in this case special possible but such needed that and",
)


def says_nothing(opening: Text) -> bool:
    """Whether a sentence that begins an answer leaves open what follows for its reader: that there
    are demands, or an exception, and no word of which."""
    return any(
        {*re.findall(r"[\w{}]+", opening[lang].lower())} <= {*_SAY_NOTHING[lang].split()}
        for lang in LANGUAGES
    )
