"""Which day to ask for once an answer is settled: the one from which a deadline of it runs.

The answer is the same whatever the day is, but what whoever asks has to do by when is not: no
letter can name the last day without it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from lovgraf.core.terms import CORE, Text
from lovgraf.explain.answer.case import Case
from lovgraf.explain.interview import Asking
from lovgraf.explain.question_program import DEPENDS
from lovgraf.facts.fact import Column
from lovgraf.law.norms import Norm


def day_asked_for(case: Case, unknown: Collection[str]) -> Asking | None:
    """The day to ask for next; None where no duty of whoever the record is about, that
    decided or that the first sentence states, lacks one."""
    question = case.asked.question
    if case.answer in (DEPENDS, question.order[-1]) or not case.asked.sentences.to_subject:
        return None
    for iri in (*(iri for iri, _ in case.deciding()), *case.grounds_named()):
        verdict = case.verdicts.get(iri)
        if verdict is None or verdict.verdict not in _TO_BE_DONE:
            continue
        for column in _days_lacking(case, case.asked.view.norms[iri], verdict.missing):
            if column.name not in unknown:
                return replace(case.asked.interview.asking(column), why=_WHY)
    return None


def _days_lacking(case: Case, norm: Norm, missing: Collection[str]) -> list[Column]:
    """The days `missing` of those from which the deadlines of a duty run, the ones that are easy to
    know first; none that only an authority knows."""
    facts, interview = case.asked.view.law.facts, case.asked.interview
    if norm.bearer != str(CORE.Subject):
        return []
    deadlines = [one for one in norm.deadlines if not one.at_least]
    read = {iri for one in deadlines for trigger in one.triggers for iri in facts.inputs(trigger)}
    read -= {one.performed_on for one in deadlines if one.performed_on}
    columns = [facts.columns[name] for name in missing if name in facts.columns]
    days = [one for one in columns if one.datatype == "date" and one.iri in read]
    own = [one for one in days if not case.asked.ours(one)]
    return sorted(own, key=lambda one: (interview.asking(one).cost, one.name))


_TO_BE_DONE = ("breached", "pending", "unattainable", "undetermined")
_WHY = Text(
    "Fristen regnes fra den dag. Svaret er det samme.",
    "The deadline is counted from that day. The answer is the same.",
)
