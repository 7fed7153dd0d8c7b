"""What an answer takes for granted: what is presumed, and what silence answers.

Whoever signs a letter looks up what would turn the answer round before it is sent. Most of what was
not stated would change how an answer comes about, and not what it says: whoever need not have
Digital Post need not by an exemption either. And much goes without saying
(`core:goesWithoutSaying`): whoever lives here has not left. Neither is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace
from rdflib import Literal, URIRef

from lovgraf.core.result import VERDICTS
from lovgraf.core.terms import CORE, Text, text_of
from lovgraf.core.written import continued, filled
from lovgraf.engine.in_memory import Record
from lovgraf.explain.answer.asked import Asked
from lovgraf.explain.answer.case import MOST_NORMS, Case
from lovgraf.explain.answer.model import Presumed, Wanted
from lovgraf.explain.answers_tried import Looked
from lovgraf.explain.interview import Interview
from lovgraf.explain.question_program import DEPENDS
from lovgraf.facts.fact import AS_OF, Column, Presumption, StatedValue
from lovgraf.facts.values import NONE, State
from lovgraf.verdicts.decide import BREACHED, EXEMPT, NOT_ADDRESSED

_YES_OR_NO = {True: "yes", False: "no"}


class TakenForGranted(Struct, frozen=True, dict=True):
    """What the answer to a record takes for granted."""

    case: Case
    looked: Looked

    @cached_property
    def rests_on(self) -> tuple[Presumed, ...]:
        """The presumptions without which the answer would differ."""
        asked, near = self.case.asked, self.case.near()
        supposed = {one.iri for one in asked.supposed}
        found = (presumed(asked, iri, self.looked.record) for iri in self.case.verdict.rests_on)
        return tuple(self._doubted(one, near) for one in found if one.iri not in supposed)

    def _doubted(self, one: Presumed, near: Collection[str]) -> Presumed:
        """A presumption with whether a rule that is told turns on it, and the answer, and whether
        it goes without saying."""
        plain, column = _goes_without_saying(self.case.asked, one.iri), one.column
        if column is None:
            return replace(one, plain=plain)
        told = not one.ours and column.iri in near
        round_ = _turns_round(self.case.asked, self.looked, column, or_opens=told and not plain)
        return replace(one, near=column.iri in near, plain=plain, turns=round_)

    @cached_property
    def _silent(self) -> list[Column]:
        """The columns of which nothing was said, which nothing presumes, and with which a settled
        answer would be another."""
        if self.case.answer == DEPENDS:
            return []
        interview = self.case.asked.interview
        return [one for one in interview.silent_in(self.looked) if not interview.presumed(one)]

    @cached_property
    def _lifting(self) -> list[tuple[Column, State]]:
        """The columns that would lift a duty that is told, beside those that are told already;
        what goes without saying is told to whoever acts upon others."""
        asked = self.case.asked
        told = (*self._silent, *(one.column for one in self.rests_on if one.column))
        plain = () if asked.asks_of_others else asked.plain_presumptions
        left_out = {*(one.iri for one in told), *(one.presumes for one in asked.supposed), *plain}
        return [(one, state) for one, state in _lifting(self.case) if one.iri not in left_out]

    @property
    def silent(self) -> tuple[Text, ...]:
        """What was not said, and is taken to be one way or the other, by its labels."""
        return tuple(one.label for one in (*self._silent, *(one for one, _ in self._lifting)))

    def unsaid(self) -> Iterator[Wanted]:
        """The same with what it is taken to be; as whoever signs is told of it, where the opposite
        would turn the answer round or lift a duty."""
        asked, looked = self.case.asked, self.looked
        ruled_out = _ruled_out(asked, looked.record)
        for one in self._silent:
            told = one.iri not in ruled_out and _turns_round(asked, looked, one)
            yield unsaid(asked, one, looked, told)
        for one, state in self._lifting:
            yield _taken(asked, one, state, looked, told=True)


def granted(asked: Asked, record: Record) -> list[tuple[Column, Text]]:
    """What an answer takes to be as is usual, with what is taken, in words."""
    resting = asked.interview.verdict(record).rests_on
    some = [one for iri in resting if (one := presumed(asked, iri, record)).column]
    told = {one.column: one.clause for one in some}
    looked = asked.interview.look(record)
    found = {one: unsaid(asked, one, looked) for one in asked.interview.granted(record)}
    said = [
        (column, told.get(column) or one.clause)
        for column, one in found.items()
        if column in told or not one.said_by(some)
    ]
    return [
        (column, _that(words) if words else _not_told(asked.sentences.asked(column)))
        for column, words in said
    ]


def _not_told(asked: Text) -> Text:
    """That something was not stated, by how it is asked for."""
    return filled(_NOT_TOLD, asked=Text(continued(asked.da), continued(asked.en)))


_NOT_TOLD = Text("det er ikke oplyst: {asked}", "it was not stated: {asked}")


def presumed(asked: Asked, iri: str, record: Record) -> Presumed:
    """A presumption that the answer rests on, in words."""
    one = asked.explainer.records.memory.plan.programs.facts[iri]
    rebuttal = text_of(asked.view.law.graph, URIRef(iri), CORE.rebuttal)
    said = Presumed(iri, one.label, one.definition or one.label, rebuttal)
    if not isinstance(one, Presumption):
        return said
    if one.value == AS_OF:
        return replace(said, today=True)
    value = one.filled(asked.view.as_of)
    state: State = NONE if value is None else value
    clause = asked.said(one.presumes, state, record)
    of_them = asked.said(one.presumes, state, record, asked.of_them)
    said = replace(said, of_them=of_them, none=state is NONE)
    column = asked.view.law.facts.facts.get(one.presumes)
    if not isinstance(column, Column):
        return replace(said, clause=clause)
    burden = asked.view.law.graph.value(URIRef(iri), CORE.burdenOfProof)
    ours = asked.ours(column) or burden != CORE.Subject
    wording = asked.sentences.asked(column)
    return replace(said, clause=clause, column=column, asked=wording, ours=ours)


def unsaid(asked: Asked, column: Column, looked: Looked, told: bool = False) -> Wanted:
    """A column that silence answers, with what it is taken to be, where that has words, and
    as whoever signs is `told` of it."""
    return _taken(asked, column, asked.interview.taken(looked, column), looked, told)


def _taken(asked: Asked, column: Column, state: State, looked: Looked, told: bool) -> Wanted:
    """A column that is taken to be in a state."""
    known = state is not None and (state is True or asked.sentences.denies(column.iri))
    clause = asked.said(column.iri, state, looked.record) if known else None
    them = None
    if clause and told:
        them = asked.said(column.iri, state, looked.record, asked.of_them)
    wording, ours = asked.sentences.asked(column), asked.ours(column)
    rules_out = asked.view.law.facts.all_emptied_by(column.iri, _one(state))
    return Wanted(column, wording, ours, clause, of_them=them, rules_out=rules_out)


def _one(state: State) -> State:
    """A state, or the one value that it has of several."""
    return state[0] if isinstance(state, tuple) and len(state) == 1 else state


def _that(clause: Text) -> Text:
    """A clause with its conjunction, where it stands alone: its words are in that order."""
    return Text(f"at {clause.da}", f"that {clause.en}")


def _turns_round(asked: Asked, looked: Looked, column: Column, or_opens: bool = False) -> bool:
    """Whether some answer to a column turns the answer to the question round, `or_opens` it."""
    found = (after.verdict for after, _, _ in asked.interview.answers(looked, column))
    answers = {asked.program.answer(verdict.verdict) for verdict in found}
    own = _side(asked, asked.program.answer(looked.verdict.verdict))
    left_out = set() if or_opens else {DEPENDS}
    return any(_side(asked, one) != own for one in answers - left_out)


def _side(asked: Asked, answer: str) -> str:
    """What an answer comes to: yes or no, where it says so."""
    affirms = asked.question.affirms.get(answer)
    return answer if affirms is None else _YES_OR_NO[affirms]


def _goes_without_saying(asked: Asked, iri: str) -> bool:
    """Whether nobody needs to be told of a presumption."""
    return (URIRef(iri), CORE.goesWithoutSaying, Literal(True)) in asked.view.law.graph


def _ruled_out(asked: Asked, record: Record) -> frozenset[str]:
    """The columns (IRIs) of which nothing else is to be expected, by what goes without saying of
    what was stated."""
    found: set[str] = set()
    for one in asked.view.law.profile.presumptions:
        if not one.tests or one.presumes in asked.question.leaves_open:
            continue
        if _goes_without_saying(asked, one.iri) and _premised(one, record):
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


def _lifting(case: Case) -> Iterator[tuple[Column, State]]:
    """The columns of which nothing was stated, and with some answer to which a duty that the answer
    tells as not done would not bind, with what each is taken to be: whoever acts on the duty makes
    sure of it.

    A question with several rules can have the same answer by another of them, so that nothing of
    what was taken for granted turns the answer round; and yet the duty that is told, "do it at
    once", would not bind. Protection of an address lapses after a year, unless the police have
    reported a threat."""
    told: set[str] = set()
    if case.answer == DEPENDS or not case.dated:
        return
    for iri, _ in case.deciding()[:MOST_NORMS]:
        verdict = case.verdicts.get(iri)
        if verdict is None or verdict.verdict != VERDICTS[BREACHED]:
            continue
        duty = Interview(case.asked.view.law, case.asked.explainer.records, iri)
        looked = duty.look(case.seen.record)
        for column in _lifting_of(duty, looked):
            if column.iri not in told:
                told.add(column.iri)
                yield column, duty.taken(looked, column)


def _lifting_of(duty: Interview, looked: Looked) -> Iterator[Column]:
    lifted = {VERDICTS[EXEMPT], VERDICTS[NOT_ADDRESSED]}
    for column in duty.silent_in(looked):
        if any(after.verdict.verdict in lifted for after, _, _ in duty.answers(looked, column)):
            yield column
