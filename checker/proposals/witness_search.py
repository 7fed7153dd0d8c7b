"""Whether anybody is so, of very many questions: an example of who is, or that nobody can be.

A record that was found for one question is tried on all others, alone and on top of records found
before; the solver is asked what is left, then says that nobody is, and of which conditions this
comes (so that nobody is either where those are among others), or names another record. What it
cannot say the partition of that one question says. Every example is judged by the engine.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cache, cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from lovgraf.conditions.coding import Bools
from lovgraf.conditions.kleene import Logic, question_key
from lovgraf.conditions.tree import Condition, questions
from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.engine.in_memory import Record
from lovgraf.facts.fact import Column
from lovgraf.facts.values import State
from lovgraf.proposals.case_space import partitioner, possible, witnesses
from lovgraf.proposals.limits import MOST_CELLS
from lovgraf.proposals.simplify import simplified
from lovgraf.proposals.validity import ONLY_IMPOSSIBLE, exact_shapes
from lovgraf.verdicts.program import Programs

if TYPE_CHECKING:
    from lovgraf.reference.solver.occurring import Occurring

Question = tuple[Condition, ...]
"""Conditions that are to hold of one record; none may ask for a judgment."""
_BATCH = 12
"""Questions to put to the solver before what it finds is tried on all others."""
_NARROW = 3
"""Of how many questions left one is among those to choose from."""
_BENEATH = 6
"""Records found before that each new one is put on top of."""

_TEXTS = ("x", "1", "12345678", "1234567890", "abc")
"""Texts to give in a column of texts that no shape of a valid record rules out."""


class Answer(Struct, frozen=True):
    """A record of which the conditions hold, by IRI of its columns; None where nobody was found.

    Without a record nobody is so where it is `settled`; `why` says why it is not.
    """

    record: Record | None = None
    settled: bool = True
    why: Text | None = None

    @property
    def nobody(self) -> bool:
        """Whether certainly nobody is so."""
        return self.record is None and self.settled


class Examples(Struct, frozen=True):
    """Records that were found for a date, to be tried on others: as they are, and with their days
    as long before or after the other date."""

    as_of: date
    records: tuple[tuple[tuple[str, State], ...], ...]

    @classmethod
    def of(cls, as_of: date, answers: Iterable[Answer]) -> Examples:
        """Those of some answers."""
        found = (tuple(sorted(one.record.items())) for one in answers if one.record is not None)
        return cls(as_of, tuple(dict.fromkeys(found)))

    def on(self, as_of: date) -> Iterator[Record]:
        """Those to try on a date."""
        days = as_of - self.as_of
        for record in map(dict, self.records):
            if days:
                yield record
            with suppress(OverflowError):
                moved = {i: s + days if isinstance(s, date) else s for i, s in record.items()}
                yield moved


class WitnessSearch:
    """Finds records of a type on the date of some programs (which have no norms); `asked` are the
    conditions of all questions. Every one of the `examples` is judged anew, so they may be of any
    law and date."""

    def __init__(
        self,
        programs: Programs,
        record_type: str,
        asked: Iterable[Condition],
        examples: Iterable[Examples] = (),
    ) -> None:
        self._programs, self._type = programs, record_type
        self._plain = {condition: simplified(condition) for condition in asked}
        self._same = {condition: condition for condition in self._plain.values()}
        self._parts = partitioner(programs, self._same, MOST_CELLS, record_type)
        self._records: list[Record] = [self._parts.base]
        columns = {column.iri for column in self._parts.judge.columns}
        for known in examples:
            for record in known.on(programs.view.as_of):
                own = {iri: state for iri, state in record.items() if iri in columns}
                self._records.append({**self._parts.base, **own})
        self._beneath: list[Record] = []
        self._held: dict[Question, int] = {}
        self._rest_on: dict[Condition, frozenset[str]] = {}
        self.solved = self.parted = 0
        """How many questions the solver was asked, and the partition."""

    def answers(self, asked: Iterable[Question], records: Sequence[Record]) -> Bools:
        """Which questions (rows) each of some records (columns) answers."""
        valid, logic = self._judged(records)
        return np.array([self._holds(own, logic, valid) for own in self._simple(asked).values()])

    def answered_by_examples(self, asked: Iterable[Question]) -> set[Question]:
        """The questions that the examples answer."""
        plain, found = self._simple(asked), dict[Question, Answer]()
        self._try([*plain.values()], self._records, found, [{}])
        return {question for question, own in plain.items() if own in found}

    def _simple(self, asked: Iterable[Question]) -> dict[Question, Question]:
        """Questions by their conditions in the simplest form."""
        return {q: tuple([self._same[self._plain[part]] for part in q]) for q in asked}

    def ask(self, asked: Collection[Question]) -> dict[Question, Answer]:
        """The answers. What holds of nobody by its first condition is answered by that."""
        plain = self._simple(asked)
        found: dict[Question, Answer] = {}
        self._answer([question[:1] for question in plain.values()], found)
        self._answer(plain.values(), found)
        brief = self._brief({question: found[question] for question in plain.values()})
        return {question: brief[own] for question, own in plain.items()}

    def _answer(self, asked: Iterable[Question], found: dict[Question, Answer]) -> None:
        """Add the answers of questions to those found."""
        waiting = []
        for question in dict.fromkeys(asked):
            if question in found:
                continue
            if question[:1] in found and found[question[:1]].nobody:
                found[question] = found[question[:1]]
            else:
                waiting.append(question)
        self._try(waiting, self._records, found, [{}])
        before = 0
        while waiting := [question for question in waiting if question not in found]:
            found |= {one: Answer() for one in waiting if self._ruled_out(one, before)}
            before, fresh = len(self._solver.reasons) if self._solver is not None else 0, {}
            for question in self._telling(waiting):
                if question in found or self._ruled_out(question, before):
                    continue
                answer = self._solved(question)
                if answer.record is None:
                    found[question] = answer
                else:
                    fresh[question] = answer.record
            if fresh:
                self._try_fresh(waiting, list(fresh.values()), found)
            for question in [question for question in fresh if question not in found]:
                found[question] = self._parted(question)

    def _telling(self, waiting: Sequence[Question]) -> Sequence[Question]:
        """Some of the questions of whose conditions the most are to hold: who answers one of those
        answers others that want less."""
        ordered = sorted(waiting, key=lambda one: -self._held_by(one).bit_count())
        narrow = ordered[: max(len(ordered) // _NARROW, _BATCH)]
        return narrow[:: len(narrow) // _BATCH + 1]

    def _try_fresh(
        self, waiting: Sequence[Question], fresh: Sequence[Record], found: dict[Question, Answer]
    ) -> None:
        """Answer the questions that new records answer, alone and on top of others; keep them."""
        kept = self._try(waiting, fresh, found, [self._parts.base, *self._beneath])
        self._records += kept
        fullest = sorted(kept, key=len)[-_BENEATH // 2 :]
        self._beneath = [*fullest, *self._beneath][:_BENEATH]

    def _try(
        self,
        waiting: Sequence[Question],
        records: Sequence[Record],
        found: dict[Question, Answer],
        beneath: Sequence[Record],
    ) -> list[Record]:
        """Answer the questions that some records answer, each on top of others; all that are
        valid."""
        valid, logic = self._judged(records, beneath)
        whole = [{**below, **record} for below in beneath for record in records]
        disputed = cache(lambda place: self._disputed(whole[place]))
        for question in waiting:
            places = np.flatnonzero(self._holds(question, logic, valid)).tolist()
            place = next((place for place in places if not disputed(place)), None)
            if place is not None:
                found[question] = Answer(whole[place])
        return [record for record, good in zip(whole, valid, strict=True) if good]

    def _judged(
        self, records: Sequence[Record], beneath: Sequence[Record] = ({},)
    ) -> tuple[Bools, Logic]:
        """Which records on top of others are valid, and what evaluates conditions on them."""
        judge = self._parts.judge
        parts = [judge.judge(records, below) for below in beneath]
        codes = {key: np.concatenate([one.codes[key] for one in parts]) for key in parts[0].codes}
        valid = np.ones(len(records) * len(parts), np.bool_)
        for shape in parts[0].flaws:
            valid &= ~np.concatenate([one.flaws[shape] for one in parts])
        return valid, Logic(judge.atoms, codes)

    def _holds(self, question: Question, logic: Logic, valid: Bools) -> Bools:
        holds = valid
        for condition in question:
            holds = holds & logic.evaluate(condition)[0]
        return holds

    def _brief(self, found: Mapping[Question, Answer]) -> dict[Question, Answer]:
        """The answers, with records that are blank in what their question is not about where that
        is as good."""
        wanted = [(q, one.record) for q, one in found.items() if one.record is not None]
        short = []
        for question, record in wanted:
            columns = self._columns(question) | self._parts.base.keys()
            short.append({i: s for i, s in record.items() if i in columns and s is not None})
        each = {tuple(sorted(one.items())): n for n, one in enumerate(short)}
        records = [short[n] for n in each.values()]
        valid, logic = self._judged(records)
        place = {key: n for n, key in enumerate(each)}
        disputed = cache(lambda n: self._disputed(records[n]))
        better = dict(found)
        for (question, record), one in zip(wanted, short, strict=True):
            n = place[tuple(sorted(one.items()))]
            as_good = self._holds(question, logic, valid)[n] and not disputed(n)
            whole = {i: s for i, s in record.items() if s is not None}
            better[question] = Answer(one if as_good else whole)
        return better

    def _columns(self, question: Question) -> frozenset[str]:
        """The columns that decide a question."""
        return frozenset().union(*map(self._columns_of, question))

    def _columns_of(self, condition: Condition) -> frozenset[str]:
        """The columns that decide a condition."""
        if condition not in self._rest_on:
            parts, keys = self._parts, {question_key(one) for one in questions(condition)}
            below = (parts.needed.of_atom(key, parts.atoms[key]) for key in keys)
            self._rest_on[condition] = frozenset().union(*below)
        return self._rest_on[condition]

    @cached_property
    def _solver(self) -> Occurring | None:
        """The solver; None where it is not installed (the extra `reason`), which takes longer."""
        if find_spec("z3") is None:
            return None
        from lovgraf.reference.solver.occurring import Occurring

        shapes = [piece.condition for piece in self._parts.valid.values()]
        shapes += exact_shapes(self._programs.view.law, self._type, self._parts.judge.columns)
        columns = {column.iri: self._text(column) for column in self._parts.judge.columns}
        facts, day = self._programs.facts, self._programs.view.as_of
        return Occurring(facts, day, self._same, shapes, columns)

    def _text(self, column: Column) -> str:
        """A text that a column may hold, where it is no code."""
        texts = (column.present_value or _TEXTS[0], *_TEXTS)
        if column.datatype != "string" or column.code_list is not None:
            return texts[0]
        states = [(text,) if column.multi else text for text in texts]
        valid, _ = self._judged([{column.iri: state} for state in states], [self._parts.base])
        return texts[int(valid.argmax())]

    def _solved(self, question: Question) -> Answer:
        if self._solver is None:
            return self._parted(question)
        from lovgraf.reference.solver.search import GaveUp  # needs the extra as well

        self.solved += 1
        try:
            return Answer(self._solver.record(question))
        except (GaveUp, InputError):
            return self._parted(question)

    def _held_by(self, question: Question) -> int:
        """What is to hold where a question's conditions do, as bits; none without a solver."""
        if question not in self._held:
            solver = self._solver
            self._held[question] = solver.held(question) if solver is not None else 0
        return self._held[question]

    def _ruled_out(self, question: Question, before: int) -> bool:
        """Whether one of the reasons why nobody is so, after so many, is one of this question."""
        reasons = self._solver.reasons if self._solver is not None else []
        if len(reasons) == before:
            return False
        held = self._held_by(question)
        return any(one & held == one for one in reasons[before:])

    def _parted(self, question: Question) -> Answer:
        """What the partition of one question says."""
        self.parted += 1
        try:
            cells = possible(self._programs, question, MOST_CELLS, self._type)
            together = cells.seen_by(question)
            holds = np.ones(together.size, np.bool_)
            for condition in question:
                holds &= together.truth(condition)
        except InputError as error:
            return Answer(None, False, error.message)
        if not holds.any():
            return Answer(None, not cells.unsettled)
        place = self._parts.doubts.first(together, np.flatnonzero(holds))
        if place is None:
            return Answer(None, False, ONLY_IMPOSSIBLE)
        (record,) = witnesses([(together, place)])
        return Answer(together.witness(place) if self._disputed(record) else record)

    def _disputed(self, record: Record) -> bool:
        """Whether a record contradicts itself, also by days that everyone is not told apart by."""
        return bool(self._parts.doubts.disputes.within(record))
