"""Answers a question for any records."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rdflib import URIRef
from rdflib.namespace import SKOS

from lovgraf.core.result import VERDICTS
from lovgraf.core.terms import CORE, Text, label, text_of
from lovgraf.core.written import filled
from lovgraf.engine.in_memory import Record, Verdict
from lovgraf.engine.one_record import Seen
from lovgraf.explain.answer.appeals import appeals_of
from lovgraf.explain.answer.asked import HELD, OPENS_OPEN, Asked
from lovgraf.explain.answer.case import Case
from lovgraf.explain.answer.deadlines import day_asked_for
from lovgraf.explain.answer.doubts import goes_without_saying, ruled_out, turns_round
from lovgraf.explain.answer.grounds import coming, grounds_of
from lovgraf.explain.answer.later import Later, later_of, turning_on
from lovgraf.explain.answer.lifting import lifting
from lovgraf.explain.answer.model import Answer, Beside, Ground, Presumed, Step, Wanted
from lovgraf.explain.answer.phrases import apart, turns_on
from lovgraf.explain.answer.shared import shared
from lovgraf.explain.answer.steps import steps_of
from lovgraf.explain.answer.territory import reserved
from lovgraf.explain.interview import OPEN, Asking, Looked
from lovgraf.explain.model import Turn
from lovgraf.explain.named_grounds import NamedGround, judgments_of
from lovgraf.explain.question_program import DEPENDS
from lovgraf.explain.telling import doubted
from lovgraf.explain.turns import Change, turning
from lovgraf.explain.within import Narrowed, narrowed, spans_of
from lovgraf.facts.between import Between
from lovgraf.facts.fact import AS_OF, Column, Presumption
from lovgraf.facts.values import NONE, State
from lovgraf.law.coverage import covered_in_short
from lovgraf.verdicts.decide import BREACHED

_MOST_TURNS = 3
_MOST_TOPICS = 3
"""Things that an open answer turns on, which its first sentence names."""


@dataclass(eq=False)
class Answerer(Asked):
    """Answers one question on one date, for any records. One thread at a time."""

    def settled(self, record: Record, named: Collection[NamedGround] = ()) -> str:
        """The answer to a record alone, but for what some words hint at."""
        record = narrowed(self.interview, self._still_to_do(record)).record
        looked = self.interview.look(record)
        verdict = self._but_for_hints(looked, self.interview.answered(looked), named)
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
        self._unread, self._named = unread, tuple(named)
        try:
            own = self._still_to_do(record)
            if spans_of(own):
                found = self._within(narrowed(self.interview, own), unknown, asked, turns)
            else:
                found = self._answer(own, unknown, asked, turns)
        finally:
            self.interview.records.forget()
        whole = self.whole(record) if found.answer == DEPENDS else None
        return whole.answer(record, unknown, asked, turns, unread, named) if whole else found

    def whole(self, record: Record) -> Answerer | None:
        """The question of which this one asks one ground alone, where that is settled: whoever is
        exempted on request whatever the ground is need not have this one."""
        broad = (one for one in self.going_with() if one.question.iri in self.question.narrows)
        return next((one for one in broad if one.settled(record) != DEPENDS), None)

    def _within(self, known: Narrowed, unknown: Collection[str], asked: int, turns: bool) -> Answer:
        """The answer where days are known only to lie between others: what is said alike on the
        first and the last of them."""
        first, *others = (self._answer(one, unknown, asked, turns) for one in known.ends())
        alike = shared(first, others[0]) if others else first
        if alike is None:
            known = known.without()
        answer = alike or self._answer(known.record, unknown, asked, turns)
        following = answer.next and self._limited(answer.next, known)
        if following is None and any(other.steps != first.steps for other in others):
            following = self._last_day(known, unknown)
        wanted = tuple(
            replace(one, asked=_within_limits(one.asked, known.hinging[one.column.iri]))
            if one.column.iri in known.hinging
            else one
            for one in answer.wanted
        )
        return replace(answer, next=following, wanted=wanted)

    def _last_day(self, known: Narrowed, unknown: Collection[str]) -> Asking | None:
        """What to ask for where the answer is settled and a deadline runs from a day that is known
        only to lie between others."""
        spans = spans_of(known.record)
        record = {iri: state for iri, state in known.record.items() if iri not in spans}
        asking = self._day(record, unknown)
        return asking and self._limited(asking, replace(known, hinging=spans))

    def _limited(self, asking: Asking, known: Narrowed) -> Asking:
        """A question for a day, with the limits between which it is known to lie."""
        limits = known.hinging.get(asking.column.iri)
        if limits is None:
            return asking
        return replace(asking, wording=_within_limits(asking.wording, limits))

    def _answer(self, record: Record, unknown: Collection[str], asked: int, turns: bool) -> Answer:
        records = self.explainer.records
        seen = records.read(record)
        looked = self.interview.look(record)
        verdict = self._but_for_words(looked, self.interview.answered(looked))
        answer = self.program.answer(verdict.verdict)
        found = self.explainer.explain(record, turns=False)
        refused = self.explainer.programs.refused.values()
        found = replace(found, notes=tuple(error.message for error in refused))
        last = answer == self.question.order[-1]
        later = later_of(self, record) if last else None
        opens = turning_on(self, record) if last and later is None else None
        case = Case(self, seen, found, verdict, answer)
        grounds = self._on_named(case, tuple(self._grounds(case, later or opens)))
        near = case.near()
        complains = self.decides or not (self.asks_of_others or later or opens)
        silent = list(self._silent(looked)) if answer != DEPENDS else []
        ruled = ruled_out(self, record)
        rests_on = tuple(
            self._doubted(one, near, looked)
            for one in (self._presumed(iri, record) for iri in verdict.rests_on)
            if all(one.iri != other.iri for other in self.supposed)
        )
        told = (*silent, *(one.column for one in rests_on if one.column))
        lifted = list(self._lifting(case, told))
        asking = self._next(record, self.interview.next(record, unknown, looked), unknown)
        asking = asking or self._of_whom(day_asked_for(case, unknown))
        wanted = self._needed(case, looked, unknown, asking) if answer == DEPENDS else []
        if asking is None and self._left_open and wanted and looked.verdict.verdict != OPEN:
            asking = self.asking(wanted[0])
        leaves_open = self.question.leaves_open if self.asks_of_others else frozenset()
        wanted = [
            one
            for one in wanted
            if self.ours(one) or one.iri in leaves_open or not case.left_to_authority
        ]
        wanted = list(dict.fromkeys(self._plainly(one, record, unknown) for one in wanted))
        return Answer(
            question=self.question,
            as_of=self.view.as_of,
            answer=answer,
            opening=reserved(
                later.opening(self, case.states) if later else self._opening_of(case, wanted),
                case.reservations,
            ),
            grounds=grounds,
            steps=tuple(self._steps(case, later)),
            turns=tuple(self._turns(seen, verdict.verdict)) if turns else (),
            missing=tuple(case.labels(verdict.missing)),
            judgment=case.judges(),
            complaint=tuple(appeals_of(case, {one.norm for one in grounds})) if complains else (),
            next=asking,
            found=found,
            silent=tuple(one.label for one in (*silent, *(column for column, _ in lifted))),
            rests_on=rests_on,
            covered=self._covered(grounds),
            asked=asked,
            exact=verdict.exact,
            wanted=tuple(self._wanted(column, record) for column in wanted),
            unsaid=(
                *(
                    self._unsaid(
                        one, looked, one.iri not in ruled and turns_round(self, looked, one)
                    )
                    for one in silent
                ),
                *(self._taken(one, state, looked, told=True) for one, state in lifted),
            ),
            later=later.day if later else None,
            decides=self.decides,
            turning_on=opens.day if opens else None,
            to_subject=self.sentences.to_subject,
            asked_for=self._whom,
            openings={one: self.opening_alone(one) for one in self.question.openings},
            address=self.sentences.words,
            stated=apart(case.stated()),
            title=self.sentences.title,
            beside=tuple(self._beside(record, later)) if turns else (),
            named=tuple(one.label for one in self._named if not one.hints),
            of_named=answer == DEPENDS,
        )

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
            return self.opening(DEPENDS, case.states)
        if said != OPENS_OPEN or any(one.iri in case.seen.record for one in wanted):
            return said
        topics = apart(
            one
            for place, column in enumerate(wanted)
            if (one := self.sentences.topic(column, again=place > 0))
        )
        told = topics[:_MOST_TOPICS]
        return turns_on(told, len(told) < len(wanted)) if told else said

    _unread = False
    """Whether a number was said that nothing was made of."""

    _named: tuple[NamedGround, ...] = ()
    """The grounds that somebody's words name."""

    def _on_named(self, case: Case, grounds: tuple[Ground, ...]) -> tuple[Ground, ...]:
        """The rules of an open answer without those that turn on grounds which were not named,
        where one turns on what was."""
        named = frozenset[str]().union(*(one.facts for one in self._named))
        norms = self.view.norms
        turn = {
            one.norm: judgments_of(norms[one.norm], self.view)
            for one in grounds
            if one.norm in norms
        }
        if case.answer != DEPENDS or all(named.isdisjoint(some) for some in turn.values()):
            return grounds
        return tuple(
            one for one in grounds if not turn.get(one.norm) or not named.isdisjoint(turn[one.norm])
        )

    @property
    def _left_open(self) -> bool:
        """Whether somebody's words say more than was read of them."""
        return self._unread or bool(self._named)

    def _but_for_words(self, looked: Looked, verdict: Verdict) -> Verdict:
        """A verdict; open where a number that nothing was made of may be what it turns on, or what
        is presumed where words hint at the opposite."""
        silent = self.interview.silent_in(looked) if self._unread else []
        names = [one.name for one in silent if one.datatype in ("integer", "decimal")]
        return _left_to(names, self._but_for_hints(looked, verdict, self._named))

    def _but_for_hints(
        self, looked: Looked, verdict: Verdict, named: Collection[NamedGround]
    ) -> Verdict:
        """A verdict; open where it rests on the opposite of what words hint at."""
        hinted = frozenset[str]().union(*(one.facts for one in named))
        columns = (self._presumed(iri, looked.record).column for iri in verdict.rests_on if hinted)
        return _left_to([one.name for one in columns if one and one.iri in hinted], verdict)

    def _beside(self, record: Record, later: Later | None) -> Iterator[Beside]:
        """What the questions that go with this one answer on the same facts; nothing where that
        is another once this answer is another."""
        for one in self.going_with():
            answer = one.settled(record, self._named)
            stays = later is None or answer == _settled_then(one, later)
            said = one.opening_alone(answer) if answer != DEPENDS and stays else None
            yield Beside(one.question.slug, one.sentences.title, answer, said)

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

    @property
    def _whom(self) -> Text | None:
        """Whoever is asked for, where that is another."""
        another = self.asked_for and self.sentences.to_subject
        return self.sentences.words["whom"] if another else None

    def _grounds(self, case: Case, later: Later | None) -> Iterator[Ground]:
        """The rules that decided, or will once they are in force."""
        if later is None or later.then is None:
            return grounds_of(case)
        return coming(self._case_of(later), later)

    def _steps(self, case: Case, later: Later | None) -> Iterator[Step]:
        """What is to be done, or will be on a later day, without days of its own."""
        if later is None:
            return steps_of(case)
        return steps_of(self._case_of(later))

    def _case_of(self, later: Later) -> Case:
        """What an answer that is not so yet will be, without days of its own."""
        then = later.then or self
        looked = then.interview.look(later.record)
        found = then.explainer.explain(later.record, turns=False)
        seen = then.explainer.records.read(later.record)
        verdict = then.interview.answered(looked)
        return Case(then, seen, found, verdict, later.answer, dated=False)

    def _silent(self, looked: Looked) -> Iterator[Column]:
        """The columns of which nothing was said, which nothing presumes, and with which the answer
        would be another."""
        for column in self.interview.silent_in(looked):
            if not self.interview.presumed(column):
                yield column

    def _covered(self, grounds: Iterable[Ground]) -> Text | None:
        """How far the graph holds the acts of the reasons, or of the question where it has none."""
        law, norms = self.view.law, self.view.norms
        own = [norms[ground.norm] for ground in grounds if ground.norm in norms]
        own = own or [norms[iri] for iri in self.program.answers if iri in norms]
        return covered_in_short(law, self.view.as_of, own)

    def next(self, record: Record, unknown: Collection[str] = ()) -> Asking | None:
        """The fact to ask for next, with what answers to it would settle; once the answer is
        settled the day from which a deadline of it runs."""
        try:
            known = narrowed(self.interview, self._still_to_do(record))
            record = known.record
            asking = self._next(record, self.interview.next(record, unknown), unknown)
            asking = asking and self._limited(asking, known)
            if asking is None and spans_of(record):
                return self._last_day(known, unknown)
            return asking or self._day(record, unknown)
        finally:
            self.interview.records.forget()

    def _day(self, record: Record, unknown: Collection[str]) -> Asking | None:
        """The day to ask for, from which a deadline of the answer runs."""
        verdict = self.interview.answered(self.interview.look(record))
        answer = self.program.answer(verdict.verdict)
        if answer in (DEPENDS, self.question.order[-1]):
            return None
        seen, found = (
            self.explainer.records.read(record),
            self.explainer.explain(record, turns=False),
        )
        return self._of_whom(day_asked_for(Case(self, seen, found, verdict, answer), unknown))

    def _of_whom(self, asking: Asking | None) -> Asking | None:
        return asking and replace(asking, wording=self.asking(asking.column).wording)

    def _next(
        self, record: Record, asking: Asking | None, unknown: Collection[str]
    ) -> Asking | None:
        if asking is None:
            return None
        column = self._plainly(asking.column, record, unknown)
        if column != asking.column:
            asking = replace(self.interview.asking(column), left=asking.left)
        said = self.asking(column).wording
        return replace(asking, wording=said, why=self._why(record, column))

    def _plainly(self, column: Column, record: Record, unknown: Collection[str]) -> Column:
        """The column that whoever asks of themselves is asked for in place of one that only a
        register has: a plain fact by which that is presumed."""
        graph, columns = self.view.law.graph, self.view.law.facts.facts
        node = graph.value(None, CORE.askedColumn, URIRef(column.iri))
        plain = columns.get(str(graph.value(node, CORE.askedThrough))) if node else None
        if not isinstance(plain, Column) or not self.sentences.to_subject:
            return column
        return column if plain.iri in record or plain.name in unknown else plain

    def asking(self, column: Column) -> Asking:
        """How a column is asked for, of whoever it is asked for."""
        asking = self.interview.asking(column)
        said = self.sentences.question_for(column)
        return replace(asking, wording=said) if said else asking

    def _why(self, record: Record, column: Column) -> Text:
        settles: dict[str, list[Text]] = {}
        by_day = False
        for verdict, value in self.interview.verdicts_after(record, column):
            answer = self.program.answer(verdict.verdict)
            if answer != DEPENDS and isinstance(value, date):
                by_day = True  # the days tried stand for all between limits, and tell nothing
            elif answer != DEPENDS:
                said = self.explainer.words.value(column, value)
                settles.setdefault(answer, []).append(_NEVER if value is NONE else said)
        if not settles:
            return _BY_DAY if by_day else _NOT_ALONE
        parts = [
            Text(
                f"{' / '.join(said.da for said in some[:3])}: {self.opening_alone(answer).da}",
                f"{' / '.join(said.en for said in some[:3])}: {self.opening_alone(answer).en}",
            )
            for answer, some in settles.items()
        ]
        return Text(
            f"Det kan afgøre sagen. {' '.join(part.da for part in parts)}",
            f"It can settle the matter. {' '.join(part.en for part in parts)}",
        )

    def granted(self, record: Record) -> list[tuple[Column, Text]]:
        """What the answer takes to be as is usual, with what is taken, in words: who is asked
        confirms it at the end."""
        record = narrowed(self.interview, self._still_to_do(record)).record
        told = {one.column: one.clause for one in self._resting(record) if one.column}
        looked = self.interview.look(record)
        found = self.interview.granted(record)
        said = [(one, told.get(one) or self._unsaid(one, looked).clause) for one in found]
        return [(column, _that(words) if words else column.label) for column, words in said]

    def _resting(self, record: Record) -> list[Presumed]:
        return [self._presumed(one, record) for one in self.interview.verdict(record).rests_on]

    def _presumed(self, iri: str, record: Record) -> Presumed:
        """A presumption that the answer rests on, in words."""
        one = self.explainer.records.memory.plan.programs.facts[iri]
        rebuttal = text_of(self.view.law.graph, URIRef(iri), CORE.rebuttal)
        said = Presumed(iri, one.label, one.definition or one.label, rebuttal)
        if not isinstance(one, Presumption):
            return said
        if one.value == AS_OF:
            return replace(said, today=True)
        value = one.filled(self.view.as_of)
        state: State = NONE if value is None else value
        clause = self.said(one.presumes, state, record)
        said = replace(said, of_them=self.said(one.presumes, state, record, self.of_them))
        column = self.view.law.facts.facts.get(one.presumes)
        if not isinstance(column, Column):
            return replace(said, clause=clause)
        burden = self.view.law.graph.value(URIRef(iri), CORE.burdenOfProof)
        asked, ours = self.sentences.asked(column), self.ours(column) or burden != CORE.Subject
        return replace(said, clause=clause, column=column, asked=asked, ours=ours)

    def _doubted(self, one: Presumed, near: Collection[str], looked: Looked) -> Presumed:
        """A presumption with whether a rule that is told turns on it, and the answer, and whether
        it goes without saying."""
        plain, column = goes_without_saying(self, one.iri), one.column
        if column is None:
            return replace(one, plain=plain)
        told = not one.ours and column.iri in near
        round_ = turns_round(self, looked, column, or_opens=told and not plain)
        return replace(one, near=column.iri in near, plain=plain, turns=round_)

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

    def _unsaid(self, column: Column, looked: Looked, told: bool = False) -> Wanted:
        """A column that silence answers, with what it is taken to be, where that has words, and
        as whoever signs is `told` of it."""
        return self._taken(column, self.interview.taken(looked, column), looked, told)

    def _lifting(self, case: Case, known: Iterable[Column]) -> Iterator[tuple[Column, State]]:
        """The columns that would lift a duty that is told, beside those that are told already;
        what goes without saying is told to whoever acts upon others."""
        plain = () if self.asks_of_others else self.plain_presumptions
        left_out = {*(one.iri for one in known), *(one.presumes for one in self.supposed), *plain}
        for column, state in lifting(case):
            if column.iri not in left_out:
                yield column, state

    def _taken(self, column: Column, state: State, looked: Looked, told: bool) -> Wanted:
        """A column that is taken to be in a state."""
        known = state is not None and (state is True or self.sentences.denies(column.iri))
        clause = self.said(column.iri, state, looked.record) if known else None
        them = (
            self.said(column.iri, state, looked.record, self.of_them) if clause and told else None
        )
        return Wanted(column, self.sentences.asked(column), self.ours(column), clause, of_them=them)

    def _turns(self, seen: Seen, verdict: str) -> Iterator[tuple[Turn, str]]:
        """What somebody can change that would give another answer."""
        given = VERDICTS[: BREACHED + 1]
        if verdict not in given:
            return
        own = self.program.answer(verdict)
        others = [one for one in self._verdicts() if self.program.answer(one) != own]
        records = self.explainer.records
        found = turning(records, seen, self.question.iri, others, two=False)
        some = list(self._told_apart(found))[:_MOST_TURNS]
        said = self.explainer.turns_in_words(some)
        for (change, _), (turn, good) in zip(some, said, strict=True):
            after = self.program.answer(good)
            if after != HELD or not self._asks_for_a_way:
                after_all = {**seen.record, **dict(change)}
                clauses = [self.said(iri, state, after_all) for iri, state in change]
                whole = tuple(one for one in clauses if one is not None)
                known = len(whole) == len(clauses)
                undoes = any(self._undone(seen.record, iri, state) for iri, state in change)
                told = whole if known else ()
                yield replace(turn, clauses=told, whose=self._whose(turn), undoes=undoes), after

    def _undone(self, record: Record, iri: str, state: State) -> bool:
        """Whether a change denies what was stated to have happened, or is of what is presumed
        where nothing is stated."""
        if iri not in record:
            return self.interview.presumable(iri)
        return state in (False, NONE) and record[iri] not in (False, NONE)

    def _told_apart(self, found: Iterable[tuple[Change, str]]) -> Iterator[tuple[Change, str]]:
        """Changes that tell something: not one of several values that may stand side by side, and
        not the day of what another change says to be done."""
        facts, said = self.view.law.facts.facts, set[str]()
        for change, good in found:
            columns = [one for iri, _ in change if isinstance(one := facts[iri], Column)]
            if any(one.iri in self.question.leaves_out for one in columns):
                continue
            days = [one for one in columns if any(iri in said for iri, _ in one.none_when)]
            if not days and not any(one.multi for one in columns):
                said |= {one.iri for one in columns}
                yield change, good

    def _whose(self, turn: Turn) -> tuple[Text, ...]:
        """Who can make a change, as a letter names them."""
        graph, whom = self.view.law.graph, self.sentences.words.get("whom")
        selves = {label(graph, one) for one in graph.subjects(SKOS.exactMatch, CORE.Subject)}
        return tuple(dict.fromkeys(whom if whom and who in selves else who for who in turn.by))

    @property
    def _asks_for_a_way(self) -> bool:
        """Whether the question is how to get something; to have it changes nothing of that."""
        return any(iri in self.view.law.access.capabilities for iri in self.program.answers)

    def _verdicts(self) -> list[str]:
        """The verdicts that stand for answers."""
        last = len(self.question.order) - 1
        return [*VERDICTS[:last], VERDICTS[BREACHED]]


