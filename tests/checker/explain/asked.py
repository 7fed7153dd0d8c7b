"""Who answers questions under the shipped law, made once a process."""

from __future__ import annotations

from datetime import date
from functools import cache

from lovgraf.cli.values import presuming
from lovgraf.explain.answer import Answerer
from lovgraf.explain.question import questions_of
from lovgraf.law import Law, load_law


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
