"""What could turn an answer round: what whoever signs a letter looks up before it is sent.

Most of what was not stated would change how an answer comes about, and not what it says: whoever
need not have Digital Post need not by an exemption either. And much goes without saying
(`core:goesWithoutSaying`): whoever lives here has not left. Neither is told.
"""

from __future__ import annotations

from datetime import date

from rdflib import Literal, URIRef

from lovgraf.core.terms import CORE
from lovgraf.engine.in_memory import Record
from lovgraf.explain.answer.asked import Asked
from lovgraf.explain.interview import Looked
from lovgraf.explain.question_program import DEPENDS
from lovgraf.facts.fact import Column, Presumption, StatedValue
from lovgraf.facts.values import NONE

_YES_OR_NO = {True: "yes", False: "no"}


def turns_round(asked: Asked, looked: Looked, column: Column, or_opens: bool = False) -> bool:
    """Whether some answer to a column turns the answer to the question round, `or_opens` it."""
    found = (after.verdict for after, _, _ in asked.interview.answers(looked, column))
    answers = {asked.program.answer(verdict.verdict) for verdict in found}
    own = side(asked, asked.program.answer(looked.verdict.verdict))
    left_out = set() if or_opens else {DEPENDS}
    return any(side(asked, one) != own for one in answers - left_out)


def side(asked: Asked, answer: str) -> str:
    """What an answer comes to: yes or no, where it says so."""
    affirms = asked.question.affirms.get(answer)
    return answer if affirms is None else _YES_OR_NO[affirms]


def goes_without_saying(asked: Asked, iri: str) -> bool:
    """Whether nobody needs to be told of a presumption."""
    return (URIRef(iri), CORE.goesWithoutSaying, Literal(True)) in asked.view.law.graph


def ruled_out(asked: Asked, record: Record) -> frozenset[str]:
    """The columns (IRIs) of which nothing else is to be expected, by what goes without saying of
    what was stated."""
    found: set[str] = set()
    for one in asked.view.law.profile.presumptions:
        open_ = one.presumes in asked.question.leaves_open
        if (
            one.tests
            and not open_
            and goes_without_saying(asked, one.iri)
            and _premised(one, record)
        ):
            found |= {one.presumes, *one.unless}
    return frozenset(found)


def _premised(presumption: Presumption, record: Record) -> bool:
    """Whether all that a presumption rests on was stated."""
    return all(_fits(test, record) for test in presumption.tests)


def _fits(test: StatedValue, record: Record) -> bool:
    state = record.get(test.column)
    if state is None or state is NONE:
        return False
    if isinstance(state, date) or not test.values:
        return True
    return (state in test.values) != test.others