def _settled_then(asked: Answerer, later: Later) -> str:
    """The answer on a later day, under the law of then where a rule comes into force."""
    then = asked.on(later.day) if later.then else asked
    return then.settled(later.record)


def _left_to(names: Collection[str], verdict: Verdict) -> Verdict:
    """A verdict that is open where some columns (names) are still to be asked for."""
    if not names:
        return verdict
    missing = {*names, *(verdict.missing if verdict.verdict == OPEN else ())}
    return replace(verdict, verdict=OPEN, missing=tuple(sorted(missing)), rests_on=())


def _that(clause: Text) -> Text:
    """A clause with its conjunction, where it stands alone: its words are in that order."""
    return Text(f"at {clause.da}", f"that {clause.en}")


def _within_limits(asked: Text, limits: Between) -> Text:
    """A question for a day with its limits."""
    return filled(_LIMITS, asked=asked, limits=limits.said)


_LIMITS = Text("{asked} ({limits}: hvilken dag?)", "{asked} ({limits}: which day?)")
_NEVER = Text("Sker det ikke", "If it does not happen")
_BY_DAY = Text("Dagen kan afgøre sagen.", "The day can settle the matter.")
_NOT_ALONE = Text(
    "Det afgør ikke sagen alene, men sammen med andre oplysninger.",
    "It does not settle the matter alone, but does so with other facts.",
)
