"""Whether anybody is so, of very many questions: an example of who is, or that nobody can be.

A record that was found for one question is tried on all others, alone and on top of records found
before; the solver is asked what is left, then says that nobody is or names another record. What it
cannot say the partition of that one question says. Every example is judged by the engine.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np

from lovgraf.conditions.coding import Bools
from lovgraf.conditions.kleene import Logic, question_key
from lovgraf.conditions.tree import Condition, questions
from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.engine.in_memory import Record
from lovgraf.facts.vocabulary import Column
from lovgraf.proposals.case_space import partitioner, possible, witnesses
from lovgraf.proposals.limits import MOST_CELLS
from lovgraf.proposals.simplify import simplified
from lovgraf.verdicts.program import Programs

if TYPE_CHECKING:
    from lovgraf.reference.solver.occurring import Occurring

Question = tuple[Condition, ...]
"""Conditions that are to hold of one record; none may ask for a judgment."""
_BATCH = 24
"""Questions to put to the solver before what it finds is tried on all others."""
_BENEATH = 6
"""Records found before that each new one is put on top of."""

_TEXTS = ("x", "1", "12345678", "1234567890", "abc")
"""Texts to give in a column of texts that no shape of a valid record rules out."""


@dataclass(frozen=True)
class Answer:
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


class WitnessSearch:
    """Finds records of a type on the date of some programs (which have no norms); `asked` are the
    conditions of all questions."""

    def __init__(self, programs: Programs, record_type: str, asked: Iterable[Condition]) -> None:
        self._programs, self._type = programs, record_type
        self._plain = {condition: simplified(condition) for condition in asked}
        self._same = {condition: condition for condition in self._plain.values()}
        self._parts = partitioner(programs, self._same, MOST_CELLS, record_type)
        self._records: list[Record] = [self._parts.base]
        self._beneath: list[Record] = []
        self.solved = self.parted = 0
        """How many questions the solver was asked, and the partition."""

    def ask(self, asked: Collection[Question]) -> dict[Question, Answer]:
        """The answers. What holds of nobody by its first condition is answered by that."""
        plain = {q: tuple([self._same[self._plain[part]] for part in q]) for q in asked}
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
        self._try(waiting, self._records, found)
        while waiting := [question for question in waiting if question not in found]:
            fresh = {}
            for question in waiting[:: len(waiting) // _BATCH + 1]:
                answer = found[question] = self._solved(question)
                if answer.record is not None:
                    fresh[question] = answer.record
                    del found[question]
            records = self._combined(fresh.values())
            self._records += self._try(waiting, records, found)
            for question in [question for question in fresh if question not in found]:
                found[question] = self._parted(question)

    def _combined(self, fresh: Iterable[Record]) -> list[Record]:
        """New records alone, and on top of others."""
        base = self._parts.base
        found = [{**below, **own} for own in fresh for below in (base, *self._beneath)]
        return [dict(one) for one in dict.fromkeys(tuple(sorted(one.items())) for one in found)]

    def _try(
        self, waiting: Sequence[Question], records: Sequence[Record], found: dict[Question, Answer]
    ) -> list[Record]:
        """Answer the questions that some records answer; the records that are valid."""
        valid, logic = self._judged(records)
        for question in waiting:
            places = np.flatnonzero(self._holds(question, logic, valid))
            if len(places):
                found[question] = Answer(records[int(places[0])])
        kept = [record for record, good in zip(records, valid, strict=True) if good]
        fullest = sorted(kept, key=len)[-_BENEATH // 2 :]
        self._beneath = [*fullest, *self._beneath][:_BENEATH]
        return kept

    def _judged(self, records: Sequence[Record]) -> tuple[Bools, Logic]:
        """Which records are valid, and what evaluates conditions on them."""
        judge = self._parts.judge
        judged = judge.judge(records)
        valid = np.ones(len(records), np.bool_)
        for flaws in judged.flaws.values():
            valid &= ~flaws
        return valid, Logic(judge.atoms, judged.codes)

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
        better = dict(found)
        for (question, record), one in zip(wanted, short, strict=True):
            as_good = self._holds(question, logic, valid)[place[tuple(sorted(one.items()))]]
            whole = {i: s for i, s in record.items() if s is not None}
            better[question] = Answer(one if as_good else whole)
        return better

    def _columns(self, question: Question) -> frozenset[str]:
        """The columns that decide a question."""
        parts, keys = self._parts, {question_key(q) for c in question for q in questions(c)}
        return frozenset().union(*(parts.needed.of_atom(key, parts.atoms[key]) for key in keys))

    @cached_property
    def _solver(self) -> Occurring | None:
        """The solver; None where it is not installed (the extra `reason`), which takes longer."""
        if find_spec("z3") is None:
            return None
        from lovgraf.reference.solver.occurring import Occurring

        shapes = [piece.condition for piece in self._parts.valid.values()]
        columns = {column.iri: self._text(column) for column in self._parts.judge.columns}
        facts, day = self._programs.facts, self._programs.view.as_of
        return Occurring(facts, day, self._same, shapes, columns)

    def _text(self, column: Column) -> str:
        """A text that a column may hold, where it is no code."""
        texts = (column.present_value or _TEXTS[0], *_TEXTS)
        if column.datatype != "string" or column.code_list is not None:
            return texts[0]
        base = self._parts.base
        states = [(text,) if column.multi else text for text in texts]
        valid, _ = self._judged([{**base, column.iri: state} for state in states])
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
        (record,) = witnesses([(together, int(holds.argmax()))])
        return Answer(record)
