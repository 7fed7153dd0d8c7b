"""What would lift a duty that an answer tells as not done: whoever acts on that makes sure of it.

A question with several rules can have the same answer by another of them, so that nothing of what
was taken for granted turns the answer round; and yet the duty that is told, "do it at once", would
not bind. Protection of an address lapses after a year, unless the police have reported a threat.
"""

from __future__ import annotations

from collections.abc import Iterator

from lovgraf.core.result import VERDICTS
from lovgraf.explain.answer.case import MOST_NORMS, Case
from lovgraf.explain.interview import Interview, Looked
from lovgraf.explain.question_program import DEPENDS
from lovgraf.facts.fact import Column
from lovgraf.facts.values import State
from lovgraf.verdicts.decide import BREACHED, EXEMPT, NOT_ADDRESSED


def lifting(case: Case) -> Iterator[tuple[Column, State]]:
    """The columns of which nothing was stated, and with some answer to which a duty that the answer
    tells as not done would not bind, with what each is taken to be."""
    told: set[str] = set()
    if case.answer == DEPENDS or not case.dated:
        return
    for iri, _ in case.deciding()[:MOST_NORMS]:
        verdict = case.verdicts.get(iri)
        if verdict is None or verdict.verdict != VERDICTS[BREACHED]:
            continue
        duty = Interview(case.asked.view.law, case.asked.explainer.records, iri)
        looked = duty.look(case.seen.record)
        for column in _lifting(duty, looked):
            if column.iri not in told:
                told.add(column.iri)
                yield column, duty.taken(looked, column)


def _lifting(duty: Interview, looked: Looked) -> Iterator[Column]:
    lifted = {VERDICTS[EXEMPT], VERDICTS[NOT_ADDRESSED]}
    for column in duty.silent_in(looked):
        if any(after.verdict.verdict in lifted for after, _, _ in duty.answers(looked, column)):
            yield column
