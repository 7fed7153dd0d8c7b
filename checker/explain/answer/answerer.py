"""Answers a question for any records."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from msgspec import structs

from lovgraf.core.terms import Text
from lovgraf.engine.in_memory import Record, Verdict
from lovgraf.explain.answer.appeals import appeals_of
from lovgraf.explain.answer.asked import OPENS_OPEN, Asked
from lovgraf.explain.answer.case import Case
from lovgraf.explain.answer.changes import changes
from lovgraf.explain.answer.grounds import coming, grounds_of
from lovgraf.explain.answer.later import Later, later_of, turning_on
from lovgraf.explain.answer.model import Answer, Beside, Ground, Wanted
from lovgraf.explain.answer.next_fact import (
    deadline_day,
    last_day,
    limited,
    next_fact,
    plainly,
    that_settles,
    within_limits,
)
from lovgraf.explain.answer.phrases import apart, turns_on
from lovgraf.explain.answer.shared import shared
from lovgraf.explain.answer.steps import steps_of
from lovgraf.explain.answer.taken_for_granted import TakenForGranted, granted
from lovgraf.explain.answer.territory import reserved
from lovgraf.explain.answer.words import Words
from lovgraf.explain.answers_tried import Looked
from lovgraf.explain.interview import OPEN, Asking
from lovgraf.explain.named_grounds import NamedGround
from lovgraf.explain.question_program import DEPENDS
from lovgraf.explain.telling import doubted
from lovgraf.explain.within import Narrowed, narrowed, spans_of
from lovgraf.facts.fact import Column
from lovgraf.facts.values import NONE
from lovgraf.law.coverage import covered_in_short

_MOST_TOPICS = 3
"""Things that an open answer turns on, which its first sentence names."""


class Answerer(Asked, eq=False):
    """Answers one question on one date, for any records. One thread at a time."""

    _words = Words()
    """What whoever asks said beyond facts."""

    def settled(self, record: Record, named: Collection[NamedGround] = ()) -> str:
        """The answer to a record alone, but for what some words hint at."""
        record = narrowed(self.interview, self._still_to_do(record)).record
        looked = self.interview.look(record)
        words = Words(named=tuple(named))
        verdict = words.but_for_hints(self, looked, self.interview.answered(looked))
        return self.program.answer(verdict.verdict)

    def answer(
        self,
        record: Record,
        unknown: Collection[str] = (),
        asked: int = 0,
        turns: bool = True,
        unread: bool = False,
        named: Collection[NamedGround] = (),
    ) -> Answer:
        """The answer to a record, with its reasons. `unknown` are columns that whoever asks does
        not know, `asked` how many facts were asked for, `unread` whether a number was said that
        nothing was made of: what silence answers of numbers is open then; `named` are the grounds
        that somebody's words name: an open answer tells these of all grounds alone. Nothing of the
        record is kept."""
        self._words = Words(unread, tuple(named))
        with self.interview.records.passing(record):
            own = self._still_to_do(record)
            if spans_of(own):
                found = self._within(narrowed(self.interview, own), unknown, asked, turns)
            else:
                found = self._answer(own, unknown, asked, turns)
        whole = self.whole(record) if found.answer == DEPENDS else None
        return whole.answer(record, unknown, asked, turns, unread, named) if whole else found

    def whole(self, record: Record) -> Answerer | None:
        """The question of which this one asks one ground alone, where that is settled: whoever is
        exempted on request whatever the ground is need not have this one."""
        broad = (one for one in self.going_with() if one.question.iri in self.question.narrows)
        return next((one for one in broad if one.settled(record) != DEPENDS), None)

    def next(self, record: Record, unknown: Collection[str] = ()) -> Asking | None:
        """The fact to ask for next, with what answers to it would settle; once the answer is
        settled the day from which a deadline of it runs."""
        with self.interview.records.passing(record):
            return next_fact(self, self._still_to_do(record), unknown)

    def granted(self, record: Record) -> list[tuple[Column, Text]]:
        """What the answer takes to be as is usual, with what is taken, in words: who is asked
        confirms it at the end."""
        return granted(self, narrowed(self.interview, self._still_to_do(record)).record)

    def _still_to_do(self, record: Record) -> Record:
        """A record without what only says that the thing asked about is still to be done: whoever
        asks how to claim has not claimed, and the rules on claims are what is asked for."""
        supposed = {one.presumes for one in self.question.supposes}
        done = {one.presumes for one in self.question.once_done} & supposed
        return {
            iri: state
            for iri, state in record.items()
            if iri not in done or state not in (False, NONE)
        }

    def _within(self, known: Narrowed, unknown: Collection[str], asked: int, turns: bool) -> Answer:
        """The answer where days are known only to lie between others: what is said alike on the
        first and the last of them."""
        first, *others = (self._answer(one, unknown, asked, turns) for one in known.ends())
        alike = shared(first, others[0]) if others else first
        if alike is None:
            known = known.without()
        answer = alike or self._answer(known.record, unknown, asked, turns)
        following = answer.next and limited(answer.next, known)
        if following is None and any(other.steps != first.steps for other in others):
            following = last_day(self, known, unknown)
        wanted = tuple(
            structs.replace(one, asked=within_limits(one.asked, known.hinging[one.column.iri]))
            if one.column.iri in known.hinging
            else one
            for one in answer.wanted
        )
        return structs.replace(answer, next=following, wanted=wanted)

    def _answer(self, record: Record, unknown: Collection[str], asked: int, turns: bool) -> Answer:
        """The answer to a record of which each day is known, or is not."""
        looked = self.interview.look(record)
        verdict = self._words.but_for_these(self, looked, self.interview.answered(looked))
        case = self._case(record, verdict)
        later, opens = self._to_come(case)
        then = self._case_of(later) if later else None
        case.not_yet = later is not None and later.then is None
        grounds = self._words.on_named(case, tuple(self._grounds(case, then, later or opens)))
        complains = self.decides or not (self.asks_of_others or later or opens)
        taken = TakenForGranted(case, looked)
        asking, wanted = self._asked_for(case, looked, unknown)
        if later and then and then.answer == DEPENDS:
            asking, wanted = self._asked_for(then, self.interview.look(later.record), unknown)
        return Answer(
            question=self.question,
            as_of=self.view.as_of,
            answer=case.answer,
            opening=reserved(self._opens(case, then, later, wanted), case.reservations),
            grounds=grounds,
            steps=tuple(steps_of(then or case)),
            turns=tuple(changes(self, case.seen, verdict.verdict, self._begun)) if turns else (),
            missing=tuple(case.labels(verdict.missing)),
            judgment=case.judges(),
            complaint=tuple(appeals_of(case, {one.norm for one in grounds})) if complains else (),
            next=asking,
            found=case.found,
            silent=taken.silent,
            rests_on=taken.rests_on,
            covered=self._covered(grounds),
            asked=asked,
            exact=verdict.exact,
            wanted=tuple(self._wanted(column, record) for column in wanted),
            unsaid=tuple(taken.unsaid()),
            later=later.day if later else None,
            decides=self.decides,
            turning_on=opens.day if opens else None,
            to_subject=self.sentences.to_subject,
            asked_for=self.whom,
            address=self.sentences.words,
            stated=apart(case.stated()),
            undated=apart(case.undated()),
            title=self.sentences.title,
            beside=tuple(self._beside(record, later)) if turns else (),
            named=tuple(one.label for one in self._words.named if not one.hints),
            of_named=case.answer == DEPENDS,
            in_short=self._in_short(case) if later is None else None,
        )

    def _case(self, record: Record, verdict: Verdict) -> Case:
        """A record with a verdict of the question's program, explained."""
        seen = self.explainer.records.read(record)
        found = self.explainer.explain(record, turns=False)
        refused = self.explainer.programs.refused.values()
        found = replace(found, notes=tuple(error.message for error in refused))
        return Case(self, seen, found, verdict, self.program.answer(verdict.verdict))

    def _begun(self, record: Record) -> tuple[str, Text]:
        """The answer to a record, and the sentence that begins it."""
        looked = self.interview.look(record)
        case = self._case(record, self.interview.answered(looked))
        wanted = self._asked_for(case, looked, ())[1] if case.answer == DEPENDS else []
        return case.answer, self._opening_of(case, wanted)

    def _to_come(self, case: Case) -> tuple[Later | None, Later | None]:
        """The first day from which on a no is another answer, or else on which it becomes open."""
        if case.answer != self.question.order[-1]:
            return None, None
        later = later_of(self, case.seen.record)
        return later, turning_on(self, case.seen.record) if later is None else None

    def _asked_for(
        self, case: Case, looked: Looked, unknown: Collection[str]
    ) -> tuple[Asking | None, list[Column]]:
        """The fact to ask for next, and the columns that an open answer lacks, of which whoever
        signs may know some."""
        record = looked.record
        found = self.interview.next(record, unknown, looked)
        asking = that_settles(self, record, found, unknown) or deadline_day(case, unknown)
        wanted = self._needed(case, looked, unknown, asking) if case.answer == DEPENDS else []
        if asking is None and self._words.say_more and wanted and looked.verdict.verdict != OPEN:
            asking = self.asking(wanted[0])
        leaves_open = self.question.leaves_open if self.asks_of_others else frozenset()
        wanted = [
            one
            for one in wanted
            if self.ours(one) or one.iri in leaves_open or not case.left_to_authority
        ]
        return asking, list(dict.fromkeys(plainly(self, one, record, unknown) for one in wanted))

    def _needed(
        self, case: Case, looked: Looked, unknown: Collection[str], first: Asking | None
    ) -> list[Column]:
        """The columns that an open answer asks for: those that are enough where what is told is the
        usual; all where silence alone keeps it open, and where only the authority itself can find
        them or decides."""
        missing = case.columns(case.verdict.missing, first)
        ours = case.left_to_authority or all(map(self.ours, missing))
        if looked.verdict.verdict != OPEN or ours:
            return missing
        enough = self.interview.enough(looked, unknown) or missing
        return min(enough, missing, key=len)

    def _wanted(self, column: Column, record: Record) -> Wanted:
        """A column that is missing; one that was stated is told as contradicted."""
        label = doubted([column.iri], [column.label], record)[0]
        known = column.iri in record
        asked = label if known else self.sentences.asked(column)
        there = label if known else self.of_them.asked(column)
        return Wanted(column, asked, self.ours(column), asked_there=there)

    def _opens(
        self, case: Case, then: Case | None, later: Later | None, wanted: Sequence[Column]
    ) -> Text:
        """The sentence that begins the answer, or says from when there is another and how that will
        begin."""
        if then is None or later is None:
            return self._opening_of(case, wanted)
        if then.answer == DEPENDS:
            opening = self._opening_of(then, wanted)
        else:
            opening = then.with_duty(then.asked.opening(then.answer, case.seen.record))
        return later.opening(opening, self.question.turned)

    def _in_short(self, case: Case) -> Text | None:
        """The sentence that begins the answer in short, with what is reserved."""
        said = case.in_short
        return said and reserved(said, case.reservations)

    def _opening_of(self, case: Case, wanted: Sequence[Column]) -> Text:
        """The sentence that begins the answer; of an open one without a sentence of its own, the
        first things that it turns on, as a citizen knows them. What is enough to be known lets
        it begin with its own, whatever else is missing."""
        said, own = case.opening(), self.form_of(DEPENDS)
        if (
            said == OPENS_OPEN
            and (own and wanted)
            and self.question.while_missing.issuperset(one.iri for one in wanted)
        ):
            return self.opening(DEPENDS, case.seen.record)
        if said != OPENS_OPEN or any(one.iri in case.seen.record for one in wanted):
            return said
        topics = apart(
            one
            for place, column in enumerate(wanted)
            if (one := self.sentences.topic(column, again=place > 0))
        )
        told = topics[:_MOST_TOPICS]
        return turns_on(told, len(told) < len(wanted)) if told else said

    def _grounds(self, case: Case, then: Case | None, later: Later | None) -> Iterator[Ground]:
        """The rules that decided, or will once they are in force."""
        if later is None or later.then is None:
            return grounds_of(case)
        return coming(then or self._case_of(later), later)

    def _case_of(self, later: Later) -> Case:
        """What an answer that is not so yet will be, without days of its own."""
        then = later.then or self
        looked = then.interview.look(later.record)
        found = then.explainer.explain(later.record, turns=False)
        seen = then.explainer.records.read(later.record)
        verdict = then.interview.answered(looked)
        return Case(then, seen, found, verdict, later.answer, dated=False)

    def begins(self, record: Record, answer: str) -> Text | None:
        """The sentence with which the answer to a record begins where another question is answered:
        the one by what is known, where there is one; of an open answer that alone."""
        if any(one.answer == answer for one in self.question.known):
            record = narrowed(self.interview, self._still_to_do(record)).record
            case = self._case(record, self.interview.answered(self.interview.look(record)))
            if case.known_opening is not None:
                return self.begun(case.known_opening.said, record)
        return None if answer == DEPENDS else self.opening_alone(answer)

    def _beside(self, record: Record, later: Later | None) -> Iterator[Beside]:
        """What the questions that go with this one answer on the same facts; nothing where that
        is another once this answer is another."""
        for one in self.going_with():
            answer = one.settled(record, self._words.named)
            stays = later is None or answer == _settled_then(one, later)
            said = one.begins(record, answer) if stays else None
            yield Beside(one.question.slug, one.sentences.title, answer, said)

    def _covered(self, grounds: Iterable[Ground]) -> Text | None:
        """How far the graph holds the acts of the reasons, or of the question where it has none."""
        law, norms = self.view.law, self.view.norms
        own = [norms[ground.norm] for ground in grounds if ground.norm in norms]
        own = own or [norms[iri] for iri in self.program.answers if iri in norms]
        return covered_in_short(law, self.view.as_of, own)


def _settled_then(asked: Answerer, later: Later) -> str:
    """The answer on a later day, under the law of then where a rule comes into force."""
    then = asked.on(later.day) if later.then else asked
    return then.settled(later.record)
