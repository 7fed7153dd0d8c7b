"""Which fact is asked for next: the one that can settle the answer, and once that is settled the
day from which a deadline of it runs.

The answer is the same whatever that day is, but what whoever asks has to do by when is not: no
letter can name the last day without it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from msgspec.structs import replace
from rdflib import URIRef

from lovgraf.core.terms import CORE, Text
from lovgraf.core.written import filled
from lovgraf.engine.in_memory import Record
from lovgraf.explain.answer.asked import Asked
from lovgraf.explain.answer.case import Case
from lovgraf.explain.answer.later import later_of, opening_up
from lovgraf.explain.interview import Asking
from lovgraf.explain.question_program import DEPENDS
from lovgraf.explain.within import Narrowed, narrowed, spans_of
from lovgraf.facts.between import Between
from lovgraf.facts.fact import Column
from lovgraf.facts.values import NONE
from lovgraf.law.norms import Norm


def next_fact(asked: Asked, record: Record, unknown: Collection[str]) -> Asking | None:
    """The fact to ask for next, with what answers to it would settle; once the answer is
    settled the day from which a deadline of it runs."""
    known = narrowed(asked.interview, record)
    record = known.record
    asking = that_settles(asked, record, asked.interview.next(record, unknown), unknown)
    asking = asking and limited(asking, known)
    if asking is None and spans_of(record):
        return last_day(asked, known, unknown)
    return asking or _day(asked, record, unknown) or _of_what_comes(asked, record, unknown)


def _of_what_comes(asked: Asked, record: Record, unknown: Collection[str]) -> Asking | None:
    """The fact on which a no turns on a stated day to come: what comes then is asked about."""
    verdict = asked.interview.answered(asked.interview.look(record))
    if asked.program.answer(verdict.verdict) != asked.question.order[-1]:
        return None
    later = opening_up(asked, record)
    if later is None or later_of(asked, record) != later:
        return None
    return that_settles(asked, later.record, asked.interview.next(later.record, unknown), unknown)


def that_settles(
    asked: Asked, record: Record, asking: Asking | None, unknown: Collection[str]
) -> Asking | None:
    """A fact to ask for, as whoever asks knows it, with what answers to it would settle."""
    if asking is None:
        return None
    column = plainly(asked, asking.column, record, unknown)
    if column != asking.column:
        asking = replace(asked.interview.asking(column), left=asking.left)
    said = asked.asking(column).wording
    return replace(asking, wording=said, why=_why(asked, record, column))


def plainly(asked: Asked, column: Column, record: Record, unknown: Collection[str]) -> Column:
    """The column that whoever asks of themselves is asked for in place of one that only a
    register has: a plain fact by which that is presumed."""
    graph, columns = asked.view.law.graph, asked.view.law.facts.facts
    node = graph.value(None, CORE.askedColumn, URIRef(column.iri))
    plain = columns.get(str(graph.value(node, CORE.askedThrough))) if node else None
    if not isinstance(plain, Column) or not asked.sentences.to_subject:
        return column
    return column if plain.iri in record or plain.name in unknown else plain


def _why(asked: Asked, record: Record, column: Column) -> Text:
    """What answers to a column would settle."""
    settles: dict[str, list[Text]] = {}
    by_day = False
    for verdict, value in asked.interview.verdicts_after(record, column):
        answer = asked.program.answer(verdict.verdict)
        if answer != DEPENDS and isinstance(value, date):
            by_day = True  # the days tried stand for all between limits, and tell nothing
        elif answer != DEPENDS:
            said = asked.explainer.words.value(column, value)
            settles.setdefault(answer, []).append(_NEVER if value is NONE else said)
    if not settles:
        return _BY_DAY if by_day else _NOT_ALONE
    parts = [
        Text(
            f"{' / '.join(said.da for said in some[:3])}: {asked.opening_alone(answer).da}",
            f"{' / '.join(said.en for said in some[:3])}: {asked.opening_alone(answer).en}",
        )
        for answer, some in settles.items()
    ]
    return Text(
        f"Det kan afgøre sagen. {' '.join(part.da for part in parts)}",
        f"It can settle the matter. {' '.join(part.en for part in parts)}",
    )


def _day(asked: Asked, record: Record, unknown: Collection[str]) -> Asking | None:
    """The day to ask for, from which a deadline of the answer runs."""
    verdict = asked.interview.answered(asked.interview.look(record))
    answer = asked.program.answer(verdict.verdict)
    if answer in (DEPENDS, asked.question.order[-1]):
        return None
    seen = asked.explainer.records.read(record)
    found = asked.explainer.explain(record, turns=False)
    return deadline_day(Case(asked, seen, found, verdict, answer), unknown)


def deadline_day(case: Case, unknown: Collection[str]) -> Asking | None:
    """The day to ask for next; None where no duty of whoever the record is about, that
    decided or that the first sentence states, lacks one."""
    asked = case.asked
    if case.answer in (DEPENDS, asked.question.order[-1]) or not asked.sentences.to_subject:
        return None
    for iri in (*(iri for iri, _ in case.deciding()), *case.grounds_named()):
        verdict = case.verdicts.get(iri)
        if verdict is None or verdict.verdict not in _TO_BE_DONE:
            continue
        for column in _days_lacking(case, asked.view.norms[iri], verdict.missing):
            if column.name not in unknown:
                return replace(asked.asking(column), why=_WHY)
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


def last_day(asked: Asked, known: Narrowed, unknown: Collection[str]) -> Asking | None:
    """What to ask for where the answer is settled and a deadline runs from a day that is known
    only to lie between others."""
    spans = spans_of(known.record)
    record = {iri: state for iri, state in known.record.items() if iri not in spans}
    asking = _day(asked, record, unknown)
    return asking and limited(asking, replace(known, hinging=spans))


def limited(asking: Asking, known: Narrowed) -> Asking:
    """A question for a day, with the limits between which it is known to lie."""
    limits = known.hinging.get(asking.column.iri)
    if limits is None:
        return asking
    return replace(asking, wording=within_limits(asking.wording, limits))


def within_limits(asked: Text, limits: Between) -> Text:
    """A question for a day with its limits."""
    return filled(_LIMITS, asked=asked, limits=limits.said)


_TO_BE_DONE = ("breached", "pending", "unattainable", "undetermined")
_WHY = Text(
    "Fristen regnes fra den dag. Svaret er det samme.",
    "The deadline is counted from that day. The answer is the same.",
)
_LIMITS = Text("{asked} ({limits}: hvilken dag?)", "{asked} ({limits}: which day?)")
_NEVER = Text("Sker det ikke", "If it does not happen")
_BY_DAY = Text("Dagen kan afgøre sagen.", "The day can settle the matter.")
_NOT_ALONE = Text(
    "Det afgør ikke sagen alene, men sammen med andre oplysninger.",
    "It does not settle the matter alone, but does so with other facts.",
)
