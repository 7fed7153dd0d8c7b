"""The answer to a question about one record: outcome, reasons, what to do, what could change it.

The reasons come from the part of the proof that decides (`decisive`), not from the whole of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from rdflib import Literal, URIRef
from rdflib.namespace import SKOS

from lovgraf.conditions.tree import FALSE as CERTAINLY_NOT
from lovgraf.conditions.tree import Condition, facts_of
from lovgraf.core.result import VERDICTS
from lovgraf.core.terms import CORE, Text, label, text_of
from lovgraf.core.written import begun, continued, filled, list_text
from lovgraf.engine.in_memory import Memory, Record, Verdict
from lovgraf.engine.one_record import OneByOne, Seen
from lovgraf.explain.decisive import decisive
from lovgraf.explain.due import done_too_late, due_said, dues, undated
from lovgraf.explain.interview import Asking, Interview, Looked
from lovgraf.explain.may import entitlements
from lovgraf.explain.model import (
    FALSE,
    NOT,
    TRUE,
    UNKNOWN,
    Explanation,
    PersonVerdict,
    RouteText,
    Turn,
    Why,
)
from lovgraf.explain.person import Explainer
from lovgraf.explain.question import Question, named_by, reached
from lovgraf.explain.question_program import DEPENDS, QuestionProgram
from lovgraf.explain.sentences import Sentences
from lovgraf.explain.telling import doubted
from lovgraf.explain.trees import NO_QUESTION, Trees
from lovgraf.explain.turns import Change, turning
from lovgraf.explain.values import Values
from lovgraf.facts.values import NONE, State
from lovgraf.facts.vocabulary import Column, Presumption
from lovgraf.law.appeals import Appeal, appeals_in
from lovgraf.law.authorities import name_in
from lovgraf.law.coverage import covered_in_short
from lovgraf.law.names import cited_on
from lovgraf.law.norms import Norm
from lovgraf.law.presumptions import Profile, asked_on
from lovgraf.law.view import LawView
from lovgraf.verdicts.decide import BREACHED
from lovgraf.verdicts.program import Programs, compile_programs, readers

OPENS_OPEN = Text(
    "Det kommer an på oplysninger, der mangler.", "It depends on facts that are missing."
)
"""What begins an answer that lacks facts and has no sentence of its own for that."""
_MOST_NORMS = 3
_MOST_LEAVES = 6
_MOST_WAYS = 4
_MOST_GROUNDING_WAYS = 2
_MOST_TURNS = 3


@dataclass(frozen=True)
class Ground:
    """A rule that decided, in a paragraph of its own: what it says, which facts decided, whose
    judgment it is; `applies` says whether it is why the answer is as it is, rather than another
    rule that does not apply either."""

    norm: str
    provision: Text
    place: Text
    link: str | None
    rule: Text
    facts: tuple[Text, ...]
    judge: Text | None
    applies: bool
    in_consolidation: str | None = None
    basis: tuple[Text, ...] = ()
    """The facts as clauses of a sentence, as a letter says them."""


@dataclass(frozen=True)
class Step:
    """Something to do, or that one may do: its kind (`duty`, `done` where a duty is met,
    `deadline`, `way`, `may`, or `how`, which says how it is done), in words, a duty and its
    deadline in a sentence, with where it says so."""

    kind: str
    text: Text
    provision: Text | None = None
    place: Text | None = None
    fee_dkk: str | None = None
    open: str = TRUE
    rule: Text | None = None
    """What may be done in a whole sentence."""
    grants: Text | None = None
    """What a way leads to."""
    stands: Text | None = None
    """How a duty stands, in a sentence, where its deadline does not say it."""


@dataclass(frozen=True)
class Presumed:
    """A presumption (by IRI) that an answer rests on, what shows the opposite, and what is presumed
    as a clause of a sentence, with its column and how that is asked for; `ours` says that it is
    not for whoever the record is about to show the opposite, but for an authority to look up."""

    iri: str
    label: Text
    said: Text
    rebuttal: Text | None
    clause: Text | None = None
    column: Column | None = None
    asked: Text | None = None
    ours: bool = False
    near: bool = True
    """Whether a rule that is told turns on it, rather than another that does not apply either."""


@dataclass(frozen=True)
class Wanted:
    """A column that an answer lacks, as it is asked for; of one that silence answers what is taken
    to hold, as a clause of a sentence. `ours` says that an authority looks it up."""

    column: Column
    asked: Text
    ours: bool
    clause: Text | None = None


@dataclass(frozen=True)
class Answer:
    """An answer; `rests_on` are the presumptions without which it would differ."""

    question: Question
    as_of: date
    answer: str
    opening: Text
    grounds: tuple[Ground, ...]
    steps: tuple[Step, ...]
    turns: tuple[tuple[Turn, str], ...]
    """What could change it, with the answer there would be."""
    missing: tuple[Text, ...]
    judgment: tuple[Text, ...]
    complaint: tuple[Text, ...]
    next: Asking | None
    found: Explanation
    silent: tuple[Text, ...] = ()
    """Facts of which nothing was said, and with which the answer would be another."""
    rests_on: tuple[Presumed, ...] = ()
    covered: Text | None = None
    """How far the graph holds the acts of its reasons, where not whole."""
    asked: int = 0
    exact: bool = True
    wanted: tuple[Wanted, ...] = ()
    """What an open answer turns on, what brings it nearest first."""
    unsaid: tuple[Wanted, ...] = ()
    """The columns in `silent`."""
    turning_on: date | None = None
    """A stated day to come, from which a no may become another answer."""
    to_subject: bool = False
    """Whether whoever asks is the one that the record is about."""
    address: Mapping[str, Text] = field(default_factory=dict)
    """The words of the form of address, by name."""
    stated: tuple[Text, ...] = ()
    """What was stated of what the question asks about, as clauses of a sentence."""


@dataclass(eq=False)
class Answerer:
    """Answers one question on one date, for any records. One thread at a time."""

    view: LawView
    question: Question

    @cached_property
    def program(self) -> QuestionProgram:
        """The question as a program."""
        kind = self.question.record_type
        programs = compile_programs(self.view, kind).programs
        return QuestionProgram(self.view, self.question, programs, self._open)

    @cached_property
    def _open(self) -> dict[str, Condition]:
        return entitlements(self.view, self.question.record_type)

    @cached_property
    def explainer(self) -> Explainer:
        """What explains the norms that the question reaches."""
        norms = reached(self.question, self.view.norms.values(), self.view.law)
        own = {self.question.iri: self.program.program}
        kind, only = self.question.record_type, frozenset(norm.iri for norm in norms)
        return Explainer(self.view, kind, only, own, self._profile)

    @cached_property
    def _profile(self) -> Profile:
        law, asked = self.view.law, self.question
        return asked_on(law.profile, law.graph, law.facts, asked.supposes, asked.leaves_open)

    @cached_property
    def sentences(self) -> Sentences:
        """What says facts in sentences."""
        return Sentences(self.view.law, self.question, self.view.as_of)

    @cached_property
    def interview(self) -> Interview:
        """What finds the next fact to ask for: by the question alone, since it tries many."""
        facts = compile_programs(self.view, self.question.record_type).facts
        programs = Programs(self.view, facts, {self.question.iri: self.program.program})
        records = OneByOne(Memory.compile(programs.presuming(self._profile)))
        return Interview(self.view.law, records, self.question.iri)

    def settled(self, record: Record) -> str:
        """The answer to a record alone."""
        verdict = self.interview.answered(self.interview.look(record))
        return self.program.answer(verdict.verdict)

    def answer(
        self, record: Record, unknown: Collection[str] = (), asked: int = 0, turns: bool = True
    ) -> Answer:
        """The answer to a record, with its reasons. `unknown` are columns that whoever asks does
        not know, `asked` how many facts were asked for. Nothing of the record is kept."""
        try:
            return self._answer(record, unknown, asked, turns)
        finally:
            self.interview.records.forget()

    def _answer(self, record: Record, unknown: Collection[str], asked: int, turns: bool) -> Answer:
        records = self.explainer.records
        seen = records.read(record)
        looked = self.interview.look(record)
        verdict = self.interview.answered(looked)
        answer = self.program.answer(verdict.verdict)
        found = self.explainer.explain(record, turns=False)
        refused = self.explainer.programs.refused.values()
        found = replace(found, notes=tuple(error.message for error in refused))
        parts = _Parts(self, seen, found, verdict, answer)
        grounds = tuple(parts.grounds())
        near = parts.near()
        silent = list(self._silent(looked)) if answer != DEPENDS else []
        asking = self._next(record, self.interview.next(record, unknown, looked))
        wanted = parts.columns(verdict.missing, asking) if answer == DEPENDS else []
        return Answer(
            question=self.question,
            as_of=self.view.as_of,
            answer=answer,
            opening=parts.opening(grounds),
            grounds=grounds,
            steps=tuple(parts.steps()),
            turns=tuple(self._turns(seen, verdict.verdict)) if turns else (),
            missing=tuple(parts.labels(verdict.missing)),
            judgment=parts.judges(),
            complaint=tuple(parts.complaint()),
            next=asking,
            found=found,
            silent=tuple(column.label for column in silent),
            rests_on=tuple(
                replace(one, near=one.column is None or one.column.iri in near)
                for one in (self._presumed(iri, record) for iri in verdict.rests_on)
                if all(one.iri != other.iri for other in self.question.supposes)
            ),
            covered=self._covered(grounds),
            asked=asked,
            exact=verdict.exact,
            wanted=tuple(self._wanted(column, record) for column in wanted),
            unsaid=tuple(self._unsaid(column, looked) for column in silent),
            turning_on=parts.turning_on(),
            to_subject=self.sentences.to_subject,
            address=self.sentences.words,
            stated=tuple(parts.stated()),
        )

    def _silent(self, looked: Looked) -> Iterator[Column]:
        """The columns of which nothing was said, which nothing presumes, and with which the answer
        would be another."""
        for column in self.interview.silent_in(looked):
            if not self.interview.presumed(column):
                yield column

    def _ours(self, column: Column) -> bool:
        """Whether only an authority knows a column."""
        graph = self.view.law.graph
        node = graph.value(None, CORE.askedColumn, URIRef(column.iri))
        cost = graph.value(node, CORE.askingCost) if node is not None else None
        return cost is not None and (cost, CORE.knownByAuthority, Literal(True)) in graph

    def _covered(self, grounds: Iterable[Ground]) -> Text | None:
        """How far the graph holds the acts of the reasons, or of the question where it has none."""
        law, norms = self.view.law, self.view.norms
        own = [norms[ground.norm] for ground in grounds if ground.norm in norms]
        own = own or [norms[iri] for iri in self.program.answers if iri in norms]
        return covered_in_short(law, self.view.as_of, own)

    def next(self, record: Record, unknown: Collection[str] = ()) -> Asking | None:
        """The fact to ask for next, with what answers to it would settle."""
        try:
            return self._next(record, self.interview.next(record, unknown))
        finally:
            self.interview.records.forget()

    def _next(self, record: Record, asking: Asking | None) -> Asking | None:
        return asking and replace(asking, why=self._why(record, asking.column))

    def _why(self, record: Record, column: Column) -> Text:
        settles: dict[str, list[Text]] = {}
        for verdict, value in self.interview.verdicts_after(record, column):
            answer = self.program.answer(verdict.verdict)
            if answer != DEPENDS:
                said = self.explainer.words.value(column, value)
                settles.setdefault(answer, []).append(_NOT_SO if value is NONE else said)
        if not settles:
            return _NOT_ALONE
        parts = [
            Text(
                f"{' / '.join(said.da for said in some[:3])}: {self.opening(answer).da}",
                f"{' / '.join(said.en for said in some[:3])}: {self.opening(answer).en}",
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
        value = one.filled(self.view.as_of)
        clause = self.said(one.presumes, NONE if value is None else value, record)
        column = self.view.law.facts.facts.get(one.presumes)
        if not isinstance(column, Column):
            return replace(said, clause=clause)
        burden = self.view.law.graph.value(URIRef(iri), CORE.burdenOfProof)
        asked, ours = self.sentences.asked(column), self._ours(column) or burden != CORE.Subject
        return replace(said, clause=clause, column=column, asked=asked, ours=ours)

    def _wanted(self, column: Column, record: Record) -> Wanted:
        """A column that is missing; one that was stated is told as contradicted."""
        label = doubted([column.iri], [column.label], record)[0]
        asked = label if column.iri in record else self.sentences.asked(column)
        return Wanted(column, asked, self._ours(column))

    def _unsaid(self, column: Column, looked: Looked) -> Wanted:
        """A column that silence answers, with what it is taken to be, where that has words."""
        state = self.interview.taken(looked, column)
        known = state is not None and (state is True or self.sentences.denies(column.iri))
        clause = self.said(column.iri, state, looked.record) if known else None
        return Wanted(column, self.sentences.asked(column), self._ours(column), clause)

    def said(self, iri: str, state: State, known: Mapping[str, State]) -> Text | None:
        """A fact in a state as a clause of a sentence; `known` are the states of others."""
        facts = self.view.law.facts
        fact = facts.facts.get(iri)
        if fact is not None and fact.multi and isinstance(state, str):
            state = (state,)
        value = self.explainer.words.value(fact, state) if state is not NONE else _NOT_SO
        return self.sentences.clause(iri, state, value, iri in self.explainer.hidden, known)

    def opening(self, answer: str) -> Text:
        """The sentence with which an answer begins."""
        return self.question.openings.get(answer) or _OPENING[answer]

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
            if after != _HELD or not self._asks_for_a_way:
                after_all = {**seen.record, **dict(change)}
                clauses = [self.said(iri, state, after_all) for iri, state in change]
                whole = tuple(one for one in clauses if one is not None)
                known = len(whole) == len(clauses)
                yield replace(turn, clauses=whole if known else (), whose=self._whose(turn)), after

    def _told_apart(self, found: Iterable[tuple[Change, str]]) -> Iterator[tuple[Change, str]]:
        """Changes that tell something: not one of several values that may stand side by side, and
        not the day of what another change says to be done."""
        facts, said = self.view.law.facts.facts, set[str]()
        for change, good in found:
            columns = [one for iri, _ in change if isinstance(one := facts[iri], Column)]
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


@dataclass
class _Parts:
    """The parts of one answer."""

    asker: Answerer
    seen: Seen
    found: Explanation
    verdict: Verdict
    answer: str
    _values: Values = field(init=False)

    def __post_init__(self) -> None:
        explainer = self.asker.explainer
        self._values = Values(explainer.words, self.seen.values, explainer.hidden)
        self._verdicts = {one.norm: one for one in self.found.verdicts}
        self._may = {one.norm: one for one in self.found.may}

    @cached_property
    def _states(self) -> Mapping[str, State]:
        """What is known of the record: what was stated, and what was computed of it."""
        return {**self.seen.record, **self.seen.values}

    @cached_property
    def trees(self) -> Trees:
        """What tells conditions of this record."""
        return Trees(self.asker.explainer.words, self.seen.answers)

    def opening(self, grounds: tuple[Ground, ...]) -> Text:
        """The sentence that begins the answer."""
        said = self.asker.question.openings.get(self.answer)
        if self.answer != DEPENDS or (said and not self.verdict.missing):
            return self.asker.opening(self.answer)
        judges = self.judges()
        if self.verdict.missing or not judges:
            return _OPENING[DEPENDS]
        who = judges[0]
        return Text(
            f"Det afgøres af {_within(who).da} efter et skøn.", f"It is for {who.en} to judge."
        )

    def judges(self) -> tuple[Text, ...]:
        """Whose judgment the answer turns on."""
        if self.answer != DEPENDS:
            return ()
        statement, norms = self.asker.explainer.statement, self.asker.view.norms
        own = [norms[iri] for iri, _ in self._deciding() if iri in norms]
        found = [
            statement.authority(norm.authority, norm)
            for norm in own
            if norm.discretionary and norm.authority
        ]
        tasks = own[:1] or [iri for iri, _ in self._deciding()][:1]
        found += [statement.authority(who, task) for who in self.verdict.judgment for task in tasks]
        return tuple(dict.fromkeys(found))

    def columns(self, names: Iterable[str], first: Asking | None) -> list[Column]:
        """Columns by name, the one to ask for `first` before the others."""
        columns = self.asker.view.law.facts.columns
        found = [columns[name] for name in names if name in columns]
        return sorted(found, key=lambda one: first is None or one.iri != first.column.iri)

    def near(self) -> frozenset[str]:
        """The columns (IRIs) on which the rules turn that the answer tells."""
        facts = self.asker.explainer.programs.facts
        told = [c for n, (_, c) in enumerate(self._deciding()[:_MOST_NORMS]) if self._tells(n)]
        return frozenset().union(*(facts.inputs(one) for c in told for one in facts_of(c)))

    def _tells(self, number: int) -> bool:
        """Whether the answer tells a deciding rule, rather than that it does not apply either."""
        return not (number and self.answer == self.asker.question.order[-1])

    def turning_on(self) -> date | None:
        """The first day to come that was stated of what the question asks about, where the answer
        is the last one, which is that of whoever no rule is about yet."""
        interview, today = self.asker.interview, self.asker.view.as_of
        if self.answer != self.asker.question.order[-1]:
            return None
        read = {column.iri for column in interview.records.columns(interview.key)}
        stated = self.seen.record.items()
        days = [day for iri, day in stated if iri in read and isinstance(day, date)]
        return min((day for day in days if day > today), default=None)

    def stated(self) -> Iterator[Text]:
        """What was stated of what the question asks about, and of what its rules turn on."""
        interview, facts = self.asker.interview, self.asker.explainer.programs.facts
        read = dict.fromkeys(one.iri for one in interview.records.columns(interview.key))
        for iri, _ in self._deciding()[:_MOST_NORMS]:
            if program := self.asker.explainer.programs.programs.get(iri):
                lineage = facts.lineage(program.facts())
                read |= dict.fromkeys(sorted(fact.iri for fact in lineage))
        for iri in read:
            if iri in self.seen.record:
                yield from self._clauses_of(iri)

    def _clauses_of(self, iri: str) -> Iterator[Text]:
        """A fact that is known by what was stated, as a clause of a sentence; where it has no form
        of its own, the columns below it."""
        facts = self.asker.view.law.facts
        own = self.asker.sentences.has(iri)
        for one in [iri] if own else sorted(facts.inputs(iri)):
            known = self.seen.record if one in facts.inputs(one) else self._states
            state = known.get(one)
            said = self.asker.said(one, state, known) if state is not None else None
            if said is not None:
                yield said

    def labels(self, names: Iterable[str]) -> Iterator[Text]:
        """The labels of columns."""
        columns = self.asker.view.law.facts.columns
        known = [name for name in names if name in columns]
        stated = {name for name in known if columns[name].iri in self.seen.record}
        return iter(doubted(known, [columns[name].label for name in known], stated))

    def _deciding(self) -> list[tuple[str, Condition]]:
        """The norms and capabilities by which the answer is as it is; those of a question that is
        open are those that are open themselves."""
        program = self.asker.program
        if self.answer == DEPENDS:
            return self._open()
        parts = list(program.parts(self.answer))
        certain = [(iri, c) for iri, c in parts if self.trees.answer(c) == TRUE]
        if self.answer == self.asker.question.order[-1]:
            certain = self._nearest_first(certain)
        return certain or [(iri, c) for iri, c in parts if self.trees.answer(c) != FALSE]

    def _nearest_first(self, parts: list[tuple[str, Condition]]) -> list[tuple[str, Condition]]:
        """Of many norms that do not apply those first that come nearest: the ones that fail for
        what few others fail for. Of a hundred that fail for the area the one of the area itself
        tells something."""
        if len(parts) <= _MOST_NORMS:
            return parts
        why = [
            {leaf.about for leaf in leaves(decisive(self.trees.of(c))) if leaf.about}
            for _, c in parts
        ]
        common = Counter(one for some in why for one in some)
        order = sorted(
            range(len(parts)), key=lambda n: max((common[one] for one in why[n]), default=0)
        )
        return [parts[n] for n in order]

    def _open(self) -> list[tuple[str, Condition]]:
        """What is open; where only a judgment is, what an authority judges comes first."""
        found = [
            (iri, next(iter(answers.values())))
            for iri, answers in self.asker.program.answers.items()
            if self.trees.answer(answers.get(DEPENDS, CERTAINLY_NOT)) != FALSE
            or any(self.trees.answer(condition) == UNKNOWN for condition in answers.values())
        ]
        if not found:  # silence alone keeps it open: what the facts in question would bring about
            found = [(iri, next(iter(a.values()))) for iri, a in self._asked_about()]
        norms = self.asker.view.norms
        judged = {iri for iri, _ in found if iri in norms and norms[iri].discretionary}
        return (
            found if self.verdict.missing else sorted(found, key=lambda one: one[0] not in judged)
        )

    def _asked_about(self) -> Iterator[tuple[str, Mapping[str, Condition]]]:
        """What would decide, with the missing facts, and the conditions of its answers."""
        facts = self.asker.view.law.facts
        wanted = {facts.columns[name].iri for name in self.verdict.missing if name in facts.columns}
        for iri, answers in self.asker.program.answers.items():
            asked = (fact for condition in answers.values() for fact in facts_of(condition))
            if any(wanted & facts.inputs(fact) for fact in asked):
                yield iri, answers

    def grounds(self) -> Iterator[Ground]:
        """The rules that decided, the most important first."""
        yield from self._behind_the_opening()
        for number, (iri, condition) in enumerate(self._deciding()[:_MOST_NORMS]):
            norm = self.asker.view.norms.get(iri)
            if norm is not None:
                yield self._ground(norm, condition, self._tells(number))
            elif self.answer != _HELD:
                yield from self._ways_that_decide(iri)

    def _behind_the_opening(self) -> Iterator[Ground]:
        """The rules that the opening sentence states, beside those that decided."""
        view, question = self.asker.view, self.asker.question
        for norm in named_by(question.grounds.get(self.answer, ()), view.norms.values(), view.law):
            said, rule = self.asker.explainer.statement.norm(norm), norm.definition or norm.label
            yield Ground(
                norm.iri, said.provision, said.place, said.link, rule, (), None, True,
                said.in_consolidation,
            )  # fmt: skip

    def _ways_that_decide(self, capability: str) -> Iterator[Ground]:
        """The ways to a capability that are open, or, where none is, that are closed, each with
        the facts that make it so; of an open question those that nobody can be sure of."""
        statement, graph = self.asker.explainer.statement, self.asker.view.law.graph
        ways = statement.ways(capability, self.trees)
        wanted = {DEPENDS: UNKNOWN, self.asker.question.order[-1]: FALSE}.get(self.answer, TRUE)
        judge = next(iter(self.judges()), None) if not self.verdict.missing else None
        for way in [way for way in ways if way.text.open == wanted][:_MOST_GROUNDING_WAYS]:
            route = way.route
            why = (decisive(self.trees.of(step)).filled(self._values) for _, step in way.steps)
            facts, basis = ((), ()) if wanted == UNKNOWN else self._facts(why)
            said = text_of(graph, URIRef(route.iri), SKOS.definition)
            cited = cited_on(graph, route.provision or route.iri, self.asker.view.as_of)
            rule = _named(route.label, said)
            if wanted == FALSE and way.text.blocking:
                rule = _filled(_TAKES, way=route.label, what=way.text.blocking)
            yield Ground(
                route.iri, cited.text, cited.short, cited.link, rule,
                facts, judge, True, cited.place, basis,
            )  # fmt: skip

    def _ground(self, norm: Norm, condition: Condition, applies: bool) -> Ground:
        verdict = self._verdicts.get(norm.iri)
        statement = self.asker.explainer.statement
        said = statement.norm(norm)
        if verdict is not None:
            shown = verdict.shown.children
            tree = [shown[-1 if verdict.verdict == "exempt" else 0]] if shown else []
        if self.answer == DEPENDS:
            tree = []
        elif verdict is None or verdict.verdict == "undetermined":
            tree = [decisive(self.trees.of(condition)).filled(self._values)]
        judge = None
        judges = bool(verdict and verdict.judgment) or norm.discretionary
        if judges and norm.authority:
            judge = _within(statement.authority(norm.authority, norm))
        facts, basis = self._facts(tree)
        return Ground(
            norm.iri, said.provision, said.place, said.link, norm.definition or norm.label,
            facts, judge, applies, said.in_consolidation, basis,
        )  # fmt: skip

    def _facts(self, trees: Iterable[Why]) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
        """What decided, as statements with their answers, and as clauses of a sentence: of facts
        that were stated, where there are such; what is presumed is told apart."""
        inputs, stated = self.asker.view.law.facts.inputs, self.seen.record.keys()
        found = [leaf for why in trees for leaf in leaves(why) if leaf.value != UNKNOWN]
        own = [leaf for leaf in found if leaf.about and not stated.isdisjoint(inputs(leaf.about))]
        clauses = [one for leaf in own if leaf.about for one in self._clauses_of(leaf.about)]
        statements = tuple(dict.fromkeys(map(_statement, own or found)))[:_MOST_LEAVES]
        return statements, tuple(dict.fromkeys(clauses))[:_MOST_LEAVES]

    def steps(self) -> Iterator[Step]:
        """What is to be done, and what may be; a duty that several norms state alike once."""
        kept: list[Step] = []
        again = False
        for step in self._steps():
            alike = [n for n, one in enumerate(kept) if _alike(one, step)]
            if step.kind == "duty" and alike:
                kept[alike[0]] = replace(kept[alike[0]], provision=_joined(kept[alike[0]], step))
                again = True
            elif not (again and alike):
                kept.append(step)
                again = again and step.kind != "duty"
        yield from kept

    def _steps(self) -> Iterator[Step]:
        deciding = [iri for iri, _ in self._deciding()] if self.answer != DEPENDS else []
        for iri in deciding:
            verdict = self._verdicts.get(iri)
            if verdict is not None and verdict.verdict == _DONE:
                yield replace(self._duty(verdict, late=False, dated=False), kind="done")
            elif verdict is not None and verdict.verdict in _DUTY:
                norm = self.asker.view.norms[iri]
                late = done_too_late(norm, self._states)
                deadlines = list(self._deadlines(norm, verdict.verdict in _NOT_DONE))
                yield self._duty(verdict, late, bool(deadlines))
                yield from deadlines
                yield from self._ways(self._not_held(norm, verdict.routes))
        yield from self._how_to()
        told = self._appeal_norms - set(self.asker.question.decided_by)
        how = {norm.iri for norm in self._how_norms()}
        for may in self.found.may:
            if may.holds == TRUE and may.norm not in told | how:
                yield Step("may", may.title, may.provision_label, rule=may.definition)
                yield from self._ways(may.routes)
        for capability in self.asker.program.answers:
            if capability in self.asker.view.law.access.capabilities and self.answer != _HELD:
                routes = self.asker.explainer.statement.routes(capability, self.trees)
                yield from self._ways(routes)

    def _not_held(self, norm: Norm, routes: Iterable[RouteText]) -> list[RouteText]:
        """The ways to what a duty takes, but for what is held already."""
        explainer, kind = self.asker.explainer, self.asker.question.record_type
        owl, _ = readers(self.asker.view, kind)
        held = set()
        for capability in norm.requires:
            holder = self.asker.view.law.access.holder(capability, kind)
            if holder and self.trees.answer(owl.condition(URIRef(holder))) == TRUE:
                held.add(explainer.words.name(capability))
        return [route for route in routes if route.grants not in held]

    def _how_to(self) -> Iterator[Step]:
        """How to do what the question is about: where, with what, within what; nothing of what
        need not or cannot be done."""
        for norm in self._how_norms():
            said = norm.definition or norm.label
            yield Step(
                "how",
                Text(said.da.rstrip("."), said.en.rstrip(".")),
                self.asker.explainer.statement.norm(norm).provision,
            )

    def _how_norms(self) -> list[Norm]:
        view, question = self.asker.view, self.asker.question
        if self.answer in _NOTHING_TO_DO:
            return []
        return named_by(question.how_to, view.norms.values(), view.law)

    def _duty(self, verdict: PersonVerdict, late: bool, dated: bool) -> Step:
        """A duty as a sentence to whoever asks, and how it stands; nothing of that where it is not
        known, or where its deadline says it (`dated`). `late` says that it was done too late."""
        norm, sentences = self.asker.view.norms[verdict.norm], self.asker.sentences
        stands = "late" if late and verdict.verdict in _NOT_DONE else verdict.verdict
        kept = norm.kind == "Prohibition" and stands in _KEPT
        how = None if dated and stands in _SAID_BY_DEADLINE else _DUTY[stands]
        own = verdict.bearer == str(CORE.Subject)
        name = sentences.words.get("who") if own else None
        who = name or sentences.bearer(verdict.bearer, _within(verdict.bearer_label))
        said = sentences.duty(norm, who)
        if said is None:
            said = _filled(_HAS_DUTY, who=who, title=verdict.title)
        return Step("duty", said, verdict.provision_label, stands=_KEPT[stands] if kept else how)

    def _deadlines(self, norm: Norm, known: bool) -> Iterator[Step]:
        view, sentences = self.asker.view, self.asker.sentences
        triggers = {one for deadline in norm.deadlines for one in deadline.triggers}
        hidden = self.asker.explainer.hidden
        days = {one: self._states.get(one) for one in triggers - hidden}
        said = []
        for due in dues(norm, self._states):
            if self._values.shows(due.iri):
                said.append(due_said(due, view.as_of, sentences, days, known))
            else:
                value = self._values[due.iri]
                said.append(Text(f"Frist: {value.da}", f"Deadline: {value.en}"))
        said = said or list(undated(norm, sentences, days))
        yield from (Step("deadline", text) for text in dict.fromkeys(said))

    def _ways(self, routes: Iterable[RouteText]) -> Iterator[Step]:
        ways = [route for route in routes if route.open != FALSE]
        ways.sort(key=lambda route: route.open != TRUE)
        for route in ways[:_MOST_WAYS]:
            yield Step(
                "way", route.label, None, route.place, route.fee_dkk, route.open,
                grants=route.grants,
            )  # fmt: skip

    def complaint(self) -> Iterator[Text]:
        """How a decision can be appealed, where the graph says so: what is decided under the norms
        that concern this record.

        Where none does (a refusal), what is decided under any norm of the question; nothing where
        some of that can be appealed and some cannot, since it is not known which it would be.
        """
        view = self.asker.view
        norms = reached(self.asker.question, view.norms.values(), view.law)
        norms = [norm for norm in norms if norm.iri not in self._appeal_norms]
        concerned = [norm for norm in norms if self._concerns(norm.iri)]
        asked = concerned or (norms if self.answer != DEPENDS else [])
        appeals = [one for one in appeals_in(view.law) if one.norm in view.norms]
        appeals = [one for one in appeals if any(map(one.about, asked))]
        if not concerned and len({one.excluded for one in appeals}) > 1:
            return
        for iri in dict.fromkeys(one.norm for one in appeals):
            yield self._appeal(view.norms[iri], [one for one in appeals if one.norm == iri])

    @cached_property
    def _appeal_norms(self) -> frozenset[str]:
        """The norms on appeals, which are told apart from what else may be done."""
        return frozenset(appeal.norm for appeal in appeals_in(self.asker.view.law))

    def _concerns(self, norm: str) -> bool:
        """Whether a norm certainly addresses this record, or favours it."""
        if norm in self._verdicts:
            verdict = self._verdicts[norm]
            return "not-addressed" not in (verdict.verdict, *verdict.possible)
        return norm in self._may and self._may[norm].holds == TRUE

    def _appeal(self, norm: Norm, appeals: Iterable[Appeal]) -> Text:
        """A rule on appeals with its provision, who hears the appeal, and who receives it."""
        where = self.asker.explainer.statement.norm(norm).provision
        said = norm.definition or norm.label
        texts = [Text(f"{said.da.rstrip('.')} ({where.da})", f"{said.en.rstrip('.')} ({where.en})")]
        heard: dict[Text | None, list[Text]] = {}
        for appeal in appeals:
            if hears := self._named(norm, appeal.to):
                heard.setdefault(self._named(norm, appeal.handed_in_to), []).append(hears)
        for receives, names in heard.items():
            pattern = _HEARD_BY if receives is None else _HEARD_BY_VIA
            hears = list_text(list(dict.fromkeys(names)), _OR)
            texts.append(_filled(pattern, hears=hears, receives=receives or hears))
        da, en = (". ".join(text[lang] for text in texts) for lang in ("da", "en"))
        return Text(f"{da}.", f"{en}.")

    def _named(self, norm: Norm, who: Iterable[str]) -> Text | None:
        """Some authorities as they are named on the day; None where there are none."""
        view = self.asker.view
        names = [_within(name_in(view.law.graph, one, view.as_of, norm)) for one in who]
        if not names:
            return None
        return Text(", ".join(one.da for one in names), ", ".join(one.en for one in names))


def _within(who: Text) -> Text:
    """An authority as it is named within a sentence: a name keeps its capital, in Danish too."""
    is_name = who.en.removeprefix("the ")[:1].isupper()
    return who if is_name else Text(continued(who.da), who.en)


def _named(name: Text, said: Text | None) -> Text:
    """A way by its name, and what it is."""
    return name if said is None else Text(f"{name.da}: {said.da}", f"{name.en}: {said.en}")


def _that(clause: Text) -> Text:
    """A clause with its conjunction, where it stands alone: its words are in that order."""
    return Text(f"at {clause.da}", f"that {clause.en}")


def _alike(one: Step, other: Step) -> bool:
    """Whether two steps say the same, wherever the law says so."""
    return replace(one, provision=None, place=None) == replace(other, provision=None, place=None)


def _joined(one: Step, other: Step) -> Text | None:
    """Where the law says so of two steps that say the same."""
    if one.provision is None or other.provision is None:
        return one.provision or other.provision
    return Text(*(f"{one.provision[x]}; {other.provision[x]}" for x in ("da", "en")))


def _filled(pattern: Text, **parts: Text) -> Text:
    """A pattern with its parts, as a sentence begins."""
    found = filled(pattern, **parts)
    return Text(begun(found.da), begun(found.en))


def leaves(why: Why) -> Iterator[Why]:
    """The statements that decided."""
    if why.children:
        for child in why.children:
            yield from leaves(child)
    elif not why.trivial:
        yield why


def _statement(why: Why) -> Text:
    """A statement with its answer and the values behind it: "alder er mindst 15 år: nej (9 år)"."""
    text, value = why.text, why.value
    if why.kind == NOT:
        text = Text(text.da.partition(": ")[2] or text.da, text.en.partition(": ")[2] or text.en)
        value = {TRUE: FALSE, FALSE: TRUE}.get(value, value)
    said = _SAID[value]
    if value == FALSE:
        text = Text(text.da.removesuffix(NO_QUESTION.da), text.en.removesuffix(NO_QUESTION.en))
    values = [(v.da, v.en) for _, v in why.facts]
    danish = ", ".join(dict.fromkeys(da for da, _ in values if da not in text.da))
    english = ", ".join(dict.fromkeys(en for _, en in values if en not in text.en))
    return Text(
        f"{text.da}: {said.da}{f' ({danish})' if danish else ''}",
        f"{text.en}: {said.en}{f' ({english})' if english else ''}",
    )


_SAID = {TRUE: Text("ja", "yes"), FALSE: Text("nej", "no"), UNKNOWN: Text("ukendt", "unknown")}
_NOT_SO = Text("skete ikke", "did not happen")
_NOT_ALONE = Text(
    "Det afgør ikke sagen alene, men sammen med andre oplysninger.",
    "It does not settle the matter alone, but does so with other facts.",
)
_NOTHING_TO_DO = ("no", "exempt")
_HELD = "yes"
"""What is held needs no way to it."""
_OR = Text("eller", "or")
_TAKES = Text("{way}: det kræver »{what}«", '{way}: that takes "{what}"')
"""What stands in the way of a way that is closed."""
_HEARD_BY = Text("klagen behandles af {hears}", "the appeal is heard by {hears}")
_HEARD_BY_VIA = Text(
    "klagen behandles af {hears} og afleveres til {receives}",
    "the appeal is heard by {hears} and handed in to {receives}",
)
_HAS_DUTY = Text("for {who} gælder: {title}", "for {who} holds: {title}")
"""What is said of a duty without a sentence."""
_DUTY: dict[str, Text | None] = {
    "breached": Text("Det er ikke sket endnu", "It has not been done yet"),
    "pending": Text("Det skal ske inden fristen", "It must be done in time"),
    "unattainable": Text(
        "Det er ikke sket, og loven giver ingen vej til det",
        "It has not been done, and the law leaves no way to do it",
    ),
    "undetermined": None,
    "late": Text("Det skete for sent", "It was done too late"),
    "fulfilled": Text("Det er sket", "That has been done"),
}
_DONE = "fulfilled"
_SAID_BY_DEADLINE = ("pending", "late")
_KEPT: dict[str, Text | None] = {
    "breached": Text("Det er ikke overholdt", "That was not kept"),
    "fulfilled": Text("Det er overholdt", "That was kept"),
    "pending": None,
    "unattainable": Text("Det er ikke overholdt", "That was not kept"),
}
"""How a prohibition stands."""
_NOT_DONE = ("breached", "unattainable")
_OPENING = {
    "yes": Text("Ja.", "Yes."),
    "no": Text("Nej.", "No."),
    "exempt": Text("Nej. Der er en fritagelse.", "No. There is an exemption."),
    "may": Text("Ja, det er muligt.", "Yes, it is possible."),
    DEPENDS: OPENS_OPEN,
}
